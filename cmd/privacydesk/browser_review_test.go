package main

import (
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// reviewsPolicy is a next version that does not pass at once: its author may approve
// other texts but not this one, the second person sends it back, it comes again, and is
// published for a later day. Before that day it is withdrawn, which stays public.
func (w *walk) reviewsPolicy(t *testing.T) {
	author, reviewer := w.deputy.window.For(t), w.approver.window.For(t)
	author.Open("/desk/policies/sellers")
	author.Press(say("draft.begin"))
	changes(t, author, "name and address.", "name, address and bank account.")
	author.Press(say("draft.save"))
	proposal := w.submits(author, "sellers", "editorial", "Sellers read about their account.")

	author.Sees(say("approval.author"))
	w.approves(author, proposal)
	storetest.Equal(t, author.Status(), 422)
	author.Sees(say("constraint.approver_is_not_author"))

	reviewer.Open(proposal)
	reviewer.Sees(say("redline.removed_is")+"and address", say("redline.added_is")+", address and bank account.")
	keyboard(t, reviewer)
	reviewer.Fill(say("comment.text.label"), "Whose account?")
	reviewer.Choose(say("comment.place.label"), "What we know about sellers")
	reviewer.Press(say("comment.submit"))
	w.commentsBesideText(t, reviewer)
	reviewer.Tick(say("approval.return.label"))
	reviewer.Press(say("approval.submit"))
	reviewer.Sees(say("return.note.missing"))
	reviewer.Fill(say("approval.note.label"), "Say whose account it is.")
	reviewer.Press(say("approval.submit"))
	reviewer.Sees(say("proposal.state.returned"), "Say whose account it is.")

	author.Open("/desk/policies/sellers/draft/en")
	changes(t, author, "and bank account.", "and the company's bank account.")
	author.Press(say("draft.save"))
	proposal = w.submits(author, "sellers", "material", "Sellers read about the account of their company.")
	w.approves(reviewer, proposal)
	w.schedules(t, reviewer)
	w.withdraws(t, reviewer)
}

// commentsBesideText looks where the comment on a changed clause stands: beside it where
// there is room, below it on a phone.
func (w *walk) commentsBesideText(t *testing.T, reviewer *browsertest.Page) {
	t.Helper()
	const places = `(() => {
		const text = document.querySelector("#change-1").getBoundingClientRect();
		const said = document.querySelector("#comment-1").getBoundingClientRect();
		return [said.left >= text.right && said.top < text.bottom, said.top >= text.bottom && said.left < text.right];
	})()`
	storetest.Equal(t, browsertest.Ask[[]bool](reviewer, places), []bool{true, false})
	width := reviewer.Width
	reviewer.Resize(browsertest.Phone)
	storetest.Equal(t, browsertest.Ask[[]bool](reviewer, places), []bool{false, true})
	reviewer.Resize(width)
}

// schedules publishes what is approved for a later day, which readers are told.
func (w *walk) schedules(t *testing.T, reviewer *browsertest.Page) {
	t.Helper()
	reviewer.Fill(say("publication.effective_on.label"), "2020-02-01")
	reviewer.Press(say("publication.submit"))
	reviewer.Sees(say("publication.effective_on.past"))
	later := time.Now().AddDate(0, 0, 20)
	reviewer.Fill(say("publication.effective_on.label"), later.Format(time.DateOnly))
	reviewer.Press(say("publication.submit"))
	reviewer.Sees(say("proposal.state.published"))

	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	day := later.Format("2 January 2006")
	page.Open("/policies/sellers")
	page.Sees(say("policy.upcoming", "version", "2.0", "date", day))
	page.Misses("the company's bank account")
	page.Follow(say("policy.compare_next"))
	page.Sees(say("comparison.title_upcoming", "date", day), "bank account")
	page.Open("/policies/sellers/2.0")
	page.Sees("the company's bank account")
}

// withdraws takes the version back before its day.
func (w *walk) withdraws(t *testing.T, reviewer *browsertest.Page) {
	t.Helper()
	reviewer.Open("/desk/policies/sellers")
	reviewer.Follow(say("editions.version", "version", "2.0"))
	reviewer.Follow(say("withdrawal.title"))
	reviewer.Press(say("withdrawal.submit"))
	reviewer.Sees(say("withdrawal.reason.missing"))
	reviewer.Fill(say("withdrawal.reason.label"), "The bank has not agreed yet.")
	reviewer.Press(say("withdrawal.submit"))
	reviewer.Sees(say("editions.withdrawn_for"), "The bank has not agreed yet.")
	reviewer.Misses(say("withdrawal.title"))

	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/sellers")
	page.Misses(say("policy.compare_next"))
	page.Open("/policies/sellers/2.0")
	page.Sees("The bank has not agreed yet.")
	page.Open("/policies/sellers/versions")
	page.Sees(say("versions.withdrawn"), "The bank has not agreed yet.")
}
