package public

import (
	"context"
	"errors"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
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
	here := web.Path(c, "/requests/confirm/"+c.Param("token"))
	return web.Refuse(c, err, views.ConfirmationRefused(shell, views.OldLink{
		Why: refused, Track: web.Path(c, "/requests"), Again: here + "/again", Asked: c.QueryParam("asked") != ""}))
}

// askConfirmationByLink has a new link sent to whoever holds an old one.
func (p *Public) askConfirmationByLink(c web.Ctx) error {
	return p.askConfirmation(c, "/requests/confirm/"+c.Param("token"), p.Requests.AskConfirmationByLink)
}

// askConfirmationByReceipt has a new link sent to whoever holds the receipt.
func (p *Public) askConfirmationByReceipt(c web.Ctx) error {
	return p.receiptGone(c, p.askConfirmation(c, "/requests/receipt/"+c.Param("token"), p.Requests.AskConfirmationByReceipt))
}

// askConfirmation answers in the same way whether a mail was sent or not.
func (p *Public) askConfirmation(c web.Ctx, page string, ask func(context.Context, access.Actor, string) error) error {
	ctx := c.Request().Context()
	if err := p.Requests.MayTry(ctx, web.ClientAddress(c)); err != nil {
		return err
	}
	if err := ask(ctx, web.Actor(c), c.Param("token")); err != nil {
		return err
	}
	return web.SeeOther(c, web.Path(c, page)+"?asked=1")
}
