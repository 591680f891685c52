package public_test

import (
	"net/http"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/public"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestHome(t *testing.T) {
	t.Run("before anything was published says so and offers every right", func(t *testing.T) {
		t.Parallel()
		browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, readers(storetest.New(t, noon)).Routes())

		page := browser.Get("/")

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Contains(t, page.Text(), "Nothing has been published here yet.")
		storetest.Equal(t, page.HasLink("/requests/new/access") && page.HasLink("/requests/new/policy_feedback"), true)
		storetest.Contains(t, page.Text(), "Legal limit: 1 month.")
	})

	t.Run("shows what the site's facts tell, in the language of the address", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		r := readers(db)
		browser := webtest.Open(t, db, storetest.Stranger, r.Routes())
		publishFacts(t, db, r)

		page := browser.Get("/de")

		storetest.Contains(t, page.Body, `lang="de"`)
		storetest.Contains(t, page.Text(), "Sample Ltd")
		storetest.Contains(t, page.Text(), "Vertreter im Vereinigten Königreich Sample UK Ltd 2 Strand")
		storetest.Contains(t, page.Body, `<meta name="description" content="Lesen Sie`)
		storetest.Contains(t, page.Text(), "Meist 20 Tage. Gesetzliche Frist: 1 Monat.")
		storetest.Equal(t, page.HasLink("/de/requests/new/access"), true)
		storetest.Equal(t, page.HasLink("/de/requests/new/erasure"), false)
	})

	t.Run("says of each policy in force what it is about", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		r := readers(db)
		l := library{Browser: webtest.Open(t, db, storetest.Stranger, r.Routes()), t: t, db: db, policies: r.Policies}
		l.publish(firstVersion, civil.Date{})

		page := l.Get("/")

		storetest.Equal(t, page.HasLink("/policies/privacy"), true)
		storetest.Contains(t, page.Text(), "What we collect, why, who receives it and how long we keep it. Version 1.0")
	})

	t.Run("lends its rights and contacts to policy texts, with the edition they come from", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		r := readers(db)
		publishFacts(t, db, r)
		at, err := r.Sites.Default(t.Context())
		storetest.NoError(t, err)
		ctx := ui.WithLocale(t.Context(), "de")

		html, used, err := public.RightsBlock{Facts: r.Facts}.BlockHTML(ctx, at, text.Block{}, noon)
		storetest.NoError(t, err)
		storetest.Contains(t, string(html), `href="/de/requests/new/access"`)
		storetest.Equal(t, len(used) == 1 && used[0].Subject == edition.Facts("main"), true)
		markdown, _, err := public.ContactBlock{Facts: r.Facts}.BlockMarkdown(ctx, at, text.Block{}, noon)
		storetest.NoError(t, err)
		storetest.Contains(t, markdown, "**Verantwortlicher für: Alle** Sample Ltd, 1 Quay")
		storetest.Contains(t, markdown, "**Vertreter im Vereinigten Königreich** Sample UK Ltd, 2 Strand")
	})

	t.Run("is kept: the second answer is the first", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		browser := webtest.Open(t, db, storetest.Stranger, readers(db).Routes())
		storetest.Equal(t, browser.Get("/").Body, browser.Get("/").Body)
		storetest.Equal(t, browser.Get("/").Header.Get("Cache-Control"), "public, max-age=60")
	})
}

func readers(db *store.Store) *public.Public {
	sites, editions := &site.Register{Store: db}, &edition.Register{Store: db}
	return &public.Public{Sites: sites, Editions: editions, Policies: &policy.Register{Store: db, Editions: editions},
		Facts: &facts.Register{Store: db, Editions: editions, Sites: sites}}
}

func publishFacts(t *testing.T, db *store.Store, r *public.Public) {
	t.Helper()
	at, err := r.Sites.Default(t.Context())
	storetest.NoError(t, err)
	_, err = r.Facts.Save(t.Context(), storetest.Editor, at, facts.DraftInput{
		Controllers: []facts.Controller{{Audience: "everyone", Name: "Sample Ltd", Address: "1 Quay"}},
		Contact:     facts.Contact{Email: "privacy@sample.example"}, Representatives: []facts.Representative{{Region: "uk", Name: "Sample UK Ltd", Address: "2 Strand"}}, Rights: []string{"access"}, Days: map[string]int{"access": 20},
		Notices: map[string]string{"en": "We need your data to answer."}})
	storetest.NoError(t, err)
	proposal, err := r.Facts.Propose(t.Context(), storetest.Editor, at, facts.EditionInput{Summary: "The first.", ChangeClass: edition.Material})
	storetest.NoError(t, err)
	storetest.NoError(t, r.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
	_, err = r.Editions.Publish(t.Context(), storetest.Approver, proposal.ID, time.UTC, edition.PublicationInput{EffectiveOn: civil.Date{}})
	storetest.NoError(t, err)
}
