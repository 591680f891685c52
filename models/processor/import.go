package processor

import (
	"context"
	"slices"
	"strings"

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

// readFile finds the companies of a file: its tables, or, where it has none, the
// points of its lists that begin with a name.
func readFile(in entry.ImportInput) ([]entry.Line, []string, error) {
	lines, skipped, err := entry.Read(in.Raw, in.Filename, tables)
	if len(lines) > 0 || err == nil {
		return lines, skipped, err
	}
	points, pointsErr := text.Points(in.Raw, in.Filename)
	if pointsErr != nil || len(points) == 0 {
		return nil, skipped, err
	}
	for _, point := range points {
		place := ""
		if countries := namedCountries(point.Intro); len(countries) > 0 {
			place = entry.Joined(countries)
		}
		lines = append(lines, entry.Line{Number: point.Line, Table: point.Section,
			Cells: map[string]string{"name": point.Name, "purposes": point.Rest, "countries": place}, Heads: map[string]string{}})
	}
	return lines, nil, nil
}

// namedCountries are the countries that a sentence over a list names: "These are all
// located in the United States".
func namedCountries(sentence string) []string {
	var found []string
	words := " " + entry.Fold(sentence) + " "
	for name, code := range countryNames {
		if len(name) > 2 && strings.Contains(words, " "+name+" ") && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	for place, code := range map[string]string{"in the eu": "EU", "in the us": "US"} { // short names alone are words too
		if strings.Contains(words, " "+place+" ") && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	slices.Sort(found)
	return found
}
