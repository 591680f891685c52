package desk

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) policyRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/policies", access.ReadPolicies, d.listPolicies),
		web.Get("/desk/policies/new", access.EditPolicies, d.newDocument),
		web.Post("/desk/policies", access.EditPolicies, d.createDocument),
		web.Get("/desk/policies/:slug", access.ReadPolicies, d.showDocument),
		web.Get("/desk/policies/:slug/settings", access.EditPolicies, d.editDocument),
		web.Post("/desk/policies/:slug/settings", access.EditPolicies, d.changeDocument),
		web.Post("/desk/policies/:slug/draft", access.EditPolicies, d.openDraft),
		web.Get("/desk/policies/:slug/draft/discard", access.EditPolicies, d.askDiscard),
		web.Post("/desk/policies/:slug/draft/discard", access.EditPolicies, d.discardDraft),
		web.Get("/desk/policies/:slug/draft/:locale", access.ReadPolicies, d.editDraft),
		web.Post("/desk/policies/:slug/draft/:locale", access.EditPolicies, d.saveDraft).Text(),
		web.Post("/desk/policies/:slug/draft/:locale/preview", access.EditPolicies, d.previewDraft).Text(),
		web.Get("/desk/policies/:slug/submission", access.ProposeEditions, d.newSubmission),
		web.Post("/desk/policies/:slug/submission", access.ProposeEditions, d.createSubmission),
		web.Get("/desk/policies/:slug/import", access.EditPolicies, d.newImport),
		web.Get("/desk/policies/:slug/import/:id", access.ReadPolicies, d.showFinding),
		web.Post("/desk/policies/:slug/import/upload", access.EditPolicies, d.uploadImport).Files(),
		web.Post("/desk/policies/:slug/import/paste", access.EditPolicies, d.pasteImport).Text(),
	}
}

func (d *Desk) listPolicies(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	entries, err := d.Policies.List(ctx, actor)
	if err != nil {
		return err
	}
	return web.Page(c, views.Policies(d.shell(c, ui.T(ctx, "documents.title")), entries, actor.May(access.EditPolicies)))
}

// way is the breadcrumb of a document's pages.
func way(c web.Ctx, document policy.Document) []ui.Link {
	return []ui.Link{{Text: ui.T(c.Request().Context(), "documents.title"), Href: "/desk/policies"}, {Text: document.Title, Href: views.PolicyPath(document.Slug)}}
}

func (d *Desk) newDocument(c web.Ctx) error {
	on, err := d.editableSites(c)
	if err != nil {
		return err
	}
	typed := url.Values{"review_months": {"12"}, "category": {"privacy"}}
	if len(on) > 0 {
		typed.Set("site_ids", strconv.FormatInt(on[0].ID, 10))
		typed.Set("governing_locale", on[0].DefaultLocale)
	}
	return d.documentPage(c, "", ui.Filling[policy.DocumentInput](typed), nil, nil)
}

// editableSites are the sites on which the actor edits policies.
func (d *Desk) editableSites(c web.Ctx) ([]site.Site, error) {
	sites, err := d.Sites.All(c.Request().Context())
	return slices.DeleteFunc(sites, func(at site.Site) bool { return !web.Actor(c).MayOn(access.EditPolicies, at.ID) }), err
}

func (d *Desk) documentPage(c web.Ctx, slug string, form ui.Form[policy.DocumentInput], theirs map[string]string, problem error) error {
	ctx := c.Request().Context()
	sites, err := d.editableSites(c)
	if err != nil {
		return err
	}
	title := ui.T(ctx, "document.new")
	if slug != "" {
		title = ui.T(ctx, "document.settings")
	}
	locales := slices.Clone(site.Locales)
	if chosen := form.Typed.Get("governing_locale"); chosen != "" && !slices.Contains(locales, chosen) {
		locales = append(locales, chosen)
	}
	shell := d.shell(c, title, ui.Link{Text: ui.T(ctx, "documents.title"), Href: "/desk/policies"})
	shell.Failed = form.Failed()
	return shown(c, problem, views.DocumentForm(shell, slug, form, sites, locales, theirs))
}

func (d *Desk) createDocument(c web.Ctx) error {
	form, err := web.Submitted[policy.DocumentInput](c)
	var made policy.Document
	if err == nil {
		made, err = d.Policies.Add(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.documentPage(c, "", form, nil, err)
	case err != nil:
		return err
	}
	return d.done(c, views.PolicyPath(made.Slug), "document.created", "title", made.Title)
}

func (d *Desk) showDocument(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	document, err := d.Policies.ByActor(ctx, actor, c.Param("slug"))
	if err != nil {
		return err
	}
	page := views.DocumentPage{Document: document, MayEdit: actor.MayOn(access.EditPolicies, document.SiteID),
		MayReview: actor.MayOn(access.ReviewEditions, document.SiteID)}
	_, draft, err := d.Policies.Draft(ctx, actor, document.Slug)
	if err == nil {
		page.Draft = &draft
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	editions, err := d.Editions.List(ctx, document.Subject(), c.QueryParam("below"))
	if err != nil {
		return err
	}
	page.Editions = editions.Items
	if editions.Next != "" {
		page.Older = views.PolicyPath(document.Slug) + "?below=" + editions.Next
	}
	if page.Offers, err = d.Policies.OffersOf(ctx, document); err != nil {
		return err
	}
	sites, err := d.Sites.All(ctx)
	if err != nil {
		return err
	}
	page.Sites = slices.DeleteFunc(sites, func(at site.Site) bool { return !document.On(at.ID) })
	shell := d.shell(c, document.Title, ui.Link{Text: ui.T(ctx, "documents.title"), Href: "/desk/policies"})
	return web.Page(c, views.Document(shell, page))
}

func (d *Desk) editDocument(c web.Ctx) error {
	document, err := d.Policies.ByActor(c.Request().Context(), web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	typed := url.Values{"title": {document.Title}, "slug": {document.Slug}, "category": {string(document.Category)},
		"governing_locale": {document.GoverningLocale}, "review_months": {strconv.Itoa(document.ReviewMonths)},
		"version": {strconv.FormatInt(document.Version, 10)}}
	for _, id := range document.SiteIDs {
		typed.Add("site_ids", strconv.FormatInt(id, 10))
	}
	return d.documentPage(c, document.Slug, ui.Filling[policy.DocumentInput](typed), nil, nil)
}

func (d *Desk) changeDocument(c web.Ctx) error {
	slug := c.Param("slug")
	form, err := web.Submitted[policy.DocumentInput](c)
	var changed policy.Document
	if err == nil {
		changed, err = d.Policies.Change(c.Request().Context(), web.Actor(c), slug, form.Input)
	}
	theirs, late := lateSave(&form, err, "document.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.documentPage(c, slug, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, views.PolicyPath(changed.Slug), "document.saved", "title", changed.Title)
}
