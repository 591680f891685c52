package desk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func referenceOf(address string) string { return strings.TrimPrefix(address, "/desk/requests/") }

func TestCasePage(t *testing.T) {
	t.Run("says once when it was received, and dates the letter by that day", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)

		page := w.as(storetest.Agent).Get(w.logged())

		storetest.Equal(t, strings.Count(page.Text(), "Received"), 1)
		storetest.Contains(t, page.Text(), "Not begun yet Received by post, 20 November 2026")
		storetest.Contains(t, page.Text(), "by post, entered here 23 November 2026 20 November 2026 All of it.")
	})

	t.Run("says nothing of an email address that nobody gave", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		browser := w.as(storetest.Agent)
		form := w.entry(browser)
		form.Del("email")
		form.Set("postal", "1 Sample Street")

		page := browser.Follow(browser.SubmitFiles("/desk/requests/new", form))

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Equal(t, strings.Contains(page.Text(), "Email confirmed"), false)
	})

	t.Run("sends the link to confirm again, until the address has had its mails", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		browser := w.as(storetest.Agent)
		storetest.Equal(t, browser.Get(address).HasLink(address+"/confirmation"), true)

		for range 2 {
			form := browser.Get(address + "/confirmation")
			storetest.Equal(t, browser.Submit(address+"/confirmation", map[string]string{"version": form.Hidden("version")}).Location, address)
		}
		page := browser.Submit(address+"/confirmation", map[string]string{"version": browser.Get(address + "/confirmation").Hidden("version")})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "three in a day, ten in a month")
		storetest.Equal(t, w.as(storetest.Auditor).Get(address).HasLink(address+"/confirmation"), false)
	})

	t.Run("tells its history in words, without one key of a program", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		reference := referenceOf(address)
		storetest.NoError(t, w.requests.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 1}))
		_, err := w.requests.Decide(t.Context(), storetest.Agent, reference,
			request.DecisionInput{Right: "access", Outcome: "refused", Ground: "excessive", Explanation: "Again.", Version: 2})
		storetest.NoError(t, err)
		storetest.NoError(t, w.requests.Pause(t.Context(), storetest.Agent, reference, request.PauseInput{About: "identity", Question: "Who are you?", Version: 3}))
		storetest.NoError(t, w.requests.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "withdrawn", Note: "By phone.", Version: 4}))

		page := w.as(storetest.Agent).Get(address + "/history")

		events := eventsOn(page)
		storetest.Equal(t, len(events), 5)
		for i, want := range []string{"Case closed", "Person asked", "Right decided", "Owner changed", "Request logged"} {
			storetest.Contains(t, events[i], want)
		}
		storetest.Contains(t, events[0], "the person took it back")
		storetest.Contains(t, events[1], "Who they are, the clock stopped")
		storetest.Contains(t, events[2], "Access, Refused")
		storetest.Contains(t, events[3], "from Nobody to")
		storetest.Contains(t, events[4], "by post, 1 file")
		for _, key := range []string{"withdrawn", "identity", "access", "refused"} {
			for _, event := range events {
				if strings.Contains(event, key) {
					t.Errorf("%q holds %q", event, key)
				}
			}
		}
	})
}

// eventsOn are the lines of the history.
func eventsOn(page *webtest.Page) []string {
	var events []string
	for _, line := range page.Texts("p") {
		if strings.Contains(line, " · ") {
			events = append(events, line)
		}
	}
	return events
}

func TestARefusalNamesTheAuthorityOfWhoeverIsResponsible(t *testing.T) {
	t.Parallel()
	w := newCasework(t)
	storetest.NoError(t, w.db.Write(t.Context(), access.Operator, access.Anyone, func(tx *store.Tx) error {
		_, err := w.requests.Editions.Import(t.Context(), tx, time.UTC, edition.Imported{Subject: edition.Facts("main"), SiteID: 1,
			Content: facts.Facts{Kind: "facts", Site: "main", Controllers: []facts.Controller{
				{Audience: "everyone", Name: "Sample Ltd", Authority: "the Authority of Hamburg"},
				{Audience: "uk", Name: "Sample UK Ltd", Authority: "the Commissioner of Wilmslow"},
			}}, EffectiveOn: civil.Date{Year: 2026, Month: 1, Day: 1}})
		return err
	}))
	browser := w.as(storetest.Agent)
	form := w.entry(browser)
	form.Set("residence", "uk-gdpr")
	form["rights"] = []string{"objection"}
	address := browser.SubmitFiles("/desk/requests/new", form).Location

	storetest.Contains(t, browser.Get(address).Text(), "Responsible Sample UK Ltd")
	storetest.Contains(t, browser.Get(address+"/decision/objection").Text(), "Complain to the Commissioner of Wilmslow.")
	sent := browser.Submit(address+"/decision/objection", map[string]string{"outcome": "refused", "ground": "excessive", "explanation": "Again.", "version": "1"})
	storetest.Equal(t, sent.Location, address+"/decision")
	letter := browser.Get(address + "/answer").Text()
	storetest.Contains(t, letter, "Complain to the Commissioner of Wilmslow.")
	storetest.Equal(t, strings.Contains(letter, "Hamburg"), false)
}
