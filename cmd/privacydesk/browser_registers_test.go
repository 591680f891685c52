package main

import (
	"os"
	"path/filepath"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// declaresRegisters is the way of both registers from a file to the public: uploaded,
// proposed with what changes, approved by somebody else, read on a page of its own
// and inside the policy that embeds it.
func (w *walk) declaresRegisters(t *testing.T) {
	author, reviewer := w.editor.window.For(t), w.approver.window.For(t)
	cookie, company := "c_"+w.spoken, "Company "+w.spoken
	for _, list := range []struct{ register, public, shown, content string }{
		{"cookies", "/cookies", cookie, "name,match,kind,provider,party,domains,lifetime,category,purpose\n" +
			cookie + ",exact,cookie,Main,first,main.example,2 years,necessary,Keeps you signed in\n"},
		{"processors", "/companies", company, "name,role,categories,purposes,data_categories,countries,transfers,status,since\n" +
			company + ",processor,payments,Takes payments,name,IE,,active,2024-02-01\n"},
	} {
		file := filepath.Join(t.TempDir(), list.register+".csv")
		storetest.NoError(t, os.WriteFile(file, []byte(list.content), 0o600))
		author.Open("/desk/" + list.register)
		author.Open("/desk/sites/main/" + list.register + "/import")
		author.Attach(say("import.upload.label"), file)
		author.Press(say("import.submit"))
		author.Sees(list.shown)
		w.publishesEntries(author, reviewer, list.register, list.shown)

		page := w.visit(t, browsertest.Visitor{Name: "reader"})
		page.Open(list.public)
		page.Sees(list.shown)
		page.Open("/policies/sellers")
		page.Sees(list.shown)
	}
}

// publishesEntries lets a register's next edition out, with what the two people see
// change.
func (w *walk) publishesEntries(author, reviewer *browsertest.Page, register string, changes ...string) {
	author.Open("/desk/" + register)
	author.Follow(say("entries.edition"))
	author.Sees(changes...)
	author.Press(say("entries.propose"))
	author.Sees(say("proposal.change_class.missing"), say("proposal.summary.missing"))
	author.Fill(say("entries.summary.label"), "The list as it is now.")
	author.Tick(say("change_class.material.label"))
	author.Press(say("entries.propose"))
	proposal := author.Path()
	author.Misses(say("approval.submit"))

	reviewer.Open(proposal)
	reviewer.Sees(changes...)
	w.approves(reviewer, proposal)
	reviewer.Press(say("publication.submit"))
}

// tellsFacts is the way of what is told about the site itself: saved, seen as a
// change, approved by somebody else, read on the entrance.
func (w *walk) tellsFacts(t *testing.T) {
	author, reviewer := w.editor.window.For(t), w.approver.window.For(t)
	company := "Harbour " + w.spoken
	author.Open("/desk/facts")
	author.Open("/desk/sites/main/facts")
	author.Fill(say("facts.controller_name.label"), company)
	author.Fill(say("facts.controller_address.label"), "1 Quay")
	author.Fill(say("facts.contact_email.label"), "privacy@main.example")
	author.Tick(say("right.access.label"))
	author.Tick(say("right.erasure.label"))
	author.Tick(say("right.objection.label"))
	author.Fill("English", "We need your data to answer you.")
	author.Press(say("facts.submit"))
	author.Sees(company, say("facts.edition.submit"))
	w.publishesFacts(author, reviewer, "Who is responsible.", company)

	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/")
	page.Sees(company)
}

// publishesFacts lets out what stands before the author as a change.
func (w *walk) publishesFacts(author, reviewer *browsertest.Page, summary string, changes ...string) {
	author.Fill(say("facts.summary.label"), summary)
	author.Tick(say("change_class.material.label"))
	author.Press(say("facts.edition.submit"))
	proposal := author.Path()
	reviewer.Open(proposal)
	reviewer.Sees(changes...)
	w.approves(reviewer, proposal)
	reviewer.Press(say("publication.submit"))
}
