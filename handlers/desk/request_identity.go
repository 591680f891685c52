package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newIdentity(c web.Ctx) error {
	return newCaseForm(d, c, "identity", nil, views.IdentityPage)
}

func (d *Desk) createIdentity(c web.Ctx) error {
	return sentCaseForm(d, c, "identity", "", d.Requests.ConfirmIdentity, views.IdentityPage)
}
