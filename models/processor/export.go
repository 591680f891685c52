package processor

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Export is a site's entries that have not ended, proposed ones too, as a CSV file that
// Import reads again, with texts in one language.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) Export(ctx context.Context, by access.Actor, at site.Site, locale string) ([]byte, error) {
	var file []byte
	err := r.Store.Write(ctx, by, access.ReadProcessors, func(tx *store.Tx) error {
		if !by.MayOn(access.ReadProcessors, at.ID) {
			return store.ErrNotFound
		}
		entries, err := several(tx.WithContext(ctx), columns+publicOnSite, append([]Status{Proposed}, public...), at.ID)
		if err != nil {
			return err
		}
		rows := make([][]string, len(entries))
		for i, p := range entries {
			told := companyOf(p, at.Location())
			since := ""
			if p.FirstDay != nil {
				since = p.FirstDay.String()
			}
			rows[i] = told.cells(p.Purposes[locale], p.DataCategories[locale], since)
		}
		file = entry.CSV(exported, rows)
		return tx.AuditOn(at.ID, audit.ProcessorsExported, string(edition.Processors(at.Key)), map[string]any{"entries": len(entries)})
	})
	return file, err
}

// CSV is the list as a table, texts in the locale or a language that has them.
func (c Companies) CSV(locale string) []byte {
	rows := make([][]string, len(c.Companies))
	for i, company := range c.Companies {
		since := ""
		if company.Since != nil {
			since = company.Since.String()
		}
		rows[i] = company.cells(company.PurposesIn(locale), company.DataIn(locale), since)
	}
	return entry.CSV(exported, rows)
}

func (c Company) cells(purposes, data []string, since string) []string {
	role := ""
	if c.Role != nil {
		role = string(*c.Role)
	}
	var transfers []string
	for _, t := range c.Transfers {
		transfers = append(transfers, t.Country+": "+t.Mechanism)
	}
	return []string{c.Name, role, entry.Joined(c.Categories), entry.Joined(purposes), entry.Joined(data), entry.Joined(c.Countries),
		entry.Joined(transfers), string(c.Status), since}
}
