package desk

import (
	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
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
	id, err := key(c)
	if err != nil {
		return err
	}
	if err := d.Requests.FinishTask(c.Request().Context(), web.Actor(c), c.Param("reference"), id); err != nil {
		return err
	}
	return web.SeeOther(c, views.RequestPath(c.Param("reference"))+"/tasks")
}
