package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text/texttest"
)

// savedPolicy is a text as a browser saves a page, menus and all.
const savedPolicy = root + "/models/text/testdata/import/saved.txt"

// importsPolicy is the way of a text that somebody saved from a browser: uploaded, its
// clauses in the editor, and what it says of cookies and recipients in the registers.
func (w *walk) importsPolicy(t *testing.T) {
	author := w.editor.window.For(t)
	w.addsDocument(author, "Buyer privacy notice", "buyers")
	author.Open("/desk/policies/buyers/import")
	author.Press(say("import.upload_submit"))
	author.Sees(say("import.file.missing"))
	author.Attach(say("import.file.label"), savedPolicy)
	author.Press(say("import.upload_submit"))
	author.Sees(say("import.done"), "03/04/26", say("import.cookie_count", "count", 3))

	author.Follow(say("import.edit"))
	text := author.Value(say("draft.markdown.label"))
	for _, part := range []string{"Harbour Lane runs this shop.", "WHO RECEIVES IT"} {
		storetest.Contains(t, text, part)
	}
	lacks(t, text, "Gift cards", "Follow us", "All rights reserved")

	author.Open("/desk/policies/buyers")
	author.Sees(say("offers.cookies", "count", 2))
	w.takesOffers(t, author)
}

// addsDocument makes a policy that has no text yet.
func (w *walk) addsDocument(author *browsertest.Page, title, slug string) {
	author.Open("/desk/policies")
	author.Follow(say("document.new"))
	author.Fill(say("document.title.label"), title)
	author.Fill(say("document.slug.label"), slug)
	author.Choose(say("document.category.label"), say("policy_category.privacy"))
	author.Tick("Main")
	author.Press(say("document.create"))
	author.Sees(say("draft.begin"))
}

// takesOffers puts the cookies and one company of the text into the registers, and finds
// nothing offered afterwards.
func (w *walk) takesOffers(t *testing.T, author *browsertest.Page) {
	t.Helper()
	author.Open("/desk/cookies")
	author.Follow(say("entries.offers"))
	author.Sees("basket_id, basket_t", "Pixelworks GmbH")
	author.Press(say("offer.take"))
	author.Sees(say("offer.taken", "added", 3, "changed", 0), "basket_id", "_px")
	author.Follow(say("entries.offers"))
	author.Sees(say("offer.none"))

	author.Open("/desk/processors")
	author.Follow(say("entries.offers"))
	author.Tick("delivery partners")
	author.Press(say("offer.take"))
	author.Sees(say("offer.taken", "added", 4, "changed", 0), "Postlane", "Ferry Express")
}

// importsRealPolicy takes the text of a real shop the whole way: uploaded, approved,
// published, and read back as a page and as JSON.
func (w *walk) importsRealPolicy(t *testing.T) {
	file := filepath.Join(texttest.RealInputs(t), "marketplace-privacy-policy-2018.txt")
	author, reviewer := w.editor.window.For(t), w.approver.window.For(t)
	w.addsDocument(author, "Marketplace policy", "marketplace")
	author.Open("/desk/policies/marketplace/import")
	author.Attach(say("import.file.label"), file)
	author.Press(say("import.upload_submit"))
	author.Sees(say("import.done"), say("import.cookie_count", "count", 24))
	author.Open("/desk/policies/marketplace")
	author.Sees(say("offers.cookies", "count", 11))
	proposal := w.submits(author, "marketplace", "material", "What the marketplace does with data.")
	w.approves(reviewer, proposal)
	reviewer.Press(say("publication.submit"))

	page := w.visit(t, browsertest.Visitor{Name: "reader"})
	page.Open("/policies/marketplace")
	page.Misses("Posting Rules", "My Favorites")
	var told struct {
		Clauses []struct{ Number, Heading, Markdown string }
	}
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/policies/marketplace.json", http.StatusOK)), &told))
	var numbers string
	for _, clause := range told.Clauses {
		numbers += clause.Number
		page.Sees(clause.Heading)
		lacks(t, clause.Markdown, "Posting Rules", "My Favorites")
	}
	storetest.Equal(t, numbers, "ABCDEFGHIJ")
	storetest.Equal(t, len(told.Clauses), 11) // with the introduction
}
