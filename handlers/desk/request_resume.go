package desk

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/desk"
)

func (d *Desk) newResume(c web.Ctx) error { return newCaseForm(d, c, "resume", nil, views.ResumePage) }

func (d *Desk) createResume(c web.Ctx) error {
	if shown, err := forecast(d, c, "resume", d.Requests.ForecastResume, views.ResumePage); shown {
		return err
	}
	return sentCaseForm(d, c, "resume", "/clock", d.Requests.Resume, views.ResumePage)
}
