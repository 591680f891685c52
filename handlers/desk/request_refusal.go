package desk

import (
	"context"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) newRefusal(c web.Ctx) error {
	id, err := key(c)
	if err != nil {
		return err
	}
	return newCaseForm(d, c, "refusal", nil, refusalPage(id))
}

// createRefusal lets a refusal stand or sends it back, as the pressed button says.
func (d *Desk) createRefusal(c web.Ctx) error {
	id, err := key(c)
	if err != nil {
		return err
	}
	settle := func(ctx context.Context, by access.Actor, reference string, in request.RefusalInput) error {
		if c.FormValue("say") == "confirm" {
			return d.Requests.ConfirmRefusal(ctx, by, reference, id, in)
		}
		return d.Requests.ReturnRefusal(ctx, by, reference, id, in)
	}
	return sentCaseForm(d, c, "refusal", "/decision", settle, refusalPage(id))
}

func refusalPage(id uuid.UUID) func(views.Case, ui.Form[request.RefusalInput]) templ.Component {
	return func(view views.Case, form ui.Form[request.RefusalInput]) templ.Component {
		return views.RefusalPage(view, form, id)
	}
}
