package main

import (
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// sellerPolicy is a text as somebody copies it from a page.
const sellerPolicy = `# Seller privacy notice

Valid from 1 December 2026.

## A. What we know about sellers

We keep your company's name and address.

## B. Which cookies we set

:::cookies

## C. Who else sees it

:::processors
`

// publishesPolicy is the way of a policy from a text to the public: pasted, edited,
// submitted, reviewed, and approved by somebody else.
func (w *walk) publishesPolicy(t *testing.T) {
	author, reviewer := w.editor.window.For(t), w.approver.window.For(t)
	author.Open("/desk/policies")
	w.check(t, author)
	author.Follow(say("document.new"))
	author.Fill(say("document.title.label"), "Seller privacy notice")
	author.Fill(say("document.slug.label"), "sellers")
	author.Choose(say("document.category.label"), say("policy_category.privacy"))
	author.Tick("Main")
	w.check(t, author)
	author.Press(say("document.create"))
	author.Sees(say("draft.begin"))

	author.Open("/desk/policies/sellers/import")
	w.check(t, author)
	author.Fill(say("import.text.label"), sellerPolicy)
	author.Press(say("import.paste_submit"))
	author.Sees(say("import.done"))
	w.check(t, author)
	author.Follow(say("import.edit"))
	text := author.Value(say("draft.markdown.label"))
	storetest.Contains(t, text, "We keep your company's name and address")
	edited := w.spoken + "sellers"
	author.Fill(say("draft.markdown.label"), strings.Replace(text, "name and address.", "name and address. "+edited, 1))
	author.Awaits(edited) // the preview follows by itself
	w.check(t, author)
	keyboard(t, author)
	author.Press(say("draft.save"))
	author.Follow(say("draft_submission.title"))
	w.check(t, author)
	author.Tick(say("change_class.material.label"))
	author.Fill(say("draft_submission.summary.label"), "Sellers get a notice of their own.")
	author.Press(say("draft_submission.submit"))

	proposal := w.approveBy(t, w.editor, w.approver, "sellers")
	reviewer.Open(proposal)
	reviewer.Press(say("publication.submit"))
	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/sellers")
	page.Sees(edited)
	w.check(t, page)
}

// approveBy lets the second person read the redline, comment and approve, after the
// author was refused. It gives the address of the proposal.
func (w *walk) approveBy(t *testing.T, author, reviewer *colleague, title string) string {
	t.Helper()
	own, other := author.window.For(t), reviewer.window.For(t)
	other.Open("/desk/proposals")
	w.check(t, other)
	other.Follow(title)
	proposal := other.Path()
	w.check(t, other)
	other.Fill(say("comment.text.label"), "Is this all?")
	other.Press(say("comment.submit"))
	other.Sees("Is this all?")

	own.Open(proposal)
	own.Sees("Is this all?")
	own.Misses(say("approval.submit"))
	own.Press(say("proposal.resolve"))

	other.Open(proposal)
	other.Tick(say("approval.approve.label"))
	other.Press(say("approval.submit"))
	other.Sees(reviewer.name)
	return proposal
}
