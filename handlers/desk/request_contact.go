package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newContact(c web.Ctx) error {
	return newCaseForm(d, c, "contact", nil, views.ContactPage)
}

func (d *Desk) createContact(c web.Ctx) error {
	return sentCaseForm(d, c, "contact", "", d.Requests.Reveal, views.ContactPage)
}
