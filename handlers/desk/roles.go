package desk

import (
	"net/http"
	"strings"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) rolesRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/roles", access.SeeMatrix, d.showRoles),
		web.Get("/desk/_components", access.SeeComponents, d.showComponents),
	}
}

// showRoles shows the very tables that every request is checked against.
func (d *Desk) showRoles(c web.Ctx) error {
	var rows []views.RouteRow
	for _, route := range web.Routes(c) {
		if strings.HasPrefix(route.Path, "/desk") {
			rows = append(rows, views.RouteRow{Path: route.Path, Acts: route.Method == http.MethodPost, Needs: route.Needs})
		}
	}
	return web.Page(c, views.Roles(d.shell(c, ui.T(c.Request().Context(), "roles.title")), rows))
}

func (d *Desk) showComponents(c web.Ctx) error {
	return web.Page(c, views.ComponentsPage(d.shell(c, ui.T(c.Request().Context(), "gallery.title"))))
}
