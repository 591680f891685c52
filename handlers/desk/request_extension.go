package desk

import (
	"context"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
)

func (d *Desk) newExtension(c web.Ctx) error {
	return newCaseForm(d, c, "extension", nil, views.ExtensionPage)
}

func (d *Desk) createExtension(c web.Ctx) error {
	if shown, err := forecast(d, c, "extension", d.Requests.ForecastExtension, views.ExtensionPage); shown {
		return err
	}
	extend := func(ctx context.Context, by access.Actor, reference string, in request.ExtensionInput) error {
		_, err := d.Requests.Extend(ctx, by, reference, in)
		return err
	}
	return sentCaseForm(d, c, "extension", "/clock", extend, views.ExtensionPage)
}
