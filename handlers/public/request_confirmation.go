package public

import (
	"errors"

	"privacydesk/handlers/web"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// newConfirmation asks to press a button: mail programs open links on their own, and
// a safe method changes nothing.
func (p *Public) newConfirmation(c web.Ctx) error {
	ctx := c.Request().Context()
	used, err := p.Requests.ConfirmationOpen(ctx, c.Param("token"))
	if err != nil {
		return p.refuseConfirmation(c, err)
	}
	shell := p.personal(c, ui.T(ctx, "confirmation.title"), false)
	if used {
		return web.Page(c, views.Confirmed(shell, web.Path(c, "/requests")))
	}
	return web.Page(c, views.ConfirmationPage(shell, web.Path(c, "/requests/confirm/"+c.Param("token"))))
}

func (p *Public) createConfirmation(c web.Ctx) error {
	if err := p.Requests.Confirm(c.Request().Context(), web.Actor(c), c.Param("token")); err != nil {
		return p.refuseConfirmation(c, err)
	}
	return web.SeeOther(c, web.Path(c, "/requests/confirm/"+c.Param("token")))
}

// refuseConfirmation says what to do about a link that has run out.
func (p *Public) refuseConfirmation(c web.Ctx, err error) error {
	var refused store.Refused
	if !errors.As(err, &refused) {
		return err
	}
	shell := p.personal(c, ui.T(c.Request().Context(), "confirmation.refused.title"), true)
	return web.Refuse(c, err, views.ConfirmationRefused(shell, refused, web.Path(c, "/requests")))
}
