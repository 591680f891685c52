// Package public is what readers and requesters meet: pages that are the same for
// everyone, and the forms with which people ask about their own data.
package public

import (
	"slices"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/policy"
	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/views/ui"
)

// Public answers readers and requesters with what the registers know.
type Public struct {
	Sites    *site.Register
	Editions *edition.Register
	Facts    *facts.Register
	Policies *policy.Register
	Requests *request.Register
	Blocks   web.Blocks // fills the blocks of policy texts
}

// Routes is every public page and action. Reading pages take no capability and are
// kept in memory; each resource lists its own in the file of its name.
func (p *Public) Routes() []web.Route {
	return slices.Concat(
		[]web.Route{web.Reading("/assets/*", web.Assets), web.Reading("/editions/:hash", p.showEdition)},
		web.InEveryLanguage(slices.Concat(
			p.homeRoutes(),
			p.requestRoutes(),
			p.policyRoutes(),
			p.cookieRoutes(),
			p.companyRoutes(),
		)),
	)
}

// Shell is everything around a public page, in the language of the request.
func (p *Public) Shell(c web.Ctx, title string) ui.PublicShell {
	ctx := c.Request().Context()
	at := web.Path(c, "/")
	link := func(key, path string) ui.Link {
		href := web.Path(c, path)
		here := c.Request().URL.Path
		return ui.Link{Text: ui.T(ctx, key), Href: href, Current: here == href || len(here) > len(href) && here[:len(href)+1] == href+"/"}
	}
	return ui.PublicShell{
		Title: title, Site: ui.Brand{Name: web.Site(c).Name}, Home: at,
		Nav: []ui.Link{
			link("nav.policies", "/policies"), link("nav.cookies", "/cookies"),
			link("nav.companies", "/companies"), link("nav.requests", "/requests"),
		},
		Footer: []ui.LinkGroup{
			{Title: ui.T(ctx, "footer.read"), Links: []ui.Link{
				link("nav.policies", "/policies"), link("home.cookies.title", "/cookies"), link("home.processors.title", "/companies")}},
			{Title: ui.T(ctx, "footer.ask"), Links: []ui.Link{link("footer.request", "/requests/new"), link("footer.follow", "/requests")}},
		},
		Languages: web.Languages(c), Canonical: web.Canonical(c),
	}
}
