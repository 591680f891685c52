package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newPause(c web.Ctx) error { return newCaseForm(d, c, "pause", nil, views.PausePage) }

func (d *Desk) createPause(c web.Ctx) error {
	if shown, err := forecast(d, c, "pause", d.Requests.ForecastPause, views.PausePage); shown {
		return err
	}
	return sentCaseForm(d, c, "pause", "/clock", d.Requests.Pause, views.PausePage)
}
