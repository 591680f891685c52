package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// answersRequest is the way of a request at the desk, until the person has the answer.
func (w *walk) answersRequest(t *testing.T) {
	agent := w.editor.window.For(t)
	agent.Open("/desk")
	w.check(t, agent)
	agent.Open("/desk/requests")
	agent.Sees(w.asked.name)
	w.check(t, agent)
	keyboard(t, agent)
	agent.Follow(w.asked.reference)
	agent.Sees(w.asked.message)
	w.check(t, agent)
	keyboard(t, agent)

	at := "/desk/requests/" + w.asked.reference
	w.talks(t, agent, at)
	w.takesLonger(t, agent, at)
	file, content := w.handsOver(t, agent, at)
	w.decides(t, agent, at)
	w.confirmsRefusal(t, at)

	agent.Open(at + "/answer")
	words := "Here it is: " + w.secret()
	agent.Fill(say("answer.text.label"), words)
	w.check(t, agent)
	agent.Press(say("answer.submit"))
	agent.Sees(say("stage.answered.label"))
	w.readsAnswer(t, words, file, content)

	agent.Open(at + "/closing")
	agent.Press(say("closing.submit"))
	agent.Sees(say("stage.closed.label"))
	agent.Open(at + "/history")
	w.check(t, agent)
}

// talks takes the case, notes something for colleagues and writes to the person.
func (w *walk) talks(t *testing.T, agent *browsertest.Page, at string) {
	t.Helper()
	agent.Open(at + "/assignment")
	agent.Choose(say("assignment.owner.label"), w.editor.name)
	agent.Press(say("assignment.submit"))
	agent.Open(at)
	note, reply := "Looks like "+w.secret(), "Dear "+w.secret()
	agent.Tick(say("message.note.label"))
	agent.Fill(say("message.label"), note)
	agent.Press(say("message.submit"))
	agent.Sees(note)
	agent.Tick(say("message.reply.label"))
	agent.Fill(say("message.label"), reply)
	agent.Press(say("message.submit"))
	agent.Sees(reply)
	w.box.Await(w.asked.email, "We have written to you about your request")

	agent.Open(at + "/identity")
	agent.Tick(say("identity.way.known_before.label"))
	agent.Fill(say("identity.reason.label"), "The address is that of "+w.secret())
	w.check(t, agent)
	agent.Press(say("identity.submit"))
	agent.Misses(say("case.identity_none"))
}

// takesLonger looks at the new date before it is saved.
func (w *walk) takesLonger(t *testing.T, agent *browsertest.Page, at string) {
	t.Helper()
	agent.Open(at + "/extension")
	agent.Fill(say("extension.reason.label"), "Many letters of "+w.secret())
	agent.Fill(say("extension.due_on.label"), time.Now().AddDate(0, 0, 50).Format(time.DateOnly))
	agent.Press(say("forecast.show"))
	w.check(t, agent)
	agent.Press(say("extension.submit"))
	agent.Sees(say("case.clock.was_extended"))
	w.box.Await(w.asked.email, "We need more time for your request")
	agent.Open(at + "/clock")
	w.check(t, agent)
}

// handsOver attaches a file for the person.
func (w *walk) handsOver(t *testing.T, agent *browsertest.Page, at string) (name, content string) {
	t.Helper()
	name, content = w.secret()+".txt", "All about "+w.secret()
	file := filepath.Join(t.TempDir(), name)
	storetest.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	agent.Open(at + "/files")
	agent.Tick(say("attachment.for.out.label"))
	agent.Attach(say("attachment.files.label"), file)
	agent.Press(say("attachment.submit"))
	agent.Sees(name)
	w.check(t, agent)
	return name, content
}

// decides grants the copy and refuses the deletion.
func (w *walk) decides(t *testing.T, agent *browsertest.Page, at string) {
	t.Helper()
	agent.Open(at + "/decision/access")
	agent.Tick(say("decision.way.granted.label"))
	agent.Press(say("decision.submit"))
	agent.Open(at + "/decision/erasure")
	agent.Tick(say("decision.way.refused.label"))
	agent.Choose(say("decision.ground.label"), agent.Options(say("decision.ground.label"))[1])
	agent.Fill(say("decision.explanation.label"), "The law wants us to keep "+w.secret())
	w.check(t, agent)
	agent.Press(say("decision.submit"))
	agent.Open(at + "/decision")
	agent.Sees(say("decision.state.waiting"))
	w.check(t, agent)
	agent.Open(at + "/answer")
	agent.Misses(say("stage.answered.label"))
}

// confirmsRefusal is the second person's part.
func (w *walk) confirmsRefusal(t *testing.T, at string) {
	t.Helper()
	lead := w.approver.window.For(t)
	lead.Open(at + "/decision")
	lead.Follow(say("refusal.title"))
	w.check(t, lead)
	lead.Press(say("refusal.confirm"))
	lead.Open(at + "/decision")
	lead.Sees(say("refusal.second", "name", w.approver.name))
}

// readsAnswer is the person, who comes back with the reference and a code.
func (w *walk) readsAnswer(t *testing.T, words, file, content string) {
	t.Helper()
	w.box.Await(w.asked.email, "Our answer to your request is ready")
	page := w.visit(t, browsertest.Visitor{Name: "requester", Width: browsertest.Phone})
	w.follows(page, w.asked)
	page.Sees(words, file, say("outcome.granted"), say("outcome.refused"))
	w.check(t, page)
	keyboard(t, page)
	name, got := page.Near(file).Download(say("download.action"))
	storetest.Equal(t, name, file)
	storetest.Equal(t, string(got), content)
}
