package desk

import (
	"github.com/a-h/templ"
	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) createTask(c web.Ctx) error {
	return sentCaseForm(d, c, "tasks", "/tasks", d.Requests.AddTask, func(view views.Case, form ui.Form[request.TaskInput]) templ.Component {
		view.Planning = form
		return views.CasePage(view)
	})
}

func (d *Desk) finishTask(c web.Ctx) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return store.ErrNotFound
	}
	if err := d.Requests.FinishTask(c.Request().Context(), web.Actor(c), c.Param("reference"), id); err != nil {
		return err
	}
	return web.SeeOther(c, views.RequestPath(c.Param("reference"))+"/tasks")
}
