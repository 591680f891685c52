package public

import (
	"net/url"

	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// showTracking is the followed case.
func (p *Public) showTracking(c web.Ctx) error {
	ctx := c.Request().Context()
	if err := p.Requests.SawMessages(ctx, web.Actor(c), p.Requests.Store.Now()); err != nil {
		return err
	}
	return p.trackingPage(c, ui.Filling[request.MessageInput](url.Values{}), nil)
}

func (p *Public) createMessage(c web.Ctx) error {
	ctx := c.Request().Context()
	form, parts, err := web.SubmittedParts[request.MessageInput](c)
	if err == nil {
		err = p.Requests.MaySend(ctx, web.ClientAddress(c))
	}
	var uploads []request.Upload
	if err == nil {
		uploads, err = p.receive(c, parts)
	}
	if err == nil {
		err = p.Requests.Say(ctx, web.Actor(c), form.Input, uploads)
	}
	switch {
	case web.Rejected(&form, err):
		return p.trackingPage(c, form, err)
	case err != nil:
		return err
	}
	return web.SeeOther(c, web.Path(c, "/requests/case")+"?sent=1")
}

// trackingPage shows the case with its message form, as new or with what was typed.
func (p *Public) trackingPage(c web.Ctx, form ui.Form[request.MessageInput], refused error) error {
	ctx := c.Request().Context()
	followed, err := p.Requests.Followed(ctx, web.Actor(c))
	if err != nil {
		return err
	}
	fresh, err := p.Requests.NewFormKey()
	if err != nil {
		return err
	}
	form.Typed.Set(ui.KeyField, form.Key(fresh))
	page := views.Tracking{
		Case: followed, Form: form, Now: p.Requests.Store.Now(),
		SendTo: web.Path(c, "/requests/case"), LeaveTo: web.Path(c, "/requests/case/leave"), FileAt: web.Path(c, "/requests/case/files/"),
		Sent: refused == nil && c.QueryParam("sent") != "",
	}
	page.Shell = p.personal(c, ui.T(ctx, "tracking.state."+string(followed.State())+".title"), form.Failed())
	if refused != nil {
		return web.Refuse(c, refused, views.TrackingPage(page))
	}
	return web.Page(c, views.TrackingPage(page))
}

// fetchFile hands a file of the case over.
func (p *Public) fetchFile(c web.Ctx) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return store.ErrNotFound
	}
	file, err := p.Requests.Fetch(c.Request().Context(), web.Actor(c), id)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return web.Attachment(c, file.Name, file.MediaType, file.Size, file)
}

// leaveTracking closes the case on this device.
func (p *Public) leaveTracking(c web.Ctx) error {
	if err := p.Requests.Leave(c.Request().Context(), web.Actor(c), web.Cookie(c, web.TrackCookie)); err != nil {
		return err
	}
	web.DropCookie(c, web.TrackCookie)
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return web.SeeOther(c, web.Path(c, "/requests"))
}
