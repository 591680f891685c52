package desk_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/people"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func policyDesk(t *testing.T, db *store.Store, as access.Actor) *webtest.Browser {
	editions := &edition.Register{Store: db}
	d := &desk.Desk{Sites: &site.Register{Store: db}, Editions: editions, People: &people.Register{Store: db},
		Policies: &policy.Register{Store: db, Editions: editions}}
	return webtest.Open(t, db, as, d.Routes())
}

const deskText = "Some words.\n\n## Who we are\n\nWe run the market.\n"

// givenDraft is an open draft of a new document, saved once by the editor.
func givenDraft(t *testing.T, db *store.Store) *webtest.Browser {
	t.Helper()
	browser := policyDesk(t, db, storetest.Editor)
	page := browser.Submit("/desk/policies", map[string]string{"title": "Privacy policy", "slug": "privacy", "category": "privacy",
		"site_ids": "1", "governing_locale": "en", "review_months": "12"})
	storetest.Equal(t, page.Location, "/desk/policies/privacy")
	page = browser.Submit("/desk/policies/privacy/draft", nil)
	storetest.Equal(t, page.Location, "/desk/policies/privacy/draft/en")
	page = browser.Submit("/desk/policies/privacy/draft/en", map[string]string{"title": "Privacy policy", "markdown": deskText, "version": "1"})
	storetest.Equal(t, page.Location, "/desk/policies/privacy/draft/en")
	return browser
}

// givenProposal is that draft, sent to review.
func givenProposal(t *testing.T, db *store.Store) string {
	t.Helper()
	page := givenDraft(t, db).Submit("/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."})
	storetest.Equal(t, page.Location, "/desk/proposals/1")
	return page.Location
}

func TestDocumentForm(t *testing.T) {
	t.Run("keeps what was typed beside what is wrong", func(t *testing.T) {
		t.Parallel()
		browser := policyDesk(t, storetest.New(t, monday), storetest.Editor)

		page := browser.Submit("/desk/policies", map[string]string{"title": "Rules", "slug": "No way", "category": "rules", "site_ids": "1",
			"governing_locale": "en", "review_months": "often"})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Name in addresses"), webtest.Field{Value: "No way"})
		storetest.Equal(t, page.Field("Months between reviews").Value, "often")
	})

	t.Run("shows both settings to whoever saves late", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		settings := map[string]string{"title": "Mine", "slug": "privacy", "category": "rules", "site_ids": "1", "governing_locale": "en", "review_months": "12", "version": "1"}
		late := map[string]string{"title": "Yours", "slug": "privacy", "category": "privacy", "site_ids": "1", "governing_locale": "en", "review_months": "12", "version": "1"}
		storetest.Equal(t, browser.Submit("/desk/policies/privacy/settings", settings).Status, http.StatusSeeOther)

		page := browser.Submit("/desk/policies/privacy/settings", late)

		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Equal(t, page.Field("Title").Value, "Yours")
		storetest.Equal(t, page.Texts("dd"), []string{"Mine", "Rules"})
		late["version"] = page.Hidden("version")
		storetest.Equal(t, browser.Submit("/desk/policies/privacy/settings", late).Status, http.StatusSeeOther)
	})

	t.Run("is not for agents", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		givenDraft(t, db)
		agent := policyDesk(t, db, storetest.Agent)
		storetest.Equal(t, agent.Get("/desk/policies/privacy").Status, http.StatusOK)
		storetest.Equal(t, agent.Get("/desk/policies/new").Status, http.StatusForbidden)
		storetest.Equal(t, agent.Submit("/desk/policies/privacy/draft/en", map[string]string{"markdown": "x", "version": "2"}).Status, http.StatusForbidden)
	})
}

func TestWhatWasDoneToAPolicyIsSaid(t *testing.T) {
	e := newEntrance(t)
	e.Policies = &policy.Register{Store: e.Editions.Store, Editions: e.Editions}
	e.hire("zuzanna@desk.example", access.Editor)
	browser := e.signedIn("zuzanna@desk.example")
	for _, act := range []struct {
		path   string
		values map[string]string
		said   string
	}{
		{"/desk/policies", map[string]string{"title": "Privacy policy", "slug": "privacy", "category": "privacy", "site_ids": "1", "governing_locale": "en", "review_months": "12"}, "Added Privacy policy."},
		{"/desk/policies/privacy/draft", nil, ""},
		{"/desk/policies/privacy/draft/en", map[string]string{"title": "Privacy policy", "markdown": deskText, "version": "1"}, "Saved the draft. The public does not see it yet."},
		{"/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."}, "Sent for approval."},
		{"/desk/proposals/1/comments", map[string]string{"text": "Look at the end."}, "Added your comment."},
		{"/desk/proposals/1/recall", nil, "Taken back. It can be changed and sent again."},
		{"/desk/policies/privacy/draft/discard", nil, "The draft is discarded."},
	} {
		storetest.Equal(t, browser.Follow(browser.Submit(act.path, act.values)).Announcement(), act.said)
	}
}

func TestEditor(t *testing.T) {
	const path = "/desk/policies/privacy/draft/en"

	t.Run("shows the draft, its clauses and what it will look like", func(t *testing.T) {
		t.Parallel()
		page := givenDraft(t, storetest.New(t, monday)).Get(path)

		storetest.Equal(t, page.Field("Text (Markdown)").Value, "Some words. ## Who we are {#who-we-are} We run the market.")
		storetest.Equal(t, page.HasLink("#who-we-are"), true)
		storetest.Contains(t, page.Text(), "The structure is sound")
	})

	t.Run("shows an open draft to those who may only read, without a way to save or to review it", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		givenDraft(t, db)
		for _, reader := range []access.Actor{storetest.Auditor, storetest.Agent} {
			page := policyDesk(t, db, reader).Get(path)
			storetest.Equal(t, page.Status, http.StatusOK)
			storetest.Equal(t, slices.Contains(page.Texts("button"), "Save the draft"), false)
			storetest.Equal(t, strings.Contains(page.Body, "/preview"), false)
			storetest.Equal(t, page.HasLink("#who-we-are"), true)
		}
	})

	t.Run("of a proposal leads only those to the review who may see it", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		proposal := givenProposal(t, db)
		for reader, may := range map[*access.Actor]bool{&storetest.Auditor: true, &storetest.Agent: false} {
			browser := policyDesk(t, db, *reader)
			storetest.Equal(t, browser.Get(path).HasLink(proposal), may)
			storetest.Equal(t, browser.Get("/desk/policies/privacy").HasLink(proposal), may)
		}
	})

	t.Run("previews without keeping, and tells where the structure is faulty", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)

		page := browser.Submit(path+"/preview", map[string]string{"title": "P", "markdown": "## New\n\n:::weather\n\n<script>alert(1)</script>", "version": "2"})

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Contains(t, page.Text(), "There is no block named “weather”.")
		storetest.Equal(t, page.HasLink("#new"), true)
		storetest.Equal(t, strings.Contains(page.Body, "<script>alert"), false)
		storetest.Equal(t, storetest.One[int](t, db, `SELECT max(version) FROM draft_texts`), 2)
	})

	t.Run("opens the preview at the clause that is chosen, without any script", func(t *testing.T) {
		t.Parallel()
		browser := givenDraft(t, storetest.New(t, monday))
		storetest.Equal(t, browser.Get(path).Focused(), "")

		page := browser.Submit(path+"/preview", map[string]string{"title": "P", "markdown": "Some words.\n\n## 1. New\n\n:::weather\n\n## Old", "version": "2", "clause": "new"})

		storetest.Equal(t, page.Texts("option"), []string{"Introduction", "Blocks publishing: 1 New", "2 Old"})
		storetest.Equal(t, page.Field("Clause").Value, "new")
		storetest.Contains(t, page.Focused(), "1 New")
		page = browser.Submit(path+"/preview", map[string]string{"title": "P", "markdown": "Some words.", "version": "2", "clause": "introduction"})
		storetest.Contains(t, page.Focused(), "Some words.")
	})

	t.Run("shows a late save both texts with three ways on", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		late := policyDesk(t, db, storetest.Approver)

		page := late.Submit(path, map[string]string{"title": "Privacy policy", "markdown": "## Who we are\n\nWe run many markets.", "version": "1"})

		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Contains(t, page.Text(), "Added: many")
		storetest.Contains(t, page.Text(), "Saved by Person 3")
		storetest.Equal(t, page.Hidden("version"), "2")
		storetest.Equal(t, page.HasLink(path), true)
		storetest.Contains(t, browser.Get(path).Field("Text (Markdown)").Value, "We run the market.")
		page = late.Submit(path, map[string]string{"title": page.Hidden("title"), "markdown": page.Hidden("markdown"), "version": page.Hidden("version")})
		storetest.Equal(t, page.Location, path)
	})

	t.Run("starts a translation with the keys of the governing text", func(t *testing.T) {
		t.Parallel()
		page := givenDraft(t, storetest.New(t, monday)).Get("/desk/policies/privacy/draft/de")
		storetest.Contains(t, page.Field("Text (Markdown)").Value, "{#who-we-are}")
		storetest.Equal(t, page.Hidden("version"), "0")
	})

	t.Run("tells where a key stands twice and where a block is not known, and keeps the text", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		const typed = "## A {#same}\n\nOne.\n\n## B {#same}\n\n:::weather\n"
		page := browser.Submit(path, map[string]string{"title": "P", "markdown": typed, "version": "2"})
		storetest.Equal(t, page.Location, path) // a draft may be unfinished
		page = browser.Follow(page)
		storetest.Contains(t, page.Text(), "The key “same” stands at two headings.")
		storetest.Contains(t, page.Text(), "There is no block named “weather”.")
		storetest.Equal(t, page.Field("Text (Markdown)").Value, strings.Join(strings.Fields(typed), " "))

		page = browser.Submit("/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Text(), "The key “same” stands at two headings.")
		storetest.Equal(t, page.Field("What changes, in plain words").Value, "The first.")
		storetest.Equal(t, storetest.One[int](t, db, `SELECT count(*) FROM proposals`), 0)
	})

	t.Run("keeps the text in the page while the database is away", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		db.Close()

		page := browser.Submit(path, map[string]string{"title": "P", "markdown": "## A\n\nWords that took long.\n", "version": "2"})

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Equal(t, page.Header.Get("Retry-After"), "10")
		storetest.Contains(t, page.Body, "Words that took long.")
		storetest.Contains(t, page.Body, `action="`+path+`"`)
		storetest.Equal(t, []string{page.Hidden("title"), page.Hidden("version")}, []string{"P", "2"})
	})

	t.Run("keeps a text of too many paragraphs in the page that refuses it", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		page := givenDraft(t, db).Submit(path, map[string]string{"title": "P", "markdown": strings.Repeat("w\n\n", text.MaxParagraphs+1), "version": "2"})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "more than 20,000 paragraphs")
		storetest.Equal(t, strings.Count(page.Body, "w\n\n") >= text.MaxParagraphs, true)
		storetest.Equal(t, storetest.One[int](t, db, `SELECT max(version) FROM draft_texts`), 2)
	})

	t.Run("keeps a text of 5 MB in the page that refuses it", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		page := browser.Submit(path, map[string]string{"title": "P", "markdown": strings.Repeat("word ", 1<<20), "version": "2"})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "longer than 2 MB")
		storetest.Equal(t, len(page.Body) > 5<<20, true)
	})
}

func TestImportPage(t *testing.T) {
	t.Run("takes an uploaded file into the draft and says what it found", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		version := browser.Get("/desk/policies/privacy/import").Hidden("version")

		page := browser.SubmitFiles("/desk/policies/privacy/import/upload", url.Values{"version": {version}},
			webtest.Upload{Field: "file", Name: "policy.md", Content: []byte("# New policy\n\nUpdated 03/04/26\n\n## A\n\nWords.\n")})
		storetest.Equal(t, page.Location, "/desk/policies/privacy/import/1")
		page = browser.Follow(page)
		storetest.Contains(t, page.Text(), "New policy")
		storetest.Contains(t, page.Text(), "03/04/26")
		storetest.Contains(t, browser.Get("/desk/policies/privacy/draft/en").Field("Text (Markdown)").Value, "## A {#a}")
	})

	for _, c := range []struct{ name, content, says string }{
		{"refuses a program named .txt", "\x7fELF\x00\x00", "This is not a text file"},
		{"refuses an empty file", " \n", "The file holds no text"},
		{"refuses what is not UTF-8", "Erkl\xe4rung", "not UTF-8"},
		{"refuses 5 MB", strings.Repeat("word ", 1<<20), "larger than 2 MB"},
		{"refuses too many paragraphs", strings.Repeat("w\n\n", text.MaxParagraphs+1), "more than 20,000 paragraphs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := storetest.New(t, monday)
			page := givenDraft(t, db).SubmitFiles("/desk/policies/privacy/import/upload", url.Values{"version": {"2"}},
				webtest.Upload{Field: "file", Name: "policy.txt", Content: []byte(c.content)})
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Contains(t, page.Alert(), c.says)
			storetest.Equal(t, storetest.One[int](t, db, `SELECT max(version) FROM draft_texts`), 2)
		})
	}

	t.Run("keeps a pasted text that it cannot take", func(t *testing.T) {
		t.Parallel()
		page := givenDraft(t, storetest.New(t, monday)).Submit("/desk/policies/privacy/import/paste", map[string]string{"version": "1", "text": "## A\n\nWords."})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Text").Value, "## A Words.")
		storetest.Equal(t, page.Hidden("version"), "2")
	})
}

func TestSubmission(t *testing.T) {
	t.Run("lists the faults with a link to their clause", func(t *testing.T) {
		t.Parallel()
		browser := givenDraft(t, storetest.New(t, monday))
		browser.Submit("/desk/policies/privacy/draft/en", map[string]string{"title": "P", "markdown": "## A\n\n:::weather", "version": "2"})

		page := browser.Submit("/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.HasLink("/desk/policies/privacy/draft/en#a"), true)
		storetest.Equal(t, page.Field("What changes, in plain words").Value, "The first.")
	})

	t.Run("cannot be sent twice", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		givenProposal(t, db)
		page := policyDesk(t, db, storetest.Editor).Submit("/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "The draft is in review")
	})
	t.Run("says which translation is older than the text that counts", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		browser.Submit("/desk/policies/privacy/draft/de", map[string]string{"title": "Datenschutz", "markdown": "## A\n\nWir.", "version": "0"})
		const doubt = "Last saved before the text in English"
		storetest.Equal(t, strings.Contains(browser.Get("/desk/policies/privacy/submission").Text(), doubt), false)
		storetest.Equal(t, strings.Contains(browser.Get("/desk/policies/privacy/draft/de").Text(), doubt), false)

		storetest.NoError(t, db.DB.Exec(`UPDATE draft_texts SET saved_at = saved_at - interval '1 minute' WHERE locale = 'de'`).Error)

		storetest.Contains(t, browser.Get("/desk/policies/privacy/submission").Text(), doubt)
		storetest.Contains(t, browser.Get("/desk/policies/privacy/draft/de").Text(), doubt)
		storetest.Equal(t, strings.Contains(browser.Get("/desk/policies/privacy/draft/en").Text(), doubt), false)
	})
	t.Run("shows the reviewer a translation that does not follow the text that counts", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		browser := givenDraft(t, db)
		browser.Submit("/desk/policies/privacy/draft/de", map[string]string{"title": "Datenschutz", "markdown": "## A\n\nWir.", "version": "0"})
		both := map[string]string{"change_class": "material", "summary": "A version.", "locales": "de"}
		const doubt = "The text in English changes and this one does not"
		first := browser.Submit("/desk/policies/privacy/submission", both).Location
		storetest.Equal(t, strings.Contains(browser.Get(first).Text(), doubt), false)
		approver := policyDesk(t, db, storetest.Approver)
		approver.Submit(first+"/decision", map[string]string{"outcome": "approve"})
		approver.Submit(first+"/publication", nil)

		browser.Submit("/desk/policies/privacy/draft", nil)
		browser.Submit("/desk/policies/privacy/draft/en", map[string]string{"title": "Privacy policy", "markdown": deskText + "\nMore.", "version": "1"})
		second := browser.Submit("/desk/policies/privacy/submission", both).Location

		storetest.Contains(t, approver.Get(second).Text(), doubt)
	})
}
