package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
)

// createView keeps the filters of the queue under a name.
func (d *Desk) createView(c web.Ctx) error {
	form, err := web.Submitted[request.ViewInput](c)
	var view request.SavedView
	if err == nil {
		view, err = d.Requests.SaveView(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.queuePage(c, form, err)
	case err != nil:
		return err
	}
	return web.SeeOther(c, views.QueuePath(view.Filter()))
}

func (d *Desk) removeView(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := d.Requests.RemoveView(c.Request().Context(), web.Actor(c), id); err != nil {
		return err
	}
	return web.SeeOther(c, "/desk/requests")
}
