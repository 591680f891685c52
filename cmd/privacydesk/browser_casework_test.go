package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// answersRequest is the way of a request at the desk, until the person has the answer.
func (w *walk) answersRequest(t *testing.T) {
	agent := w.editor.window.For(t)
	agent.Open("/desk/requests")
	agent.Sees(w.asked.name)
	keyboard(t, agent)
	agent.Follow(w.asked.reference)
	agent.Sees(w.asked.message, say("case.editions"), "Seller privacy notice, Version")
	keyboard(t, agent)

	at := "/desk/requests/" + w.asked.reference
	reply := w.talks(t, agent, at)
	page := w.visit(t, browsertest.Visitor{Name: "requester", Width: browsertest.Phone})
	w.mistypesCode(page, w.asked)
	page.Sees(reply)
	w.asksBack(t, agent, page, at)
	w.takesLonger(t, agent, at)
	file, content := w.handsOver(t, agent, at)
	w.decides(agent, at)
	w.confirmsRefusals(t, at)

	agent.Open(at + "/answer")
	words := "Here it is: " + w.secret()
	agent.Fill(say("answer.text.label"), words)
	agent.Press(say("answer.submit"))
	agent.Sees(say("stage.answered.label"))
	w.readsAnswer(t, page, words, file, content)

	agent.Open(at + "/closing")
	agent.Press(say("closing.submit"))
	agent.Sees(say("stage.closed.label"))
	agent.Open(at + "/history")
	agent.Sees(say("history.event.clock.paused"), say("history.event.request.extended"), say("history.event.request.closed"))
	page.Open("/requests/case")
	page.Sees(say("tracking.state.closed.title"))
}

// talks takes the case, notes something for colleagues, gives itself a task and writes
// to the person. It gives what was written.
func (w *walk) talks(t *testing.T, agent *browsertest.Page, at string) (reply string) {
	t.Helper()
	agent.Open(at + "/assignment")
	agent.Choose(say("assignment.owner.label"), w.editor.name)
	agent.Press(say("assignment.submit"))
	agent.Open(at)
	note, task := "Looks like "+w.secret(), "Ask "+w.secret()
	reply = "Dear " + w.secret()
	agent.Tick(say("message.note.label"))
	agent.Fill(say("message.label"), note)
	agent.Press(say("message.submit"))
	agent.Sees(note)
	agent.Tick(say("message.reply.label"))
	agent.Fill(say("message.label"), reply)
	agent.Press(say("message.submit"))
	agent.Sees(reply)
	w.box.Await(w.asked.email, "We have written to you about your request")

	agent.Open(at + "/tasks")
	agent.Fill(say("task.name.label"), task)
	agent.Fill(say("task.due.label"), time.Now().AddDate(0, 0, 3).Format(time.DateOnly))
	agent.Press(say("task.submit"))
	agent.Sees(task, say("casework.done.tasks"))
	agent.Press(say("task.finish"))
	agent.Sees(say("task.done"))

	agent.Open(at + "/contact")
	agent.Fill(say("contact.reason.label"), "To ring "+w.secret())
	agent.Press(say("contact.submit"))
	agent.Sees(w.asked.email)

	agent.Open(at + "/identity")
	agent.Tick(say("identity.way.known_before.label"))
	agent.Fill(say("identity.reason.label"), "The address is that of "+w.secret())
	agent.Press(say("identity.submit"))
	agent.Misses(say("case.identity_none"))
	return reply
}

// takesLonger looks at the new date before it is saved.
func (w *walk) takesLonger(t *testing.T, agent *browsertest.Page, at string) {
	t.Helper()
	agent.Open(at + "/extension")
	agent.Fill(say("extension.reason.label"), "Many letters of "+w.secret())
	agent.Fill(say("extension.due_on.label"), time.Now().AddDate(0, 0, 50).Format(time.DateOnly))
	agent.Press(say("forecast.show"))
	agent.Press(say("extension.submit"))
	agent.Sees(say("case.clock.was_extended"))
	w.box.Await(w.asked.email, "We need more time for your request")
	agent.Open(at + "/clock")
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
	return name, content
}

// decides grants the copy, refuses the deletion and stops only a part of what the person
// objects to.
func (w *walk) decides(agent *browsertest.Page, at string) {
	agent.Open(at + "/decision/access")
	agent.Tick(say("decision.way.granted.label"))
	agent.Press(say("decision.submit"))
	for right, way := range map[string]string{"erasure": "refused", "objection": "partly"} {
		agent.Open(at + "/decision/" + right)
		agent.Tick(say("decision.way." + way + ".label"))
		agent.Press(say("decision.submit"))
		agent.Sees(say("decision.ground.missing"), say("decision.explanation.missing"))
		agent.Choose(say("decision.ground.label"), agent.Options(say("decision.ground.label"))[1])
		agent.Fill(say("decision.explanation.label"), "The law wants us to keep "+w.secret())
		agent.Press(say("decision.submit"))
		agent.Sees(say("casework.done.decision"))
	}
	agent.Open(at + "/decision")
	agent.Sees(say("outcome.granted"), say("decision.state.waiting"))
	agent.Misses(say("refusal.title"))
	agent.Open(at + "/answer")
	agent.Misses(say("stage.answered.label"))
}

// confirmsRefusals is the second person's part: everything that is not all granted.
func (w *walk) confirmsRefusals(t *testing.T, at string) {
	t.Helper()
	lead := w.approver.window.For(t)
	lead.Open(at + "/decision")
	for strings.Contains(lead.Text(), say("refusal.title")) {
		lead.Follow(say("refusal.title"))
		lead.Press(say("refusal.confirm"))
		lead.Open(at + "/decision")
		lead.Sees(say("refusal.second", "name", w.approver.name))
	}
	lead.Misses(say("decision.state.waiting"))
}

// readsAnswer is the person, whose page tells how each of the rights was decided.
func (w *walk) readsAnswer(t *testing.T, page *browsertest.Page, words, file, content string) {
	t.Helper()
	w.box.Await(w.asked.email, "Our answer to your request is ready")
	page.Open("/requests/case")
	page.Sees(words, file, say("outcome.granted"), say("outcome.refused"), say("outcome.partly"))
	keyboard(t, page)
	name, got := page.Near(file).Download(say("download.action"))
	storetest.Equal(t, name, file)
	storetest.Equal(t, string(got), content)
}
