package main

import (
	"testing"

	"privacydesk/cmd/internal/browsertest"
)

// waivesFourEyes lets an author approve alone while an administrator has turned four
// eyes off, which the version says in public for ever; and no longer afterwards.
func (w *walk) waivesFourEyes(t *testing.T) {
	office, author := w.administrator.window.For(t), w.deputy.window.For(t)
	office.Open("/desk/sites")
	office.Follow("Main")
	office.Follow(say("waivers.link"))
	office.Sees(say("waivers.none"))
	office.Press(say("waivers.submit"))
	office.Sees(say("waiver.kind.missing"), say("waiver.reason.missing"))
	office.Tick(say("waiver.kind.approval.label"))
	office.Fill(say("waiver.reason.label"), "The other approver is away.")
	office.Press(say("waivers.submit"))
	office.Sees("The other approver is away.", say("waivers.end"))

	author.Open("/desk/policies/sellers")
	author.Press(say("draft.begin"))
	changes(t, author, "Valid from 1 December 2026.", "Valid from now.")
	author.Press(say("draft.save"))
	proposal := w.submits(author, "sellers", "editorial", "From when.")
	author.Sees(say("approval.waived"))
	w.approves(author, proposal)
	author.Sees(say("proposal.approved_alone"))
	author.Press(say("publication.submit"))

	office.Open("/desk/sites/main/waivers")
	office.Press(say("waivers.end"))
	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/sellers")
	page.Sees("Valid from now.", say("policy.waiver"))
	page.Open("/policies/sellers/versions")
	page.Sees(say("versions.waiver"))

	author.Open("/desk/policies/sellers")
	author.Press(say("draft.begin"))
	changes(t, author, "Valid from now.", "Valid from today.")
	author.Press(say("draft.save"))
	proposal = w.submits(author, "sellers", "editorial", "From when, again.")
	w.approves(author, proposal)
	author.Sees(say("constraint.approver_is_not_author"))
	author.Press(say("proposal.recall"))
	author.Open("/desk/policies/sellers/draft/discard")
	author.Press(say("discard.submit"))
}
