package cookie

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// merge puts rows together with the entries that stand.
type merge struct {
	tx     *store.Tx
	siteID int64
	reader reader
	all    []*merged
	byName map[string][]*merged
}

// merged is an entry on its way: as it stood (nil when it is new) and as it will be.
type merged struct {
	before *Cookie
	after  Cookie
	inFile bool
}

func newMerge(ctx context.Context, tx *store.Tx, siteID int64, reader reader) (*merge, error) {
	standing, err := gorm.G[Cookie](tx.DB).Where("site_id = ? AND status = ?", siteID, Active).Order("id").Find(ctx)
	if err != nil {
		return nil, err
	}
	m := &merge{tx: tx, siteID: siteID, reader: reader, byName: map[string][]*merged{}}
	for i := range standing {
		m.put(&merged{before: &standing[i], after: clone(standing[i])})
	}
	return m, nil
}

func clone(c Cookie) Cookie {
	c.Domains, c.Purposes = slices.Clone(c.Domains), maps.Clone(c.Purposes)
	return c
}

func (m *merge) put(one *merged) {
	m.all = append(m.all, one)
	m.byName[one.after.Name] = append(m.byName[one.after.Name], one)
}

// Line takes one row of the file, or refuses it whole.
func (m *merge) Line(report *entry.Report, line entry.Line) {
	rows, refusal := m.reader.rows(line)
	if refusal != nil {
		report.Refuse(line, line.Cells["name"], refusal)
		return
	}
	var targets []*merged
	for _, row := range rows {
		target, refusal := m.target(row)
		if refusal != nil {
			report.Refuse(line, row.said.Name, refusal)
			return
		}
		targets = append(targets, target)
	}
	for i, row := range rows {
		report.Note(line, row.said.Name, m.take(targets[i], row))
	}
}

// target is the entry that the row means, nil for a new one.
func (m *merge) target(row row) (*merged, *entry.Refusal) {
	var found []*merged
	for _, candidate := range m.byName[row.said.Name] {
		if means(row.said, candidate.after.Entry) {
			found = append(found, candidate)
		}
	}
	switch {
	case len(found) == 0:
		return nil, nil
	case len(found) > 1:
		return nil, &entry.Refusal{Reason: "cookie.import.ambiguous"}
	case found[0].inFile && row.timed && row.said.Lifetime != found[0].after.Lifetime && found[0].after.Lifetime.Type != Unstated && row.said.Lifetime.Type != Unstated:
		return nil, &entry.Refusal{Reason: "cookie.import.two_lifetimes", Value: row.said.Lifetime.Words()}
	}
	return found[0], nil
}

// means reports whether a row and an entry of the same name are the same: nothing
// that both say of technique, provider and domains differs.
func means(said, stands Entry) bool {
	return (said.Kind == "" || said.Kind == stands.Kind) &&
		(said.Provider == "" || stands.Provider == "" || strings.EqualFold(said.Provider, stands.Provider)) &&
		(len(said.Domains) == 0 || len(stands.Domains) == 0 ||
			slices.ContainsFunc(said.Domains, func(domain string) bool { return slices.Contains(stands.Domains, domain) }))
}

// take brings what the row says into the entry.
func (m *merge) take(target *merged, row row) entry.Outcome {
	if target == nil {
		said := row.said
		said.Match, said.Kind = cmp.Or(said.Match, Exact), cmp.Or(said.Kind, KindCookie)
		if said.Domains == nil {
			said.Domains = []string{}
		}
		if said.Lifetime.Type == "" {
			said.Lifetime.Type = Unstated
		}
		m.put(&merged{inFile: true, after: Cookie{SiteID: m.siteID, Entry: said, Status: Active, Version: 1, CreatedAt: m.tx.Now, SavedAt: m.tx.Now}})
		return entry.RowAdded
	}
	before := clone(target.after)
	target.after.say(row, target.inFile)
	target.inFile = true
	if changes, err := compare(before, target.after); err == nil && len(changes) == 0 {
		return entry.RowUnchanged
	}
	return entry.RowChanged
}

// say takes over what the row says. Where the file has the entry twice, domains and
// purposes add up.
func (c *Cookie) say(row row, again bool) {
	said := row.said
	c.Match, c.Provider, c.Party = cmp.Or(said.Match, c.Match), cmp.Or(said.Provider, c.Provider), cmp.Or(said.Party, c.Party)
	c.OptOut = cmp.Or(said.OptOut, c.OptOut)
	if row.timed && (!again || said.Lifetime.Type != Unstated) {
		c.Lifetime = said.Lifetime
	}
	if said.Category != nil {
		c.Category = said.Category
	}
	if len(said.Domains) > 0 && !again {
		c.Domains = said.Domains
	}
	for _, domain := range said.Domains {
		if !slices.Contains(c.Domains, domain) {
			c.Domains = append(c.Domains, domain)
		}
	}
	for locale, purpose := range said.Purposes {
		if stands := c.Purposes[locale]; again && stands != "" && !strings.Contains(stands, purpose) {
			purpose = stands + " " + purpose
		} else if again && stands != "" {
			purpose = stands
		}
		c.Purposes[locale] = purpose
	}
}

// EndMissing retires what the file, which is the whole list, does not have.
func (m *merge) EndMissing(report *entry.Report) {
	for _, one := range m.all {
		if !one.inFile {
			one.after.Status = Retired
			report.Rows = append(report.Rows, entry.Row{Name: one.after.Name, Outcome: entry.RowEnded})
		}
	}
}

// Write stores what is new or differs, with its history.
func (m *merge) Write(ctx context.Context, tx *store.Tx) error {
	var saves []entry.Save
	var added []*merged
	var rows []Cookie
	for _, one := range m.all {
		if one.before == nil {
			added, rows = append(added, one), append(rows, one.after)
			continue
		}
		changes, err := compare(*one.before, one.after)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			continue
		}
		one.after.Version, one.after.SavedAt = one.before.Version+1, tx.Now
		if err := update(ctx, tx, one.after); err != nil {
			return err
		}
		act := entry.Changed
		if one.after.Status == Retired {
			act = entry.Ended
		}
		if saves, err = appended(saves, act, one); err != nil {
			return err
		}
	}
	if len(rows) > 0 {
		if err := gorm.G[Cookie](tx.DB).CreateInBatches(ctx, &rows, 500); err != nil {
			return err
		}
	}
	for i, one := range added {
		one.after.ID = rows[i].ID
		var err error
		if saves, err = appended(saves, entry.Added, one); err != nil {
			return err
		}
	}
	return entry.Keep(ctx, tx, saves)
}

func appended(saves []entry.Save, act entry.Act, one *merged) ([]entry.Save, error) {
	save, err := newSave(act, one.before, one.after)
	return append(saves, save), err
}
