package processor

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Import brings the rows of a file into the register, for a site. A row that names a
// company that is listed changes what it says of it and leaves the rest; a company
// that the file has twice is one entry with what both rows say. Nothing is written
// when a row is refused, unless in.Partial.
//
// With in.From the file is the whole list of that day: companies that it does not have
// end (or leave the site, where they serve others too), and the list becomes an
// edition at once, as history.
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
	err = r.Store.Write(ctx, by, access.EditProcessors, func(tx *store.Tx) error {
		if !by.MayOn(access.EditProcessors, at.ID) {
			return store.ErrNotFound
		}
		return r.bring(ctx, tx, at, in, Active, lines, &report)
	})
	return report, err
}

// bring takes rows into the register, or reports why not.
func (r *Register) bring(ctx context.Context, tx *store.Tx, at site.Site, in entry.ImportInput, newcomers Status, lines []entry.Line, report *entry.Report) error {
	return r.list(at).Bring(ctx, tx, audit.ProcessorsImported, in, lines, report, func() (entry.Merger, error) {
		groups, err := r.Categories().In(ctx, tx.DB)
		if err != nil {
			return nil, err
		}
		return newMerge(ctx, tx, at, in, newReader(groups, in.LocaleOn(at), newcomers))
	})
}

// readFile finds the companies of a file: its tables, or, where it has none, its lists.
func readFile(in entry.ImportInput) ([]entry.Line, []string, error) {
	lines, skipped, err := entry.Read(in.Raw, in.Filename, tables)
	if len(lines) > 0 || err == nil {
		return lines, skipped, err
	}
	points, pointsErr := text.Points(in.Raw, in.Filename)
	if lines = listedLines(points, aboutRecipients(string(in.Raw[:min(len(in.Raw), openingBytes)]))); pointsErr != nil || len(lines) == 0 {
		return nil, skipped, err
	}
	return lines, nil, nil
}
