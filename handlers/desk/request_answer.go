package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
)

// newAnswer shows the answer as the person will read it, before it is sent. Sending
// data takes a fresh second factor, which is asked for before anything is typed.
func (d *Desk) newAnswer(c web.Ctx) error {
	if !web.Actor(c).SteppedUp(d.Requests.Store.Now()) {
		return store.ErrStepUp
	}
	return newCaseForm(d, c, "answer", nil, views.AnswerPage)
}

func (d *Desk) createAnswer(c web.Ctx) error {
	return sentCaseForm(d, c, "answer", "", d.Requests.Answer, views.AnswerPage)
}
