package desk

import (
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// createAttachment keeps files for the person or for the desk. They stream in; the
// second factor is looked at before.
func (d *Desk) createAttachment(c web.Ctx) error {
	ctx, by, reference := c.Request().Context(), web.Actor(c), c.Param("reference")
	if !by.SteppedUp(d.Requests.Store.Now()) {
		return store.ErrStepUp
	}
	if _, err := d.Requests.Case(ctx, by, reference); err != nil {
		return err // before gigabytes are taken in for nothing
	}
	parts, err := web.ReadParts(c)
	if err != nil && parts == nil {
		return err
	}
	form, unread := web.PartsForm[request.AttachmentInput](parts)
	if err == nil {
		err = unread
	}
	var uploads []request.Upload
	if err == nil {
		uploads, err = d.receive(c, parts, func(name string, content io.Reader) (request.Upload, error) {
			return d.Requests.ReceiveForDelivery(ctx, name, content)
		})
	}
	if err == nil {
		err = d.Requests.Attach(ctx, by, reference, form.Input, uploads)
	}
	if err == nil {
		return d.done(c, views.RequestPath(reference)+"/files", "casework.done.files")
	}
	return caseFormAgain(d, c, "files", form, err, func(view views.Case, form ui.Form[request.AttachmentInput]) templ.Component {
		view.Attaching = form
		return views.CasePage(view)
	})
}

// fetchFile hands a file of the case to staff, as an attachment and never to be shown
// by the browser (security D5).
func (d *Desk) fetchFile(c web.Ctx) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return store.ErrNotFound
	}
	file, err := d.Requests.FetchAtDesk(c.Request().Context(), web.Actor(c), c.Param("reference"), id)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	header := c.Response().Header()
	header.Set("Content-Type", file.MediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), file)
	return err
}
