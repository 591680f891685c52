package desk

import (
	"context"
	"strconv"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/people"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) peopleRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/people", access.ManagePeople, d.listPeople),
		web.Get("/desk/people/invitation", access.ManagePeople, d.newInvitation),
		web.Post("/desk/people/invitation", access.ManagePeople, d.createInvitation),
		web.Get("/desk/people/:id", access.ManagePeople, d.showPerson),
		web.Post("/desk/people/:id/grants", access.ManagePeople, d.createGrant),
		web.Post("/desk/people/:id/grants/:grant/end", access.ManagePeople, d.endGrant),
		web.Post("/desk/people/:id/suspend", access.ManagePeople, d.changing("person.suspended", (*people.Register).Suspend)),
		web.Post("/desk/people/:id/restore", access.ManagePeople, d.changing("person.restored", (*people.Register).Restore)),
		web.Post("/desk/people/:id/renew", access.ManagePeople, d.changing("person.renewed", (*people.Register).StartRenewal)),
	}
}

func peopleWay(c web.Ctx) ui.Link {
	return ui.Link{Text: ui.T(c.Request().Context(), "people.title"), Href: views.PeoplePath}
}

func (d *Desk) listPeople(c web.Ctx) error {
	ctx, cursor := c.Request().Context(), c.QueryParam("after")
	page, err := d.People.List(ctx, web.Actor(c), cursor)
	if err != nil {
		return err
	}
	count, err := d.People.Count(ctx)
	if err != nil {
		return err
	}
	names, _, err := d.siteNames(ctx)
	if err != nil {
		return err
	}
	first, next := ways(views.PeoplePath, cursor, page.Next)
	return web.Page(c, views.PeopleList(d.shell(c, ui.T(ctx, "people.title")), page.Items, count, names, first, next))
}

// siteNames are the names of all sites, and the same as answers of a question.
func (d *Desk) siteNames(ctx context.Context) (views.SiteNames, []ui.Option, error) {
	sites, err := d.Sites.All(ctx)
	names := make(views.SiteNames, len(sites))
	options := make([]ui.Option, 0, len(sites))
	for _, site := range sites {
		names[site.ID] = site.Name
		options = append(options, ui.Option{Value: strconv.FormatInt(site.ID, 10), Text: site.Name})
	}
	return names, options, err
}

// whereToGrant are the sites on which the actor may give roles, all sites first.
func (d *Desk) whereToGrant(c web.Ctx) ([]ui.Option, error) {
	ctx := c.Request().Context()
	_, options, err := d.siteNames(ctx)
	if err != nil {
		return nil, err
	}
	ids, all := web.Actor(c).Sites(access.ManagePeople)
	if all {
		return append([]ui.Option{{Value: "0", Text: ui.T(ctx, "people.all_sites")}}, options...), nil
	}
	var own []ui.Option
	for _, option := range options {
		for _, id := range ids {
			if option.Value == strconv.FormatInt(id, 10) {
				own = append(own, option)
			}
		}
	}
	return own, nil
}

// grantable are the roles that the actor may give on some site.
func grantable(actor access.Actor) []access.Role {
	var roles []access.Role
	for _, role := range access.Roles {
		for _, grant := range actor.Grants {
			if actor.MayGrant(role, grant.SiteID) {
				roles = append(roles, role)
				break
			}
		}
	}
	return roles
}

func (d *Desk) newInvitation(c web.Ctx) error {
	if err := d.steppedUp(c); err != nil {
		return err
	}
	return d.invitationPage(c, ui.Form[people.InvitationInput]{}, nil)
}

func (d *Desk) createInvitation(c web.Ctx) error {
	form, err := web.Submitted[people.InvitationInput](c)
	if err == nil {
		_, err = d.People.Invite(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case rejected(&form, err):
		return d.invitationPage(c, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.PeoplePath, "invitation.sent", "name", form.Input.Name)
}

func (d *Desk) invitationPage(c web.Ctx, form ui.Form[people.InvitationInput], problem error) error {
	where, err := d.whereToGrant(c)
	if err != nil {
		return err
	}
	shell := d.shell(c, ui.T(c.Request().Context(), "invitation.title"), peopleWay(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Invitation(shell, form, grantable(web.Actor(c)), where))
}

func (d *Desk) showPerson(c web.Ctx) error {
	return d.personPage(c, ui.Form[people.GrantInput]{}, nil)
}

func (d *Desk) personPage(c web.Ctx, form ui.Form[people.GrantInput], problem error) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	entry, err := d.People.Find(ctx, actor, id)
	if err != nil {
		return err
	}
	names, _, err := d.siteNames(ctx)
	if err != nil {
		return err
	}
	where, err := d.whereToGrant(c)
	if err != nil {
		return err
	}
	view := views.PersonView{Entry: entry, Self: id == actor.ID, Grantable: grantable(actor), Sites: names, Where: where, Revocable: map[int64]bool{}}
	for _, grant := range entry.Grants {
		view.Revocable[grant.ID] = id != actor.ID && actor.MayGrant(grant.Role, grant.Site())
	}
	shell := d.shell(c, entry.Name, peopleWay(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Person(shell, view, form))
}

func (d *Desk) createGrant(c web.Ctx) error {
	form, err := web.Submitted[people.GrantInput](c)
	var id int64
	if err == nil {
		id, err = number(c, "id")
	}
	if err == nil {
		_, err = d.People.Grant(c.Request().Context(), web.Actor(c), id, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.personPage(c, form, err)
	case err != nil:
		return err
	}
	return d.personDone(c, id, "grant.given", form.Input.Role)
}

func (d *Desk) endGrant(c web.Ctx) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	grantID, err := number(c, "grant")
	if err != nil {
		return err
	}
	entry, err := d.People.Find(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := d.People.Revoke(ctx, actor, id, grantID); err != nil {
		return err
	}
	var role access.Role
	for _, grant := range entry.Grants {
		if grant.ID == grantID {
			role = grant.Role
		}
	}
	return d.personDone(c, id, "grant.ended", role)
}

// personDone leads back to the person and says what happened to them.
func (d *Desk) personDone(c web.Ctx, id int64, message string, role access.Role) error {
	ctx := c.Request().Context()
	names, err := d.People.Names(ctx, id)
	if err != nil {
		return err
	}
	values := []string{"name", names[id]}
	if role != "" {
		values = append(values, "role", views.RoleName(ctx, role))
	}
	return d.done(c, views.PersonPath(id), message, values...)
}

// changing is an action on somebody's account that takes nothing but who it is.
func (d *Desk) changing(message string, change func(*people.Register, context.Context, access.Actor, int64) error) func(web.Ctx) error {
	return func(c web.Ctx) error {
		id, err := number(c, "id")
		if err != nil {
			return err
		}
		if err := change(d.People, c.Request().Context(), web.Actor(c), id); err != nil {
			return err
		}
		return d.personDone(c, id, message, "")
	}
}
