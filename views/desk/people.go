package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/views/ui"
)

// held are the grants as access knows them.
func held(grants []people.Grant) []access.Grant {
	all := make([]access.Grant, 0, len(grants))
	for _, grant := range grants {
		all = append(all, access.Grant{Role: grant.Role, SiteID: grant.Site()})
	}
	return all
}

// name is the site in words; 0 is every site.
func (n SiteNames) name(ctx context.Context, id int64) string {
	if id == 0 {
		return ui.T(ctx, "people.all_sites")
	}
	return n[id]
}

// of are the sites on which somebody holds a role, each once.
func (n SiteNames) of(ctx context.Context, grants []people.Grant) string {
	var names []string
	for _, grant := range grants {
		if name := n.name(ctx, grant.Site()); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// lastSeen says when somebody last used the desk, or why they have not.
func lastSeen(ctx context.Context, person people.Person) string {
	switch {
	case person.Status == people.Suspended:
		return ui.T(ctx, "people.suspended")
	case person.SeenAt != nil:
		return ui.DateTime(ctx, *person.SeenAt)
	case person.Status == people.Invited:
		return ui.T(ctx, "people.invited", "date", ui.Date(ctx, ui.Day(ctx, person.CreatedAt)))
	}
	return ui.T(ctx, "people.never")
}

// lastDay is the last day of a role. It ends at the following midnight, UTC.
func lastDay(ctx context.Context, grant people.Grant) string {
	if grant.Until == nil {
		return ui.T(ctx, "grant.forever")
	}
	return ui.Date(ui.WithZone(ctx, time.UTC), ui.Day(ui.WithZone(ctx, time.UTC), grant.Until.Add(-time.Second)))
}

// roleOptions are roles to choose from.
func roleOptions(roles []access.Role) []ui.Option {
	options := make([]ui.Option, 0, len(roles))
	for _, role := range roles {
		options = append(options, ui.Option{Value: string(role), Message: "role." + string(role)})
	}
	return options
}
