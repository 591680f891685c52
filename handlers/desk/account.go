package desk

import (
	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/people"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) accountRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/account", access.Desk, d.showAccount),
		web.Post("/desk/account/sessions/:id/end", access.Desk, d.endSession),
		web.Post("/desk/account/sessions/others", access.Desk, d.endOtherSessions),
		web.Get("/desk/account/password", access.Desk, d.newPassword),
		web.Post("/desk/account/password", access.Desk, d.createPassword),
		web.Get("/desk/account/factor", access.Desk, d.newFactor),
		web.Post("/desk/account/factor", access.Desk, d.createFactor),
		web.Get("/desk/account/recovery-codes", access.Desk, d.showRecoveryCodes),
		web.Post("/desk/account/recovery-codes", access.Desk, d.createRecoveryCodes),
		web.Post("/desk/account/recovery-codes/kept", access.Desk, d.keepRecoveryCodes),
		web.Post("/desk/theme", access.Desk, d.chooseTheme),
	}
}

// accountWay is the way to a page of one's own account.
func accountWay(c web.Ctx) ui.Link {
	return ui.Link{Text: ui.T(c.Request().Context(), "account.title"), Href: views.AccountPath}
}

func (d *Desk) showAccount(c web.Ctx) error {
	ctx, visitor := c.Request().Context(), web.Asking(c)
	sessions, err := d.People.Sessions().List(ctx, visitor.Actor)
	if err != nil {
		return err
	}
	codes, err := d.People.CodesLeft(ctx, visitor.Actor)
	if err != nil {
		return err
	}
	view := views.AccountView{Email: visitor.Session.Email, Codes: codes, Current: visitor.Session.ID, Sessions: sessions}
	return web.Page(c, views.Account(d.shell(c, ui.T(ctx, "account.title")), view))
}

func (d *Desk) endSession(c web.Ctx) error {
	id, err := key(c)
	if err != nil {
		return err
	}
	if err := d.People.Sessions().End(c.Request().Context(), web.Actor(c), id); err != nil {
		return err
	}
	return d.done(c, views.AccountPath, "account.sessions.ended")
}

func (d *Desk) endOtherSessions(c web.Ctx) error {
	if err := d.People.Sessions().EndOthers(c.Request().Context(), web.Actor(c), web.Asking(c).Session.ID); err != nil {
		return err
	}
	return d.done(c, views.AccountPath, "account.sessions.others_ended")
}

func (d *Desk) newPassword(c web.Ctx) error {
	if err := d.steppedUp(c); err != nil {
		return err
	}
	return web.Page(c, d.passwordPage(c, ui.Form[people.PasswordInput]{}))
}

func (d *Desk) createPassword(c web.Ctx) error {
	form, err := web.Submitted[people.PasswordInput](c)
	var token string
	if err == nil {
		token, err = d.People.ChangePassword(c.Request().Context(), web.Actor(c), client(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return web.Refuse(c, err, d.passwordPage(c, form))
	case err != nil:
		return err
	}
	return d.goOn(c, token, views.AccountPath, "account.password.done")
}

// goOn hands the browser its new session, and says in it what has happened.
func (d *Desk) goOn(c web.Ctx, token, path, message string) error {
	web.SetCookie(c, web.DeskCookie, token)
	_, session, err := d.People.Sessions().Actor(c.Request().Context(), token)
	if err != nil {
		return err
	}
	if message != "" {
		flash := web.Flash{Tone: ui.OK, Message: message}
		if err := d.People.Sessions().SetFlash(c.Request().Context(), session.ID, flash); err != nil {
			return err
		}
	}
	return web.SeeOther(c, path)
}

func (d *Desk) newFactor(c web.Ctx) error {
	enrolment, err := d.People.NewFactor(c.Request().Context(), web.Actor(c), web.Asking(c).Token)
	if err != nil {
		return err
	}
	return web.Page(c, d.factorPage(c, enrolment, ui.Form[people.CodeInput]{}))
}

func (d *Desk) createFactor(c web.Ctx) error {
	ctx, visitor := c.Request().Context(), web.Asking(c)
	form, err := web.Submitted[people.CodeInput](c)
	var token string
	if err == nil {
		token, err = d.People.ChangeFactor(ctx, visitor.Actor, client(c), visitor.Token, form.Input)
	}
	if web.Rejected(&form, err) {
		enrolment, failed := d.People.NewFactor(ctx, visitor.Actor, visitor.Token)
		if failed != nil {
			return failed
		}
		return web.Refuse(c, err, d.factorPage(c, enrolment, form))
	} else if err != nil {
		return err
	}
	return d.goOn(c, token, views.RecoveryCodesPath, "")
}

func (d *Desk) showRecoveryCodes(c web.Ctx) error {
	ctx, visitor := c.Request().Context(), web.Asking(c)
	codes, err := d.People.FreshCodes(ctx, visitor.Actor, visitor.Session)
	if err != nil {
		return err
	}
	return web.Page(c, views.RecoveryCodes(d.shell(c, ui.T(ctx, "account.codes.title"), accountWay(c)), codes))
}

func (d *Desk) createRecoveryCodes(c web.Ctx) error {
	if err := d.People.MakeRecoveryCodes(c.Request().Context(), web.Actor(c), web.Asking(c).Session); err != nil {
		return err
	}
	return web.SeeOther(c, views.RecoveryCodesPath)
}

func (d *Desk) keepRecoveryCodes(c web.Ctx) error {
	if err := d.People.KeepCodes(c.Request().Context(), web.Actor(c), web.Asking(c).Session); err != nil {
		return err
	}
	return web.SeeOther(c, "/desk")
}

// themeInput is the choice of the account menu.
type themeInput struct {
	Theme string `form:"theme"`
}

func (d *Desk) chooseTheme(c web.Ctx) error {
	form, err := web.Submitted[themeInput](c)
	if err == nil {
		err = d.People.ChooseTheme(c.Request().Context(), web.Actor(c), form.Input.Theme)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, web.Back(c))
}

func (d *Desk) passwordPage(c web.Ctx, form ui.Form[people.PasswordInput]) templ.Component {
	shell := d.shell(c, ui.T(c.Request().Context(), "account.password.title"), accountWay(c))
	shell.Failed = form.Failed()
	return views.ChangePassword(shell, form)
}

func (d *Desk) factorPage(c web.Ctx, enrolment people.Enrolment, form ui.Form[people.CodeInput]) templ.Component {
	shell := d.shell(c, ui.T(c.Request().Context(), "account.factor.title"), accountWay(c))
	shell.Failed = form.Failed()
	return views.ChangeFactor(shell, enrolment, form)
}
