package policy

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// SubmissionInput is what an editor states to send a draft to review.
type SubmissionInput struct {
	Class   edition.Class `form:"change_class"`
	Summary string        `form:"summary"` // for the public, in plain words
	Locales []string      `form:"locales"` // the languages that are ready, beside the governing one
}

// Fault is something in a draft's structure that must be mended before it can go to
// review. It cannot be overridden.
type Fault struct {
	Locale  string
	Clause  string // key of the clause it stands in; "" when it is about the whole
	Problem text.Problem
}

// Faults are the structural faults of a draft, in the order of its texts.
func (r *Register) Faults(ctx context.Context, document Document, draft Draft) ([]Fault, error) {
	return r.faults(ctx, r.Store.DB, document, draft.Texts)
}

func (r *Register) faults(ctx context.Context, db *gorm.DB, document Document, texts []Text) ([]Fault, error) {
	var faults []Fault
	for _, written := range texts {
		found, err := r.faultsIn(ctx, db, document, written)
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
	}
	return faults, nil
}

// FaultsIn are the structural faults of one text, for a preview too.
func (r *Register) FaultsIn(ctx context.Context, document Document, written Text) ([]Fault, error) {
	return r.faultsIn(ctx, r.Store.DB, document, written)
}

func (r *Register) faultsIn(ctx context.Context, db *gorm.DB, document Document, written Text) ([]Fault, error) {
	parsed, problems := text.Parse(written.Markdown)
	if strings.TrimSpace(written.Title) == "" {
		problems = append([]text.Problem{{Line: 1, MessageKey: "draft_submission.fault.title"}}, problems...)
	}
	if len(parsed.Clauses) == 0 {
		problems = append(problems, text.Problem{Line: 1, MessageKey: "draft_submission.fault.empty"})
	}
	for _, block := range parsed.Blocks() {
		category := block.Attributes["category"]
		if category == "" || r.Knows == nil {
			continue
		}
		known, err := r.Knows(ctx, db, block.Name, category, document.SiteID)
		if err != nil {
			return nil, err
		}
		if !known {
			problems = append(problems, text.Problem{Line: block.Line, MessageKey: "draft_submission.fault.category", Args: []any{"block", block.Name, "category", category}})
		}
	}
	faults := make([]Fault, len(problems))
	for i, problem := range problems {
		faults[i] = Fault{written.Locale, clauseAt(parsed, problem.Line), problem}
	}
	return faults, nil
}

func clauseAt(document text.Document, line int) string {
	key := ""
	for _, clause := range document.Clauses {
		if clause.Line <= line {
			key = clause.Key
		}
	}
	return key
}

// NextVersions are the numbers that a material and an editorial change would get.
func (r *Register) NextVersions(ctx context.Context, document Document) (material, editorial string, err error) {
	last, err := highest(ctx, r.Store.DB, document.Subject())
	return last.after(edition.Material).String(), last.after(edition.Editorial).String(), store.Translate(err)
}

// Submit sends the draft to review: its text is frozen as a proposal, and everybody
// who saved a part of it is an author who cannot approve it.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid for class, summary and
// languages, store.Refused while it is in review, with a fault in its structure, or
// when nothing changed.
func (r *Register) Submit(ctx context.Context, by access.Actor, slug string, in SubmissionInput) (edition.Proposal, error) {
	var proposal edition.Proposal
	err := r.Store.Write(ctx, by, access.ProposeEditions, func(tx *store.Tx) error {
		document, draft, err := r.lockDraft(ctx, tx, slug)
		if err != nil {
			return err
		}
		if err := edition.Hold(ctx, tx, document.Subject()); err != nil {
			return err
		}
		texts, err := readyTexts(document, draft, in.Locales)
		if err != nil {
			return err
		}
		faults, err := r.faults(ctx, tx.DB, document, texts)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return store.Refused("draft_submission.refused.faults")
		}
		prepared, err := r.prepare(ctx, tx, document, draft, texts, in)
		if err != nil {
			return err
		}
		if proposal, err = r.Editions.Propose(ctx, tx, prepared); err != nil {
			return err
		}
		_, err = gorm.G[Draft](tx.DB).Where("id = ?", draft.ID).Update(ctx, "proposal_id", proposal.ID)
		return err
	})
	return proposal, err
}

// readyTexts are the governing text and those of the languages that are ready.
func readyTexts(document Document, draft Draft, locales []string) ([]Text, error) {
	var texts []Text
	for _, locale := range append([]string{document.GoverningLocale}, locales...) {
		written, exists := draft.Text(locale)
		if !exists {
			return nil, store.Invalid{"locales": "draft_submission.locales.unknown"}
		}
		if !slices.ContainsFunc(texts, func(t Text) bool { return t.Locale == locale }) {
			texts = append(texts, written)
		}
	}
	return texts, nil
}

// prepare is the proposal that the texts make.
func (r *Register) prepare(ctx context.Context, tx *store.Tx, document Document, draft Draft, texts []Text, in SubmissionInput) (edition.Prepared, error) {
	authors, err := authorsOf(ctx, tx.DB, draft)
	if err != nil {
		return edition.Prepared{}, err
	}
	version, err := r.versionOf(ctx, tx, document, draft, texts, in.Class)
	if err != nil {
		return edition.Prepared{}, err
	}
	content := newContent(document, version, texts)
	if before, err := last(ctx, tx, document); err != nil {
		return edition.Prepared{}, err
	} else if in.Class != edition.Translation && sameWords(before, content) {
		return edition.Prepared{}, store.Refused("proposal.refused.unchanged")
	}
	return edition.Prepared{
		Subject: document.Subject(), SiteID: document.SiteID, Content: content, Summary: in.Summary,
		Class: in.Class, Version: version, Authors: authors,
	}, nil
}

// last is what the newest edition says that was not withdrawn; nothing when there is
// none, or it was withheld.
func last(ctx context.Context, tx *store.Tx, document Document) (Content, error) {
	newest, err := edition.NewestIn(ctx, tx.DB, document.Subject())
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Content{}, nil
	case err != nil:
		return Content{}, err
	case newest.Withdrawn() || newest.Withheld():
		return Content{}, nil
	}
	return ContentOf(newest)
}

// sameWords reports whether a reader would be told the same, whatever the version.
func sameWords(a, b Content) bool {
	return a.Category == b.Category && a.GoverningLocale == b.GoverningLocale && maps.EqualFunc(a.Locales, b.Locales, same)
}

func same(a, b Words) bool { return a.Title == b.Title && a.Markdown() == b.Markdown() }

// versionOf is the number of what is submitted: the next one, or, for a translation
// that is ready later, that of the edition it translates.
func (r *Register) versionOf(ctx context.Context, tx *store.Tx, document Document, draft Draft, texts []Text, class edition.Class) (string, error) {
	if class != edition.Translation {
		last, err := highest(ctx, tx.DB, document.Subject())
		return last.after(class).String(), err
	}
	if draft.BaseEditionID == nil {
		return "", store.Refused("draft_submission.refused.nothing_to_translate")
	}
	base, err := edition.ByIDIn(ctx, tx.DB, *draft.BaseEditionID)
	if err != nil {
		return "", err
	}
	if base.Withdrawn() {
		return "", store.Refused("draft_submission.refused.nothing_to_translate")
	}
	before, err := ContentOf(base)
	if err != nil {
		return "", err
	}
	after := newContent(document, base.Version, texts)
	if len(after.Locales) <= len(before.Locales) {
		return "", store.Refused("draft_submission.refused.no_new_language")
	}
	for locale, words := range before.Locales {
		if !same(after.Locales[locale], words) {
			return "", store.Refused("draft_submission.refused.more_than_translation")
		}
	}
	return base.Version, nil
}
