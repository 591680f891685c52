package main

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
	"privacydesk/views/ui"
)

// visitPolicy is a text that becomes one in two languages.
const visitPolicy = `# Visit notice

## Who comes in {#visitors}

You sign the book at the door.

## How long we keep the book {#book}

For one year.
`

// besucher is the same in German.
const besucher = `## Wer hereinkommt {#visitors}

Sie tragen sich an der Tür ein.

## Wie lange wir das Buch behalten {#book}

Ein Jahr lang.
`

// translates is the way of a text into one more language: the reader is told that there
// is no translation, it is written beside the text that counts, submitted and approved
// as the same version, and read by whoever chooses the language.
func (w *walk) translates(t *testing.T) {
	author, reviewer := w.editor.window.For(t), w.approver.window.For(t)
	w.addsDocument(author, "Visit notice", "visits")
	author.Open("/desk/policies/visits/import")
	author.Fill(say("import.text.label"), visitPolicy)
	author.Press(say("import.paste_submit"))
	w.approves(reviewer, w.submits(author, "visits", "material", "Visitors get a notice."))
	reviewer.Press(say("publication.submit"))
	german := ui.WithLocale(context.Background(), "de")
	reader := w.visit(t, browsertest.Visitor{Name: "reader of German"})
	reader.Open("/de/policies/visits")
	reader.Sees(ui.T(german, "policy.not_translated", "language", "English"), "You sign the book at the door.")

	author.Open("/desk/policies/visits")
	author.Press(say("draft.begin"))
	author.Follow("Deutsch")
	storetest.Contains(t, author.Value(say("draft.markdown.label")), "## Who comes in {#visitors}") // to write over, with its keys
	author.Fill(say("draft.text_title.label"), "Hinweis für Besucher")
	author.Fill(say("draft.markdown.label"), besucher)
	author.Awaits("Sie tragen sich an der Tür ein.")
	w.check(t, author)
	author.Press(say("draft.save"))
	author.Misses(say("translation.behind", "language", "English"))

	w.submitsTranslation(t, author)
	proposal := author.Path()
	author.Sees("Deutsch", "Wer hereinkommt", "Visit notice 1.0")
	w.approves(reviewer, proposal)
	reviewer.Press(say("publication.submit"))
	w.readsTranslation(t, german)
	w.leavesBehind(t, author, reviewer)
}

// submitsTranslation forgets first to say which language is ready.
func (w *walk) submitsTranslation(t *testing.T, author *browsertest.Page) {
	t.Helper()
	author.Open("/desk/policies/visits/submission")
	author.Tick(say("change_class.translation.label"))
	author.Fill(say("draft_submission.summary.label"), "The notice in German.")
	author.Press(say("draft_submission.submit"))
	storetest.Equal(t, author.Status(), http.StatusUnprocessableEntity)
	author.Sees(say("draft_submission.refused.no_new_language"))
	storetest.Equal(t, author.Value(say("draft_submission.summary.label")), "The notice in German.")
	author.Tick("Deutsch")
	author.Press(say("draft_submission.submit"))
}

// readsTranslation is the public, who switches the language on the page and still reads
// version 1.0.
func (w *walk) readsTranslation(t *testing.T, german context.Context) {
	t.Helper()
	reader := w.visit(t, browsertest.Visitor{Name: "reader who switches", Width: browsertest.Phone})
	reader.Open("/policies/visits")
	reader.Sees("You sign the book at the door.")
	reader.Press(say("shell.menu"))
	reader.Follow("Deutsch")
	storetest.Equal(t, reader.Path(), "/de/policies/visits")
	storetest.Equal(t, browsertest.Ask[string](reader, `document.documentElement.lang`), "de")
	reader.Sees("Hinweis für Besucher", "Sie tragen sich an der Tür ein.", ui.T(german, "policy.translation", "language", "English"))
	reader.Misses("You sign the book", ui.T(german, "policy.not_translated", "language", "English"))
	var told struct {
		Locale          string
		GoverningLocale string `json:"governing_locale"`
		Version         string
		Edition         int
		Clauses         []struct{ Key, Markdown string }
	}
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/de/policies/visits.json", http.StatusOK)), &told))
	storetest.Equal(t, []string{told.Locale, told.GoverningLocale, told.Version}, []string{"de", "en", "1.0"})
	storetest.Equal(t, told.Edition, 2)
	storetest.Equal(t, []string{told.Clauses[0].Key, told.Clauses[1].Key}, []string{"visitors", "book"})
	storetest.Contains(t, w.get(t, "/de/policies/visits.md", http.StatusOK), "Ein Jahr lang.")
}

// leavesBehind changes the text that counts and not its translation: the editor, who
// submits and who reviews are told that it may no longer say the same. Left out, the
// reader of German gets the text that counts and is told so.
func (w *walk) leavesBehind(t *testing.T, author, reviewer *browsertest.Page) {
	t.Helper()
	behind := say("translation.behind", "language", "English")
	author.Open("/desk/policies/visits")
	author.Press(say("draft.begin"))
	changes(t, author, "For one year.", "For two years.")
	author.Press(say("draft.save"))
	author.Follow("Deutsch")
	author.Sees(behind)
	author.Open("/desk/policies/visits/submission")
	author.Sees(behind)
	author.Tick(say("change_class.editorial.label"))
	author.Fill(say("draft_submission.summary.label"), "The book is kept longer.")
	author.Tick("Deutsch")
	author.Press(say("draft_submission.submit"))
	proposal := author.Path()
	reviewer.Open(proposal)
	reviewer.Sees(say("translation.unchanged", "language", "English"))
	reviewer.Tick(say("approval.return.label"))
	reviewer.Fill(say("approval.note.label"), "The German text still says one year.")
	reviewer.Press(say("approval.submit"))

	w.approves(reviewer, w.submits(author, "visits", "editorial", "The book is kept longer."))
	reviewer.Press(say("publication.submit"))
	reader := w.visit(t, browsertest.Visitor{Name: "reader of German who comes later"})
	reader.Open("/de/policies/visits")
	reader.Sees("For two years.", ui.T(ui.WithLocale(context.Background(), "de"), "policy.not_translated", "language", "English"))
	reader.Open("/de/policies/visits/1.0")
	reader.Sees("Ein Jahr lang.")
}
