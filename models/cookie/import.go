package cookie

import (
	"context"
	"strings"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Import brings the rows of a file into a site's register. A row that means an entry
// that stands there changes what it says of it and leaves the rest. Nothing is written
// when a row is refused, unless in.Partial.
//
// With in.From the file is the whole list of that day: entries that it does not have
// are retired, and the list becomes an edition at once, as history.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's;
// store.Invalid for "file"; those of edition.Register.Import. Refused rows are no
// error: the report has them.
func (r *Register) Import(ctx context.Context, by access.Actor, at site.Site, in entry.ImportInput) (entry.Report, error) {
	lines, skipped, err := readFile(in)
	report := entry.Report{Skipped: skipped}
	if err != nil {
		return report, err
	}
	err = r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		if !by.MayOn(access.EditCookies, at.ID) {
			return store.ErrNotFound
		}
		return r.bring(ctx, tx, at, in, lines, &report)
	})
	return report, err
}

// bring takes rows into the register, or reports why not.
func (r *Register) bring(ctx context.Context, tx *store.Tx, at site.Site, in entry.ImportInput, lines []entry.Line, report *entry.Report) error {
	return r.list(at).Bring(ctx, tx, audit.CookiesImported, in, lines, report, func() (entry.Merger, error) {
		groups, err := r.Categories().In(ctx, tx.DB)
		if err != nil {
			return nil, err
		}
		return newMerge(ctx, tx, at.ID, newReader(groups, in.LocaleOn(at)))
	})
}

// readFile finds the cookies of a file: its tables, or, in a policy that was saved as
// text, the tables that its paragraphs once were.
func readFile(in entry.ImportInput) ([]entry.Line, []string, error) {
	lines, skipped, err := entry.Read(in.Raw, in.Filename, tables)
	if len(lines) > 0 || err == nil {
		return lines, skipped, err
	}
	found, importErr := text.Import(in.Raw, in.Filename)
	if importErr != nil || len(found.Cookies) == 0 {
		return nil, skipped, err
	}
	lines, _, readErr := entry.Read([]byte(found.Markdown(text.Document{})), "policy.md", tables)
	if readErr != nil {
		return offeredLines(found.Cookies), nil, nil
	}
	for i := range lines {
		lines[i].Number = i + 1 // the lines of the Markdown are not those of the file
	}
	return lines, nil, nil
}

// offeredLines are the rows of a table that an imported policy was found to hold.
func offeredLines(rows []text.ImportedCookie) []entry.Line {
	var lines []entry.Line
	for i, row := range rows {
		lines = append(lines, entry.Line{Number: i + 1, Cells: map[string]string{
			"name": strings.Join(row.Names, "; "), "provider": row.Provider, "type": typeOf(row), "lifetime": row.Lifetime, "purpose": row.Purpose,
		}})
	}
	return lines
}

// typeOf is the type that a row gives beside its lifetime.
func typeOf(row text.ImportedCookie) string {
	if row.Type == row.Lifetime {
		return ""
	}
	return row.Type
}
