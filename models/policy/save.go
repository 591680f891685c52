package policy

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// TextInput is what an editor writes.
type TextInput struct {
	Title    string `form:"title"`
	Markdown string `form:"markdown"`
	Version  int64  `form:"version"` // of the text that was opened; 0 for a new language
}

// Save keeps what an editor wrote in one language. A single heading of level 1 at its
// top is the title. Every clause gets its key written behind its heading; one that
// stood in the text before keeps the key that it had.
//
// Errors: store.ErrForbidden, store.ErrNotFound without an open draft, store.Invalid,
// store.Refused while it is in review, store.Conflict for a late save.
func (r *Register) Save(ctx context.Context, by access.Actor, slug, locale string, in TextInput) (Text, error) {
	var saved Text
	err := r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) error {
		document, draft, err := r.lockDraft(ctx, tx, slug)
		if err != nil {
			return err
		}
		saved, err = r.save(ctx, tx, document, draft, locale, in)
		return err
	})
	return saved, err
}

func (r *Register) save(ctx context.Context, tx *store.Tx, document Document, draft Draft, locale string, in TextInput) (Text, error) {
	if err := in.check(locale); err != nil {
		return Text{}, err
	}
	before, exists := draft.Text(locale)
	if exists && before.Version != in.Version || !exists && in.Version != 0 {
		return Text{}, store.Conflict{Version: before.Version, Theirs: map[string]string{"title": before.Title, "markdown": before.Markdown}}
	}
	title, markdown := parted(in.Title, in.Markdown)
	older, _ := text.Parse(before.Markdown)
	saved := Text{
		DraftID: draft.ID, Locale: locale, Title: title, Markdown: text.AssignKeys(older, markdown),
		Version: before.Version + 1, SavedBy: tx.Actor.ID, SavedAt: tx.Now,
	}
	if err := writeText(ctx, tx, saved, exists); err != nil {
		return Text{}, err
	}
	if err := addAuthor(ctx, tx, draft); err != nil {
		return Text{}, err
	}
	return saved, tx.AuditOn(document.SiteID, audit.DraftSaved, document.Slug,
		map[string]any{"draft": draft.ID, "locale": locale, "version": saved.Version})
}

func writeText(ctx context.Context, tx *store.Tx, saved Text, exists bool) error {
	if !exists {
		return gorm.G[Text](tx.DB).Create(ctx, &saved)
	}
	// Select, since a title or text may become empty.
	_, err := gorm.G[Text](tx.DB).Where("draft_id = ? AND locale = ?", saved.DraftID, saved.Locale).
		Select("title", "markdown", "version", "saved_by", "saved_at").Updates(ctx, saved)
	return err
}

// check gives the input's mistakes. A text may be unfinished: what is wrong with its
// structure is told beside it and only stops it from being submitted.
func (in TextInput) check(locale string) error {
	invalid := store.Invalid{}
	if !knownLanguage(locale) {
		invalid["locale"] = "draft.locale.unknown"
	}
	if utf8.RuneCountInString(in.Title) > maxTitle {
		invalid["title"] = "document.title.long"
	}
	if problem := TooLong(in.Markdown); problem != "" {
		invalid["markdown"] = problem
	}
	if _, err := text.Normalise(in.Markdown); errors.Is(err, text.ErrEncoding) {
		invalid["markdown"] = text.ErrEncoding.Error()
	}
	return invalid.Err()
}

// TooLong is the message about a text that is too long to be kept and shown; "" for
// any other.
func TooLong(markdown string) string {
	switch {
	case len(markdown) > text.MaxImport:
		return "draft.markdown.long"
	case text.Paragraphs(markdown) > text.MaxParagraphs:
		return text.ErrTooMany.Error()
	}
	return ""
}

// parted takes a title that stands in the text itself out of it.
func parted(title, markdown string) (string, string) {
	document, _ := text.Parse(markdown)
	if document.Title != "" {
		title = document.Title
	}
	return strings.Join(strings.Fields(title), " "), document.Text()
}

// governingFirst orders texts by language, the governing one first.
func governingFirst(texts []Text, document Document) []Text {
	slices.SortFunc(texts, func(a, b Text) int {
		if a.Locale == document.GoverningLocale || b.Locale == document.GoverningLocale {
			if a.Locale == b.Locale {
				return 0
			}
			if a.Locale == document.GoverningLocale {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Locale, b.Locale)
	})
	return texts
}
