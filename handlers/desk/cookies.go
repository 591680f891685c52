package desk

import (
	"context"
	"net/url"
	"strconv"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) cookieRoutes() []web.Route {
	return append(d.shelfRoutes(d.cookieShelf()),
		web.Get("/desk/cookies", access.ReadCookies, d.listCookies),
		web.Get("/desk/cookies/new", access.EditCookies, d.newCookie),
		web.Post("/desk/cookies/new", access.EditCookies, d.createCookie),
		web.Get("/desk/cookies/:id", access.ReadCookies, d.showCookie),
		web.Post("/desk/cookies/:id", access.EditCookies, d.saveCookie),
		web.Post("/desk/cookies/:id/retirement", access.EditCookies, d.retireCookie),
		web.Post("/desk/cookies/:id/restoration", access.EditCookies, d.restoreCookie),
		web.Get("/desk/sites/:key/cookies/offers", access.EditCookies, d.listCookieOffers),
		web.Post("/desk/sites/:key/cookies/offers/:offer", access.EditCookies, d.settleCookieOffer),
	)
}

func (d *Desk) cookieShelf() shelf {
	of := shelf{name: "cookies", read: access.ReadCookies, edit: access.EditCookies}
	if d.Cookies == nil { // the table of routes alone
		return of
	}
	of.categories, of.prepare, of.propose, of.bring, of.export = d.Cookies.Categories(), d.Cookies.Prepare, d.Cookies.Propose, d.Cookies.Import, d.Cookies.Export
	of.history = func(ctx context.Context, actor access.Actor, id int64, cursor string) (string, store.Page[entry.Save], error) {
		found, saves, err := d.Cookies.History(ctx, actor, id, cursor)
		return found.Name, saves, err
	}
	return of
}

func (d *Desk) listCookies(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	form, err := web.Fill[cookie.ListInput](c.QueryParams())
	if err != nil {
		return store.ErrNotFound // an address that no form makes
	}
	in := form.Input
	page, err := d.Cookies.List(ctx, actor, in)
	if err != nil {
		return err
	}
	count, err := d.Cookies.Count(ctx, actor, in)
	if err != nil {
		return err
	}
	groups, err := d.Cookies.Categories().All(ctx)
	if err != nil {
		return err
	}
	sites, err := d.sitesFor(c, access.ReadCookies)
	if err != nil {
		return err
	}
	filters := views.EntryFilters{Text: in.Text, Site: in.Site, Category: in.Category, Status: string(in.Status), After: in.Cursor,
		Next: page.Next, Count: count, Sites: sites, Categories: groups, MayEdit: actor.May(access.EditCookies), MayPropose: actor.May(access.ProposeEditions)}
	return web.Page(c, views.CookieList(d.shell(c, ui.T(ctx, "place.cookies")), page.Items, filters))
}

func (d *Desk) newCookie(c web.Ctx) error {
	return d.newCookiePage(c, ui.Filling[cookie.Input](url.Values{"match": {"exact"}, "kind": {"cookie"}}), nil)
}

func (d *Desk) createCookie(c web.Ctx) error {
	form, err := web.Submitted[newCookieInput](c)
	var made cookie.Cookie
	if err == nil {
		made, err = d.Cookies.Add(c.Request().Context(), web.Actor(c), form.Input.Site, form.Input.Input)
	}
	again := ui.Form[cookie.Input]{Input: form.Input.Input, Typed: form.Typed}
	switch {
	case web.Rejected(&again, err):
		return d.newCookiePage(c, again, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EntryPath("cookies", made.ID), "cookie.added", "name", made.Name)
}

// newCookieInput is the register's own input, and for which site it is.
type newCookieInput struct {
	cookie.Input
	Site int64 `form:"site"`
}

func (d *Desk) newCookiePage(c web.Ctx, form ui.Form[cookie.Input], problem error) error {
	ctx := c.Request().Context()
	sites, err := d.sitesFor(c, access.EditCookies)
	if err != nil {
		return err
	}
	groups, err := d.Cookies.Categories().All(ctx)
	if err != nil {
		return err
	}
	if form.Typed.Get("site") == "" {
		form.Typed.Set("site", c.QueryParam("site"))
	}
	shell := d.shell(c, ui.T(ctx, "cookie.new"), d.cookieShelf().way(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.NewCookie(shell, views.CookieForm{Form: form, Sites: sites, Categories: groups, Editable: true}))
}

func (d *Desk) showCookie(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	found, err := d.Cookies.Get(c.Request().Context(), web.Actor(c), id)
	if err != nil {
		return err
	}
	typed := url.Values{"version": {strconv.FormatInt(found.Version, 10)}}
	for name, value := range cookie.InputOf(found).Typed() {
		typed.Set(name, value)
	}
	return d.cookiePage(c, found, ui.Filling[cookie.Input](typed), nil, nil)
}

func (d *Desk) saveCookie(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	found, err := d.Cookies.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	form, err := web.Submitted[cookie.Input](c)
	if err == nil {
		_, err = d.Cookies.Save(ctx, actor, id, form.Input)
	}
	theirs, late := lateSave(&form, err, "entry.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.cookiePage(c, found, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EntryPath("cookies", id), "entry.saved", "name", form.Input.Name)
}

func (d *Desk) cookiePage(c web.Ctx, found cookie.Cookie, form ui.Form[cookie.Input], theirs map[string]string, problem error) error {
	ctx := c.Request().Context()
	sites, err := d.sitesFor(c, access.ReadCookies)
	if err != nil {
		return err
	}
	groups, err := d.Cookies.Categories().All(ctx)
	if err != nil {
		return err
	}
	shell := d.shell(c, found.Name, d.cookieShelf().way(c))
	shell.Failed = form.Failed()
	page := views.CookieForm{Form: form, Sites: sites, Categories: groups, Theirs: theirs,
		Editable: found.Status == cookie.Active && web.Actor(c).MayOn(access.EditCookies, found.SiteID), MayEdit: web.Actor(c).MayOn(access.EditCookies, found.SiteID)}
	return shown(c, problem, views.Cookie(shell, found, page))
}

func (d *Desk) retireCookie(c web.Ctx) error {
	return d.turnEntry(c, d.cookieShelf(), "cookie.retired", d.Cookies.Retire)
}

func (d *Desk) restoreCookie(c web.Ctx) error {
	return d.turnEntry(c, d.cookieShelf(), "cookie.restored", d.Cookies.Restore)
}

// listCookieOffers shows the cookies that imported policies were found to name.
func (d *Desk) listCookieOffers(c web.Ctx) error {
	ctx := c.Request().Context()
	at, err := d.entrySite(c, d.cookieShelf())
	if err != nil {
		return err
	}
	offers, err := d.Cookies.Offers(ctx, web.Actor(c), at)
	if err != nil {
		return err
	}
	rows := make([]views.CookieOffer, len(offers))
	for i, offer := range offers {
		rows[i].ID = offer.ID
		if rows[i].Rows, err = offer.Cookies(); err != nil {
			return err
		}
	}
	return web.Page(c, views.CookieOffers(d.shell(c, ui.T(ctx, "cookies.offers.title", "site", at.Name), d.cookieShelf().way(c)), at, rows))
}

// settleCookieOffer takes an offer over, or dismisses it.
func (d *Desk) settleCookieOffer(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "offer")
	if err != nil {
		return err
	}
	at, err := d.entrySite(c, d.cookieShelf())
	if err != nil {
		return err
	}
	form, err := web.Submitted[struct{}](c)
	if err != nil {
		return err
	}
	if form.Typed.Get("dismiss") != "" {
		if err := d.Cookies.Dismiss(ctx, actor, at, id); err != nil {
			return err
		}
		return d.done(c, "/desk/cookies", "offer.dismissed")
	}
	report, err := d.Cookies.Take(ctx, actor, at, id)
	if err != nil {
		return err
	}
	return d.offerTaken(c, d.cookieShelf(), report)
}

// reviewCookies shows what a proposal of a declaration changes.
func reviewCookies(before edition.Edition, proposal edition.Proposal) ([]entry.Difference, error) {
	after, err := cookie.ReadDeclaration(proposal.Content)
	if err != nil {
		return nil, err
	}
	return cookie.CompareContent(before.Content, after)
}
