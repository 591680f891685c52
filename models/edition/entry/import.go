package entry

import (
	"cloud.google.com/go/civil"

	"privacydesk/models/site"
)

// MaxFile is how large an imported file may be, in bytes.
const MaxFile = 2 << 20

// ImportInput is a file with entries for a register.
type ImportInput struct {
	Raw      []byte
	Filename string
	Locale   string     // that its texts are written in; "" = the site's default
	Partial  bool       // take the rows that can be read even where others are refused
	From     civil.Date // history: the file is the whole list, in force from that day; zero = none
}

// LocaleOn is the language of the file's texts on the site.
func (in ImportInput) LocaleOn(at site.Site) string {
	if in.Locale == "" {
		return at.DefaultLocale
	}
	return in.Locale
}

// Counts says for the log how many rows had which outcome.
func (r Report) Counts() map[string]any {
	counts := map[string]any{}
	for _, outcome := range Outcomes {
		counts[string(outcome)] = r.Count(outcome)
	}
	if r.Edition > 0 {
		counts["edition"] = r.Edition
	}
	return counts
}
