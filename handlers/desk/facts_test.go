package desk_test

import (
	"net/http"
	"net/url"
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

func factsDesk(t *testing.T, db *store.Store, as access.Actor) *webtest.Browser {
	sites, editions := &site.Register{Store: db}, &edition.Register{Store: db}
	d := &desk.Desk{Sites: sites, Editions: editions, Facts: &facts.Register{Store: db, Editions: editions, Sites: sites}}
	return webtest.Open(t, db, as, d.Routes())
}
