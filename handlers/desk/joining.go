package desk

import (
	"errors"
	"net/http"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) joiningRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/join/:token", access.Anyone, d.newJoining),
		web.Post("/desk/join/:token", access.Anyone, d.createJoining),
		web.Get("/desk/forgotten", access.Anyone, d.newForgotten),
		web.Post("/desk/forgotten", access.Anyone, d.createForgotten),
		web.Get("/desk/forgotten/sent", access.Anyone, d.showForgottenSent),
		web.Get("/desk/reset/:token", access.Anyone, d.newReset),
		web.Post("/desk/reset/:token", access.Anyone, d.createReset),
	}
}

// linkGone answers for a link that opens nothing (any more).
func linkGone(c web.Ctx, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return web.Status(c, http.StatusNotFound, views.LinkGone())
	}
	return err
}

func (d *Desk) newJoining(c web.Ctx) error {
	link, err := d.People.Open(c.Request().Context(), c.Param("token"))
	if err == nil && link.Kind == people.ResetLink {
		err = store.ErrNotFound
	}
	if err != nil {
		return linkGone(c, err)
	}
	return web.Page(c, views.Join(c.Param("token"), link, ui.Form[people.JoiningInput]{}))
}

func (d *Desk) createJoining(c web.Ctx) error {
	ctx, token := c.Request().Context(), c.Param("token")
	form, err := web.Submitted[people.JoiningInput](c)
	var session string
	if err == nil {
		session, err = d.People.Join(ctx, client(c), token, form.Input)
	}
	if web.Rejected(&form, err) {
		link, failed := d.People.Open(ctx, token)
		if failed != nil {
			return linkGone(c, failed)
		}
		return web.Refuse(c, err, views.Join(token, link, form))
	} else if err != nil {
		return linkGone(c, err)
	}
	web.SetCookie(c, web.DeskCookie, session)
	return web.SeeOther(c, views.RecoveryCodesPath)
}

func (d *Desk) newForgotten(c web.Ctx) error {
	return web.Page(c, views.Forgotten(ui.Form[people.ForgottenInput]{}))
}

func (d *Desk) createForgotten(c web.Ctx) error {
	form, err := web.Submitted[people.ForgottenInput](c)
	if err == nil {
		err = d.People.Forgotten(c.Request().Context(), client(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, views.Forgotten(form))
	case err != nil:
		return err
	}
	return web.SeeOther(c, views.ForgottenSentPath)
}

func (d *Desk) showForgottenSent(c web.Ctx) error { return web.Page(c, views.ForgottenSent()) }

// reset is the reset link of the address.
func (d *Desk) reset(c web.Ctx) (people.Opened, error) {
	link, err := d.People.Open(c.Request().Context(), c.Param("token"))
	if err == nil && link.Kind != people.ResetLink {
		err = store.ErrNotFound
	}
	return link, err
}

func (d *Desk) newReset(c web.Ctx) error {
	link, err := d.reset(c)
	if err != nil {
		return linkGone(c, err)
	}
	return web.Page(c, views.Reset(c.Param("token"), link, ui.Form[people.ResetInput]{}))
}

func (d *Desk) createReset(c web.Ctx) error {
	form, err := web.Submitted[people.ResetInput](c)
	if err == nil {
		err = d.People.Reset(c.Request().Context(), client(c), c.Param("token"), form.Input)
	}
	if web.Rejected(&form, err) {
		link, failed := d.reset(c)
		if failed != nil {
			return linkGone(c, failed)
		}
		return web.Refuse(c, err, views.Reset(c.Param("token"), link, form))
	} else if err != nil {
		return linkGone(c, err)
	}
	return web.SeeOther(c, views.SignInPath+"?reset=done")
}
