package policy

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/store"
)

// Draft is the working text of a document's next version. It is open until it is
// submitted, opens again when its proposal is returned or recalled, and ends when it
// is discarded or published. A document has one at a time.
type Draft struct {
	ID            int64
	DocumentID    int64
	BaseEditionID *int64 // what it started from; nil for a document without editions
	ProposalID    *int64 // the newest time it was submitted
	OpenedBy      int64
	OpenedAt      time.Time
	EndedAt       *time.Time

	ProposalState edition.State `gorm:"->;-:migration"` // "" when it was never submitted
	Texts         []Text        `gorm:"-"`              // the governing one first
}

// InReview reports whether the draft waits for others and may not be changed.
func (d Draft) InReview() bool {
	return d.ProposalState == edition.InReview || d.ProposalState == edition.Approved
}

// live reports whether the draft has not ended.
func (d Draft) live() bool { return d.EndedAt == nil && d.ProposalState != edition.Published }

// Text in the locale, if the draft has one.
func (d Draft) Text(locale string) (Text, bool) {
	for _, text := range d.Texts {
		if text.Locale == locale {
			return text, true
		}
	}
	return Text{Locale: locale}, false
}

// Behind reports whether the text in the locale was last saved before the governing
// one, so that it may no longer say the same.
func (d Draft) Behind(locale, governing string) bool {
	counts, _ := d.Text(governing)
	written, exists := d.Text(locale)
	return exists && written.SavedAt.Before(counts.SavedAt)
}

// Text is the draft in one language.
type Text struct {
	DraftID  int64  `gorm:"primaryKey;autoIncrement:false"`
	Locale   string `gorm:"primaryKey"`
	Title    string
	Markdown string // without the title, with the key of each clause
	Version  int64  // counts saves
	SavedBy  int64
	SavedAt  time.Time
}

// TableName is the table of draft texts.
func (Text) TableName() string { return "draft_texts" }

// draftAuthor is somebody who saved a part of a draft.
type draftAuthor struct{ DraftID, PersonID int64 }

func (draftAuthor) TableName() string { return "draft_authors" }

// OpenDraft begins the document's next version with the text of its newest edition,
// also of one that was withdrawn. Languages that were not ready for that edition
// come along from the draft before.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Refused when one is open.
func (r *Register) OpenDraft(ctx context.Context, by access.Actor, slug string) (Draft, error) {
	var draft Draft
	err := r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) error {
		document, err := lock(ctx, tx, slug)
		if err != nil {
			return err
		}
		draft, err = r.openDraft(ctx, tx, document)
		return err
	})
	return draft, err
}

func (r *Register) openDraft(ctx context.Context, tx *store.Tx, document Document) (Draft, error) {
	before, err := newestDraft(ctx, tx.DB, document.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Draft{}, err
	}
	if err == nil && before.EndedAt == nil && !before.live() {
		if err := endDraft(ctx, tx, before); err != nil {
			return Draft{}, err
		}
	}
	base, err := edition.NewestReadableIn(ctx, tx.DB, document.Subject())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Draft{}, err
	}
	draft := Draft{DocumentID: document.ID, OpenedBy: tx.Actor.ID, OpenedAt: tx.Now}
	if base.ID != 0 {
		draft.BaseEditionID = &base.ID
	}
	if err := gorm.G[Draft](tx.DB).Create(ctx, &draft); err != nil {
		return Draft{}, err
	}
	if draft.Texts, err = firstTexts(document, base, before, draft, tx); err != nil {
		return Draft{}, err
	}
	if err := gorm.G[Text](tx.DB).CreateInBatches(ctx, &draft.Texts, len(draft.Texts)); err != nil {
		return Draft{}, err
	}
	return draft, tx.AuditOn(document.SiteID, audit.DraftOpened, document.Slug, map[string]any{"draft": draft.ID})
}

// firstTexts are the texts with which a draft begins: those of its base, what the
// draft before had in other languages, and in any case the governing one.
func firstTexts(document Document, base edition.Edition, before, draft Draft, tx *store.Tx) ([]Text, error) {
	texts := map[string]Text{document.GoverningLocale: {Title: document.Title, SavedBy: tx.Actor.ID, SavedAt: tx.Now}}
	for _, old := range before.Texts {
		texts[old.Locale] = old
	}
	if base.ID != 0 {
		content, err := ContentOf(base)
		if err != nil {
			return nil, err
		}
		for locale, words := range content.Locales {
			texts[locale] = Text{Title: words.Title, Markdown: words.Markdown(), SavedBy: tx.Actor.ID, SavedAt: tx.Now}
		}
	}
	var first []Text
	for locale, words := range texts {
		first = append(first, Text{DraftID: draft.ID, Locale: locale, Title: words.Title, Markdown: words.Markdown,
			Version: 1, SavedBy: words.SavedBy, SavedAt: words.SavedAt}) // what was not ready is as old as it was
	}
	return governingFirst(first, document), nil
}

// DiscardDraft ends the draft without a trace in public. Its texts stay stored.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Refused while it is in review.
func (r *Register) DiscardDraft(ctx context.Context, by access.Actor, slug string) error {
	return r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) error {
		document, draft, err := r.lockDraft(ctx, tx, slug)
		if err != nil {
			return err
		}
		if err := endDraft(ctx, tx, draft); err != nil {
			return err
		}
		return tx.AuditOn(document.SiteID, audit.DraftDiscarded, document.Slug, map[string]any{"draft": draft.ID})
	})
}

func endDraft(ctx context.Context, tx *store.Tx, draft Draft) error {
	_, err := gorm.G[Draft](tx.DB).Where("id = ?", draft.ID).Update(ctx, "ended_at", tx.Now)
	return err
}

// lockDraft holds document and live draft until the transaction ends, for changing.
//
// Errors: store.ErrNotFound when none is live; store.Refused while it is in review.
func (r *Register) lockDraft(ctx context.Context, tx *store.Tx, slug string) (Document, Draft, error) {
	document, err := lock(ctx, tx, slug)
	if err != nil {
		return Document{}, Draft{}, err
	}
	draft, err := newestDraft(ctx, tx.DB, document.ID)
	switch {
	case err != nil:
		return Document{}, Draft{}, err
	case !draft.live():
		return Document{}, Draft{}, store.ErrNotFound
	case draft.InReview():
		return Document{}, Draft{}, store.Refused("draft.refused.in_review")
	}
	draft.Texts = governingFirst(draft.Texts, document)
	return document, draft, nil
}

// Draft is the document's live draft with its texts, the governing one first.
//
// Errors: store.ErrForbidden; store.ErrNotFound when there is none.
func (r *Register) Draft(ctx context.Context, actor access.Actor, slug string) (Document, Draft, error) {
	document, err := r.ByActor(ctx, actor, slug)
	if err != nil {
		return Document{}, Draft{}, err
	}
	draft, err := newestDraft(ctx, r.Store.DB, document.ID)
	if err == nil && !draft.live() {
		err = store.ErrNotFound
	}
	draft.Texts = governingFirst(draft.Texts, document)
	return document, draft, err
}

const draftColumns = `SELECT d.*, coalesce(p.state, '') AS proposal_state FROM drafts d LEFT JOIN proposals p ON p.id = d.proposal_id `

func newestDraft(ctx context.Context, db *gorm.DB, documentID int64) (Draft, error) {
	var rows []Draft
	if err := db.WithContext(ctx).Raw(draftColumns+`WHERE d.document_id = ? ORDER BY d.id DESC LIMIT 1`, documentID).Scan(&rows).Error; err != nil {
		return Draft{}, store.Translate(err)
	}
	if len(rows) == 0 {
		return Draft{}, store.ErrNotFound
	}
	texts, err := gorm.G[Text](db).Where("draft_id = ?", rows[0].ID).Order("locale").Find(ctx)
	rows[0].Texts = texts
	return rows[0], store.Translate(err)
}

// DraftAuthors are the people who saved any part of the draft.
func (r *Register) DraftAuthors(ctx context.Context, draft Draft) ([]int64, error) {
	return authorsOf(ctx, r.Store.DB, draft)
}

func authorsOf(ctx context.Context, db *gorm.DB, draft Draft) ([]int64, error) {
	rows, err := gorm.G[draftAuthor](db).Where("draft_id = ?", draft.ID).Order("person_id").Find(ctx)
	people := make([]int64, len(rows))
	for i, row := range rows {
		people[i] = row.PersonID
	}
	return people, store.Translate(err)
}

func addAuthor(ctx context.Context, tx *store.Tx, draft Draft) error {
	return gorm.G[draftAuthor](tx.DB, clause.OnConflict{DoNothing: true}).Create(ctx, &draftAuthor{draft.ID, tx.Actor.ID})
}
