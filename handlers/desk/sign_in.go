package desk

import (
	"context"
	"errors"
	"net/url"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) signInRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/sign-in", access.Anyone, d.newSignIn),
		web.Post("/desk/sign-in", access.Anyone, d.createSignIn),
		web.Get("/desk/sign-in/code", access.Anyone, d.newSignInCode),
		web.Post("/desk/sign-in/code", access.Anyone, d.createSignInCode),
		web.Get("/desk/step-up", access.Desk, d.newStepUp),
		web.Post("/desk/step-up", access.Desk, d.createStepUp),
		web.Post("/desk/sign-out", access.Desk, d.createSignOut),
	}
}

// Identify tells who holds the session with this token; a token that opens nothing
// (any more) is a stranger's.
func (d *Desk) Identify(ctx context.Context, token string) (web.Visitor, error) {
	actor, session, err := d.People.Sessions().Actor(ctx, token)
	if errors.Is(err, store.ErrNotFound) {
		return web.Visitor{}, nil
	} else if err != nil {
		return web.Visitor{}, err
	}
	theme := session.Theme
	if theme == "system" {
		theme = ""
	}
	return web.Visitor{Actor: actor, Session: session, Token: token, Theme: theme}, nil
}

// client is where the request comes from.
func client(c web.Ctx) people.Client {
	return people.Client{Address: web.ClientAddress(c), Agent: c.Request().UserAgent()}
}

func (d *Desk) newSignIn(c web.Ctx) error {
	if web.Actor(c).Kind == access.Person {
		return web.SeeOther(c, web.Next(c.QueryParam("next")))
	}
	var notice *ui.Flash
	if c.QueryParam("reset") == "done" {
		notice = &ui.Flash{Tone: ui.OK, Text: ui.T(c.Request().Context(), "reset.done")}
	}
	return web.Page(c, views.SignIn(ui.Form[people.SignInInput]{}, web.Next(c.QueryParam("next")), notice))
}

func (d *Desk) createSignIn(c web.Ctx) error {
	form, err := web.Submitted[people.SignInInput](c)
	next := web.Next(form.Typed.Get("next"))
	var half string
	if err == nil {
		half, err = d.People.SignIn(c.Request().Context(), client(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, views.SignIn(form, next, nil))
	case err != nil:
		return err
	}
	web.SetCookie(c, web.SignInCookie, half)
	return web.SeeOther(c, withNext(views.CodePath, next))
}

func (d *Desk) newSignInCode(c web.Ctx) error {
	if err := d.People.Begun(c.Request().Context(), web.Cookie(c, web.SignInCookie)); errors.Is(err, store.ErrNotFound) {
		return web.SeeOther(c, withNext(views.SignInPath, web.Next(c.QueryParam("next"))))
	} else if err != nil {
		return err
	}
	return web.Page(c, views.SignInCode(ui.Form[people.CodeInput]{}, web.Next(c.QueryParam("next"))))
}

func (d *Desk) createSignInCode(c web.Ctx) error {
	form, err := web.Submitted[people.CodeInput](c)
	next := web.Next(form.Typed.Get("next"))
	var token string
	if err == nil {
		token, err = d.People.Confirm(c.Request().Context(), client(c), web.Cookie(c, web.SignInCookie), form.Input)
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		web.DropCookie(c, web.SignInCookie)
		return web.SeeOther(c, withNext(views.SignInPath, next))
	case web.Rejected(&form, err):
		return web.Refuse(c, err, views.SignInCode(form, next))
	case err != nil:
		return err
	}
	web.DropCookie(c, web.SignInCookie)
	web.SetCookie(c, web.DeskCookie, token)
	return web.SeeOther(c, next)
}

func (d *Desk) newStepUp(c web.Ctx) error {
	return web.Page(c, views.StepUp(ui.Form[people.CodeInput]{}, web.Next(c.QueryParam("next"))))
}

func (d *Desk) createStepUp(c web.Ctx) error {
	form, err := web.Submitted[people.CodeInput](c)
	next := web.Next(form.Typed.Get("next"))
	var token string
	if err == nil {
		token, err = d.People.StepUp(c.Request().Context(), web.Actor(c), client(c), web.Asking(c).Token, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, views.StepUp(form, next))
	case err != nil:
		return err
	}
	web.SetCookie(c, web.DeskCookie, token)
	return web.SeeOther(c, next)
}

// clearSiteData makes the browser forget pages and cookies of the session. (security B6)
const clearSiteData = `"cache", "cookies", "storage"`

func (d *Desk) createSignOut(c web.Ctx) error {
	if err := d.People.Sessions().SignOut(c.Request().Context(), web.Actor(c), web.Asking(c).Token); err != nil {
		return err
	}
	web.DropCookie(c, web.DeskCookie)
	c.Response().Header().Set("Clear-Site-Data", clearSiteData)
	return web.SeeOther(c, views.SignInPath)
}

// steppedUp is an error that leads to the code page when the second factor was not
// proven recently, so that nobody fills in a form that cannot be sent. (security B8)
func (d *Desk) steppedUp(c web.Ctx) error {
	if !web.Actor(c).SteppedUp(d.People.Store.Now()) {
		return store.ErrStepUp
	}
	return nil
}

func withNext(path, next string) string {
	if next == "/desk" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}
