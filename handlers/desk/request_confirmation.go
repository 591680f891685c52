package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newConfirmation(c web.Ctx) error {
	return newCaseForm(d, c, "confirmation", nil, views.ConfirmationPage)
}

func (d *Desk) createConfirmation(c web.Ctx) error {
	return sentCaseForm(d, c, "confirmation", "", d.Requests.SendConfirmation, views.ConfirmationPage)
}
