// Package desk is where staff work.
package desk

import (
	"slices"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/site"
)

// Desk answers staff with what the registers know.
type Desk struct {
	Sites    *site.Register
	Editions *edition.Register
	Facts    *facts.Register
}

// Routes is every page and action of the desk and who may use it. Each resource
// lists its own in the file of its name.
func (d *Desk) Routes() []web.Route {
	return slices.Concat(
		d.factsRoutes(),
	)
}
