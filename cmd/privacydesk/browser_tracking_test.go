package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// mistypesCode comes to the tracking page with a code that is wrong, then with the one
// from the mail.
func (w *walk) mistypesCode(page *browsertest.Page, who person) {
	page.Open("/requests")
	page.Fill(say("code.reference.label"), "PD-0000")
	page.Press(say("code.submit"))
	page.Sees(say("code.reference.format"))
	page.Fill(say("code.reference.label"), who.reference)
	page.Press(say("code.submit"))
	page.Fill(say("code.code.label"), "00000000")
	page.Press(say("code.entry.submit"))
	page.Sees(say("code.refused"))
	page.Fill(say("code.code.label"), codes.FindString(w.box.Await(who.email, "Your code is").Text))
	page.Press(say("code.entry.submit"))
	page.Sees(who.reference)
}

// asksBack stops the clock with a question, which the person reads, answers and proves
// with a file; the desk reads it and lets the clock run on.
func (w *walk) asksBack(t *testing.T, agent, page *browsertest.Page, at string) {
	t.Helper()
	question, reply := "Do you mean "+w.secret()+"?", "I mean "+w.secret()
	agent.Open(at + "/pause")
	agent.Tick(say("pause.for.clarification.label"))
	agent.Fill(say("pause.question.label"), question)
	agent.Press(say("forecast.show"))
	agent.Press(say("pause.submit"))
	agent.Sees(say("casework.done.pause"), question, say("resume.title"))

	w.box.Await(w.asked.email, "We have written to you about your request")
	page.Open("/requests/case")
	page.Sees(say("tracking.state.needs_you.title"), question)
	name, content := w.secret()+".txt", "Proof of "+w.secret()
	file := filepath.Join(t.TempDir(), name)
	storetest.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	page.Press(say("conversation.submit"))
	page.Sees(say("conversation.text.missing"))
	page.Fill(say("conversation.text.label"), reply)
	page.Attach(say("conversation.files.label"), file)
	page.Press(say("conversation.submit"))
	page.Sees(say("conversation.sent"), reply, name)

	agent.Open(at)
	agent.Sees(reply)
	agent.Press("Mark the new message as read")
	agent.Open(at + "/files")
	got, downloaded := agent.Near(name).Download(say("download.action"))
	storetest.Equal(t, got, name)
	storetest.Equal(t, string(downloaded), content)
	agent.Open(at + "/resumption")
	agent.Fill(say("resume.received_on.label"), time.Now().Format(time.DateOnly))
	agent.Press(say("forecast.show"))
	agent.Press(say("resume.submit"))
	agent.Sees(say("casework.done.resume"), say("pause.title"))
}
