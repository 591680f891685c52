package desk

import (
	"context"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) newDecision(c web.Ctx) error {
	page, err := d.decisionPage(c)
	if err != nil {
		return err
	}
	return newCaseForm(d, c, "decision", nil, page)
}

func (d *Desk) createDecision(c web.Ctx) error {
	page, err := d.decisionPage(c)
	if err != nil {
		return err
	}
	decide := func(ctx context.Context, by access.Actor, reference string, in request.DecisionInput) error {
		in.Right = c.Param("right")
		_, err := d.Requests.Decide(ctx, by, reference, in)
		return err
	}
	return sentCaseForm(d, c, "decision", "/decision", decide, page)
}

// decisionPage decides the right of the address.
//
// Errors: store.ErrNotFound for a right that was not asked for.
func (d *Desk) decisionPage(c web.Ctx) (func(views.Case, ui.Form[request.DecisionInput]) templ.Component, error) {
	found, err := d.Requests.Case(c.Request().Context(), web.Actor(c), c.Param("reference"))
	if err != nil {
		return nil, err
	}
	for _, right := range found.Rights {
		if string(right.Key) == c.Param("right") {
			return func(view views.Case, form ui.Form[request.DecisionInput]) templ.Component {
				return views.DecisionPage(view, form, right)
			}, nil
		}
	}
	return nil, store.ErrNotFound
}
