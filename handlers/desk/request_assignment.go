package desk

import (
	"errors"
	"net/url"

	"privacydesk/handlers/web"
	"privacydesk/models/request"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
)

func (d *Desk) newAssignment(c web.Ctx) error {
	view, err := d.caseView(c, "assignment")
	if err != nil {
		return err
	}
	owner := views.OwnerOf(view.Case.Request)
	return newCaseForm(d, c, "assignment", url.Values{"owner": {owner}, "was": {owner}}, views.AssignmentPage)
}

func (d *Desk) createAssignment(c web.Ctx) error {
	reference := c.Param("reference")
	form, err := web.Submitted[request.AssignmentInput](c)
	if err == nil {
		err = d.Requests.Assign(c.Request().Context(), web.Actor(c), reference, form.Input)
	}
	if err == nil {
		return d.done(c, views.RequestPath(reference), "casework.done.assignment")
	}
	var late store.Conflict
	if errors.As(err, &late) {
		form.Typed.Set("was", late.Theirs["was"])
		delete(late.Theirs, "was")
	}
	return caseFormAgain(d, c, "assignment", form, err, views.AssignmentPage)
}
