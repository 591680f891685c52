// Package desk is where staff work.
package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/site"
)

// Desk answers staff with what the registers know.
type Desk struct {
	Sites    *site.Register
	Editions *edition.Register
}

// Routes is every page and action of the desk and who may use it. Each resource
// lists its own in the file of its name.
func (d *Desk) Routes() []web.Route {
	return []web.Route{}
}
