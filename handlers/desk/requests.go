package desk

import (
	"context"
	"io"
	"slices"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/site"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) requestRoutes() []web.Route {
	const one = "/desk/requests/:reference"
	return []web.Route{
		web.Get("/desk/requests", access.ReadRequests, d.listRequests),
		web.Get("/desk/requests/new", access.LogRequests, d.newEntry),
		web.Post("/desk/requests/new", access.LogRequests, d.createEntry).Files(),
		web.Post("/desk/requests/search", access.ReadRequests, d.createSearch),
		web.Get("/desk/requests/found/:token", access.ReadRequests, d.showSearch),
		web.Post("/desk/requests/views", access.ReadRequests, d.createView),
		web.Post("/desk/requests/views/:id/removal", access.ReadRequests, d.removeView),

		web.Get(one, access.ReadRequests, d.showCase("conversation")),
		web.Get(one+"/clock", access.ReadRequests, d.showCase("clock")),
		web.Get(one+"/tasks", access.ReadRequests, d.showCase("tasks")),
		web.Get(one+"/decision", access.ReadRequests, d.showCase("decision")),
		web.Get(one+"/files", access.ReadRequests, d.showCase("files")),
		web.Get(one+"/history", access.ReadRequests, d.showCase("history")),

		web.Post(one+"/messages", access.WorkRequests, d.createMessage),
		web.Post(one+"/reading", access.WorkRequests, d.createReading),
		web.Post(one+"/tasks", access.WorkRequests, d.createTask),
		web.Post(one+"/tasks/:id/done", access.WorkRequests, d.finishTask),
		web.Get(one+"/assignment", access.WorkRequests, d.newAssignment),
		web.Post(one+"/assignment", access.WorkRequests, d.createAssignment),
		web.Get(one+"/contact", access.RevealContacts, d.newContact),
		web.Post(one+"/contact", access.RevealContacts, d.createContact),
		web.Get(one+"/identity", access.WorkRequests, d.newIdentity),
		web.Post(one+"/identity", access.WorkRequests, d.createIdentity),
		web.Get(one+"/confirmation", access.WorkRequests, d.newConfirmation),
		web.Post(one+"/confirmation", access.WorkRequests, d.createConfirmation),
		web.Get(one+"/pause", access.WorkRequests, d.newPause),
		web.Post(one+"/pause", access.WorkRequests, d.createPause),
		web.Get(one+"/resumption", access.WorkRequests, d.newResume),
		web.Post(one+"/resumption", access.WorkRequests, d.createResume),
		web.Get(one+"/extension", access.WorkRequests, d.newExtension),
		web.Post(one+"/extension", access.WorkRequests, d.createExtension),
		web.Get(one+"/decision/:right", access.WorkRequests, d.newDecision),
		web.Post(one+"/decision/:right", access.WorkRequests, d.createDecision),
		web.Get(one+"/refusal/:id", access.ConfirmRefusals, d.newRefusal),
		web.Post(one+"/refusal/:id", access.ConfirmRefusals, d.createRefusal),
		web.Get(one+"/answer", access.WorkRequests, d.newAnswer),
		web.Post(one+"/answer", access.WorkRequests, d.createAnswer),
		web.Get(one+"/closing", access.WorkRequests, d.newClosing),
		web.Post(one+"/closing", access.WorkRequests, d.createClosing),
		web.Post(one+"/files", access.WorkRequests, d.createAttachment).Delivery(),
		web.Get(one+"/files/:id", access.WorkRequests, d.fetchFile),
	}
}

// listRequests is the queue.
func (d *Desk) listRequests(c web.Ctx) error {
	return d.queuePage(c, ui.Form[request.ViewInput]{}, nil)
}

func (d *Desk) queuePage(c web.Ctx, saving ui.Form[request.ViewInput], problem error) error {
	ctx, by := c.Request().Context(), web.Actor(c)
	filter := request.FilterOf(c.QueryParams())
	if problem != nil {
		filter = saving.Input.Sound()
	}
	page, err := d.Requests.Queue(ctx, by, filter, c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	view := views.Queue{Shell: d.shell(c, ui.T(ctx, "queue.title")), Filter: filter, Page: page, Saving: saving,
		MayLog: by.May(access.LogRequests)}
	view.Shell.Failed = saving.Failed()
	if view.Counts, err = d.Requests.Count(ctx, by); err != nil {
		return err
	}
	if view.Views, err = d.Requests.Views(ctx, by); err != nil {
		return err
	}
	if view.Workers, err = d.Requests.Workers(ctx, by, 0); err != nil {
		return err
	}
	if view.Sites, err = d.sitesFor(c, access.ReadRequests); err != nil {
		return err
	}
	return shown(c, problem, views.QueuePage(view))
}

// sitesFor are the sites on which the actor holds the capability.
func (d *Desk) sitesFor(c web.Ctx, need access.Capability) ([]site.Site, error) {
	sites, err := d.Sites.All(c.Request().Context())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(sites, func(s site.Site) bool { return !web.Actor(c).MayOn(need, s.ID) }), nil
}

// receive takes the files of a form in, as the register's way of receiving wants.
func (d *Desk) receive(c web.Ctx, parts *web.Parts, take func(context.Context, string, io.Reader) (request.Upload, error)) ([]request.Upload, error) {
	ctx := c.Request().Context()
	return web.Taken(parts, func(name string, content io.Reader) (request.Upload, error) { return take(ctx, name, content) },
		func(taken []request.Upload) { d.Requests.Discard(ctx, taken) })
}
