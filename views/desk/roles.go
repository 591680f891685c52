package desk

import (
	"context"
	"slices"
	"strings"

	"privacydesk/models/access"
	"privacydesk/views/ui"
)

// RoleName is the role in words.
func RoleName(ctx context.Context, role access.Role) string {
	return ui.T(ctx, "role."+string(role)+".label")
}

// RoleNames are the roles that somebody holds, each once, in words.
func RoleNames(ctx context.Context, grants []access.Grant) string {
	var names []string
	for _, role := range access.Roles {
		if slices.ContainsFunc(grants, func(g access.Grant) bool { return g.Role == role }) {
			names = append(names, RoleName(ctx, role))
		}
	}
	if len(names) == 0 {
		return ui.T(ctx, "roles.none")
	}
	return strings.Join(names, ", ")
}

// capabilityGroup is capabilities that belong together on the page of roles.
type capabilityGroup struct {
	name         string
	capabilities []access.Capability
}

// groupOrder is the order of the groups; what belongs to none is administration.
var groupOrder = []string{"own", "requests", "policies", "cookies", "processors", "facts", "editions", "waivers", "administration"}

// capabilityGroups are all capabilities by the part of the desk they belong to.
func capabilityGroups() []capabilityGroup {
	byName := map[string][]access.Capability{"own": {access.Desk}}
	for _, capability := range access.Capabilities() {
		name, _, _ := strings.Cut(string(capability), ".")
		if !slices.Contains(groupOrder, name) {
			name = "administration"
		}
		byName[name] = append(byName[name], capability)
	}
	var groups []capabilityGroup
	for _, name := range groupOrder {
		if len(byName[name]) > 0 {
			groups = append(groups, capabilityGroup{name, byName[name]})
		}
	}
	return groups
}

// roleColumns are a column for each role behind the first.
func roleColumns(ctx context.Context, first ui.Column) []ui.Column {
	columns := []ui.Column{first}
	for _, role := range access.Roles {
		columns = append(columns, ui.Column{Text: RoleName(ctx, role)})
	}
	return columns
}
