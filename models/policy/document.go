package policy

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/store"
)

// Document is a policy that has versions.
type Document struct {
	ID              int64
	Slug            string // in addresses; stays once something was published under it
	Title           string // at the desk; the public reads the title of the edition
	Category        Category
	SiteID          int64 // whose zone and waiver apply
	GoverningLocale string
	ReviewMonths    int   // months between reviews
	Version         int64 // counts saves of the settings
	CreatedAt       time.Time

	SiteIDs []int64 `gorm:"-"` // where it is read, its own site first
}

// Subject is what the document's editions are of.
func (d Document) Subject() edition.Subject { return edition.Policy(d.Slug) }

// On reports whether the document is read on the site.
func (d Document) On(siteID int64) bool { return slices.Contains(d.SiteIDs, siteID) }

// Category is where a document stands in the rules centre.
type Category string

// Categories in the order of the rules centre.
var Categories = []Category{"privacy", "cookies", "terms", "rules", "notices"}

// documentSite is a site on which a document is read.
type documentSite struct{ DocumentID, SiteID int64 }

func (documentSite) TableName() string { return "document_sites" }

// Register is the door to documents and their drafts.
type Register struct {
	Store    *store.Store
	Editions *edition.Register
	// Knows reports whether a category that a block of a text names exists on the
	// site. Nil means that every one does.
	Knows func(ctx context.Context, db *gorm.DB, block, category string, siteID int64) (bool, error)
}

// DocumentInput is what somebody states about a document.
type DocumentInput struct {
	Title           string   `form:"title"`
	Slug            string   `form:"slug"`
	Category        Category `form:"category"`
	SiteIDs         []int64  `form:"site_ids"` // the first is its own site
	GoverningLocale string   `form:"governing_locale"`
	ReviewMonths    int      `form:"review_months"`
	Version         int64    `form:"version"` // of the settings that were changed; 0 for a new document
}

var plainSlug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// Words that are addresses of their own beside slugs.
var reservedSlugs = []string{"versions", "compare", "new"}

// check gives the input's mistakes.
func (in DocumentInput) check() error {
	invalid := store.Invalid{}
	if strings.TrimSpace(in.Title) == "" {
		invalid["title"] = "document.title.missing"
	} else if utf8.RuneCountInString(in.Title) > maxTitle {
		invalid["title"] = "document.title.long"
	}
	if !plainSlug.MatchString(in.Slug) || slices.Contains(reservedSlugs, in.Slug) {
		invalid["slug"] = "document.slug.plain"
	}
	if !slices.Contains(Categories, in.Category) {
		invalid["category"] = "document.category.unknown"
	}
	if len(in.SiteIDs) == 0 {
		invalid["site_ids"] = "document.site_ids.missing"
	}
	if !knownLanguage(in.GoverningLocale) {
		invalid["governing_locale"] = "document.governing_locale.unknown"
	}
	if in.ReviewMonths < 1 || in.ReviewMonths > 60 {
		invalid["review_months"] = "document.review_months.range"
	}
	return invalid.Err()
}

const maxTitle = 200 // characters

func knownLanguage(tag string) bool {
	parsed, err := language.Parse(tag)
	return err == nil && parsed.String() == tag && tag != "und"
}

// Add adds a document.
//
// Errors: store.ErrForbidden, store.Invalid, store.Refused when the slug is taken.
func (r *Register) Add(ctx context.Context, by access.Actor, in DocumentInput) (Document, error) {
	var document Document
	err := r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) (err error) {
		document, err = r.add(ctx, tx, in)
		return err
	})
	return document, err
}

func (r *Register) add(ctx context.Context, tx *store.Tx, in DocumentInput) (Document, error) {
	if err := in.check(); err != nil {
		return Document{}, err
	}
	if err := mayOnAll(tx.Actor, in.SiteIDs); err != nil {
		return Document{}, err
	}
	document := Document{
		Slug: in.Slug, Title: strings.TrimSpace(in.Title), Category: in.Category, SiteID: in.SiteIDs[0],
		GoverningLocale: in.GoverningLocale, ReviewMonths: in.ReviewMonths, Version: 1, CreatedAt: tx.Now, SiteIDs: in.SiteIDs,
	}
	if err := gorm.G[Document](tx.DB).Create(ctx, &document); err != nil {
		return Document{}, err
	}
	if err := writeSites(ctx, tx, document); err != nil {
		return Document{}, err
	}
	return document, tx.AuditOn(document.SiteID, audit.DocumentAdded, document.Slug, nil)
}

// mayOnAll demands that the actor edits policies on every one of the sites.
func mayOnAll(actor access.Actor, sites []int64) error {
	for _, id := range sites {
		if !actor.MayOn(access.EditPolicies, id) {
			return store.Invalid{"site_ids": "document.site_ids.not_yours"}
		}
	}
	return nil
}

func writeSites(ctx context.Context, tx *store.Tx, document Document) error {
	if _, err := gorm.G[documentSite](tx.DB).Where("document_id = ?", document.ID).Delete(ctx); err != nil {
		return err
	}
	rows := []documentSite{}
	for _, id := range document.SiteIDs {
		rows = append(rows, documentSite{document.ID, id})
	}
	return gorm.G[documentSite](tx.DB, clause.OnConflict{DoNothing: true}).CreateInBatches(ctx, &rows, len(rows))
}

// Change changes the document's settings.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid, store.Conflict for a
// late save, store.Refused for a slug that is taken or was published under.
func (r *Register) Change(ctx context.Context, by access.Actor, slug string, in DocumentInput) (Document, error) {
	var document Document
	err := r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) (err error) {
		if document, err = lock(ctx, tx, slug); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		if document.Version != in.Version {
			return store.Conflict{Version: document.Version, Theirs: document.settings()}
		}
		if err := mayOnAll(by, in.SiteIDs); err != nil {
			return err
		}
		before := map[string]any{"title": document.Title, "slug": document.Slug, "category": document.Category, "sites": document.SiteIDs,
			"governing_locale": document.GoverningLocale, "review_months": document.ReviewMonths}
		document.Title, document.Slug, document.Category = strings.TrimSpace(in.Title), in.Slug, in.Category
		document.SiteID, document.SiteIDs = in.SiteIDs[0], in.SiteIDs
		document.GoverningLocale, document.ReviewMonths, document.Version = in.GoverningLocale, in.ReviewMonths, document.Version+1
		if _, err := gorm.G[Document](tx.DB).Where("id = ?", document.ID).Omit("id").Updates(ctx, document); err != nil {
			return err
		}
		if err := writeSites(ctx, tx, document); err != nil {
			return err
		}
		// Where a document stands and on which sites is part of what the public sees.
		if err := tx.Notify(edition.Changed, string(document.Subject())); err != nil {
			return err
		}
		return tx.AuditOn(document.SiteID, audit.DocumentChanged, document.Slug, map[string]any{"before": before})
	})
	return document, err
}

// settings are what the form of a document holds; the ids of sites are parted by spaces.
func (d Document) settings() map[string]string {
	return map[string]string{
		"title": d.Title, "slug": d.Slug, "category": string(d.Category), "governing_locale": d.GoverningLocale,
		"review_months": strconv.Itoa(d.ReviewMonths), "site_ids": strings.Trim(fmt.Sprint(d.SiteIDs), "[]"),
	}
}

// ByActor is one document, for somebody at the desk.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also when it is on none of the
// actor's sites.
func (r *Register) ByActor(ctx context.Context, actor access.Actor, slug string) (Document, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadPolicies)
	if err != nil {
		return Document{}, err
	}
	document, err := bySlug(ctx, db, slug)
	if err != nil {
		return Document{}, err
	}
	return document, onOne(actor, access.ReadPolicies, document)
}

// onOne demands that the actor holds the capability on one of the document's sites.
func onOne(actor access.Actor, need access.Capability, document Document) error {
	for _, id := range document.SiteIDs {
		if actor.MayOn(need, id) {
			return nil
		}
	}
	return store.ErrNotFound
}

func bySlug(ctx context.Context, db *gorm.DB, slug string) (Document, error) {
	document, err := gorm.G[Document](db).Where("slug = ?", slug).First(ctx)
	if err != nil {
		return Document{}, store.Translate(err)
	}
	documents := []Document{document}
	err = readSites(ctx, db, documents)
	return documents[0], err
}

// lock holds the document until the transaction ends, if the actor edits it on all
// the sites where it is read.
func lock(ctx context.Context, tx *store.Tx, slug string) (Document, error) {
	if _, err := gorm.G[Document](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("slug = ?", slug).First(ctx); err != nil {
		return Document{}, store.Translate(err)
	}
	document, err := bySlug(ctx, tx.DB, slug)
	if err != nil {
		return Document{}, err
	}
	for _, id := range document.SiteIDs {
		if !tx.Actor.MayOn(access.EditPolicies, id) {
			return Document{}, store.ErrNotFound
		}
	}
	return document, nil
}

// readSites gives the documents the sites on which they are read, in one query.
func readSites(ctx context.Context, db *gorm.DB, documents []Document) error {
	ids := make([]int64, len(documents))
	for i, document := range documents {
		ids[i] = document.ID
	}
	rows, err := gorm.G[documentSite](db).Where("document_id IN ?", ids).Order("site_id").Find(ctx)
	if err != nil {
		return store.Translate(err)
	}
	for i := range documents {
		own := []int64{documents[i].SiteID}
		for _, row := range rows {
			if row.DocumentID == documents[i].ID && row.SiteID != documents[i].SiteID {
				own = append(own, row.SiteID)
			}
		}
		documents[i].SiteIDs = own
	}
	return nil
}
