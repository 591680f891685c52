package main

import (
	"net/http"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// refusesAlone lets somebody confirm the own refusal while an administrator has turned
// the second person off, which the case, its history and the person's page then say;
// and no longer afterwards.
func (w *walk) refusesAlone(t *testing.T) {
	lead, office := w.deputy.window.For(t), w.administrator.window.For(t)
	who := w.logged[2]
	at, refusal := w.refuses(t, lead, who)
	lead.Press(say("refusal.confirm"))
	storetest.Equal(t, lead.Status(), http.StatusUnprocessableEntity)
	lead.Sees(say("constraint.refusal_by_second_person"))
	lead.Open(at)
	lead.Misses(say("case.four_eyes_off"))

	w.turnsOffRefusals(t, office)
	lead.Open(at)
	lead.Sees(say("case.four_eyes_off"))
	lead.Open(refusal)
	lead.Misses(say("constraint.refusal_by_second_person"))
	lead.Press(say("refusal.confirm"))
	lead.Sees(say("refusal.alone", "name", w.deputy.name))
	lead.Open(at + "/history")
	lead.Sees(say("history.event.refusal.confirmed"), say("history.alone"))
	lead.Open(at + "/answer")
	lead.Press(say("answer.submit"))
	lead.Sees(say("casework.done.answer"))
	page := w.visit(t, browsertest.Visitor{Name: "requester", Width: browsertest.Phone})
	w.follows(page, who)
	page.Sees(say("outcome.refused"), say("outcome.alone"))

	office.Open("/desk/sites/main/waivers")
	office.Press(say("waivers.end"))
	at, _ = w.refuses(t, lead, w.logged[1])
	lead.Press(say("refusal.confirm"))
	lead.Sees(say("constraint.refusal_by_second_person"))
	lead.Open(at)
	lead.Misses(say("case.four_eyes_off"))
	page.Open("/requests/case")
	page.Sees(say("outcome.alone")) // what was done alone stays said
}

// turnsOffRefusals is the administrator, who proves again who they are and gives the
// reason. It is turned off once.
func (w *walk) turnsOffRefusals(t *testing.T, office *browsertest.Page) {
	t.Helper()
	office.Open("/desk/step-up?next=/desk/sites/main/waivers")
	office.Fill(say("sign_in_code.code.label"), "000000")
	office.Press(say("step_up.submit"))
	office.Sees(say("sign_in_code.refused"))
	office.Fill(say("sign_in_code.code.label"), w.administrator.code(t))
	office.Press(say("step_up.submit"))
	for range 2 {
		office.Tick(say("waiver.kind.refusal.label"))
		office.Fill(say("waiver.reason.label"), "Nobody else works in August.")
		office.Press(say("waivers.submit"))
	}
	office.Sees(say("constraint.one_open_waiver"), "Nobody else works in August.")
	storetest.Equal(t, office.Value(say("waiver.reason.label")), "Nobody else works in August.")
}

// refuses decides a request of two rights, one of them refused, and stands before the
// second person's page. It gives the addresses of the case and of that page.
func (w *walk) refuses(t *testing.T, lead *browsertest.Page, who person) (at, refusal string) {
	t.Helper()
	at = "/desk/requests/" + who.reference
	lead.Open(at + "/identity")
	lead.Tick(say("identity.way.seen.label"))
	lead.Fill(say("identity.reason.label"), "They showed "+w.secret())
	lead.Press(say("identity.submit"))
	lead.Open(at + "/decision/access")
	lead.Tick(say("decision.way.granted.label"))
	lead.Press(say("decision.submit"))
	lead.Open(at + "/decision/rectification")
	lead.Tick(say("decision.way.refused.label"))
	lead.Choose(say("decision.ground.label"), lead.Options(say("decision.ground.label"))[1])
	lead.Fill(say("decision.explanation.label"), "It is right: "+w.secret())
	lead.Press(say("decision.submit"))
	lead.Open(at + "/decision")
	lead.Follow(say("refusal.title"))
	return at, lead.Path()
}
