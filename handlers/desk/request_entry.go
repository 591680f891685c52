package desk

import (
	"net/url"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// newEntry is the form for what came by post, phone, counter or e-mail.
func (d *Desk) newEntry(c web.Ctx) error {
	return d.entryPage(c, ui.Filling[request.LogInput](url.Values{}), nil)
}

func (d *Desk) createEntry(c web.Ctx) error {
	ctx := c.Request().Context()
	form, parts, err := web.SubmittedParts[request.LogInput](c)
	var uploads []request.Upload
	if err == nil {
		uploads, err = d.receive(c, parts, d.Requests.Receive)
	}
	var reference string
	if err == nil {
		reference, err = d.Requests.Log(ctx, web.Actor(c), form.Input, uploads)
	}
	switch {
	case web.Rejected(&form, err):
		return d.entryPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.RequestPath(reference), "entry.done")
}

func (d *Desk) entryPage(c web.Ctx, form ui.Form[request.LogInput], refused error) error {
	ctx := c.Request().Context()
	sites, err := d.sitesFor(c, access.LogRequests)
	if err != nil {
		return err
	}
	fresh, err := d.Requests.NewFormKey()
	if err != nil {
		return err
	}
	if len(form.Typed) == 0 {
		form.Typed = url.Values{"relation": {string(request.Self)}, "locale": {sites[0].DefaultLocale}, "site": {sites[0].Key}}
	}
	form.Typed.Set(ui.KeyField, form.Key(fresh))
	shell := d.shell(c, ui.T(ctx, "entry.title"))
	shell.Failed = form.Failed()
	if refused != nil {
		return web.Refuse(c, refused, views.EntryPage(shell, form, sites))
	}
	return web.Page(c, views.EntryPage(shell, form, sites))
}
