package desk

import (
	"fmt"
	"net/url"
	"strconv"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/site"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) factsRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/facts", access.ReadFacts, d.listFacts),
		web.Get("/desk/sites/:key/facts", access.ReadFacts, d.showFacts),
		web.Post("/desk/sites/:key/facts", access.EditFacts, d.saveFacts),
		web.Get("/desk/sites/:key/facts/editions/:number", access.ReadFacts, d.showToldFacts),
		web.Get("/desk/sites/:key/facts/edition", access.ProposeEditions, d.newFactsEdition),
		web.Post("/desk/sites/:key/facts/edition", access.ProposeEditions, d.createFactsEdition),
	}
}

// listFacts shows every site of the actor with what the public is told about it.
func (d *Desk) listFacts(c web.Ctx) error {
	ctx := c.Request().Context()
	sites, err := d.Sites.All(ctx)
	if err != nil {
		return err
	}
	var rows []views.FactsRow
	for _, at := range sites {
		if !web.Actor(c).MayOn(access.ReadFacts, at.ID) {
			continue
		}
		told, err := d.Facts.InForce(ctx, at, d.Facts.Store.Now()) // a handful of sites
		if err != nil {
			return err
		}
		rows = append(rows, views.FactsRow{Site: at, Told: told})
	}
	return web.Page(c, views.FactsList(d.shell(c, ui.T(ctx, "facts.list.title")), rows))
}

// showToldFacts is one edition as people read it, for whoever works a case of its
// time. (The public reads its facts spread over the site's pages, and as JSON.)
func (d *Desk) showToldFacts(c web.Ctx) error {
	ctx := c.Request().Context()
	at, err := d.Sites.ByKey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	told, err := d.Facts.Edition(ctx, web.Actor(c), at, int(n))
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ui.WithZone(ctx, at.Location())))
	shell := d.shell(c, ui.T(ctx, "facts.told.title", "site", at.Name, "number", n), ui.Link{Text: ui.T(ctx, "facts.list.title"), Href: "/desk/facts"}, ui.Link{Text: at.Name, Href: views.FactsPath(at.Key)})
	return web.Page(c, views.ToldFacts(shell, at, told))
}

// factsSite is the site of the address, if the actor may read its facts.
func (d *Desk) factsSite(c web.Ctx) (site.Site, facts.Draft, error) {
	at, err := d.Sites.ByKey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return site.Site{}, facts.Draft{}, err
	}
	draft, err := d.Facts.Draft(c.Request().Context(), web.Actor(c), at)
	return at, draft, err
}

func (d *Desk) showFacts(c web.Ctx) error {
	at, draft, err := d.factsSite(c)
	if err != nil {
		return err
	}
	return d.factsPage(c, at, ui.Filling[facts.DraftInput](typedFacts(draft)), nil, nil)
}

func (d *Desk) saveFacts(c web.Ctx) error {
	at, _, err := d.factsSite(c)
	if err != nil {
		return err
	}
	form, err := web.Submitted[facts.DraftInput](c)
	if err == nil {
		_, err = d.Facts.Save(c.Request().Context(), web.Actor(c), at, form.Input)
	}
	theirs, late := lateSave(&form, err, "facts.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.factsPage(c, at, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, views.FactsPath(at.Key)+"/edition", "facts.saved")
}

func (d *Desk) factsPage(c web.Ctx, at site.Site, form ui.Form[facts.DraftInput], theirs map[string]string, problem error) error {
	shell := d.shell(c, ui.T(c.Request().Context(), "facts.title", "site", at.Name))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Facts(shell, at, form, theirs, web.Actor(c).MayOn(access.EditFacts, at.ID)))
}

func (d *Desk) newFactsEdition(c web.Ctx) error {
	at, draft, err := d.factsSite(c)
	if err != nil {
		return err
	}
	return d.factsEditionPage(c, at, draft, ui.Form[facts.EditionInput]{}, nil)
}

func (d *Desk) createFactsEdition(c web.Ctx) error {
	at, draft, err := d.factsSite(c)
	if err != nil {
		return err
	}
	form, err := web.Submitted[facts.EditionInput](c)
	var proposal edition.Proposal
	if err == nil {
		proposal, err = d.Facts.Propose(c.Request().Context(), web.Actor(c), at, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.factsEditionPage(c, at, draft, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.ProposalPath(proposal.ID), "proposal.submitted")
}

func (d *Desk) factsEditionPage(c web.Ctx, at site.Site, draft facts.Draft, form ui.Form[facts.EditionInput], problem error) error {
	if draft.Version == 0 {
		return web.SeeOther(c, views.FactsPath(at.Key))
	}
	ctx := c.Request().Context()
	told, err := d.Facts.InForce(ctx, at, d.Facts.Store.Now())
	if err != nil {
		return err
	}
	var before facts.Facts
	if told.Edition.ID != 0 && !told.Edition.Withheld() {
		before = told.Facts
	}
	shell := d.shell(c, ui.T(ctx, "facts.edition.title", "site", at.Name))
	shell.Failed = form.Failed()
	return shown(c, problem, views.FactsEdition(shell, at, facts.Compare(before, draft.Content), form))
}

// typedFacts are the values that the form starts with.
func typedFacts(draft facts.Draft) url.Values {
	typed := url.Values{"version": {strconv.FormatInt(draft.Version, 10)}}
	for i, controller := range draft.Content.Controllers {
		row := fmt.Sprintf("controllers[%d].", i)
		typed.Set(row+"audience", controller.Audience)
		typed.Set(row+"name", controller.Name)
		typed.Set(row+"address", controller.Address)
		typed.Set(row+"email", controller.Email)
		typed.Set(row+"authority", controller.Authority)
		typed.Set(row+"authority_url", controller.AuthorityURL)
	}
	contact := draft.Content.Contact
	typed.Set("contact.name", contact.Name)
	typed.Set("contact.email", contact.Email)
	typed.Set("contact.phone", contact.Phone)
	typed.Set("contact.address", contact.Address)
	for i, person := range draft.Content.Representatives {
		row := fmt.Sprintf("representatives[%d].", i)
		typed.Set(row+"region", person.Region)
		typed.Set(row+"name", person.Name)
		typed.Set(row+"address", person.Address)
		typed.Set(row+"email", person.Email)
	}
	for _, offer := range draft.Content.Rights {
		typed.Add("rights", offer.Right)
		if offer.Days > 0 {
			typed.Set("days["+offer.Right+"]", strconv.Itoa(offer.Days))
		}
	}
	for _, notice := range draft.Content.Notices {
		typed.Set("notices["+notice.Locale+"]", notice.Text)
	}
	return typed
}
