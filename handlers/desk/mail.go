package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/access"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) mailRoutes() []web.Route {
	return []web.Route{web.Get("/desk/_mail", access.ReadMail, d.listMail)}
}

func (d *Desk) listMail(c web.Ctx) error {
	ctx, cursor := c.Request().Context(), c.QueryParam("after")
	page, err := d.Outbox.List(ctx, web.Actor(c), cursor)
	if err != nil {
		return err
	}
	newest, older := ways(views.MailPath, cursor, page.Next)
	return web.Page(c, views.Mails(d.shell(c, ui.T(ctx, "mail.title")), page.Items, d.MailShown, newest, older))
}
