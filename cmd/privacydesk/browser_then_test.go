package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// told are the numbers of what the public is told at a moment.
type told struct {
	sellers            string // version of the seller notice
	cookies, companies int    // editions
}

// tells asks the public pages what they tell now.
func (w *walk) tells(t *testing.T) told {
	t.Helper()
	ask := func(path string) (answer struct {
		Version string
		Edition int
	}) {
		t.Helper()
		storetest.NoError(t, json.Unmarshal([]byte(w.get(t, path, http.StatusOK)), &answer))
		return answer
	}
	return told{ask("/policies/sellers.json").Version, ask("/cookies.json").Edition, ask("/companies.json").Edition}
}

// looksBack changes everything that the public is told, and then reads from a case that
// came before what it was told then, and from one that comes now what it is told now.
func (w *walk) looksBack(t *testing.T) {
	agent := w.editor.window.For(t)
	w.tellsAnew(t, agent)
	now := w.tells(t)
	if now.cookies == w.asked.told.cookies || now.companies == w.asked.told.companies || now.sellers == w.asked.told.sellers {
		t.Fatalf("what is told has not changed: %v and %v", w.asked.told, now)
	}
	w.readsThen(t, agent, w.asked, w.asked.told, 1, false)
	w.readsThen(t, agent, w.asksOnceMore(t), now, 2, true)
}

// readsThen follows each link of the case to what was in force when it arrived, before
// or after everything changed.
func (w *walk) readsThen(t *testing.T, agent *browsertest.Page, who person, then told, facts int, changed bool) {
	t.Helper()
	edition := func(number int) string { return ", " + say("editions.edition", "number", number) }
	for _, link := range []struct{ words, leads, before, after string }{
		{"Seller privacy notice, " + say("editions.version", "version", then.sellers), "/policies/sellers/" + then.sellers, "Valid from now.", "Valid for all."},
		{say("subject.cookies", "title", "Main") + edition(then.cookies), "/cookies/" + strconv.Itoa(then.cookies), "_px", "c_later"},
		{say("subject.processors", "title", "Main") + edition(then.companies), "/companies/" + strconv.Itoa(then.companies), "Cloudbarn", "Ferry Express"},
		{say("subject.facts", "title", "Main") + edition(facts), "/desk/sites/main/facts/editions/" + strconv.Itoa(facts), "1 Quay", "Quay 2"},
	} {
		agent.Open("/desk/requests/" + who.reference)
		agent.Follow(link.words)
		storetest.Equal(t, agent.Path(), link.leads)
		if changed {
			agent.Sees(link.after)
			continue
		}
		agent.Sees(link.before)
		agent.Misses(link.after)
	}
}

// tellsAnew adds a cookie, takes a company in again and moves the site's office, and lets
// all of it out.
func (w *walk) tellsAnew(t *testing.T, author *browsertest.Page) {
	t.Helper()
	reviewer := w.approver.window.For(t)
	author.Open("/desk/cookies")
	author.Follow(say("cookies.add"))
	author.Press(say("cookie.add"))
	author.Sees(say("cookie.name.missing"))
	author.Fill(say("cookie.name_field.label"), "c_later")
	author.Fill(say("cookie.lifetime_field.label"), "session")
	author.Choose(say("cookie.category_field.label"), "Functional")
	author.Fill(say("cookie.purpose_in", "language", "English"), "Remembers the door")
	author.Press(say("cookie.add"))
	author.Sees(say("cookie.added", "name", "c_later"))
	w.publishesEntries(author, reviewer, "cookies", "c_later")

	author.Open("/desk/processors")
	author.Choose(say("entry_field.status"), say("register.status.ended"))
	author.Press(say("filters.apply"))
	author.Follow("Ferry Express")
	author.Press(say("processor.restore"))
	author.Sees(say("processor.restored"))
	w.publishesEntries(author, reviewer, "processors", "Ferry Express")

	author.Open("/desk/sites/main/facts")
	author.Fill(say("facts.controller_name.label"), "Harbour and Sons")
	author.Fill(say("facts.controller_address.label"), "Quay 2")
	author.Press(say("facts.submit"))
	author.Sees(say("redline.removed_is"), "1 Quay", say("redline.added_is"), "Quay 2")
	w.publishesFacts(author, reviewer, "We have moved.")
}

// asksOnceMore is a request that comes after all of this.
func (w *walk) asksOnceMore(t *testing.T) person {
	t.Helper()
	who := w.person()
	page := w.visit(t, browsertest.Visitor{Name: "requester who comes later", Width: browsertest.Phone})
	page.Open("/requests/new/access")
	w.sends(page, &who)
	return who
}
