package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/store/storetest"
)

func TestPeoplePages(t *testing.T) {
	t.Run("invite somebody and say so once", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Administrator)
		browser := e.signedIn("zuzanna@example.org")

		page := browser.SubmitAll("/desk/people/invitation", url.Values{"name": {"Ewa Nowak"}, "email": {"ewa@example.org"}, "roles": {"agent", "editor"}, "site": {"1"}})

		storetest.Equal(t, page.Location, "/desk/people")
		storetest.Contains(t, browser.Follow(page).Announcement(), "Ewa Nowak")
		again := browser.Get("/desk/people")
		storetest.Equal(t, again.Announcement(), "")
		storetest.Contains(t, again.Text(), "Agent, Editor Main None yet Invited 24 November 2026")
		storetest.Equal(t, e.browser().Get(e.link("invitation")).Status, http.StatusOK)
	})

	t.Run("keep what was typed beside what is wrong", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Administrator)
		page := e.signedIn("zuzanna@example.org").SubmitAll("/desk/people/invitation", url.Values{"name": {"Ewa"}, "email": {"ewa"}, "roles": {"lead"}, "site": {"0"}})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Work email").Value, "ewa")
		storetest.Equal(t, page.Field("Work email").Error, "Enter an email address in the format name@example.com")
		storetest.Equal(t, len(page.Checked()), 1)
	})

	t.Run("give and take roles, suspend and restore", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Administrator)
		ewa := e.hire("ewa@example.org", access.Agent)
		browser := e.signedIn("zuzanna@example.org")
		theirs := e.signedIn("ewa@example.org")
		path := fmt.Sprintf("/desk/people/%d", ewa.ID)

		page := browser.Submit(path+"/grants", map[string]string{"role": "lead", "site": "0"})
		storetest.Equal(t, page.Location, path)
		storetest.Equal(t, browser.Follow(page).Announcement(), "Zuzanna Kowal now is Case lead.")
		storetest.Equal(t, theirs.Get("/desk").Status, http.StatusSeeOther)
		twice := browser.Submit(path+"/grants", map[string]string{"role": "lead", "site": "0"})
		storetest.Equal(t, twice.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, twice.Alert(), "holds the role already")

		grant := storetest.One[int64](t, e.People.Store, `SELECT id FROM grants WHERE person_id = $1 AND role = 'agent'`, ewa.ID)
		storetest.Equal(t, browser.Submit(fmt.Sprintf("%s/grants/%d/end", path, grant), nil).Location, path)
		storetest.Equal(t, browser.Submit(path+"/suspend", nil).Location, path)
		storetest.Contains(t, browser.Get(path).Text(), "Suspended")
		storetest.Equal(t, browser.Submit(path+"/restore", nil).Location, path)
		storetest.Equal(t, browser.Submit(path+"/renew", nil).Location, path)
		storetest.Equal(t, storetest.All[string](t, e.People.Store, `SELECT role FROM grants WHERE person_id = $1`, ewa.ID), []string{"lead"})
	})

	t.Run("offer nobody a change of their own account", func(t *testing.T) {
		e := newEntrance(t)
		zuzanna := e.hire("zuzanna@example.org", access.Administrator)
		browser := e.signedIn("zuzanna@example.org")
		path := fmt.Sprintf("/desk/people/%d", zuzanna.ID)
		for _, form := range browser.Get(path).Forms() {
			storetest.Equal(t, strings.HasPrefix(form, path), false)
		}
		storetest.Equal(t, browser.Submit(path+"/suspend", nil).Status, http.StatusUnprocessableEntity)
	})
}

func TestAccountPages(t *testing.T) {
	t.Run("list and end sessions", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		first, second := e.signedIn("zuzanna@example.org"), e.signedIn("zuzanna@example.org")
		page := second.Get("/desk/account")
		var end string
		for _, form := range page.Forms() {
			if strings.HasSuffix(form, "/end") {
				end = form
			}
		}
		storetest.Equal(t, second.Submit(end, nil).Location, "/desk/account")
		storetest.Equal(t, first.Get("/desk").Status, http.StatusSeeOther)
		storetest.Equal(t, second.Get("/desk").Status, http.StatusOK)
	})

	t.Run("change the password and go on in a new session", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		browser := e.signedIn("zuzanna@example.org")
		wrong := browser.Submit("/desk/account/password", map[string]string{"current": "x", "password": "short"})
		storetest.Equal(t, wrong.Field("Your current password").Error, "That is not your current password")
		page := browser.Submit("/desk/account/password", map[string]string{"current": staffPassword, "password": nextPassword})
		storetest.Equal(t, browser.Follow(page).Announcement(), "Your password was changed.")
	})

	t.Run("change the second factor and show new recovery codes", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		browser := e.signedIn("zuzanna@example.org")
		secret := strings.ReplaceAll(browser.Get("/desk/account/factor").Texts("code")[0], " ", "")
		page := browser.Submit("/desk/account/factor", map[string]string{"code": e.code(secret)})
		storetest.Equal(t, len(browser.Follow(page).Texts("code")), 10)
	})

	t.Run("keep the theme with the person", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		browser := e.signedIn("zuzanna@example.org")
		storetest.Equal(t, browser.Submit("/desk/theme", map[string]string{"theme": "dark"}).Status, http.StatusSeeOther)
		storetest.Contains(t, browser.Get("/desk").Body, `data-theme="dark"`)
		storetest.Contains(t, e.signedIn("zuzanna@example.org").Get("/desk").Body, `data-theme="dark"`)
	})
}

func TestSitePages(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Administrator)
	browser := e.signedIn("zuzanna@example.org")
	settings := url.Values{"version": {"1"}, "name": {"Main shop"}, "url": {"http://localhost"}, "hosts": {"shop.localhost"}, "locale": {"en"},
		"locales": {"en", "de"}, "zone": {"Europe/Berlin"}, "regime": {"eu-gdpr"}, "calendar": {"DE"}, "due_soon": {"7"}}

	t.Run("save settings", func(t *testing.T) {
		storetest.Equal(t, browser.Get("/desk/sites/main").Field("Name").Value, "Main")
		storetest.Equal(t, browser.SubmitAll("/desk/sites/main", settings).Location, "/desk/sites")
	})

	t.Run("lead to four eyes", func(t *testing.T) {
		storetest.Equal(t, browser.Get("/desk/sites/main").Link("Four eyes"), "/desk/sites/main/waivers")
	})

	t.Run("show a late save both texts", func(t *testing.T) {
		settings.Set("name", "Late name")
		page := browser.SubmitAll("/desk/sites/main", settings)
		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Equal(t, page.Field("Name").Value, "Late name")
		storetest.Contains(t, page.Text(), "Main shop")
		storetest.Equal(t, page.Hidden("version"), "2")
	})

	t.Run("add a site", func(t *testing.T) {
		wrong := browser.Submit("/desk/sites", map[string]string{"key": "Two Words", "name": "Two", "url": "http://two.localhost", "locale": "de", "zone": "UTC"})
		storetest.Equal(t, wrong.Field("Key").Value, "Two Words")
		storetest.Equal(t, browser.Submit("/desk/sites", map[string]string{"key": "two", "name": "Two", "url": "http://two.localhost", "locale": "de", "zone": "UTC"}).Location, "/desk/sites")
	})
}

func TestMailPage(t *testing.T) {
	e := newEntrance(t)
	e.MailKept = true
	e.hire("zuzanna@example.org", access.Administrator)
	browser := e.signedIn("zuzanna@example.org")
	browser.SubmitAll("/desk/people/invitation", url.Values{"name": {"Ewa Nowak"}, "email": {"ewa@example.org"}, "roles": {"agent"}, "site": {"0"}})

	t.Run("names kind, time and a part of the address, and no words", func(t *testing.T) {
		page := browser.Get("/desk/_mail")
		storetest.Contains(t, page.Text(), "Invitation e•••@example.org")
		storetest.Equal(t, strings.Contains(page.Body, "ewa@"), false)
		storetest.Equal(t, strings.Contains(page.Body, "/desk/join/"), false)
		storetest.Contains(t, page.Text(), "No mail server is set")
	})

	t.Run("shows the words in a demonstration", func(t *testing.T) {
		e.MailShown = true
		storetest.Contains(t, browser.Get("/desk/_mail").Body, "/desk/join/")
	})
}

func TestRolesPageSaysItInWords(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Auditor)
	page := e.signedIn("zuzanna@example.org").Get("/desk/roles")
	for _, word := range []string{"Yes", "Own only", "No", "Manage people and roles", "/desk/people/:id/grants"} {
		storetest.Contains(t, page.Text(), word)
	}
	storetest.Equal(t, strings.Contains(page.Body, "⟦"), false)
}

func TestDashboardHasNavigationForItsRolesOnly(t *testing.T) {
	e := newEntrance(t)
	e.hire("agent@example.org", access.Agent)
	e.hire("admin@example.org", access.Administrator)
	agent, administrator := e.signedIn("agent@example.org").Get("/desk"), e.signedIn("admin@example.org").Get("/desk")
	storetest.Equal(t, agent.Heading(), "Tuesday 24 November 2026")
	storetest.Contains(t, agent.Text(), "Nothing waits for you today.")
	storetest.Equal(t, []bool{agent.HasLink("/desk/people"), administrator.HasLink("/desk/people")}, []bool{false, true})
}
