package public

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

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
	parts, err := web.ReadParts(c)
	if err != nil && parts == nil {
		return err
	}
	form, unread := web.PartsForm[request.MessageInput](parts)
	if err == nil {
		err = unread
	}
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
	if form.Errors["form_key"] != "" || form.Typed.Get("form_key") == "" {
		key, err := p.Requests.NewFormKey()
		if err != nil {
			return err
		}
		form.Typed.Set("form_key", key)
	}
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

// fetchFile hands a file over, as an attachment that no browser opens by itself
// (security D5).
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
	header := c.Response().Header()
	header.Set("Content-Type", file.MediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	header.Set("Referrer-Policy", "no-referrer")
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), file)
	return err
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
