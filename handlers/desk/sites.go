package desk

import (
	"net/url"
	"strconv"
	"strings"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/site"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) sitesRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/sites", access.ManageSites, d.listSites),
		web.Get("/desk/sites/new", access.ManageSites, d.newSite),
		web.Post("/desk/sites", access.ManageSites, d.createSite),
		web.Get("/desk/sites/:key", access.ManageSites, d.showSite),
		web.Post("/desk/sites/:key", access.ManageSites, d.saveSite),
	}
}

func sitesWay(c web.Ctx) ui.Link {
	return ui.Link{Text: ui.T(c.Request().Context(), "sites.title"), Href: views.SitesPath}
}

func (d *Desk) listSites(c web.Ctx) error {
	ctx := c.Request().Context()
	all, err := d.Sites.All(ctx)
	if err != nil {
		return err
	}
	var own []site.Site
	for _, at := range all {
		if web.Actor(c).MayOn(access.ManageSites, at.ID) {
			own = append(own, at)
		}
	}
	return web.Page(c, views.Sites(d.shell(c, ui.T(ctx, "sites.title")), own, web.Actor(c).MayOn(access.ManageSites, 0)))
}

func (d *Desk) newSite(c web.Ctx) error {
	typed := url.Values{"locale": {"en"}, "zone": {"UTC"}}
	return d.newSitePage(c, ui.Filling[site.AddInput](typed), nil)
}

func (d *Desk) createSite(c web.Ctx) error {
	form, err := web.Submitted[site.AddInput](c)
	var added site.Site
	if err == nil {
		added, err = d.Sites.Add(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.newSitePage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.SitesPath, "site.added", "name", added.Name)
}

func (d *Desk) newSitePage(c web.Ctx, form ui.Form[site.AddInput], problem error) error {
	shell := d.shell(c, ui.T(c.Request().Context(), "site.add.title"), sitesWay(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.NewSite(shell, form))
}

// ownSite is the site of the address, if the actor may manage it.
func (d *Desk) ownSite(c web.Ctx) (site.Site, error) {
	at, err := d.Sites.ByKey(c.Request().Context(), c.Param("key"))
	if err == nil && !web.Actor(c).MayOn(access.ManageSites, at.ID) {
		err = store.ErrNotFound
	}
	return at, err
}

func (d *Desk) showSite(c web.Ctx) error {
	at, err := d.ownSite(c)
	if err != nil {
		return err
	}
	return d.sitePage(c, at, ui.Filling[site.ChangeInput](typedSite(at)), nil, nil)
}

func (d *Desk) saveSite(c web.Ctx) error {
	at, err := d.ownSite(c)
	if err != nil {
		return err
	}
	form, err := web.Submitted[site.ChangeInput](c)
	if err == nil {
		_, err = d.Sites.Change(c.Request().Context(), web.Actor(c), at.Key, form.Input)
	}
	theirs, late := lateSave(&form, err, "site.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.sitePage(c, at, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, views.SitesPath, "site.changed", "name", form.Input.Name)
}

func (d *Desk) sitePage(c web.Ctx, at site.Site, form ui.Form[site.ChangeInput], theirs map[string]string, problem error) error {
	shell := d.shell(c, at.Name, sitesWay(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.SiteSettings(shell, at, form, theirs, web.Actor(c).MayOn(access.GrantWaivers, at.ID)))
}

// typedSite are the settings as the fields of the form begin with them.
func typedSite(at site.Site) url.Values {
	return url.Values{
		"version": {strconv.FormatInt(at.Version, 10)}, "name": {at.Name}, "url": {at.URL}, "hosts": {strings.Join(at.Hosts, "\n")},
		"locale": {at.DefaultLocale}, "locales": at.Locales, "zone": {at.Zone}, "regime": {at.Regime}, "calendar": {at.Calendar},
		"due_soon": {strconv.Itoa(at.DueSoonDays)},
	}
}
