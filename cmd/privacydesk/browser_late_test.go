package main

import (
	"net/http"
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// savesEntryLate is two people who mend one cookie and one company: the later one sees
// what the first saved beside what they typed, and nothing has changed until they save
// again.
func (w *walk) savesEntryLate(t *testing.T) {
	first, second := w.editor.window.For(t), w.deputy.window.For(t)
	for _, entry := range []struct{ list, name, field, theirs, mine, label, shown string }{
		{"/desk/cookies", "_px", say("cookie.lifetime_field.label"), "6 months", "3 months", "Kept for", "6 months"},
		{"/desk/processors", "Cloudbarn", say("processor.countries_field.label"), "IE; JP", "CA; IE", "Countries", "Ireland and Japan"},
	} {
		for _, page := range []*browsertest.Page{first, second} {
			page.Open(entry.list)
			page.Follow(entry.name)
		}
		at := second.Path()
		first.Fill(entry.field, entry.theirs)
		first.Press(say("entry.save"))
		first.Sees(say("entry.saved", "name", entry.name))

		second.Fill(entry.field, entry.mine)
		second.Press(say("entry.save"))
		storetest.Equal(t, second.Status(), http.StatusConflict)
		second.Sees(say("entry.conflict"), say("facts.theirs"), entry.label+" "+entry.shown)
		storetest.Equal(t, second.Value(entry.field), entry.mine)
		first.Open(at)
		storetest.Equal(t, first.Value(entry.field), entry.theirs)
		first.Follow(say("entry.history.link"))
		first.Misses(w.deputy.name)

		second.Press(say("entry.save")) // knowing what stands there
		second.Sees(say("entry.saved", "name", entry.name))
		first.Open(at)
		storetest.Equal(t, first.Value(entry.field), entry.mine)
		first.Follow(say("entry.history.link"))
		first.Sees(w.deputy.name, w.editor.name)
	}
}

// savesCaseLate is two people who work on one case: of two who take it the later one is
// told who has it, and of two who decide a right the later one sees the decision that
// stands; what they typed is kept, and nothing else has changed.
func (w *walk) savesCaseLate(t *testing.T) {
	first, second := w.editor.window.For(t), w.deputy.window.For(t)
	at := "/desk/requests/" + w.logged[0].reference
	for _, page := range []*browsertest.Page{first, second} {
		page.Open(at + "/assignment")
	}
	first.Choose(say("assignment.owner.label"), w.editor.name)
	first.Press(say("assignment.submit"))
	second.Choose(say("assignment.owner.label"), w.deputy.name)
	second.Press(say("assignment.submit"))
	storetest.Equal(t, second.Status(), http.StatusConflict)
	second.Sees(say("casework.conflict"), say("casework.theirs"), say("casework.place.owner")+" "+w.editor.name)
	first.Open(at)
	first.Sees(say("queue.owner") + " " + w.editor.name)

	w.extendsLate(t, first, second, at)
	w.decidesLate(t, first, second, at)
}

// extendsLate is a form that was open while the case went on.
func (w *walk) extendsLate(t *testing.T, first, second *browsertest.Page, at string) {
	t.Helper()
	second.Open(at + "/extension")
	first.Open(at + "/identity")
	first.Tick(say("identity.way.known_before.label"))
	first.Fill(say("identity.reason.label"), "We know "+w.secret())
	first.Press(say("identity.submit"))

	reason := "Many papers of " + w.secret()
	second.Fill(say("extension.reason.label"), reason)
	second.Fill(say("extension.due_on.label"), time.Now().AddDate(0, 0, 40).Format(time.DateOnly))
	second.Press(say("forecast.show"))
	second.Press(say("extension.submit"))
	storetest.Equal(t, second.Status(), http.StatusConflict)
	second.Sees(say("casework.conflict"), say("casework.theirs"))
	storetest.Equal(t, second.Value(say("extension.reason.label")), reason)
	first.Open(at + "/history")
	first.Misses(say("history.event.request.extended"))
}

// decidesLate is the same right decided twice.
func (w *walk) decidesLate(t *testing.T, first, second *browsertest.Page, at string) {
	t.Helper()
	for _, page := range []*browsertest.Page{first, second} {
		page.Open(at + "/decision/rectification")
	}
	first.Tick(say("decision.way.granted.label"))
	first.Press(say("decision.submit"))
	first.Sees(say("casework.done.decision"))
	words := "It is right: " + w.secret()
	second.Tick(say("decision.way.refused.label"))
	second.Choose(say("decision.ground.label"), second.Options(say("decision.ground.label"))[1])
	second.Fill(say("decision.explanation.label"), words)
	second.Press(say("decision.submit"))
	storetest.Equal(t, second.Status(), http.StatusConflict)
	second.Sees(say("casework.conflict"), say("casework.place.outcome")+" "+say("outcome.granted"))
	storetest.Equal(t, second.Value(say("decision.explanation.label")), words)
	first.Open(at + "/decision")
	first.Sees(say("outcome.granted"))
	first.Misses(say("decision.state.waiting"))
}
