package policy

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/store"
)

// Entry is a document as the desk lists it.
type Entry struct {
	Document
	InForce *edition.Edition // nil before the first
	Next    *edition.Edition // the next one that takes effect, if any is published
	Draft   *Draft           // the live one, without texts
}

const maxDocuments = 500 // a rules centre has some dozens

// List is the documents on the actor's sites, by category and title.
//
// Errors: store.ErrForbidden.
func (r *Register) List(ctx context.Context, actor access.Actor) ([]Entry, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadPolicies)
	if err != nil {
		return nil, err
	}
	query := gorm.G[Document](db).Where("true")
	if sites, all := actor.Sites(access.ReadPolicies); !all {
		query = query.Where("id IN (SELECT document_id FROM document_sites WHERE site_id IN ?)", sites)
	}
	documents, err := query.Limit(maxDocuments).Find(ctx)
	if err != nil {
		return nil, store.Translate(err)
	}
	if err := readSites(ctx, db, documents); err != nil {
		return nil, err
	}
	sortDocuments(documents)
	return r.entries(ctx, db, documents)
}

func (r *Register) entries(ctx context.Context, db *gorm.DB, documents []Document) ([]Entry, error) {
	subjects, ids := make([]edition.Subject, len(documents)), make([]int64, len(documents))
	for i, document := range documents {
		subjects[i], ids[i] = document.Subject(), document.ID
	}
	inForce, err := r.Editions.InForceOf(ctx, subjects, r.Store.Now())
	if err != nil {
		return nil, err
	}
	scheduled, err := r.Editions.Scheduled(ctx, subjects)
	if err != nil {
		return nil, err
	}
	var drafts []Draft
	if err := db.Raw(draftColumns+`WHERE d.ended_at IS NULL AND d.document_id IN ?`, ids).Scan(&drafts).Error; err != nil {
		return nil, store.Translate(err)
	}
	entries := make([]Entry, len(documents))
	for i, document := range documents {
		entries[i] = Entry{Document: document}
		if now, known := inForce[document.Subject()]; known {
			entries[i].InForce = &now
		}
		if at := slices.IndexFunc(scheduled, func(e edition.Edition) bool { return e.Subject == document.Subject() }); at >= 0 {
			entries[i].Next = &scheduled[at]
		}
		if at := slices.IndexFunc(drafts, func(d Draft) bool { return d.DocumentID == document.ID && d.live() }); at >= 0 {
			entries[i].Draft = &drafts[at]
		}
	}
	return entries, nil
}

// sortDocuments orders by the rules centre's categories, then by title.
func sortDocuments(documents []Document) {
	slices.SortFunc(documents, func(a, b Document) int {
		if difference := slices.Index(Categories, a.Category) - slices.Index(Categories, b.Category); difference != 0 {
			return difference
		}
		return strings.Compare(strings.ToLower(a.Title+" "+a.Slug), strings.ToLower(b.Title+" "+b.Slug))
	})
}

// OnSite are the documents that are read on a site, by category and title.
func (r *Register) OnSite(ctx context.Context, siteID int64) ([]Document, error) {
	documents, err := gorm.G[Document](r.Store.DB).
		Where("id IN (SELECT document_id FROM document_sites WHERE site_id = ?)", siteID).Limit(maxDocuments).Find(ctx)
	if err != nil {
		return nil, store.Translate(err)
	}
	sortDocuments(documents)
	return documents, readSites(ctx, r.Store.DB, documents)
}

// Public is a document as the readers of a site ask for it.
//
// Errors: store.ErrNotFound, also when it is not read on the site.
func (r *Register) Public(ctx context.Context, siteID int64, slug string) (Document, error) {
	document, err := bySlug(ctx, r.Store.DB.WithContext(ctx), slug)
	if err == nil && !document.On(siteID) {
		return Document{}, store.ErrNotFound
	}
	return document, err
}

// Published is a document with its edition in force.
type Published struct {
	Document
	Edition edition.Edition
	Content Content // empty when it was withheld
}

// InForce are the documents of a site that are in force at a time, in the order of
// the rules centre. The number of queries does not grow with them.
func (r *Register) InForce(ctx context.Context, siteID int64, at time.Time) ([]Published, error) {
	documents, err := r.OnSite(ctx, siteID)
	if err != nil {
		return nil, err
	}
	subjects := make([]edition.Subject, len(documents))
	for i, document := range documents {
		subjects[i] = document.Subject()
	}
	editions, err := r.Editions.ContentInForceOf(ctx, subjects, at)
	if err != nil {
		return nil, err
	}
	var published []Published
	for _, document := range documents {
		found, known := editions[document.Subject()]
		if !known {
			continue
		}
		one := Published{Document: document, Edition: found}
		if !found.Withheld() {
			if one.Content, err = ContentOf(found); err != nil {
				return nil, err
			}
		}
		published = append(published, one)
	}
	return published, nil
}
