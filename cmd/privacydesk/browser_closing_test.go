package main

import (
	"net/http"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// closesEarly is a request that its person takes back: the link to confirm the address
// is sent again by them and by the desk and works once, the case ends without an answer
// and says why, and the person reads that it is over.
func (w *walk) closesEarly(t *testing.T) {
	who := w.person()
	page := w.visit(t, browsertest.Visitor{Name: "requester who changes their mind", Width: browsertest.Phone})
	page.Open("/requests/new/access")
	page.Sees("We need your data to answer you.") // the notice of the form
	w.sends(page, &who)
	page.Press(say("receipt.again.submit"))
	page.Sees(say("receipt.again.asked"))
	first := links.FindString(w.box.Await(who.email, say("mail.request_received.subject")).Text)

	agent := w.editor.window.For(t)
	at := "/desk/requests/" + who.reference
	agent.Open(at)
	agent.Follow(say("confirmation.again.link"))
	agent.Press(say("confirmation.again.submit"))
	agent.Sees(say("casework.done.confirmation"))
	page.Open(first)
	page.Press(say("confirmation.submit"))
	page.Sees(say("confirmation.done.title"))
	agent.Open(at)
	agent.Sees(say("case.address_confirmed"))
	agent.Misses(say("confirmation.again.link"))

	agent.Follow(say("closing.early"))
	agent.Press(say("closing.submit"))
	storetest.Equal(t, agent.Status(), http.StatusUnprocessableEntity)
	agent.Tick(say("closing.way.withdrawn.label"))
	agent.Fill(say("closing.note.label"), "They rang: "+w.secret())
	agent.Press(say("closing.submit"))
	agent.Sees(say("casework.done.closing"), say("stage.closed.label"))
	agent.Misses(say("closing.early"))
	agent.Open(at + "/history")
	agent.Sees(say("history.event.confirmation.sent"), say("history.event.request.closed"), say("history.end.withdrawn"))
	w.follows(page, who)
	page.Sees(say("tracking.state.closed.title"))
	page.Press(say("tracking.leave"))
	page.Open("/requests/case")
	page.Misses(who.reference)
	page.Open("/requests/receipt/" + word())
	page.Misses(who.reference)
}

// sends fills the form for themselves.
func (w *walk) sends(page *browsertest.Page, who *person) {
	page.Fill(say("submission.name.label"), who.name)
	page.Fill(say("submission.email.label"), who.email)
	page.Tick(say("relation.self.label"))
	page.Press(say("submission.submit"))
	page.Sees(say("receipt.title"))
	who.reference = references.FindString(page.Text())
}
