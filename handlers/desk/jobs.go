package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/access"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) jobRoutes() []web.Route {
	return []web.Route{
		web.Get(views.JobsPath, access.ManageJobs, d.listJobs),
		web.Post(views.JobsPath+"/:id/again", access.ManageJobs, d.retryJob),
	}
}

// listJobs shows what failed behind the pages.
func (d *Desk) listJobs(c web.Ctx) error {
	ctx, cursor := c.Request().Context(), c.QueryParam("after")
	page, err := d.Outbox.Store.FailedJobs(ctx, web.Actor(c), cursor)
	if err != nil {
		return err
	}
	newest, older := ways(views.JobsPath, cursor, page.Next)
	return web.Page(c, views.Jobs(d.shell(c, ui.T(ctx, "jobs.title")), page.Items, newest, older))
}

func (d *Desk) retryJob(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := d.Outbox.Store.RetryJob(c.Request().Context(), web.Actor(c), id); err != nil {
		return err
	}
	return d.done(c, views.JobsPath, "jobs.done")
}
