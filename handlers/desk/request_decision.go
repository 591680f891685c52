package desk

import (
	"context"
	"net/url"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
)

func (d *Desk) newDecision(c web.Ctx) error {
	return newCaseForm(d, c, "decision", url.Values{"right": {c.Param("right")}}, views.DecisionPage)
}

func (d *Desk) createDecision(c web.Ctx) error {
	decide := func(ctx context.Context, by access.Actor, reference string, in request.DecisionInput) error {
		in.Right = c.Param("right")
		_, err := d.Requests.Decide(ctx, by, reference, in)
		return err
	}
	return sentCaseForm(d, c, "decision", "/decision", decide, views.DecisionPage)
}
