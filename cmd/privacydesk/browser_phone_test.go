package main

import (
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// worksByPhone is the desk at the width of a phone: a lead finds a request in the queue,
// decides it, cannot confirm the own refusal, and another lead does; then a text is
// sent to review and approved.
func (w *walk) worksByPhone(t *testing.T) {
	lead, second := w.deputy.window.For(t), w.approver.window.For(t)
	for _, page := range []*browsertest.Page{lead, second} {
		width := page.Width
		page.Resize(browsertest.Phone)
		defer page.Resize(width)
	}
	who := w.logged[3]
	lead.Open("/desk")
	lead.Press(say("shell.menu"))
	lead.Escape()
	const closed = `!document.querySelector("details.menu[open]") && document.activeElement.matches("summary")`
	storetest.Equal(t, browsertest.Ask[bool](lead, closed), true)
	lead.Press(say("shell.menu"))
	lead.Follow(say("place.requests"))
	lead.Sees(who.name)
	lead.Near(who.name).Follow(say("right.access.name"))
	lead.Sees(who.message)
	at := lead.Path()
	lead.Open(at + "/identity")
	lead.Tick(say("identity.way.questions.label"))
	lead.Fill(say("identity.reason.label"), "They knew "+w.secret())
	lead.Press(say("identity.submit"))
	lead.Follow(say("decision.title"))
	lead.Follow(say("decision.this", "right", say("right.access.name")))
	lead.Tick(say("decision.way.granted.label"))
	lead.Press(say("decision.submit"))
	lead.Open(at + "/decision/rectification")
	lead.Tick(say("decision.way.refused.label"))
	lead.Choose(say("decision.ground.label"), lead.Options(say("decision.ground.label"))[1])
	lead.Fill(say("decision.explanation.label"), "It is right already: "+w.secret())
	lead.Press(say("decision.submit"))

	lead.Open(at + "/decision")
	lead.Follow(say("refusal.title"))
	lead.Press(say("refusal.confirm"))
	lead.Sees(say("constraint.refusal_by_second_person"))
	lead.Open(at + "/answer")
	lead.Press(say("answer.submit"))
	lead.Sees(say("answer.refused.unconfirmed"))

	second.Open(at + "/decision")
	second.Follow(say("refusal.title"))
	second.Press(say("refusal.return"))
	second.Sees(say("refusal.note.missing"))
	second.Press(say("refusal.confirm"))
	lead.Open(at + "/answer")
	lead.Press(say("answer.submit"))
	lead.Sees(say("casework.done.answer"))
	w.reviewsByPhone(t, lead, second)
}

// reviewsByPhone changes a text and lets the second person approve it, each on a phone.
func (w *walk) reviewsByPhone(t *testing.T, author, reviewer *browsertest.Page) {
	t.Helper()
	author.Open("/desk/policies/sellers")
	author.Press(say("draft.begin"))
	changes(t, author, "Valid from now.", "Valid for all.")
	author.Press(say("draft.save"))
	author.Choose(say("editor.clause"), "A What we know about sellers")
	author.Sees(say("editor.clause_show"))
	storetest.Contains(t, browsertest.Ask[string](author, `document.querySelector("[data-goto]").click(), document.activeElement.textContent`), "What we know about sellers")
	proposal := w.submits(author, "sellers", "editorial", "For whom it is.")
	reviewer.Open("/desk/proposals")
	reviewer.Follow("Seller privacy notice")
	reviewer.Sees(say("redline.removed_is")+"from now", say("redline.added_is")+"for all")
	w.approves(reviewer, proposal)
	reviewer.Press(say("publication.submit"))
	reviewer.Sees(say("proposal.state.published"))
}
