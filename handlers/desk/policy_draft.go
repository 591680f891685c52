package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/text"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) openDraft(c web.Ctx) error {
	ctx, actor, slug := c.Request().Context(), web.Actor(c), c.Param("slug")
	_, err := d.Policies.OpenDraft(ctx, actor, slug)
	var refused store.Refused
	if err != nil && !errors.As(err, &refused) { // somebody else has just opened it: that is where to go
		return err
	}
	document, err := d.Policies.ByActor(ctx, actor, slug)
	if err != nil {
		return err
	}
	return web.SeeOther(c, views.DraftPath(slug, document.GoverningLocale))
}

func (d *Desk) askDiscard(c web.Ctx) error {
	document, _, err := d.Policies.Draft(c.Request().Context(), web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return web.Page(c, views.Discard(d.shell(c, ui.T(c.Request().Context(), "discard.title"), way(c, document)...), document, ""))
}

func (d *Desk) discardDraft(c web.Ctx) error {
	ctx, actor, slug := c.Request().Context(), web.Actor(c), c.Param("slug")
	err := d.Policies.DiscardDraft(ctx, actor, slug)
	var refused store.Refused
	if errors.As(err, &refused) {
		document, err := d.Policies.ByActor(ctx, actor, slug)
		if err != nil {
			return err
		}
		return web.Again(c, views.Discard(d.shell(c, ui.T(ctx, "discard.title"), way(c, document)...), document, string(refused)))
	} else if err != nil {
		return err
	}
	return d.done(c, views.PolicyPath(slug), "discard.done")
}

// openDrafts adds what the person writes to their dashboard.
func (d *Desk) openDrafts(c web.Ctx, board *views.Dashboard) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	if d.Policies == nil || !actor.May(access.EditPolicies) {
		return nil
	}
	entries, err := d.Policies.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Draft == nil || entry.Draft.InReview() || entry.Draft.OpenedBy != actor.ID {
			continue
		}
		board.Drafts = append(board.Drafts, ui.Item{Icon: "pencil", Title: entry.Title, Href: views.DraftPath(entry.Slug, entry.GoverningLocale),
			Text: ui.T(ctx, "policy_category."+string(entry.Category)), End: ui.Chip(ui.Draft, ui.T(ctx, "draft.open"))})
	}
	return nil
}

// editing is the draft of the address with its language.
func (d *Desk) editing(c web.Ctx) (views.EditorPage, error) {
	ctx := c.Request().Context()
	document, draft, err := d.Policies.Draft(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return views.EditorPage{}, err
	}
	page := views.EditorPage{Document: document, Draft: draft, Locale: c.Param("locale")}
	page.Editable = !draft.InReview() && web.Actor(c).MayOn(access.EditPolicies, document.SiteID)
	page.MayReview = web.Actor(c).MayOn(access.ReviewEditions, document.SiteID)
	for _, written := range draft.Texts {
		page.Locales = append(page.Locales, written.Locale)
	}
	at, err := d.siteByID(ctx, document.SiteID)
	if err != nil {
		return views.EditorPage{}, err
	}
	for _, locale := range at.Locales {
		if !slices.Contains(page.Locales, locale) {
			page.Locales = append(page.Locales, locale)
		}
	}
	if !slices.Contains(page.Locales, page.Locale) {
		return views.EditorPage{}, store.ErrNotFound
	}
	return page, nil
}

// editDraft shows the draft in one language; one that it does not have yet begins
// with the governing text, so that its clauses have the same keys.
func (d *Desk) editDraft(c web.Ctx) error {
	page, err := d.editing(c)
	if err != nil {
		return err
	}
	written, exists := page.Draft.Text(page.Locale)
	if !exists {
		governing, _ := page.Draft.Text(page.Document.GoverningLocale)
		written.Title, written.Markdown = governing.Title, governing.Markdown
	}
	page.Form = ui.Filling[policy.TextInput](url.Values{"title": {written.Title}, "markdown": {written.Markdown},
		"version": {strconv.FormatInt(written.Version, 10)}})
	return d.editorPage(c, page, nil)
}

// editorPage shows what was typed, whatever its state.
func (d *Desk) editorPage(c web.Ctx, page views.EditorPage, problem error) error {
	ctx := c.Request().Context()
	written := policy.Text{Locale: page.Locale, Title: page.Form.Typed.Get("title"), Markdown: page.Form.Typed.Get("markdown")}
	if policy.TooLong(written.Markdown) != "" {
		written.Markdown = "" // refused for its length: only what was typed is shown
	}
	page.Parsed, _ = text.Parse(written.Markdown)
	at, err := d.siteByID(ctx, page.Document.SiteID)
	if err != nil {
		return err
	}
	if page.Preview, _, err = d.Blocks.HTML(ui.WithLocale(ctx, page.Locale), at, page.Parsed, d.Policies.Store.Now()); err != nil {
		return err
	}
	if page.Faults, err = d.Policies.FaultsIn(ctx, page.Document, written); err != nil {
		return err
	}
	shell := d.shell(c, ui.T(ctx, "editor.title", "title", page.Document.Title, "language", ui.LanguageName(page.Locale)), way(c, page.Document)...)
	shell.Failed = page.Form.Failed()
	return shown(c, problem, views.PolicyEditor(shell, page))
}

func (d *Desk) saveDraft(c web.Ctx) error {
	page, err := d.editing(c)
	if err != nil {
		return err
	}
	page.Form, err = web.Submitted[policy.TextInput](c)
	if err == nil {
		_, err = d.Policies.Save(c.Request().Context(), web.Actor(c), page.Document.Slug, page.Locale, page.Form.Input)
	}
	var conflict store.Conflict
	switch {
	case errors.As(err, &conflict):
		return d.conflictPage(c, page, conflict)
	case web.Rejected(&page.Form, err):
		return d.editorPage(c, page, err)
	case err != nil:
		return err
	}
	return d.done(c, views.DraftPath(page.Document.Slug, page.Locale), "draft.saved")
}

// conflictPage shows a late save beside what stands now.
func (d *Desk) conflictPage(c web.Ctx, page views.EditorPage, conflict store.Conflict) error {
	ctx := c.Request().Context()
	theirs, _ := page.Draft.Text(page.Locale)
	theirs.Title, theirs.Markdown, theirs.Version = conflict.Theirs["title"], conflict.Theirs["markdown"], conflict.Version
	page.Theirs = &theirs
	page.Redline = policy.CompareTexts(theirs.Markdown, page.Form.Typed.Get("markdown"))
	names, err := d.People.Names(ctx, theirs.SavedBy)
	if err != nil {
		return err
	}
	shell := d.shell(c, ui.T(ctx, "conflict.title"), way(c, page.Document)...)
	return web.Status(c, http.StatusConflict, views.PolicyConflict(shell, page, names[theirs.SavedBy]))
}

// previewDraft shows what was typed without keeping it.
func (d *Desk) previewDraft(c web.Ctx) error {
	page, err := d.editing(c)
	if err != nil {
		return err
	}
	if page.Form, err = web.Submitted[policy.TextInput](c); web.Rejected(&page.Form, err) {
		return d.editorPage(c, page, err)
	} else if err != nil {
		return err
	}
	return d.editorPage(c, page, nil)
}

func (d *Desk) newSubmission(c web.Ctx) error {
	return d.submissionPage(c, ui.Form[policy.SubmissionInput]{}, nil)
}

func (d *Desk) submissionPage(c web.Ctx, form ui.Form[policy.SubmissionInput], problem error) error {
	ctx := c.Request().Context()
	document, draft, err := d.Policies.Draft(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := views.SubmissionPage{Document: document, Draft: draft, Form: form}
	if page.Faults, err = d.Policies.Faults(ctx, document, draft); err != nil {
		return err
	}
	if page.Material, page.Editorial, err = d.Policies.NextVersions(ctx, document); err != nil {
		return err
	}
	shell := d.shell(c, ui.T(ctx, "draft_submission.title"), way(c, document)...)
	shell.Failed = form.Failed()
	return shown(c, problem, views.Submission(shell, page))
}

func (d *Desk) createSubmission(c web.Ctx) error {
	form, err := web.Submitted[policy.SubmissionInput](c)
	var proposal edition.Proposal
	if err == nil {
		proposal, err = d.Policies.Submit(c.Request().Context(), web.Actor(c), c.Param("slug"), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.submissionPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.ProposalPath(proposal.ID), "proposal.submitted")
}
