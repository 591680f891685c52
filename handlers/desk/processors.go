package desk

import (
	"context"
	"net/url"
	"strconv"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/people"
	"privacydesk/models/processor"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) processorRoutes() []web.Route {
	return append(d.shelfRoutes(d.processorShelf()),
		web.Get("/desk/processors", access.ReadProcessors, d.listProcessors),
		web.Get("/desk/processors/new", access.EditProcessors, d.newProcessor),
		web.Post("/desk/processors/new", access.EditProcessors, d.createProcessor),
		web.Get("/desk/processors/:id", access.ReadProcessors, d.showProcessor),
		web.Post("/desk/processors/:id", access.EditProcessors, d.saveProcessor),
		web.Get("/desk/processors/:id/end", access.EditProcessors, d.newProcessorEnd),
		web.Post("/desk/processors/:id/end", access.EditProcessors, d.createProcessorEnd),
		web.Post("/desk/processors/:id/restoration", access.EditProcessors, d.restoreProcessor),
		web.Get("/desk/sites/:key/processors/offers", access.EditProcessors, d.listRecipientOffers),
		web.Post("/desk/sites/:key/processors/offers/:offer", access.EditProcessors, d.settleRecipientOffer),
	)
}

func (d *Desk) processorShelf() shelf {
	of := shelf{name: "processors", read: access.ReadProcessors, edit: access.EditProcessors}
	if d.Processors == nil { // the table of routes alone
		return of
	}
	r := d.Processors
	of.categories, of.prepare, of.propose, of.bring, of.export = r.Categories(), r.Prepare, r.Propose, r.Import, r.Export
	of.history = func(ctx context.Context, actor access.Actor, id int64, cursor string) (string, store.Page[entry.Save], error) {
		found, saves, err := r.History(ctx, actor, id, cursor)
		return found.Name, saves, err
	}
	return of
}

func (d *Desk) listProcessors(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	form, err := web.Fill[processor.ListInput](c.QueryParams())
	if err != nil {
		return store.ErrNotFound // an address that no form makes
	}
	in := form.Input
	page, err := d.Processors.List(ctx, actor, in)
	if err != nil {
		return err
	}
	count, err := d.Processors.Count(ctx, actor, in)
	if err != nil {
		return err
	}
	groups, err := d.Processors.Categories().All(ctx)
	if err != nil {
		return err
	}
	sites, err := d.sitesFor(c, access.ReadProcessors)
	if err != nil {
		return err
	}
	filters := views.EntryFilters{Text: in.Text, Site: in.Site, Category: in.Category, Status: string(in.Status), After: in.Cursor,
		Next: page.Next, Count: count, Sites: sites, Categories: groups, MayEdit: actor.May(access.EditProcessors), MayPropose: actor.May(access.ProposeEditions)}
	return web.Page(c, views.ProcessorList(d.shell(c, ui.T(ctx, "place.processors")), page.Items, filters))
}

func (d *Desk) newProcessor(c web.Ctx) error {
	typed := url.Values{"status": {string(processor.Active)}}
	if sites, err := d.sitesFor(c, access.EditProcessors); err != nil {
		return err
	} else if len(sites) == 1 {
		typed.Set("site_ids", strconv.FormatInt(sites[0].ID, 10))
	}
	return d.processorPage(c, processor.Processor{}, ui.Filling[processor.Input](typed), nil, nil)
}

func (d *Desk) createProcessor(c web.Ctx) error {
	form, err := web.Submitted[processor.Input](c)
	var made processor.Processor
	if err == nil {
		made, err = d.Processors.Add(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.processorPage(c, processor.Processor{}, form, nil, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EntryPath("processors", made.ID), "processor.added", "name", made.Name)
}

func (d *Desk) showProcessor(c web.Ctx) error {
	found, err := d.processorOf(c)
	if err != nil {
		return err
	}
	typed := url.Values{"version": {strconv.FormatInt(found.Version, 10)}}
	for name, values := range processor.InputOf(found).Typed() {
		typed[name] = values
	}
	return d.processorPage(c, found, ui.Filling[processor.Input](typed), nil, nil)
}

func (d *Desk) processorOf(c web.Ctx) (processor.Processor, error) {
	id, err := number(c, "id")
	if err != nil {
		return processor.Processor{}, err
	}
	return d.Processors.Get(c.Request().Context(), web.Actor(c), id)
}

func (d *Desk) saveProcessor(c web.Ctx) error {
	found, err := d.processorOf(c)
	if err != nil {
		return err
	}
	form, err := web.Submitted[processor.Input](c)
	if err == nil {
		_, err = d.Processors.Save(c.Request().Context(), web.Actor(c), found.ID, form.Input)
	}
	theirs, late := lateSave(&form, err, "entry.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.processorPage(c, found, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EntryPath("processors", found.ID), "entry.saved", "name", form.Input.Name)
}

func (d *Desk) processorPage(c web.Ctx, found processor.Processor, form ui.Form[processor.Input], theirs map[string]string, problem error) error {
	ctx := c.Request().Context()
	need := access.ReadProcessors
	if found.ID == 0 {
		need = access.EditProcessors
	}
	sites, err := d.sitesFor(c, need)
	if err != nil {
		return err
	}
	groups, err := d.Processors.Categories().All(ctx)
	if err != nil {
		return err
	}
	owners, err := d.ownersOf(ctx, found)
	if err != nil {
		return err
	}
	title := found.Name
	if found.ID == 0 {
		title = ui.T(ctx, "processor.new")
	}
	mayEdit := true
	for _, id := range found.SiteIDs {
		mayEdit = mayEdit && web.Actor(c).MayOn(access.EditProcessors, id)
	}
	shell := d.shell(c, title, d.processorShelf().way(c))
	shell.Failed = form.Failed()
	page := views.ProcessorForm{Form: form, Sites: sites, Categories: groups, Owners: owners, Theirs: theirs,
		Editable: mayEdit && found.Status != processor.Ended, MayEdit: mayEdit}
	return shown(c, problem, views.Processor(shell, found, page))
}

// ownersOf are the people who may look after a company: those who keep the register.
func (d *Desk) ownersOf(ctx context.Context, found processor.Processor) ([]people.Named, error) {
	if d.People == nil {
		return nil, nil
	}
	site := int64(0)
	if len(found.SiteIDs) > 0 {
		site = found.SiteIDs[0]
	}
	return d.People.Holders(ctx, access.EditProcessors, site)
}

func (d *Desk) newProcessorEnd(c web.Ctx) error {
	return d.processorEndPage(c, ui.Form[processor.EndInput]{}, nil)
}

func (d *Desk) createProcessorEnd(c web.Ctx) error {
	found, err := d.processorOf(c)
	if err != nil {
		return err
	}
	form, err := web.Submitted[processor.EndInput](c)
	if err == nil {
		today := civil.DateOf(d.Processors.Store.Now().In(web.Site(c).Location()))
		err = d.Processors.End(c.Request().Context(), web.Actor(c), found.ID, today, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.processorEndPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EntryPath("processors", found.ID), "processor.ended")
}

func (d *Desk) processorEndPage(c web.Ctx, form ui.Form[processor.EndInput], problem error) error {
	found, err := d.processorOf(c)
	if err != nil {
		return err
	}
	shell := d.shell(c, ui.T(c.Request().Context(), "processor.end.title", "name", found.Name), d.processorShelf().way(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.ProcessorEnd(shell, found, form))
}

func (d *Desk) restoreProcessor(c web.Ctx) error {
	return d.turnEntry(c, d.processorShelf(), "processor.restored", d.Processors.Restore)
}

// listRecipientOffers shows the recipients that imported policies were found to name.
func (d *Desk) listRecipientOffers(c web.Ctx) error {
	ctx := c.Request().Context()
	at, err := d.entrySite(c, d.processorShelf())
	if err != nil {
		return err
	}
	offers, err := d.Processors.Offers(ctx, web.Actor(c), at)
	if err != nil {
		return err
	}
	rows := make([]views.RecipientOffer, len(offers))
	for i, offer := range offers {
		names, err := offer.Recipients()
		if err != nil {
			return err
		}
		rows[i] = views.RecipientOffer{ID: offer.ID, Companies: names.Companies, Categories: names.Categories}
	}
	return web.Page(c, views.RecipientOffers(d.shell(c, ui.T(ctx, "processors.offers.title", "site", at.Name), d.processorShelf().way(c)), at, rows))
}

// settleRecipientOffer takes the chosen names over, or dismisses the offer.
func (d *Desk) settleRecipientOffer(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "offer")
	if err != nil {
		return err
	}
	at, err := d.entrySite(c, d.processorShelf())
	if err != nil {
		return err
	}
	form, err := web.Submitted[processor.TakeInput](c)
	if err != nil {
		return err
	}
	if form.Typed.Get("dismiss") != "" {
		if err := d.Processors.Dismiss(ctx, actor, at, id); err != nil {
			return err
		}
		return d.done(c, "/desk/processors", "offer.dismissed")
	}
	report, err := d.Processors.Take(ctx, actor, at, id, form.Input)
	if err != nil {
		return err
	}
	return d.offerTaken(c, d.processorShelf(), report)
}

// reviewProcessors shows what a proposal of a list changes.
func reviewProcessors(before edition.Edition, proposal edition.Proposal) ([]entry.Difference, error) {
	after, err := processor.ReadCompanies(proposal.Content)
	if err != nil {
		return nil, err
	}
	return processor.CompareContent(before.Content, after)
}
