package desk

import (
	"slices"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// createMessage writes a reply to the person, or a note for the desk.
func (d *Desk) createMessage(c web.Ctx) error {
	form, err := web.Submitted[request.SayInput](c)
	reference, mode := c.Param("reference"), form.Typed.Get("mode")
	if err == nil && !slices.Contains([]string{"reply", "note"}, mode) {
		err = store.Invalid{"mode": "message.unchosen"}
	}
	if err == nil && mode == "note" {
		err = d.Requests.AddNote(c.Request().Context(), web.Actor(c), reference, form.Input)
	} else if err == nil {
		err = d.Requests.Reply(c.Request().Context(), web.Actor(c), reference, form.Input)
	}
	if err == nil {
		return d.done(c, views.RequestPath(reference), "casework.done."+mode)
	}
	return caseFormAgain(d, c, "conversation", form, err, func(view views.Case, form ui.Form[request.SayInput]) templ.Component {
		view.Saying = form
		return views.CasePage(view)
	})
}

// createReading notes that what the person wrote has been read.
func (d *Desk) createReading(c web.Ctx) error {
	if err := d.Requests.Read(c.Request().Context(), web.Actor(c), c.Param("reference")); err != nil {
		return err
	}
	return web.SeeOther(c, views.RequestPath(c.Param("reference")))
}
