package entry

import (
	"context"

	"cloud.google.com/go/civil"

	"privacydesk/models/audit"
	"privacydesk/models/site"
	"privacydesk/models/store"
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

// Merger puts rows of a file together with the entries that stand.
type Merger interface {
	Line(*Report, Line)                     // takes one row, or reports why not
	EndMissing(*Report)                     // ends what the file, which is the whole list, does not have
	Write(context.Context, *store.Tx) error // stores what is new or differs, with its history
}

// Bring takes the rows of a file into the register, in the register's transaction.
// Nothing is written when one is refused, unless in.Partial; with in.From the list
// becomes an edition at once. begin reads what stands.
//
// Errors: those of edition.Register.Import.
func (l List) Bring(ctx context.Context, tx *store.Tx, event audit.Event, in ImportInput, lines []Line, report *Report,
	begin func() (Merger, error)) error {
	if _, err := Mark(ctx, tx); err != nil { // one at a time, so that none adds what another has
		return err
	}
	merger, err := begin()
	if err != nil {
		return err
	}
	for _, line := range lines {
		merger.Line(report, line)
	}
	if report.Written = in.Partial || report.Count(RowRefused) == 0; !report.Written {
		return nil
	}
	if in.From.IsValid() {
		merger.EndMissing(report)
	}
	if err := merger.Write(ctx, tx); err != nil {
		return err
	}
	if in.From.IsValid() {
		made, err := l.record(ctx, tx, in.From)
		if err != nil {
			return err
		}
		report.Edition = made.Number
	}
	return tx.AuditOn(l.Site.ID, event, string(l.Subject), report.counts())
}

// counts says for the log how many rows had which outcome.
func (r Report) counts() map[string]any {
	counts := map[string]any{}
	for _, outcome := range Outcomes {
		counts[string(outcome)] = r.Count(outcome)
	}
	if r.Edition > 0 {
		counts["edition"] = r.Edition
	}
	return counts
}
