package policy

import (
	"cmp"
	"context"
	"errors"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// HistoryInput is a text of the past, to be recorded as it stood.
type HistoryInput struct {
	Slug        string
	Title       string   // of a text that has none; "" = as found
	Category    Category // of a document that is new; "" = privacy
	Filename    string
	Raw         []byte
	EffectiveOn civil.Date // first day in force, in the site's zone
}

// ImportHistory records a text of the past as an edition at once, marked as imported.
// Texts come oldest first, several of one day in their order; each makes a version of
// its own, 1.0, 2.0, 3.0 …, also when its words are those of the one before. The
// document is made when it is new.
//
// Errors: store.ErrForbidden, store.Invalid for a file that cannot be read,
// store.Refused for a document of another site, a day that is in the future or before
// the newest edition, a document that was published here, and a text with a fault in
// its structure.
func (r *Register) ImportHistory(ctx context.Context, by access.Actor, on site.Site, in HistoryInput) (edition.Edition, text.Imported, error) {
	found, err := read(ImportInput{Filename: in.Filename, Raw: in.Raw})
	if err != nil {
		return edition.Edition{}, text.Imported{}, err
	}
	if in.Title != "" {
		found.Title = in.Title
	}
	var made edition.Edition
	err = r.Store.Write(ctx, by, access.ProposeEditions, func(tx *store.Tx) error {
		document, err := r.documentFor(ctx, tx, on, in.Slug, in.Category, found)
		if err != nil {
			return err
		}
		if made, err = r.importEdition(ctx, tx, on, document, in, found); err != nil {
			return err
		}
		if err := r.offer(ctx, tx, document, found); err != nil {
			return err
		}
		return tx.AuditOn(document.SiteID, audit.PolicyImported, document.Slug, map[string]any{"version": made.Version, "effective_on": in.EffectiveOn})
	})
	return made, found, err
}

// documentFor is the document of an import, made when it is new, held until the end.
func (r *Register) documentFor(ctx context.Context, tx *store.Tx, on site.Site, slug string, category Category, found text.Imported) (Document, error) {
	document, err := lock(ctx, tx, slug)
	switch {
	case err == nil && !document.On(on.ID):
		return Document{}, store.Refused("import.refused.other_site")
	case !errors.Is(err, store.ErrNotFound):
		return document, err
	}
	made := DocumentInput{Title: cmp.Or(found.Title, slug), Slug: slug, Category: category, SiteIDs: []int64{on.ID},
		GoverningLocale: found.Locale, ReviewMonths: 12}
	if made.Category == "" {
		made.Category = "privacy"
	}
	if !knownLanguage(made.GoverningLocale) {
		made.GoverningLocale = on.DefaultLocale
	}
	return r.add(ctx, tx, made)
}

func (r *Register) importEdition(ctx context.Context, tx *store.Tx, on site.Site, document Document, in HistoryInput, found text.Imported) (edition.Edition, error) {
	if err := edition.Hold(ctx, tx, document.Subject()); err != nil {
		return edition.Edition{}, err
	}
	if _, err := edition.OpenIn(ctx, tx.DB, document.Subject()); !errors.Is(err, store.ErrNotFound) {
		return edition.Edition{}, firstOf(err, store.Refused("history.refused.in_review"))
	}
	older, before, err := r.wordsBefore(ctx, tx, document)
	if err != nil {
		return edition.Edition{}, err
	}
	title, markdown := parted(found.Title, found.Markdown(older.Document()))
	if in.Title != "" {
		title = in.Title
	}
	title = cmp.Or(title, older.Title, document.Title)
	written := Text{Locale: document.GoverningLocale, Title: title, Markdown: markdown}
	if faults, err := r.faultsIn(ctx, tx.DB, document, written); err != nil || len(faults) > 0 {
		return edition.Edition{}, firstOf(err, store.Refused("history.refused.faults"))
	}
	version := number{before.major + 1, 0}.String()
	made, err := r.Editions.Import(ctx, tx, on.Location(), edition.Imported{
		Subject: document.Subject(), SiteID: document.SiteID, Content: newContent(document, version, []Text{written}),
		Version: version, EffectiveOn: in.EffectiveOn,
	})
	return made, err
}

// wordsBefore are the words and the number of the document's newest edition, as this
// transaction sees it.
func (r *Register) wordsBefore(ctx context.Context, tx *store.Tx, document Document) (Words, number, error) {
	last, err := highest(ctx, tx.DB, document.Subject())
	if err != nil || last.major == 0 {
		return Words{}, last, err
	}
	newest, err := edition.NewestReadableIn(ctx, tx.DB, document.Subject())
	if errors.Is(err, store.ErrNotFound) { // all of them were withheld
		return Words{}, last, nil
	} else if err != nil {
		return Words{}, last, err
	}
	content, err := ContentOf(newest)
	words, _ := content.In(document.GoverningLocale)
	return words, last, err
}

func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
