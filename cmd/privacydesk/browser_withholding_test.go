package main

import (
	"net/http"
	"regexp"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// hashes are those of editions.
var hashes = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// withholdsText takes a published text out of service: one person asks with a legal
// reason and cannot confirm it, another does. The public then reads the reason where the
// text was, under the same hash.
func (w *walk) withholdsText(t *testing.T) {
	first, second := w.approver.window.For(t), w.deputy.window.For(t)
	proposal := w.submits(w.editor.window.For(t), "buyers", "material", "Buyers get a notice of their own.")
	w.approves(first, proposal)
	first.Press(say("publication.submit"))
	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/buyers")
	page.Sees("Harbour Lane runs this shop.", "Enid wrote this line.")

	first.Open("/desk/policies/buyers")
	first.Follow(say("editions.version", "version", "1.0"))
	edition, hash := first.Path(), hashes.FindString(first.Text())
	w.get(t, "/editions/"+hash+".json", http.StatusOK)
	first.Follow(say("withholding.title"))
	first.Press(say("withholding.submit"))
	first.Sees(say("withholding.legal_reason.missing"))
	first.Fill(say("withholding.legal_reason.label"), "It named a customer. Art. 17 GDPR.")
	first.Press(say("withholding.submit"))
	first.Open(edition + "/withholding")
	first.Sees("It named a customer.")
	first.Press(say("withholding.confirm"))
	first.Sees(say("constraint.second_person_withholds"))
	storetest.Contains(t, w.get(t, "/policies/buyers", http.StatusOK), "Harbour Lane runs this shop.")

	second.Open(edition + "/withholding")
	second.Sees(say("withholding.for_good"))
	second.Press(say("withholding.confirm"))
	second.Sees(say("editions.withheld_for"), "It named a customer.")

	page = w.visit(t, browsertest.Visitor{Name: "reader who comes later"}) // the first one's browser keeps the page for a minute
	page.Open("/policies/buyers")
	storetest.Equal(t, page.Status(), http.StatusGone)
	page.Sees("It named a customer.", hash)
	page.Misses("Harbour Lane runs this shop.")
	page.Paper(func() { page.Sees("It named a customer.") })
	page.Open("/policies/buyers/versions")
	page.Sees(say("versions.withheld"))
	told := w.get(t, "/editions/"+hash+".json", http.StatusGone)
	storetest.Contains(t, told, "It named a customer.")
	w.get(t, "/policies/buyers/1.0.md", http.StatusGone)
}
