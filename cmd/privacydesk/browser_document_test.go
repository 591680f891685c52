package main

import (
	"net/http"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// settlesDocument changes every setting of a document and sees what each does: at the
// desk, in the rules centre, and on a second site.
func (w *walk) settlesDocument(t *testing.T) {
	author := w.editor.window.For(t)
	outlet := w.addsSite(t)
	w.addsDocument(author, "Rule of returns", "returns")
	author.Follow(say("document.settings"))
	author.Fill(say("document.title.label"), "Rules of returns")
	author.Fill(say("document.slug.label"), "Not plain")
	author.Fill(say("document.review_months.label"), "0")
	author.Press(say("document.save"))
	storetest.Equal(t, author.Status(), http.StatusUnprocessableEntity)
	author.Sees(say("document.slug.plain"), say("document.review_months.range"))
	storetest.Equal(t, author.Value(say("document.title.label")), "Rules of returns")
	author.Fill(say("document.slug.label"), "return-rules")
	author.Fill(say("document.review_months.label"), "24")
	author.Choose(say("document.category.label"), say("policy_category.rules"))
	author.Tick("Outlet")
	author.Press(say("document.save"))
	storetest.Equal(t, author.Path(), "/desk/policies/return-rules")
	author.Sees("Rules of returns", say("policy_category.rules"), "Main and Outlet")
	author.Open("/desk/policies/returns")
	storetest.Equal(t, author.Status(), http.StatusNotFound)
	author.Open("/desk/policies")
	author.Sees("Rules of returns")

	w.writes(author, "return-rules", "You may send things back.")
	w.approves(w.approver.window.For(t), w.submits(author, "return-rules", "material", "How things come back."))
	w.approver.window.For(t).Press(say("publication.submit"))
	w.readsOnSites(t, author, outlet)
	w.settlesLate(t, author)
}

// addsSite makes a second public property, and gives its address.
func (w *walk) addsSite(t *testing.T) string {
	t.Helper()
	office := w.administrator.window.For(t)
	address := strings.Replace(w.portal.Address, "127.0.0.1", "outlet.localhost", 1)
	office.Open("/desk/sites")
	office.Follow(say("sites.add"))
	office.Fill(say("site.key.label"), "Outlet!")
	office.Fill(say("site.name.label"), "Outlet")
	office.Fill(say("site.url.label"), address)
	office.Press(say("site.add.submit"))
	office.Sees(say("site.key.plain"))
	storetest.Equal(t, office.Value(say("site.name.label")), "Outlet")
	office.Fill(say("site.key.label"), "outlet")
	office.Press(say("site.add.submit"))
	office.Sees(say("site.added", "name", "Outlet"))
	office.Open("/desk/sites/outlet")
	office.Fill(say("site.due_soon.label"), "99")
	office.Press(say("site.change.submit"))
	office.Sees(say("site.due_soon.range"))
	office.Fill(say("site.due_soon.label"), "9")
	office.Press(say("site.change.submit"))
	office.Sees(say("site.changed", "name", "Outlet"))
	return address
}

// writes puts a text of one clause into the draft of a document that has none.
func (w *walk) writes(author *browsertest.Page, slug, words string) {
	author.Open("/desk/policies/" + slug)
	author.Press(say("draft.begin"))
	author.Fill(say("draft.markdown.label"), "## What holds {#what}\n\n"+words+"\n")
	author.Press(say("draft.save"))
}

// readsOnSites is the public of both sites, while the document moves to another category
// and leaves one of them. Its address stays now.
func (w *walk) readsOnSites(t *testing.T, author *browsertest.Page, outlet string) {
	t.Helper()
	read := func() *browsertest.Page { // the first one's browser keeps pages for a minute
		return w.visit(t, browsertest.Visitor{Name: "reader of two sites"})
	}
	reader := read()
	for _, site := range []string{"", outlet} {
		reader.Open(site + "/policies/return-rules")
		reader.Sees("You may send things back.")
	}
	reader.Open("/policies")
	storetest.InOrder(t, reader.Text(), say("policy_category.rules"), "Rules of returns")

	author.Open("/desk/policies/return-rules/settings")
	author.Fill(say("document.slug.label"), "returns")
	author.Press(say("document.save"))
	author.Sees(say("constraint.slug_stays"))
	storetest.Equal(t, author.Value(say("document.slug.label")), "returns")
	author.Fill(say("document.slug.label"), "return-rules")
	author.Choose(say("document.category.label"), say("policy_category.notices"))
	author.Untick("Main")
	author.Press(say("document.save"))
	author.Sees(say("policy_category.notices"))
	author.Misses("Main and Outlet")

	reader = read()
	reader.Open("/policies")
	reader.Misses("Rules of returns")
	reader.Open("/policies/return-rules")
	storetest.Equal(t, reader.Status(), http.StatusNotFound)
	reader.Open(outlet + "/policies")
	storetest.InOrder(t, reader.Text(), say("policy_category.notices"), "Rules of returns")
}

// settlesLate is two people who change the settings at once: the later one sees what the
// first saved, and keeps what they typed.
func (w *walk) settlesLate(t *testing.T, first *browsertest.Page) {
	t.Helper()
	second := w.deputy.window.For(t)
	for _, page := range []*browsertest.Page{first, second} {
		page.Open("/desk/policies/return-rules/settings")
		storetest.Equal(t, page.Value(say("document.review_months.label")), "24")
	}
	first.Choose(say("document.governing_locale.label"), "Deutsch")
	first.Press(say("document.save"))
	first.Sees("Deutsch")
	second.Fill(say("document.title.label"), "Return rules")
	second.Press(say("document.save"))
	storetest.Equal(t, second.Status(), http.StatusConflict)
	second.Sees(say("document.conflict"), say("facts.theirs"), "Governing language Deutsch")
	storetest.Equal(t, second.Value(say("document.title.label")), "Return rules")
	first.Open("/desk/policies/return-rules")
	first.Sees("Rules of returns")
	second.Choose(say("document.governing_locale.label"), "Deutsch")
	second.Press(say("document.save"))
	second.Sees("Return rules", "Deutsch")
	second.Press(say("draft.begin"))
	storetest.Equal(t, second.Path(), "/desk/policies/return-rules/draft/de") // the text that counts now
	second.Open("/desk/policies/return-rules/draft/discard")
	second.Press(say("discard.submit"))
}
