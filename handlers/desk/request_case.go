package desk

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// showCase is one tab of a case.
func (d *Desk) showCase(tab string) func(web.Ctx) error {
	return func(c web.Ctx) error {
		view, err := d.caseView(c, tab)
		if err != nil {
			return err
		}
		return web.Page(c, views.CasePage(view))
	}
}

// caseView is everything that the pages of a case show.
func (d *Desk) caseView(c web.Ctx, tab string) (views.Case, error) {
	ctx, by, reference := c.Request().Context(), web.Actor(c), c.Param("reference")
	found, err := d.Requests.Case(ctx, by, reference)
	if err != nil {
		return views.Case{}, err
	}
	at, now := found.Request.SiteID, d.Requests.Store.Now()
	view := views.Case{
		Case: found, Tab: tab, Now: now, Today: found.Request.Today(now), Me: by.ID,
		MayWork: by.MayOn(access.WorkRequests, at), MayAssign: by.MayOn(access.AssignRequests, at),
		MayConfirm: by.MayOn(access.ConfirmRefusals, at), MayReveal: by.MayOn(access.RevealContacts, at),
	}
	view.Room, view.MayExtend = found.MayExtend(d.Requests)
	view.Shell = d.shell(c, view.Title(ctx))
	view.Shell.Breadcrumb = []ui.Link{{Text: ui.T(ctx, "queue.title"), Href: "/desk/requests"}, {Text: reference}}
	c.SetRequest(c.Request().WithContext(ui.WithZone(ctx, found.Request.Location())))
	if view.FormKey, err = d.Requests.NewFormKey(); err != nil {
		return view, err
	}
	if tab == "history" {
		if view.History, err = d.Requests.History(ctx, by, reference, c.QueryParam("cursor")); err != nil {
			return view, err
		}
	}
	if tab == "tasks" || tab == "assignment" {
		view.Workers, err = d.Requests.Workers(ctx, by, at)
	}
	return view, err
}

// newCaseForm is the page of something that may happen to a case, with what its
// fields start with.
func newCaseForm[Input any](d *Desk, c web.Ctx, noun string, typed url.Values, page func(views.Case, ui.Form[Input]) templ.Component) error {
	view, err := d.caseView(c, noun)
	if err != nil {
		return err
	}
	if typed == nil {
		typed = url.Values{}
	}
	typed.Set("version", views.Number(view.Case.Request.Version))
	return web.Page(c, page(view, ui.Filling[Input](typed)))
}

// sentCaseForm lets it happen, or shows the form again with what is wrong.
func sentCaseForm[Input any](d *Desk, c web.Ctx, noun, then string, act func(context.Context, access.Actor, string, Input) error, page func(views.Case, ui.Form[Input]) templ.Component) error {
	reference := c.Param("reference")
	form, err := web.Submitted[Input](c)
	if err == nil {
		err = act(c.Request().Context(), web.Actor(c), reference, form.Input)
	}
	if err == nil {
		return d.done(c, views.RequestPath(reference)+then, "casework.done."+noun)
	}
	return caseFormAgain(d, c, noun, form, err, page)
}

func caseFormAgain[Input any](d *Desk, c web.Ctx, noun string, form ui.Form[Input], err error, page func(views.Case, ui.Form[Input]) templ.Component) error {
	theirs, late := lateSave(&form, err, "casework.conflict")
	if !late && !rejected(&form, err) {
		return err
	}
	view, readErr := d.caseView(c, noun)
	if readErr != nil {
		return readErr
	}
	view.Theirs, view.Shell.Failed = theirs, true
	return web.Refuse(c, err, page(view, form))
}

// forecast shows what a sent form would do, without doing it, unless the person has
// seen that already and sends it to be saved.
func forecast[Input any](d *Desk, c web.Ctx, noun string, look func(context.Context, access.Actor, string, Input) (request.Forecast, error), page func(views.Case, ui.Form[Input]) templ.Component) (shown bool, err error) {
	form, err := web.Submitted[Input](c)
	if form.Typed.Get("step") == "save" {
		return false, nil
	}
	var ahead request.Forecast
	if err == nil {
		ahead, err = look(c.Request().Context(), web.Actor(c), c.Param("reference"), form.Input)
	}
	if err != nil {
		return true, caseFormAgain(d, c, noun, form, err, page)
	}
	view, err := d.caseView(c, noun)
	if err != nil {
		return true, err
	}
	view.Forecast = &ahead
	return true, web.Page(c, page(view, form))
}
