package public

import (
	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// newCode asks for the reference. It is also the page "Your requests".
func (p *Public) newCode(c web.Ctx) error {
	return web.Page(c, p.codePage(c, ui.Form[request.CodeInput]{}))
}

func (p *Public) createCode(c web.Ctx) error {
	ctx := c.Request().Context()
	form, err := web.Submitted[request.CodeInput](c)
	if err == nil {
		err = p.Requests.MayTry(ctx, web.ClientAddress(c))
	}
	var token string
	if err == nil {
		token, err = p.Requests.AskCode(ctx, web.Actor(c), web.Site(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, p.codePage(c, form))
	case err != nil:
		return err
	}
	return web.SeeOther(c, web.Path(c, "/requests/code/"+token))
}

// newEntry asks for the code. It looks the same whatever the token is.
func (p *Public) newEntry(c web.Ctx) error {
	return web.Page(c, p.entryPage(c, ui.Form[request.EntryInput]{}))
}

func (p *Public) createEntry(c web.Ctx) error {
	ctx := c.Request().Context()
	form, err := web.Submitted[request.EntryInput](c)
	if err == nil {
		err = p.Requests.MayTry(ctx, web.ClientAddress(c))
	}
	var session string
	if err == nil {
		session, err = p.Requests.EnterCode(ctx, web.Actor(c), web.Site(c), c.Param("token"), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, p.entryPage(c, form))
	case err != nil:
		return err
	}
	web.SetCookie(c, web.TrackCookie, session)
	return web.SeeOther(c, web.Path(c, "/requests/case"))
}

func (p *Public) codePage(c web.Ctx, form ui.Form[request.CodeInput]) templ.Component {
	shell := p.Shell(c, ui.T(c.Request().Context(), "code.title"))
	shell.Failed = form.Failed()
	return views.CodePage(shell, form, web.Path(c, "/requests"), web.Path(c, "/requests/new"))
}

func (p *Public) entryPage(c web.Ctx, form ui.Form[request.EntryInput]) templ.Component {
	shell := p.personal(c, ui.T(c.Request().Context(), "code.entry.title"), form.Failed())
	return views.EntryPage(shell, form, web.Path(c, "/requests/code/"+c.Param("token")), web.Path(c, "/requests"))
}
