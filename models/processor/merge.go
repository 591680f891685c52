package processor

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// merge puts rows together with the companies that are listed.
type merge struct {
	tx     *store.Tx
	siteID int64
	today  civil.Date
	last   civil.Date // last day of what the file no longer has
	reader reader
	all    []*merged
	byName map[string]*merged
}

// merged is an entry on its way: as it stood (nil when it is new) and as it will be.
type merged struct {
	before *Processor
	after  Processor
	inFile bool
}

func newMerge(ctx context.Context, tx *store.Tx, at site.Site, in entry.ImportInput, reader reader) (*merge, error) {
	standing, err := several(tx.WithContext(ctx), columns+`WHERE p.status <> 'ended' ORDER BY p.id`)
	if err != nil {
		return nil, err
	}
	m := &merge{tx: tx, siteID: at.ID, today: civil.DateOf(tx.Now.In(at.Location())), reader: reader, byName: map[string]*merged{}}
	m.last = m.today
	if in.From.IsValid() {
		m.last = in.From
	}
	for i := range standing {
		m.put(&merged{before: &standing[i], after: clone(standing[i])})
	}
	return m, nil
}

func clone(p Processor) Processor {
	p.Categories, p.Countries, p.Transfers, p.SiteIDs = slices.Clone(p.Categories), slices.Clone(p.Countries), slices.Clone(p.Transfers), slices.Clone(p.SiteIDs)
	p.Purposes, p.DataCategories = maps.Clone(p.Purposes), maps.Clone(p.DataCategories)
	return p
}

func (m *merge) put(one *merged) {
	m.all = append(m.all, one)
	m.byName[strings.ToLower(one.after.Name)] = one
}

// Line takes one row of the file, or reports why not.
func (m *merge) Line(report *entry.Report, line entry.Line) {
	said, refusal := m.reader.row(line)
	if refusal != nil {
		report.Refuse(line, line.Cells["name"], refusal)
		return
	}
	target := m.byName[strings.ToLower(said.Name)]
	if target == nil {
		report.Note(line, said.Name, m.add(said))
		return
	}
	if !onEverySite(m.tx.Actor, target.after.SiteIDs) {
		report.Refuse(line, said.Name, &entry.Refusal{Reason: "processor.import.elsewhere"})
		return
	}
	before := clone(target.after)
	target.after.say(said, target.inFile)
	if !slices.Contains(target.after.SiteIDs, m.siteID) {
		target.after.SiteIDs = distinct(append(target.after.SiteIDs, m.siteID))
	}
	target.inFile = true
	for field, reason := range target.after.problems() {
		target.after = before
		report.Refuse(line, said.Name, &entry.Refusal{Reason: reason, Value: line.Cells[field]})
		return
	}
	outcome := entry.RowChanged
	if changes, err := entry.CompareEntries(before.Entry, target.after.Entry); err == nil && len(changes) == 0 {
		outcome = entry.RowUnchanged
	}
	report.Note(line, said.Name, outcome)
}

func (m *merge) add(said Entry) entry.Outcome {
	said.Status, said.SiteIDs = cmp.Or(said.Status, m.reader.newcomers), []int64{m.siteID}
	if said.Categories == nil {
		said.Categories = []string{}
	}
	if said.Transfers == nil {
		said.Transfers = []Transfer{}
	}
	m.put(&merged{inFile: true, after: Processor{Entry: said}})
	return entry.RowAdded
}

// say takes over what the row says. Where the file has the company twice, what both
// rows list adds up.
func (p *Processor) say(said Entry, again bool) {
	p.LegalName, p.Address, p.Website = cmp.Or(said.LegalName, p.LegalName), cmp.Or(said.Address, p.Address), cmp.Or(said.Website, p.Website)
	p.Role, p.Status = cmp.Or(said.Role, p.Role), cmp.Or(said.Status, p.Status)
	if said.FirstDay != nil {
		p.FirstDay = said.FirstDay
	}
	p.Categories = told(p.Categories, said.Categories, again)
	p.Countries = told(p.Countries, said.Countries, again)
	if len(said.Transfers) > 0 {
		p.Transfers = toldTransfers(p.Transfers, said.Transfers, again)
	}
	for locale, list := range said.Purposes {
		p.Purposes[locale] = told(p.Purposes[locale], list, again)
	}
	for locale, list := range said.DataCategories {
		p.DataCategories[locale] = told(p.DataCategories[locale], list, again)
	}
}

// told is the list that the file says, or, where it says one again, what both rows say.
func told(stands, said []string, again bool) []string {
	if len(said) == 0 {
		return stands
	}
	if !again {
		return said
	}
	for _, value := range said {
		if !slices.Contains(stands, value) {
			stands = append(stands, value)
		}
	}
	return stands
}

// toldTransfers keeps documents and dates of grounds that stood.
func toldTransfers(stands, said []Transfer, again bool) []Transfer {
	kept := []Transfer{}
	for _, t := range stands {
		if again || slices.ContainsFunc(said, func(s Transfer) bool { return s.Country == t.Country && s.Mechanism == t.Mechanism }) {
			kept = append(kept, t)
		}
	}
	for _, t := range said {
		if !slices.ContainsFunc(kept, func(k Transfer) bool { return k.Country == t.Country && k.Mechanism == t.Mechanism }) {
			kept = append(kept, t)
		}
	}
	sortTransfers(kept)
	return kept
}

// EndMissing ends the site's companies that the file, which is the whole list, does
// not have. One that serves other sites leaves this one only.
func (m *merge) EndMissing(report *entry.Report) {
	for _, one := range m.all {
		if one.inFile || !slices.Contains(one.after.SiteIDs, m.siteID) {
			continue
		}
		if len(one.after.SiteIDs) > 1 {
			one.after.SiteIDs = slices.DeleteFunc(one.after.SiteIDs, func(id int64) bool { return id == m.siteID })
		} else {
			one.after.Status, one.after.LastDay = Ended, &m.last
		}
		report.Rows = append(report.Rows, entry.Row{Name: one.after.Name, Outcome: entry.RowEnded})
	}
}

// Write stores what is new or differs, with its history.
func (m *merge) Write(ctx context.Context, tx *store.Tx) error {
	for _, one := range m.all {
		if one.before == nil {
			if _, err := add(ctx, tx, one.after.Entry); err != nil {
				return err
			}
			continue
		}
		changes, err := entry.CompareEntries(one.before.Entry, one.after.Entry)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			continue
		}
		if err := update(ctx, tx, *one.before, &one.after); err != nil {
			return err
		}
	}
	return nil
}
