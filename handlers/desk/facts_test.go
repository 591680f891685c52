package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestFactsForm(t *testing.T) {
	const path = "/desk/sites/main/facts"
	sound := func() url.Values {
		return url.Values{"version": {"0"}, "controllers[0].audience": {"everyone"}, "controllers[0].name": {"Sample Ltd"},
			"controllers[0].address": {"1 Quay"}, "contact.email": {"privacy@sample.example"}, "rights": {"access", "erasure"},
			"days[access]": {"20"}, "notices[en]": {"We need your data to answer."}}
	}

	t.Run("saves, shows the change and sends it for approval", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
		browser := factsDesk(t, db, storetest.Editor)

		page := browser.SubmitAll(path, sound())
		storetest.Equal(t, page.Location, path+"/edition")
		storetest.Contains(t, browser.Follow(page).Text(), "Sample Ltd")
		page = browser.Submit(path+"/edition", map[string]string{"summary": "The first.", "change_class": "material"})
		storetest.Equal(t, page.Location, "/desk/proposals/1")
		storetest.Equal(t, storetest.Audited(t, db), []string{"facts.saved main", "edition.proposed facts:main"})

		again := browser.Get(path)
		storetest.Equal(t, again.Hidden("version"), "1")
		storetest.Equal(t, again.Checked(), []string{"Get a copy of your data What we hold about you, with an explanation in plain language.",
			"Delete your data We explain what we must keep, and for how long."})
	})

	t.Run("keeps what was typed beside what is wrong", func(t *testing.T) {
		t.Parallel()
		browser := factsDesk(t, storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), storetest.Editor)
		in := sound()
		in.Set("contact.email", "nobody")
		in.Set("days[access]", "soon")

		page := browser.SubmitAll(path, in)

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Hidden("version"), "0")
		storetest.Contains(t, page.Body, `value="nobody"`)
		storetest.Contains(t, page.Body, `value="soon"`)
	})

	t.Run("shows both texts to whoever saves late", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
		factsDesk(t, db, storetest.Editor).SubmitAll(path, sound())
		late := sound()
		late.Set("controllers[0].name", "Another Ltd")

		page := factsDesk(t, db, storetest.Approver).SubmitAll(path, late)

		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Contains(t, page.Text(), "Sample Ltd")
		storetest.Contains(t, page.Body, "Another Ltd")
		storetest.Equal(t, page.Hidden("version"), "1")
	})

	t.Run("can be read but not changed by an agent", func(t *testing.T) {
		t.Parallel()
		browser := factsDesk(t, storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), storetest.Agent)
		storetest.Equal(t, browser.Get(path).Status, http.StatusOK)
		storetest.Equal(t, browser.Get("/desk/facts").Status, http.StatusOK)
		storetest.Equal(t, browser.SubmitAll(path, sound()).Status, http.StatusForbidden)
	})
}

func TestFactsAsTold(t *testing.T) {
	db := storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	sites := &site.Register{Store: db}
	register := &facts.Register{Store: db, Editions: &edition.Register{Store: db}, Sites: sites}
	at, err := sites.Default(t.Context())
	storetest.NoError(t, err)
	_, err = register.Save(t.Context(), storetest.Editor, at, facts.DraftInput{
		Controllers: []facts.Controller{{Audience: "eu", Name: "Sample GmbH", Address: "1 Quay", Authority: "Authority of Hamburg"}},
		Contact:     facts.Contact{Email: "privacy@sample.example"}, Rights: []string{"access"}, Days: map[string]int{"access": 20},
		Notices: map[string]string{"en": "We need your data to answer."}})
	storetest.NoError(t, err)
	proposal, err := register.Propose(t.Context(), storetest.Editor, at, facts.EditionInput{Summary: "The first.", ChangeClass: edition.Material})
	storetest.NoError(t, err)
	storetest.NoError(t, register.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
	published, err := register.Editions.Publish(t.Context(), storetest.Approver, proposal.ID, time.UTC, edition.PublicationInput{})
	storetest.NoError(t, err)

	t.Run("are read by whoever works a case of their time, place by place", func(t *testing.T) {
		page := factsDesk(t, db, storetest.Agent).Get("/desk/sites/main/facts/editions/1")

		storetest.Equal(t, page.Heading(), "What we told about Main, edition 1")
		for _, words := range []string{"Who is responsible: People in the European Union", "Sample GmbH", "Authority of Hamburg",
			"Offered, usually answered in 20 days", "Notice on the form: English", "We need your data to answer."} {
			storetest.Contains(t, page.Text(), words)
		}
		storetest.Contains(t, page.Link("The same with its hash, for checking"), "/editions/"+published.Hash()+".json")
	})

	t.Run("are not there under a number that was never published, nor for somebody of another site", func(t *testing.T) {
		storetest.Equal(t, factsDesk(t, db, storetest.Agent).Get("/desk/sites/main/facts/editions/2").Status, http.StatusNotFound)
		storetest.Equal(t, factsDesk(t, db, storetest.Agent).Get("/desk/sites/main/facts/editions/one").Status, http.StatusNotFound)
		elsewhere := access.Actor{Kind: access.Person, ID: 1, Grants: []access.Grant{{Role: access.Agent, SiteID: 77}}}
		storetest.Equal(t, factsDesk(t, db, elsewhere).Get("/desk/sites/main/facts/editions/1").Status, http.StatusNotFound)
	})

	t.Run("leave a notice when they were withheld", func(t *testing.T) {
		storetest.NoError(t, register.Editions.AskWithholding(t.Context(), storetest.Approver, published.ID, "A private address stood in it."))
		storetest.NoError(t, register.Editions.SettleWithholding(t.Context(), storetest.OtherApprover, published.ID, true))

		page := factsDesk(t, db, storetest.Agent).Get("/desk/sites/main/facts/editions/1")

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Contains(t, page.Text(), "A private address stood in it.")
		storetest.Equal(t, strings.Contains(page.Text(), "Sample GmbH"), false)
	})
}

func factsDesk(t *testing.T, db *store.Store, as access.Actor) *webtest.Browser {
	sites, editions := &site.Register{Store: db}, &edition.Register{Store: db}
	d := &desk.Desk{Sites: sites, Editions: editions, Facts: &facts.Register{Store: db, Editions: editions, Sites: sites}}
	return webtest.Open(t, db, as, d.Routes())
}
