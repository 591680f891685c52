package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newClosing(c web.Ctx) error {
	return newCaseForm(d, c, "closing", nil, views.ClosingPage)
}

func (d *Desk) createClosing(c web.Ctx) error {
	return sentCaseForm(d, c, "closing", "", d.Requests.Close, views.ClosingPage)
}
