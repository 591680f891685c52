package desk

import (
	"context"
	"errors"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) editionRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/editions/:id", access.ReviewEditions, d.showEdition),
		web.Get("/desk/editions/:id/withdrawal", access.WithdrawEditions, d.newWithdrawal),
		web.Post("/desk/editions/:id/withdrawal", access.WithdrawEditions, d.createWithdrawal),
		web.Get("/desk/editions/:id/withholding", access.WithholdEditions, d.newWithholding),
		web.Post("/desk/editions/:id/withholding", access.WithholdEditions, d.createWithholding),
		web.Post("/desk/editions/:id/withholding/decision", access.WithholdEditions, d.settleWithholding),
		web.Get("/desk/sites/:key/waivers", access.GrantWaivers, d.listWaivers),
		web.Post("/desk/sites/:key/waivers", access.GrantWaivers, d.createWaiver),
		web.Post("/desk/sites/:key/waivers/:id/end", access.GrantWaivers, d.endWaiver),
	}
}

// titleOfEdition is what a policy calls itself, and of the others the site's name.
func (d *Desk) titleOfEdition(ctx context.Context, found edition.Edition) (string, error) {
	if found.Subject.Kind() == edition.KindPolicy {
		content, err := policy.ContentOf(found)
		if errors.Is(err, store.ErrNotFound) { // withheld
			return found.Subject.Key(), nil
		}
		return content.Title, err
	}
	at, err := d.siteByID(ctx, found.SiteID)
	return at.Name, err
}

// editionPage reads the edition of the address and what stands around it.
func (d *Desk) editionPage(c web.Ctx) (views.EditionPage, error) {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "id")
	if err != nil {
		return views.EditionPage{}, err
	}
	found, err := d.Editions.Seen(ctx, actor, id)
	if err != nil {
		return views.EditionPage{}, err
	}
	page := views.EditionPage{Edition: found, InEffect: found.InEffect(d.Editions.Store.Now())}
	title, err := d.titleOfEdition(ctx, found)
	if err != nil {
		return page, err
	}
	page.Title = views.SubjectName(ctx, found.Subject, title) + " " + found.Version
	if page.Withholdings, err = d.Editions.Withholdings(ctx, id); err != nil {
		return page, err
	}
	people := []int64{found.PreparedBy}
	if found.ApprovedBy != nil {
		people = append(people, *found.ApprovedBy)
	}
	for _, asked := range page.Withholdings {
		people = append(people, asked.AskedBy)
	}
	if page.Names, err = d.People.Names(ctx, people...); err != nil {
		return page, err
	}
	if page.Public, err = d.publicAddress(c, found); err != nil {
		return page, err
	}
	page.MayWithdraw = actor.MayOn(access.WithdrawEditions, found.SiteID) && !page.InEffect && !found.Withdrawn()
	page.MayWithhold = actor.MayOn(access.WithholdEditions, found.SiteID) && !found.Withheld()
	return page, nil
}

// publicAddress is where the public reads a version of a policy.
func (d *Desk) publicAddress(c web.Ctx, found edition.Edition) (string, error) {
	if found.Subject.Kind() != edition.KindPolicy {
		return "", nil
	}
	at, err := d.siteByID(c.Request().Context(), found.SiteID)
	return at.URL + "/policies/" + found.Subject.Key() + "/" + found.Version, err
}

func (d *Desk) showEdition(c web.Ctx) error {
	page, err := d.editionPage(c)
	if err != nil {
		return err
	}
	return web.Page(c, views.Edition(d.shell(c, page.Title), page))
}

func (d *Desk) newWithdrawal(c web.Ctx) error {
	return d.withdrawalPage(c, ui.Form[views.ReasonInput]{}, nil)
}

func (d *Desk) withdrawalPage(c web.Ctx, form ui.Form[views.ReasonInput], problem error) error {
	page, err := d.editionPage(c)
	if err != nil {
		return err
	}
	shell := d.shell(c, ui.T(c.Request().Context(), "withdrawal.title"), ui.Link{Text: page.Title, Href: views.EditionPath(page.Edition.ID)})
	shell.Failed = form.Failed()
	return shown(c, problem, views.Withdrawal(shell, page, form))
}

func (d *Desk) createWithdrawal(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	form, err := web.Submitted[views.ReasonInput](c)
	if err == nil {
		err = d.Editions.Withdraw(c.Request().Context(), web.Actor(c), id, form.Input.Reason)
	}
	switch {
	case web.Rejected(&form, err):
		return d.withdrawalPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EditionPath(id), "withdrawal.done")
}

func (d *Desk) newWithholding(c web.Ctx) error {
	return d.withholdingPage(c, ui.Form[views.ReasonInput]{}, nil)
}

func (d *Desk) withholdingPage(c web.Ctx, form ui.Form[views.ReasonInput], problem error) error {
	page, err := d.editionPage(c)
	if err != nil {
		return err
	}
	shell := d.shell(c, ui.T(c.Request().Context(), "withholding.title"), ui.Link{Text: page.Title, Href: views.EditionPath(page.Edition.ID)})
	shell.Failed = form.Failed()
	return shown(c, problem, views.Withholding(shell, page, form))
}

func (d *Desk) createWithholding(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	form, err := web.Submitted[views.ReasonInput](c)
	if err == nil {
		err = d.Editions.AskWithholding(c.Request().Context(), web.Actor(c), id, form.Input.LegalReason)
	}
	switch {
	case web.Rejected(&form, err):
		return d.withholdingPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.EditionPath(id)+"/withholding", "withholding.requested")
}

func (d *Desk) settleWithholding(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	form, err := web.Submitted[views.ReasonInput](c)
	if err == nil {
		err = d.Editions.SettleWithholding(c.Request().Context(), web.Actor(c), id, form.Input.Confirm == "yes")
	}
	switch {
	case web.Rejected(&form, err):
		return d.withholdingPage(c, form, err)
	case err != nil:
		return err
	}
	if form.Input.Confirm != "yes" {
		return d.done(c, views.EditionPath(id), "withholding.dropped")
	}
	return d.done(c, views.EditionPath(id), "withholding.done")
}

func (d *Desk) listWaivers(c web.Ctx) error {
	return d.waiversPage(c, ui.Form[edition.WaiverInput]{}, nil)
}

func (d *Desk) waiversPage(c web.Ctx, form ui.Form[edition.WaiverInput], problem error) error {
	ctx := c.Request().Context()
	at, err := d.Sites.ByKey(ctx, c.Param("key"))
	if err == nil && !web.Actor(c).MayOn(access.GrantWaivers, at.ID) {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	page := views.WaiversPage{SiteKey: at.Key, SiteName: at.Name, Form: form}
	if page.Waivers, err = d.Editions.Waivers(ctx, at.ID); err != nil {
		return err
	}
	var people []int64
	for _, waiver := range page.Waivers {
		people = append(people, waiver.GrantedBy)
	}
	if page.Names, err = d.People.Names(ctx, people...); err != nil {
		return err
	}
	shell := d.shell(c, ui.T(ctx, "waivers.title", "site", at.Name))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Waivers(shell, page))
}

func (d *Desk) createWaiver(c web.Ctx) error {
	ctx := c.Request().Context()
	at, err := d.Sites.ByKey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	form, err := web.Submitted[edition.WaiverInput](c)
	if err == nil {
		err = d.Editions.GrantWaiver(ctx, web.Actor(c), at.ID, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.waiversPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.WaiversPath(at.Key), "waiver.granted")
}

func (d *Desk) endWaiver(c web.Ctx) error {
	ctx := c.Request().Context()
	at, err := d.Sites.ByKey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := d.Editions.EndWaiver(ctx, web.Actor(c), at.ID, id); err != nil {
		return err
	}
	return d.done(c, views.WaiversPath(at.Key), "waiver.ended")
}
