package desk

import (
	"io"
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
	parts, err := web.ReadParts(c)
	if err != nil && parts == nil {
		return err
	}
	form, unread := web.PartsForm[request.LogInput](parts)
	if err == nil {
		err = unread
	}
	var uploads []request.Upload
	if err == nil {
		uploads, err = d.receive(c, parts, func(name string, content io.Reader) (request.Upload, error) {
			return d.Requests.Receive(ctx, name, content)
		})
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
	if form.Typed.Get("form_key") == "" {
		key, err := d.Requests.NewFormKey()
		if err != nil {
			return err
		}
		form.Typed.Set("form_key", key)
		form.Typed.Set("relation", string(request.Self))
		form.Typed.Set("locale", sites[0].DefaultLocale)
		form.Typed.Set("site", sites[0].Key)
	}
	shell := d.shell(c, ui.T(ctx, "entry.title"))
	shell.Failed = form.Failed()
	if refused != nil {
		return web.Refuse(c, refused, views.EntryPage(shell, form, sites))
	}
	return web.Page(c, views.EntryPage(shell, form, sites))
}
