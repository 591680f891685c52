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
	author := w.editor.window.For(t)
	w.addsDocument(author, "Seller privacy notice", "sellers")
	author.Open("/desk/policies/sellers/import")
	author.Fill(say("import.text.label"), sellerPolicy)
	author.Press(say("import.paste_submit"))
	author.Sees(say("import.done"))
	author.Follow(say("import.edit"))
	edited := w.spoken + "sellers"
	changes(t, author, "name and address.", "name and address. "+edited)
	author.Awaits(edited) // the preview follows by itself
	w.check(t, author)
	keyboard(t, author)
	author.Fill(say("draft.markdown.label"), author.Value(say("draft.markdown.label"))+"\n:::nosuchblock\n")
	author.Awaits("Must be mended before it can go to review")
	w.check(t, author)
	changes(t, author, "\n:::nosuchblock\n", "")
	author.Awaits(say("editor.sound"))
	author.Press(say("draft.save"))

	author.Follow(say("draft_submission.title"))
	author.Press(say("draft_submission.submit"))
	author.Sees(say("proposal.change_class.missing"), say("proposal.summary.missing"))
	w.submits(author, "sellers", "material", "Sellers get a notice of their own.")
	proposal := w.approveBy(t, w.editor, w.approver, "Seller privacy notice")
	reviewer := w.approver.window.For(t)
	reviewer.Open(proposal)
	reviewer.Press(say("publication.submit"))
	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/sellers")
	page.Sees(edited)
}

// changes replaces some words in the editor that is open.
func changes(t *testing.T, author *browsertest.Page, old, new string) {
	t.Helper()
	text := author.Value(say("draft.markdown.label"))
	storetest.Contains(t, text, old)
	author.Fill(say("draft.markdown.label"), strings.Replace(text, old, new, 1))
}

// submits sends the draft to review and gives the address of the proposal.
func (w *walk) submits(author *browsertest.Page, slug, class, summary string) string {
	author.Open("/desk/policies/" + slug + "/submission")
	author.Tick(say("change_class." + class + ".label"))
	author.Fill(say("draft_submission.summary.label"), summary)
	author.Press(say("draft_submission.submit"))
	author.Sees(summary)
	return author.Path()
}

// approveBy lets the second person read the redline, comment and approve. The author
// sees the comment, resolves it, and is offered no approval. It gives the address of
// the proposal.
func (w *walk) approveBy(t *testing.T, author, reviewer *colleague, title string) string {
	t.Helper()
	own, other := author.window.For(t), reviewer.window.For(t)
	other.Open("/desk/proposals")
	other.Follow(title)
	proposal := other.Path()
	other.Fill(say("comment.text.label"), "Is this all?")
	other.Press(say("comment.submit"))
	other.Sees("Is this all?")

	own.Open(proposal)
	own.Sees("Is this all?")
	own.Misses(say("approval.submit"))
	own.Press(say("proposal.resolve"))

	w.approves(other, proposal)
	other.Sees(reviewer.name)
	return proposal
}

// approves is the second person's word.
func (w *walk) approves(reviewer *browsertest.Page, proposal string) {
	reviewer.Open(proposal)
	reviewer.Tick(say("approval.approve.label"))
	reviewer.Press(say("approval.submit"))
}
