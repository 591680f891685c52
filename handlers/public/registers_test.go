package public_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/public"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// shelves are both registers over one database, with what it takes to publish them.
type shelves struct {
	t          *testing.T
	db         *store.Store
	at         site.Site
	cookies    *cookie.Register
	processors *processor.Register
}

func newShelves(t *testing.T) shelves {
	db := storetest.New(t, noon)
	editions := &edition.Register{Store: db}
	policies := &policy.Register{Store: db, Editions: editions}
	at, err := (&site.Register{Store: db}).Default(t.Context())
	storetest.NoError(t, err)
	return shelves{t, db, at, &cookie.Register{Store: db, Editions: editions, Policies: policies}, &processor.Register{Store: db, Editions: editions, Policies: policies}}
}

func (s shelves) browser() *webtest.Browser {
	return webtest.Open(s.t, s.db, storetest.Stranger, readers(s.db).Routes())
}

func (s shelves) addCookie(in cookie.Input) {
	s.t.Helper()
	_, err := s.cookies.Add(s.t.Context(), storetest.Editor, s.at.ID, in)
	storetest.NoError(s.t, err)
}

func (s shelves) publish(proposal edition.Proposal, err error) {
	s.t.Helper()
	storetest.NoError(s.t, err)
	storetest.NoError(s.t, s.cookies.Editions.Approve(s.t.Context(), storetest.Approver, proposal.ID, ""))
	_, err = s.cookies.Editions.Publish(s.t.Context(), storetest.Approver, proposal.ID, s.at.Location(), edition.PublicationInput{})
	storetest.NoError(s.t, err)
}

func (s shelves) publishCookies() {
	s.t.Helper()
	s.publish(s.cookies.Propose(s.t.Context(), storetest.Editor, s.at, entry.EditionInput{Summary: "What the site sets.", Class: edition.Material}))
}

func (s shelves) publishCompanies() {
	s.t.Helper()
	s.publish(s.processors.Propose(s.t.Context(), storetest.Editor, s.at, entry.EditionInput{Summary: "Who helps.", Class: edition.Material}))
}

var basket = cookie.Input{Name: "basket", Provider: "Main", Domains: "shop.example", Party: cookie.First, Lifetime: "1 year 2 months", Category: "necessary",
	Purposes: map[string]string{"en": "Remembers | what is in your basket", "de": "Merkt sich den Warenkorb"}}

func TestCookies(t *testing.T) {
	t.Run("before the first edition say so, in every form", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket) // the register is not the public's
		browser := s.browser()
		page := browser.Get("/cookies")
		storetest.Equal(t, []int{page.Status, browser.Get("/cookies.csv").Status, browser.Get("/cookies/1").Status}, []int{200, 200, 404})
		storetest.Contains(t, page.Text(), "No cookie declaration is in force yet")
		var answer map[string]any
		storetest.NoError(t, json.Unmarshal([]byte(browser.Get("/cookies.json").Body), &answer))
		storetest.Equal(t, answer["edition"], any(nil))
		storetest.Equal(t, answer["cookies"], any([]any{}))
	})

	t.Run("are shown by category, in the language of the address", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket)
		s.addCookie(cookie.Input{Name: "_v_", Match: cookie.Prefix, Lifetime: "persistent", OptOut: "https://count.example/out"})
		s.publishCookies()
		browser := s.browser()

		page := browser.Get("/de/cookies")

		storetest.Equal(t, page.Texts("h2")[:2], []string{"Unbedingt erforderlich", "Noch nicht eingeordnet"})
		for _, words := range []string{"Merkt sich den Warenkorb", "1 Jahr und 2 Monate", "_v_*", "2 Einträge", "Immer aktiv"} {
			storetest.Contains(t, page.Text(), words)
		}
		storetest.Equal(t, page.HasLink("https://count.example/out") && page.HasLink("/de/cookies.csv") && page.HasLink("/de/cookies/versions"), true)
		storetest.Contains(t, browser.Get("/ar/cookies").Text(), "سنة واحدة")
	})

	t.Run("are data and a table for programs", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket)
		s.publishCookies()
		browser := s.browser()
		storetest.Equal(t, browser.Get("/cookies.csv").Body, "name,match,kind,provider,party,domains,lifetime,category,purpose,opt_out\r\n"+
			"basket,exact,cookie,Main,first,shop.example,1 year 2 months,necessary,Remembers | what is in your basket,\r\n")
		newest, err := s.cookies.Editions.Newest(t.Context(), edition.Cookies("main"))
		storetest.NoError(t, err)
		var answer, want map[string]any
		storetest.NoError(t, json.Unmarshal([]byte(browser.Get("/cookies.json").Body), &answer))
		storetest.NoError(t, json.Unmarshal([]byte(`{"site": "main", "edition": 1, "effective_at": "2026-11-23T12:00:00Z", "checked_at": null, "sha256": "`+newest.Hash()+`",
			"cookies": [{"name": "basket", "match": "exact", "kind": "cookie", "provider": "Main", "party": "first", "domains": ["shop.example"],
			"lifetime": {"type": "duration", "seconds": 36720000, "text": "1 year 2 months"}, "category": "necessary", "purpose": "Remembers | what is in your basket", "opt_out": null}]}`), &want))
		storetest.Equal(t, answer, want)
		storetest.Equal(t, browser.Get("/cookies/1.json").Body, browser.Get("/cookies.json").Body)
	})

	t.Run("keep every edition, and show what changed", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket)
		s.publishCookies()
		in := basket
		in.Lifetime, in.Version = "session", 1
		_, err := s.cookies.Save(t.Context(), storetest.Editor, 1, in)
		storetest.NoError(t, err)
		s.addCookie(cookie.Input{Name: "fresh", Lifetime: "1 day"})
		s.publishCookies()
		browser := s.browser()

		storetest.Contains(t, browser.Get("/cookies/1").Text(), "1 year and 2 months")
		storetest.Contains(t, browser.Get("/cookies").Text(), "Until you close the browser")
		versions := browser.Get("/cookies/versions")
		storetest.Equal(t, versions.HasLink("/cookies/1") && versions.HasLink("/cookies/2") && versions.HasLink("/cookies/compare/1...2"), true)
		storetest.Equal(t, browser.Get("/cookies/compare?from=1&to=2").Location, "/cookies/compare/1...2")
		compared := browser.Get("/cookies/compare/1...2")
		storetest.Equal(t, compared.Texts("ins")[1:2], []string{"Added: fresh"}) // the first is in the key of the marks
		storetest.Contains(t, compared.Text(), "Kept for Removed: 1 year and 2 months Added: Until you close the browser")
		storetest.Contains(t, browser.Get("/de/cookies/compare/1...2").Text(), "1 Jahr und 2 Monate")
		storetest.Equal(t, browser.Get("/cookies/3").Status, http.StatusNotFound)
		storetest.Equal(t, browser.Get("/cookies/compare/1...9").Status, http.StatusNotFound)
	})

	t.Run("that are announced or withdrawn say so on their own page", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket)
		s.publishCookies()
		s.addCookie(cookie.Input{Name: "later", Lifetime: "session"})
		proposal, err := s.cookies.Propose(t.Context(), storetest.Editor, s.at, entry.EditionInput{Summary: "One more.", Class: edition.Material})
		storetest.NoError(t, err)
		storetest.NoError(t, s.cookies.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
		coming, err := s.cookies.Editions.Publish(t.Context(), storetest.Approver, proposal.ID, s.at.Location(), edition.PublicationInput{EffectiveOn: christmas})
		storetest.NoError(t, err)
		browser := s.browser()

		page := browser.Get("/cookies/2")
		storetest.Contains(t, page.Text(), "Version 2 takes effect on 24 December 2026. Read the version in force")
		storetest.Equal(t, page.Link("Read the version in force"), "/cookies")
		storetest.NoError(t, s.cookies.Editions.Withdraw(t.Context(), storetest.Approver, coming.ID, "Too early."))
		browser.Server.Pages.Forget()
		storetest.Contains(t, browser.Get("/cookies/2").Text(), "Version 2 was withdrawn on 23 November 2026, before it took effect. Too early.")
		storetest.Equal(t, browser.Get("/cookies/1.md").Status, http.StatusNotFound)
	})

	t.Run("that were withheld answer with what stays", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		s.addCookie(basket)
		s.publishCookies()
		storetest.NoError(t, s.cookies.Editions.AskWithholding(t.Context(), storetest.Approver, 1, "A court ordered it."))
		storetest.NoError(t, s.cookies.Editions.SettleWithholding(t.Context(), storetest.OtherApprover, 1, true))
		for _, path := range []string{"/cookies", "/cookies/1", "/cookies.json", "/cookies.csv"} {
			page := s.browser().Get(path)
			storetest.Equal(t, page.Status, http.StatusGone)
			storetest.Contains(t, page.Body, "A court ordered it.")
		}
	})

	t.Run("fill policy texts, with the edition they come from", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		block := public.CookiesBlock{Cookies: s.cookies}
		html, used, err := block.BlockHTML(t.Context(), s.at, text.Block{}, noon)
		storetest.NoError(t, err)
		storetest.Contains(t, string(html), "No cookies are declared here.")
		storetest.Equal(t, len(used), 0)
		s.addCookie(basket)
		s.addCookie(cookie.Input{Name: "count", Lifetime: "1 day", Category: "analytics"})
		s.publishCookies()

		ctx := ui.WithLocale(t.Context(), "de")
		html, used, err = block.BlockHTML(ctx, s.at, text.Block{Attributes: map[string]string{"category": "analytics"}}, noon)
		storetest.NoError(t, err)
		storetest.Contains(t, string(html), "count")
		storetest.Contains(t, string(html), `href="/de/cookies"`)
		storetest.Equal(t, used[0].Subject, edition.Cookies("main"))
		markdown, _, err := block.BlockMarkdown(t.Context(), s.at, text.Block{Attributes: map[string]string{"category": "necessary"}}, noon)
		storetest.NoError(t, err)
		storetest.Equal(t, markdown, "**Strictly necessary**\n\n| Cookie | What it does | Set by | Kept for |\n| --- | --- | --- | --- |\n"+
			"| basket | Remembers \\| what is in your basket | Main, First party | 1 year and 2 months |")
	})
}

func TestCompanies(t *testing.T) {
	t.Run("are shown by category, coming ones first, and as data", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		for _, in := range []processor.Input{
			{Name: "Quaypay", Role: "processor", Categories: []string{"payments"}, Countries: "US", Transfers: []processor.TransferInput{{Country: "US", Mechanism: "scc_m2"}},
				Purposes: map[string]string{"en": "Takes payments", "de": "Nimmt Zahlungen an"}, FirstDay: civil.Date{Year: 2022, Month: 3, Day: 1}},
			{Name: "Coming", Categories: []string{"logistics"}, Countries: "PT", Status: processor.Announced, FirstDay: civil.Date{Year: 2026, Month: 12, Day: 15}},
		} {
			in.SiteIDs = []int64{s.at.ID}
			_, err := s.processors.Add(t.Context(), storetest.Editor, in)
			storetest.NoError(t, err)
		}
		s.publishCompanies()
		browser := s.browser()

		page := browser.Get("/de/companies")
		storetest.Equal(t, page.Texts("h2")[:2], []string{"Zahlungen", "Versand und Logistik"})
		for _, words := range []string{"Coming kommt am 15. Dezember 2026 dazu.", "Nimmt Zahlungen an", "Vereinigte Staaten", "Standardvertragsklauseln", "Innerhalb des EWR", "Auftragsverarbeiter", "Seit 1. März 2022"} {
			storetest.Contains(t, page.Text(), words)
		}
		var answer map[string]any
		storetest.NoError(t, json.Unmarshal([]byte(browser.Get("/companies.json").Body), &answer))
		companies := answer["companies"].([]any)
		storetest.Equal(t, companies[0].(map[string]any)["takes_effect_at"], any("2026-12-14T23:00:00Z"))
		storetest.Equal(t, companies[1], any(map[string]any{"name": "Quaypay", "role": "processor", "categories": []any{"payments"}, "purposes": []any{"Takes payments"},
			"data_categories": []any{}, "countries": []any{"US"}, "transfers": []any{map[string]any{"country": "US", "mechanism": "scc_m2"}}, "status": "active",
			"since": "2022-03-01", "takes_effect_at": nil}))
		storetest.Contains(t, browser.Get("/companies.csv").Body, "Quaypay,processor,payments,Takes payments,,US,US: scc_m2,active,2022-03-01\r\n")
		markdown, used, err := public.CompaniesBlock{Processors: s.processors}.BlockMarkdown(t.Context(), s.at, text.Block{Attributes: map[string]string{"category": "payments"}}, noon)
		storetest.NoError(t, err)
		storetest.Contains(t, markdown, "| Quaypay | Takes payments |  | United States | Standard clauses |")
		storetest.Equal(t, used[0].Number, 1)
	})

	t.Run("in a language that lacks their words stand in one that has them, marked as such", func(t *testing.T) {
		t.Parallel()
		s := newShelves(t)
		_, err := s.processors.Add(t.Context(), storetest.Editor, processor.Input{Name: "Quaypay", SiteIDs: []int64{s.at.ID}, Categories: []string{"payments"},
			Purposes: map[string]string{"en": "Takes payments\nPays sellers", "de": "Nimmt Zahlungen an"}})
		storetest.NoError(t, err)
		s.publishCompanies()
		browser := s.browser()

		storetest.Contains(t, browser.Get("/ar/companies").Body, `<span lang="en" dir="auto">Takes payments and Pays sellers</span>`)
		storetest.Contains(t, browser.Get("/de/companies").Body, `<span lang="de" dir="auto">Nimmt Zahlungen an</span>`)
	})

	t.Run("are no longer announced once their day has come", func(t *testing.T) {
		t.Parallel()
		now := noon
		clone := storetest.Clone(t)
		db := storetest.Open(t, clone, store.Options{Now: func() time.Time { return now }})
		s := newShelves(t)
		s.db, s.cookies.Editions.Store, s.processors.Store, s.processors.Editions.Store = db, db, db, db
		_, err := s.processors.Add(t.Context(), storetest.Editor, processor.Input{Name: "Coming", SiteIDs: []int64{1}, Status: processor.Announced, FirstDay: civil.Date{Year: 2026, Month: 12, Day: 15}})
		storetest.NoError(t, err)
		s.publishCompanies()
		browser := s.browser()
		storetest.Contains(t, browser.Get("/companies").Text(), "Starts 15 December 2026")
		now = time.Date(2026, 12, 15, 0, 0, 0, 0, s.at.Location())
		storetest.Contains(t, browser.Get("/companies").Text(), "Since 15 December 2026")
	})
}
