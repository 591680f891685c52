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
	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var atNine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// casework is a desk with a database, for several people.
type casework struct {
	t        *testing.T
	db       *store.Store
	requests *request.Register
}

func newCasework(t *testing.T) *casework {
	db := storetest.New(t, atNine)
	requests, _ := requesttest.New(t, db)
	return &casework{t, db, requests}
}

func (w *casework) as(who access.Actor) *webtest.Browser {
	d := &desk.Desk{Sites: w.requests.Sites, Editions: w.requests.Editions, Requests: w.requests}
	return webtest.Open(w.t, w.db, who, d.Routes())
}

// entry is the form of a letter, with the key of its page.
func (w *casework) entry(browser *webtest.Browser) url.Values {
	w.t.Helper()
	return url.Values{"form_key": {browser.Get("/desk/requests/new").Hidden("form_key")}, "site": {"main"}, "channel": {"post"}, "received_on": {"2026-11-20"},
		"rights": {"access", "objection"}, "message": {"All of it."}, "relation": {"self"}, "name": {"Zorblatt Quillfeather"},
		"email": {"zorblatt@quill.example"}, "locale": {"en"}}
}

// logged is the address of a case that was entered.
func (w *casework) logged() string {
	w.t.Helper()
	browser := w.as(storetest.Agent)
	page := browser.SubmitFiles("/desk/requests/new", w.entry(browser), webtest.Upload{Field: "files", Name: "letter.txt", Content: []byte("All of it.")})
	storetest.Equal(w.t, page.Status, http.StatusSeeOther)
	return page.Location
}

func TestEntryForm(t *testing.T) {
	t.Run("leads to the case, whose clock runs from the day of receipt", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)

		page := w.as(storetest.Agent).Get(w.logged())

		storetest.Equal(t, page.Heading(), "Access, Objection for Zorblatt Quillfeather")
		storetest.Contains(t, page.Text(), "Answer by Monday 21 December 2026")
		storetest.Contains(t, page.Text(), "28 days left")
		storetest.Contains(t, page.Text(), "z•••••@quill.example")
	})

	t.Run("keeps what was typed beside what is wrong", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		browser := w.as(storetest.Agent)
		in := w.entry(browser)
		in["rights"] = []string{"rectification"}
		in.Set("correction", "Number 14, not 41.")
		in.Set("received_on", "2016-11-20")
		storetest.Equal(t, browser.SubmitFiles("/desk/requests/new", in).Field("Day of receipt"),
			webtest.Field{Value: "2016-11-20", Error: "This day is more than five years ago: check the year"})
		in.Set("received_on", "2026-11-24")

		page := browser.SubmitFiles("/desk/requests/new", in)

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Day of receipt"), webtest.Field{Value: "2026-11-24", Error: "Enter a day that has come"})
		storetest.Equal(t, page.Field("Name").Value, "Zorblatt Quillfeather")
		storetest.Equal(t, page.Field("For a correction: what is wrong, and what should it say?").Value, "Number 14, not 41.")
		in.Set("received_on", "2026-11-20")
		storetest.Contains(t, browser.Follow(browser.SubmitFiles("/desk/requests/new", in)).Text(), "Correction Number 14, not 41.")
	})
}

func TestQueuePage(t *testing.T) {
	t.Run("lists, narrows, keeps a view and forgets it", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		browser := w.as(storetest.Agent)
		page := browser.Get("/desk/requests?channel=post&nonsense=1")
		storetest.Equal(t, page.HasLink(at), true)
		storetest.Contains(t, page.Text(), "1 request shown, soonest deadline first")
		storetest.Equal(t, browser.Get("/desk/requests?channel=phone").HasLink(at), false)

		page = browser.Submit("/desk/requests/views", map[string]string{"name": "Letters", "channel": "post"})
		storetest.Equal(t, page.Location, "/desk/requests?channel=post")
		page = browser.Follow(page)
		storetest.Equal(t, page.Link("Letters"), "/desk/requests?channel=post")
		storetest.Equal(t, browser.Submit("/desk/requests/views", map[string]string{"name": "Letters", "channel": "phone"}).Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, browser.Submit("/desk/requests/views/1/removal", nil).Status, http.StatusSeeOther)
		storetest.Equal(t, strings.Contains(browser.Get("/desk/requests").Text(), "Letters"), false)
	})

	t.Run("says what is true when nothing is there", func(t *testing.T) {
		t.Parallel()
		browser := newCasework(t).as(storetest.Agent)
		storetest.Contains(t, browser.Get("/desk/requests").Text(), "No open requests")
		storetest.Contains(t, browser.Get("/desk/requests?due=overdue").Text(), "No request fits these filters")
		storetest.Equal(t, browser.Get("/desk/requests?cursor=x").Status, http.StatusNotFound)
	})

	t.Run("finds a person under an address without a name", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		browser := w.as(storetest.Agent)

		page := browser.Submit("/desk/requests/search", map[string]string{"query": "quillfeather"})

		storetest.Equal(t, page.Status, http.StatusSeeOther)
		storetest.Equal(t, strings.Contains(strings.ToLower(page.Location), "quill"), false)
		storetest.Equal(t, browser.Follow(page).HasLink(at), true)
		storetest.Equal(t, browser.Submit("/desk/requests/search", map[string]string{"query": ""}).Status, http.StatusUnprocessableEntity)
	})

	t.Run("is hidden from those who may not", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		storetest.Equal(t, w.as(storetest.Editor).Get("/desk/requests").Status, http.StatusForbidden)
		storetest.Equal(t, w.as(storetest.Auditor).Get("/desk/requests").Status, http.StatusOK)
	})
}

func TestCasePages(t *testing.T) {
	t.Run("answer a request from the first reply to the end", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		agent, lead := w.as(storetest.Agent), w.as(storetest.Lead)
		version := func(page string) string { return agent.Get(at + page).Hidden("version") }

		said := agent.Submit(at+"/messages", map[string]string{"form_key": agent.Get(at).Hidden("form_key"), "mode": "reply", "text": "We are on it."})
		storetest.Equal(t, said.Location, at)
		storetest.Contains(t, agent.Follow(said).Text(), "We are on it.")

		refused := agent.Submit(at+"/decision/access", map[string]string{"outcome": "granted", "version": version("/decision/access")})
		storetest.Contains(t, refused.Alert(), "Nobody has confirmed that it is the person.")
		storetest.Equal(t, agent.Submit(at+"/identity", map[string]string{"method": "account", "reason": "Signed in.", "version": version("/identity")}).Status, http.StatusSeeOther)
		storetest.Equal(t, agent.Submit(at+"/decision/access", map[string]string{"outcome": "granted", "version": version("/decision/access")}).Location, at+"/decision")
		page := agent.Submit(at+"/decision/objection", map[string]string{"outcome": "refused", "ground": "manifestly_unfounded", "explanation": "Nothing is done that you object to.", "version": version("/decision/objection")})
		page = lead.Follow(page)
		refusal := page.Link("Look at the refusal")
		storetest.Contains(t, lead.Get(refusal).Text(), "Nothing is done that you object to.")
		storetest.Equal(t, lead.Submit(refusal, map[string]string{"say": "return"}).Field("Your note").Error, "Say what should be different")
		storetest.Equal(t, lead.Submit(refusal, map[string]string{"say": "confirm"}).Location, at+"/decision")

		page = agent.SubmitFiles(at+"/files", url.Values{"form_key": {agent.Get(at + "/files").Hidden("form_key")}, "direction": {"out"}},
			webtest.Upload{Field: "files", Name: "orders.zip", Content: []byte("PK")})
		storetest.Equal(t, page.Location, at+"/files")
		storetest.Contains(t, agent.Follow(page).Text(), "orders.zip")

		page = agent.Get(at + "/answer")
		storetest.Contains(t, page.Text(), "Nothing is done that you object to.")
		storetest.Contains(t, page.Text(), "Go to court.")
		storetest.Equal(t, agent.Submit(at+"/answer", map[string]string{"version": page.Hidden("version")}).Location, at)
		storetest.Contains(t, agent.Get(at).Text(), "Answered")
		storetest.Equal(t, agent.Submit(at+"/closing", map[string]string{"kind": "answered", "version": version("/closing")}).Location, at)
		storetest.Contains(t, agent.Get(at+"/history").Text(), "Case closed")
	})

	t.Run("decide no right that was not asked for", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		storetest.Equal(t, w.as(storetest.Agent).Get(at+"/decision/portability").Status, http.StatusNotFound)
		storetest.Equal(t, w.as(storetest.Agent).Submit(at+"/decision/portability", map[string]string{"outcome": "granted"}).Status, http.StatusNotFound)
	})

	t.Run("show the new date before the clock is moved", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		agent := w.as(storetest.Agent)
		in := map[string]string{"reason": "Three archives.", "due_on": "2027-01-20", "version": agent.Get(at + "/extension").Hidden("version"), "step": "show"}

		page := agent.Submit(at+"/extension", in)

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Contains(t, page.Announcement(), "Answer by Wednesday 20 January 2027")
		storetest.Equal(t, page.Field("Why does it take longer?").Value, "Three archives.")
		storetest.Contains(t, agent.Get(at).Text(), "Answer by Monday 21 December 2026")
		in["step"] = "save"
		storetest.Equal(t, agent.Submit(at+"/extension", in).Location, at+"/clock")
		storetest.Contains(t, agent.Get(at).Text(), "Answer by Wednesday 20 January 2027")
		page = agent.Submit(at+"/pause", map[string]string{"about": "identity", "question": "Who?", "version": agent.Get(at + "/pause").Hidden("version"), "step": "save"})
		storetest.Equal(t, page.Location, at+"/clock")
		storetest.Contains(t, agent.Follow(page).Text(), "Paused")
		page = agent.Submit(at+"/resumption", map[string]string{"received_on": "2026-11-25", "version": agent.Get(at + "/resumption").Hidden("version"), "step": "save"})
		storetest.Equal(t, page.Field("Day of the reply").Error, "Enter a day that has come")
	})

	t.Run("show both texts to whoever saves late", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		other := w.as(storetest.OtherAgent)
		late := map[string]string{"outcome": "refused", "ground": "excessive", "explanation": "My words.", "version": other.Get(at + "/decision/access").Hidden("version")}
		w.as(storetest.Agent).Submit(at+"/decision/access", map[string]string{"outcome": "refused", "ground": "excessive", "explanation": "Their words.", "version": late["version"]})

		page := other.Submit(at+"/decision/access", late)

		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Contains(t, page.Text(), "Their words.")
		storetest.Equal(t, page.Field("Explain it to the person").Value, "My words.")
		storetest.Equal(t, other.Submit(at+"/assignment", map[string]string{"owner": "7", "was": "1"}).Status, http.StatusConflict)
	})

	t.Run("hand files out as attachments, and only with a fresh second factor", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		file := at + "/files/" + storetest.One[string](t, w.db, `SELECT id::text FROM files`)

		page := w.as(storetest.Agent).Get(file)

		storetest.Equal(t, page.Body, "All of it.")
		storetest.Equal(t, page.Header.Get("Content-Disposition"), "attachment; filename=letter.txt")
		storetest.Equal(t, page.Header.Get("Content-Security-Policy"), "sandbox; default-src 'none'")
		stale := storetest.Agent
		stale.SteppedUpAt = time.Time{}
		storetest.Contains(t, w.as(stale).Get(file).Location, "/desk/step-up")
		storetest.Contains(t, w.as(stale).Get(at+"/answer").Location, "/desk/step-up")
	})

	t.Run("keep to the roles", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		auditor := w.as(storetest.Auditor)
		for _, tab := range []string{"", "/clock", "/tasks", "/decision", "/files", "/history"} {
			page := auditor.Get(at + tab)
			storetest.Equal(t, page.Status, http.StatusOK)
			for _, form := range page.Forms() {
				storetest.Equal(t, strings.HasPrefix(form, at), false)
			}
			storetest.Equal(t, strings.Contains(page.Text(), "Quillfeather"), false)
		}
		storetest.Equal(t, auditor.Get(at+"/contact").Status, http.StatusForbidden)
		storetest.Equal(t, w.as(storetest.Agent).Get("/desk/requests/PD-2222-2222-2222").Status, http.StatusNotFound)
		elsewhere := access.Actor{Kind: access.Person, ID: 7, Grants: []access.Grant{{Role: access.Agent, SiteID: 2}}}
		storetest.Equal(t, w.as(elsewhere).Get(at).Status, http.StatusNotFound)
	})

	t.Run("plan tasks, reveal a contact and take a case", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		at := w.logged()
		agent := w.as(storetest.Agent)
		page := agent.Submit(at+"/tasks", map[string]string{"form_key": agent.Get(at + "/tasks").Hidden("form_key"), "title": "Mask names", "owner": "0", "due_on": "2026-12-01"})
		storetest.Contains(t, agent.Follow(page).Text(), "Mask names")
		done := at + "/tasks/" + storetest.One[string](t, w.db, `SELECT id::text FROM tasks`) + "/done"
		storetest.Contains(t, agent.Follow(agent.Submit(done, nil)).Text(), "Done by Person 1")
		storetest.Equal(t, agent.Submit(at+"/contact", map[string]string{"reason": ""}).Status, http.StatusUnprocessableEntity)
		page = agent.Submit(at+"/contact", map[string]string{"reason": "To call."})
		storetest.Contains(t, agent.Follow(page).Text(), "zorblatt@quill.example")
		page = agent.Submit(at+"/assignment", map[string]string{"owner": "1", "was": "0"})
		storetest.Contains(t, agent.Follow(page).Text(), "Person 1")
	})
}
