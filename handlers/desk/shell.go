package desk

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// place is an entry of the desk's navigation: shown to those who hold the capability.
type place struct {
	group, message, path, icon string
	needs                      access.Capability
}

// places lists the navigation in its order; words are place.<message> and, above a
// group, place.group.<group>.
var places = []place{
	{"", "dashboard", "/desk", "home", access.Desk},
	{"service", "requests", "/desk/requests", "inbox", access.ReadRequests},
	{"legal", "policies", "/desk/policies", "document", access.ReadPolicies},
	{"legal", "cookies", "/desk/cookies", "cookie", access.ReadCookies},
	{"legal", "processors", "/desk/processors", "building", access.ReadProcessors},
	{"legal", "facts", "/desk/facts", "info", access.ReadFacts},
	{"legal", "proposals", "/desk/proposals", "eye", access.ReviewEditions},
	{"administration", "people", "/desk/people", "people", access.ManagePeople},
	{"administration", "roles", "/desk/roles", "list", access.SeeMatrix},
	{"administration", "sites", "/desk/sites", "globe", access.ManageSites},
	{"administration", "mail", "/desk/_mail", "mail", access.ReadMail},
	{"administration", "jobs", "/desk/_jobs", "gear", access.ManageJobs},
	{"administration", "components", "/desk/_components", "target", access.SeeComponents},
}

// Shell is shell for pages that are not the desk's own, such as an error's.
func (d *Desk) Shell(c web.Ctx, title string) ui.DeskShell { return d.shell(c, title) }

// shell is everything around a page of the desk: the navigation that the actor's
// roles open, the way here, what just happened, and that no mail leaves.
func (d *Desk) shell(c web.Ctx, title string, way ...ui.Link) ui.DeskShell {
	ctx, visitor := c.Request().Context(), web.Asking(c)
	shell := ui.DeskShell{
		Title: title, Home: "/desk", Theme: visitor.Theme,
		Person:     ui.Person{Name: visitor.Actor.Name, Role: views.RoleNames(ctx, visitor.Actor.Grants)},
		Nav:        d.navigation(c),
		Breadcrumb: append(slices.Clone(way), ui.Link{Text: title, Current: true}),
		Account:    []ui.Link{{Text: ui.T(ctx, "place.account"), Href: views.AccountPath}},
		Themes:     "/desk/theme", SignOut: "/desk/sign-out",
		Flash: d.flash(c),
	}
	if d.Requests != nil && visitor.Actor.May(access.ReadRequests) {
		shell.Search = &ui.SearchBox{Action: "/desk/requests/search", Name: "query", Label: ui.T(ctx, "search.query.label")}
	}
	if d.MailKept {
		shell.Notices = append(shell.Notices, ui.Flash{Tone: ui.Warn, Text: ui.T(ctx, "mail.kept.notice")})
	}
	return shell
}

// navigation is the places that exist and that the actor may enter.
func (d *Desk) navigation(c web.Ctx) []ui.LinkGroup {
	ctx, here := c.Request().Context(), c.Request().URL.Path
	var groups []ui.LinkGroup
	var last string
	for _, place := range places {
		if !web.Actor(c).May(place.needs) || !web.Serves(c, place.path) || place.needs == access.ManageJobs && !web.Actor(c).MayOn(access.ManageJobs, 0) {
			continue
		}
		if len(groups) == 0 || place.group != last {
			group := ui.LinkGroup{}
			if place.group != "" {
				group.Title = ui.T(ctx, "place.group."+place.group)
			}
			groups, last = append(groups, group), place.group
		}
		current := here == place.path || place.path != "/desk" && strings.HasPrefix(here, place.path+"/")
		links := &groups[len(groups)-1].Links
		*links = append(*links, ui.Link{Text: ui.T(ctx, "place."+place.message), Href: place.path, Icon: place.icon, Current: current})
	}
	return groups
}

// say keeps what the next page of this browser says, once: a message key with its
// values, which must not be personal data of requests.
func (d *Desk) say(c web.Ctx, tone ui.Tone, message string, values ...string) error {
	session := web.Asking(c).Session.ID
	if d.People == nil || session == uuid.Nil {
		return nil
	}
	flash := web.Flash{Tone: tone, Message: message, Values: map[string]string{}}
	for i := 0; i+1 < len(values); i += 2 {
		flash.Values[values[i]] = values[i+1]
	}
	return d.People.Sessions().SetFlash(c.Request().Context(), session, flash)
}

// done says that it is done and leads on, as every accepted form ends.
func (d *Desk) done(c web.Ctx, path, message string, values ...string) error {
	if err := d.say(c, ui.OK, message, values...); err != nil {
		return err
	}
	return web.SeeOther(c, path)
}

// flash is what the page says about what just happened. A page without it is better
// than none, so an error only leaves it out.
func (d *Desk) flash(c web.Ctx) []ui.Flash {
	session := web.Asking(c).Session.ID
	if d.People == nil || session == uuid.Nil {
		return nil
	}
	var flash web.Flash
	said, err := d.People.Sessions().TakeFlash(c.Request().Context(), session, &flash)
	if err != nil || !said {
		return nil
	}
	var values []any
	for name, value := range flash.Values {
		values = append(values, name, value)
	}
	return []ui.Flash{{Tone: flash.Tone, Text: ui.T(c.Request().Context(), flash.Message, values...)}}
}
