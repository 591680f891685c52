package desk

import (
	"github.com/a-h/templ"

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
	form, parts, err := web.SubmittedParts[request.AttachmentInput](c)
	var uploads []request.Upload
	if err == nil {
		uploads, err = d.receive(c, parts, d.Requests.ReceiveForDelivery)
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

// fetchFile hands a file of the case to staff.
func (d *Desk) fetchFile(c web.Ctx) error {
	id, err := key(c)
	if err != nil {
		return err
	}
	file, err := d.Requests.FetchAtDesk(c.Request().Context(), web.Actor(c), c.Param("reference"), id)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return web.Attachment(c, file.Name, file.MediaType, file.Size, file)
}
