package cookie

import (
	"context"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Export is the active entries of a site as a CSV file that Import reads again, with
// purposes in one language.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) Export(ctx context.Context, by access.Actor, at site.Site, locale string) ([]byte, error) {
	var file []byte
	err := r.Store.Write(ctx, by, access.ReadCookies, func(tx *store.Tx) error {
		if !by.MayOn(access.ReadCookies, at.ID) {
			return store.ErrNotFound
		}
		entries, err := gorm.G[Cookie](tx.DB).Where("site_id = ? AND status = ?", at.ID, Active).Order("lower(name), id").Find(ctx)
		if err != nil {
			return err
		}
		told := make([]Declared, len(entries))
		for i, c := range entries {
			told[i] = declared(c)
		}
		file = Declaration{Cookies: told}.csv(func(d Declared) string { return d.Purposes[locale] })
		return tx.AuditOn(at.ID, audit.CookiesExported, string(edition.Cookies(at.Key)), map[string]any{"entries": len(entries)})
	})
	return file, err
}

// CSV is the declaration as a table, purposes in the locale or a language that has
// them.
func (d Declaration) CSV(locale string) []byte {
	return d.csv(func(told Declared) string { return told.Purpose(locale) })
}

func (d Declaration) csv(purpose func(Declared) string) []byte {
	rows := make([][]string, len(d.Cookies))
	for i, c := range d.Cookies {
		rows[i] = []string{c.Name, string(c.Match), string(c.Kind), known(c.Provider), string(known(c.Party)), entry.Joined(c.Domains),
			c.Lifetime.Words(), known(c.Category), purpose(c), known(c.OptOut)}
	}
	return entry.CSV(columns, rows)
}

// known is what a pointer holds, empty for none.
func known[T ~string](value *T) T {
	if value == nil {
		return ""
	}
	return *value
}
