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

// logsRequests is the work of the counter: what came by post, phone, counter and mail is
// logged with the day on which it really came, and is then found in the queue.
func (w *walk) logsRequests(t *testing.T) {
	agent := w.editor.window.For(t)
	came := time.Now().AddDate(0, 0, -9)
	for _, channel := range []string{"post", "phone", "counter", "email"} {
		who := w.person()
		agent.Open("/desk/requests")
		agent.Follow(say("entry.title"))
		if channel == "post" {
			agent.Press(say("entry.submit"))
			storetest.Equal(t, agent.Status(), 422)
			agent.Sees(say("entry.channel.missing"), say("entry.name.missing"))
			w.scans(t, agent)
			agent.Fill(say("entry.postal.label"), w.secret()+" Street 4")
			agent.Fill(say("entry.requested_on.label"), came.AddDate(0, 0, -2).Format(time.DateOnly))
		}
		agent.Tick(say("channel." + channel))
		agent.Fill(say("entry.received_on.label"), came.Format(time.DateOnly))
		agent.Tick(say("right.access.name"))
		agent.Tick(say("right.rectification.name"))
		agent.Tick(say("entry.for.self.label"))
		agent.Fill(say("entry.message.label"), who.message)
		agent.Fill(say("entry.name.label"), who.name)
		if channel == "phone" {
			agent.Fill(say("entry.phone.label"), "+49 30 1234567")
		} else {
			agent.Fill(say("entry.email.label"), who.email)
		}
		agent.Press(say("entry.submit"))
		agent.Sees(say("entry.done"), who.name, who.message, say("case.received", "channel", say("channel."+channel), "date", came.Format("2 January 2006")))
		who.reference = references.FindString(agent.Text())
		w.logged = append(w.logged, who)
	}
	w.narrowsQueue(t, agent)
	w.searchesPerson(t, agent)
}

// scans attaches the letter.
func (w *walk) scans(t *testing.T, agent *browsertest.Page) {
	t.Helper()
	letter := filepath.Join(t.TempDir(), w.secret()+".txt")
	storetest.NoError(t, os.WriteFile(letter, []byte("Dear shop, "+w.secret()), 0o600))
	agent.Attach(say("entry.files.label"), letter)
}

// narrowsQueue looks for what came by post, keeps that as a view, and forgets it again.
func (w *walk) narrowsQueue(t *testing.T, agent *browsertest.Page) {
	t.Helper()
	post, phone := w.logged[0], w.logged[1]
	agent.Open("/desk/requests")
	agent.Sees(post.reference, phone.reference)
	storetest.InOrder(t, agent.Text(), post.reference, w.asked.reference) // what is due first stands first
	agent.Choose(say("queue.channel"), say("channel.post"))
	agent.Press(say("filters.apply"))
	agent.Awaits("1 request shown")
	agent.Sees(post.reference)
	agent.Misses(phone.reference)
	agent.Press(say("view.submit"))
	agent.Sees(say("view.name.missing"))
	agent.Fill(say("view.name.label"), "Letters")
	agent.Press(say("view.submit"))
	agent.Open("/desk/requests")
	agent.Follow("Letters")
	agent.Sees(post.reference)
	agent.Misses(phone.reference)
	agent.Press(say("view.remove", "name", "Letters"))
	agent.Misses("Letters")
	agent.Choose(say("queue.stage"), say("stage.answered.label"))
	agent.Press(say("filters.apply"))
	agent.Awaits(say("queue.empty.narrowed"))
	w.check(t, agent)
}

// searchesPerson finds somebody by a part of the name, which never stands in an address.
func (w *walk) searchesPerson(t *testing.T, agent *browsertest.Page) {
	t.Helper()
	who := w.logged[2]
	first, _, _ := strings.Cut(who.name, " ")
	for _, words := range []string{first, who.email, who.reference} {
		agent.Open("/desk")
		agent.Fill(say("search.query.label"), words)
		agent.Enter()
		agent.Sees(who.reference)
		agent.Misses(w.logged[0].reference)
		lacks(t, agent.Path(), words)
	}
	agent.Open("/desk")
	agent.Fill(say("search.query.label"), "nobodyiscalledso")
	agent.Enter()
	agent.Sees("0 requests found")
}
