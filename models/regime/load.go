package regime

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/BurntSushi/toml"
)

//go:embed data/*.toml
var data embed.FS

// loaded is all of data/, read once. The files are part of the program, so a broken
// one is a broken program.
var loaded = func() *book {
	read, err := load(data)
	if err != nil {
		panic(err)
	}
	return read
}()

type book struct {
	regimes   map[string][]Regime // rows of a law, oldest first
	calendars map[string]Calendar
	grounds   []Ground
	sentences map[string]string // key of a line → English with {{.placeholders}}
}

// load reads and validates every file of a data directory.
func load(files fs.FS) (*book, error) {
	read := &book{map[string][]Regime{}, map[string]Calendar{NoCalendar: {Code: NoCalendar, Name: "no holidays", Version: "1"}}, nil, nil}
	names, err := fs.Glob(files, "data/*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		var file struct {
			Regime   []Regime
			Calendar []Calendar
			Ground   []Ground
			Line     map[string]string
		}
		meta, err := toml.DecodeFS(files, name, &file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if unknown := meta.Undecoded(); len(unknown) > 0 {
			return nil, fmt.Errorf("%s: %s means nothing here", name, unknown[0])
		}
		for _, row := range file.Regime {
			read.regimes[row.ID] = append(read.regimes[row.ID], row)
		}
		for _, calendar := range file.Calendar {
			if err := calendar.validate(); err != nil {
				return nil, err
			}
			if _, twice := read.calendars[calendar.Code]; twice {
				return nil, fmt.Errorf("%s: calendar %s stands twice", name, calendar.Code)
			}
			read.calendars[calendar.Code] = calendar
		}
		read.grounds = append(read.grounds, file.Ground...)
		if file.Line != nil {
			read.sentences = file.Line
		}
	}
	return read, read.validate()
}

// validate sees that the rows of a law follow each other without gap or overlap and
// that what they name exists.
func (b *book) validate() error {
	for id, rows := range b.regimes {
		slices.SortFunc(rows, func(a, b Regime) int { return a.ValidFrom.Compare(b.ValidFrom) })
		for i, row := range rows {
			if err := row.validate(); err != nil {
				return err
			}
			if i > 0 && rows[i-1].ValidTo.AddDays(1) != row.ValidFrom {
				return fmt.Errorf("regime %s: the row from %s does not follow the one before", id, row.ValidFrom)
			}
			if _, known := b.calendars[row.Rollover.Calendar]; !known && row.Rollover.Calendar != siteCalendar {
				return fmt.Errorf("regime %s: calendar %q is unknown", id, row.Rollover.Calendar)
			}
		}
	}
	for _, ground := range b.grounds {
		if err := ground.validate(b.regimes); err != nil {
			return err
		}
	}
	for key, sentence := range b.sentences {
		if strings.TrimSpace(sentence) == "" {
			return fmt.Errorf("line %s has no words", key)
		}
	}
	return nil
}

// Unknown is a name that the clock does not know, with those that it does.
type Unknown struct {
	What    string // "regime"
	Name    string
	Allowed []string
}

func (u Unknown) Error() string {
	return fmt.Sprintf("%q is not a %s; there are %s", u.Name, u.What, strings.Join(u.Allowed, ", "))
}

// Unreadable is an input that no time line can be made of, as one plain sentence.
type Unreadable string

func (u Unreadable) Error() string { return string(u) }

// sensible reports whether a date lies in the years that a clock is good for.
func sensible(day civil.Date) bool { return day.IsValid() && 1970 <= day.Year && day.Year <= 2200 }
