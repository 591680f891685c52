package public

import (
	"io"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/facts"
	"privacydesk/models/request"
	"privacydesk/views/ui"
)

// requestRoutes are the pages on which people ask for something and follow it. None
// of them may be kept by a cache, and no address holds a reference.
func (p *Public) requestRoutes() []web.Route {
	return []web.Route{
		web.Get("/requests/new", access.Anyone, p.newSubmission),
		web.Get("/requests/new/:right", access.Anyone, p.newSubmission),
		web.Post("/requests/new", access.Anyone, p.createSubmission).Files(),
		web.Get("/requests/receipt/:token", access.Anyone, p.showReceipt).OfOne(),
		web.Post("/requests/receipt/:token/confirmation", access.Anyone, p.askConfirmationByReceipt).OfOne(),
		web.Get("/requests/confirm/:token", access.Anyone, p.newConfirmation).OfOne(),
		web.Post("/requests/confirm/:token", access.Anyone, p.createConfirmation).OfOne(),
		web.Post("/requests/confirm/:token/again", access.Anyone, p.askConfirmationByLink).OfOne(),
		web.Get("/requests", access.Anyone, p.newCode),
		web.Post("/requests", access.Anyone, p.createCode),
		web.Get("/requests/code/:token", access.Anyone, p.newEntry).OfOne(),
		web.Post("/requests/code/:token", access.Anyone, p.createEntry).OfOne(),
		web.Get("/requests/case", access.Track, p.showTracking).OfOne(),
		web.Post("/requests/case", access.Track, p.createMessage).Files().OfOne(),
		web.Get("/requests/case/files/:id", access.Track, p.fetchFile).OfOne(),
		web.Post("/requests/case/leave", access.Track, p.leaveTracking).OfOne(),
	}
}

// personal is Shell for pages that are one person's: no search engine keeps them.
func (p *Public) personal(c web.Ctx, title string, failed bool) ui.PublicShell {
	shell := p.Shell(c, title)
	shell.Hidden, shell.Canonical, shell.Failed = true, "", failed
	return shell
}

// told is what the public is told about the site. The forms stand open also while
// nothing can be read; then it is the standard.
func (p *Public) told(c web.Ctx) facts.Facts {
	at := web.Site(c)
	told, err := p.Facts.InForce(c.Request().Context(), at, p.Facts.Store.Now())
	if err != nil {
		return facts.Standard(at)
	}
	return told.Facts
}

// receive takes the files of the form in, sealed.
func (p *Public) receive(c web.Ctx, parts *web.Parts) ([]request.Upload, error) {
	ctx := c.Request().Context()
	return web.Taken(parts, func(name string, content io.Reader) (request.Upload, error) {
		return p.Requests.Receive(ctx, name, content)
	}, func(taken []request.Upload) { p.Requests.Discard(ctx, taken) })
}
