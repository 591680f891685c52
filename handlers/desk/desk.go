// Package desk is where staff work.
package desk

import (
	"slices"

	"privacydesk/handlers/web"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/mail"
	"privacydesk/models/people"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/request"
	"privacydesk/models/site"
)

// Desk answers staff with what the registers know.
type Desk struct {
	Sites      *site.Register
	Editions   *edition.Register
	Facts      *facts.Register
	People     *people.Register
	Policies   *policy.Register
	Requests   *request.Register
	Blocks     web.Blocks // fills the blocks of policy texts, for previews
	Cookies    *cookie.Register
	Processors *processor.Register
	Outbox     *mail.Outbox

	MailKept  bool // no mail server is configured: nothing leaves
	MailShown bool // the outbox may show what mails say: a demonstration on this machine only
}

// Routes is every page and action of the desk and who may use it. Each resource
// lists its own in the file of its name.
func (d *Desk) Routes() []web.Route {
	return slices.Concat(
		d.dashboardRoutes(),
		d.signInRoutes(),
		d.joiningRoutes(),
		d.accountRoutes(),
		d.peopleRoutes(),
		d.rolesRoutes(),
		d.mailRoutes(),
		d.jobRoutes(),
		d.sitesRoutes(),
		d.factsRoutes(),
		d.policyRoutes(),
		d.proposalRoutes(),
		d.editionRoutes(),
		d.requestRoutes(),
		d.cookieRoutes(),
		d.processorRoutes(),
	)
}
