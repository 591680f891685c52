package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/people"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var entriesNoon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func entriesDesk(t *testing.T, db *store.Store, as access.Actor) *webtest.Browser {
	t.Helper()
	editions := &edition.Register{Store: db}
	policies := &policy.Register{Store: db, Editions: editions}
	staff := &desk.Desk{Sites: &site.Register{Store: db}, Editions: editions, People: &people.Register{Store: db},
		Cookies:    &cookie.Register{Store: db, Editions: editions, Policies: policies},
		Processors: &processor.Register{Store: db, Editions: editions, Policies: policies}}
	return webtest.Open(t, db, as, staff.Routes())
}

func TestCookieForm(t *testing.T) {
	sound := func() url.Values {
		return url.Values{"site": {"1"}, "name": {"basket"}, "match": {"exact"}, "kind": {"cookie"}, "lifetime": {"14 days"}, "category": {"necessary"},
			"purposes[en]": {"Remembers your basket"}, "basis": {"requested_service"}}
	}

	t.Run("adds, changes, shows every save, retires and restores", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		browser := entriesDesk(t, db, storetest.Editor)

		page := browser.SubmitAll("/desk/cookies/new", sound())
		storetest.Equal(t, page.Location, "/desk/cookies/1")
		page = browser.Follow(page)
		storetest.Equal(t, page.Heading(), "basket")
		storetest.Equal(t, page.Field("Kept for").Value, "14 days")
		in := sound()
		in.Set("lifetime", "session")
		in.Set("version", page.Hidden("version"))
		storetest.Equal(t, browser.SubmitAll("/desk/cookies/1", in).Status, http.StatusSeeOther)
		history := browser.Get("/desk/cookies/1/history")
		storetest.Contains(t, history.Text(), "Removed: 14 days")
		storetest.Contains(t, history.Text(), "Person 3")
		storetest.Equal(t, browser.Submit("/desk/cookies/1/retirement", nil).Status, http.StatusSeeOther)
		storetest.Equal(t, strings.Contains(browser.Get("/desk/cookies").Text(), "basket"), false)
		storetest.Contains(t, browser.Get("/desk/cookies?status=retired").Text(), "basket")
		storetest.Equal(t, browser.Submit("/desk/cookies/1/restoration", nil).Status, http.StatusSeeOther)
		storetest.Equal(t, storetest.Audited(t, db), []string{"cookie.added cookie:1", "cookie.changed cookie:1", "cookie.retired cookie:1", "cookie.changed cookie:1"})
	})

	t.Run("keeps what was typed beside what is wrong", func(t *testing.T) {
		t.Parallel()
		in := sound()
		in.Set("lifetime", "ages")
		in.Set("opt_out", "http://clear.example")

		page := entriesDesk(t, storetest.New(t, entriesNoon), storetest.Editor).SubmitAll("/desk/cookies/new", in)

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Kept for"), webtest.Field{Value: "ages", Error: "Say how long it stays: session, 2 years, until you log out, or persistent where no time is known"})
		storetest.Equal(t, page.Field("Link to object"), webtest.Field{Value: "http://clear.example", Error: "Enter an address that begins with https://"})
		storetest.Equal(t, page.Field("What it does (English)").Value, "Remembers your basket")
	})

	t.Run("shows both texts to whoever saves late", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		browser := entriesDesk(t, db, storetest.Editor)
		browser.SubmitAll("/desk/cookies/new", sound())
		first, late := sound(), sound()
		first.Set("version", "1")
		first.Set("provider", "Theirs")
		late.Set("version", "1")
		late.Set("provider", "Mine")
		browser.SubmitAll("/desk/cookies/1", first)

		page := browser.SubmitAll("/desk/cookies/1", late)

		storetest.Equal(t, page.Status, http.StatusConflict)
		storetest.Contains(t, page.Text(), "Theirs")
		storetest.Equal(t, page.Field("Set by").Value, "Mine")
		storetest.Equal(t, page.Hidden("version"), "2")
	})

	t.Run("can be read but not sent by an agent", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		entriesDesk(t, db, storetest.Editor).SubmitAll("/desk/cookies/new", sound())
		agent := entriesDesk(t, db, storetest.Agent)
		storetest.Equal(t, agent.Get("/desk/cookies/1").Status, http.StatusOK)
		storetest.Equal(t, agent.SubmitAll("/desk/cookies/1", sound()).Status, http.StatusForbidden)
		storetest.Equal(t, agent.Get("/desk/cookies/new").Status, http.StatusForbidden)
		storetest.Equal(t, agent.Get("/desk/cookies/77").Status, http.StatusNotFound)
	})
}

func TestEntriesEdition(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	browser := entriesDesk(t, db, storetest.Editor)
	const path = "/desk/sites/main/cookies/edition"
	storetest.Contains(t, browser.Get(path).Text(), "Nothing differs from the newest edition.")
	browser.SubmitAll("/desk/cookies/new", url.Values{"site": {"1"}, "name": {"basket"}, "lifetime": {"session"}})
	storetest.Contains(t, browser.Get(path).Text(), "Added: basket")

	page := browser.Submit(path, map[string]string{"change_class": "material"})
	storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
	storetest.Equal(t, page.Field("What changes, in plain words").Error, "Say in plain words what changes")
	page = browser.Submit(path, map[string]string{"change_class": "material", "summary": "The first."})
	storetest.Equal(t, page.Location, "/desk/proposals/1")
	storetest.Contains(t, browser.Get(path).Text(), "See the proposal")
}

func TestEntriesImport(t *testing.T) {
	const path = "/desk/sites/main/cookies/import"
	upload := func(name, content string) webtest.Upload {
		return webtest.Upload{Field: "file", Name: name, Content: []byte(content)}
	}

	t.Run("says row by row what happened, and writes nothing when one is refused", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		browser := entriesDesk(t, db, storetest.Editor)
		const file = "name,lifetime\na,session\nb,ages\n"

		page := browser.SubmitFiles(path, url.Values{"locale": {"en"}}, upload("list.csv", file))
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Text(), "(ages)")
		storetest.Contains(t, page.Alert(), "Nothing was written")
		storetest.Equal(t, storetest.One[int64](t, db, `SELECT count(*) FROM cookies`), 0)

		page = browser.SubmitFiles(path, url.Values{"locale": {"en"}, "partial": {"true"}}, upload("list.csv", file))
		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Equal(t, storetest.All[string](t, db, `SELECT name FROM cookies`), []string{"a"})
	})

	for name, bad := range map[string]webtest.Upload{"empty": upload("x.csv", " "), "a program": upload("x.csv", "MZ\x00\x01"), "none at all": upload("", ""),
		"without a table": upload("x.md", "# Hello"), "not UTF-8": upload("x.csv", "name\nErkl\xe4rung\n")} {
		t.Run("refuses a file that is "+name, func(t *testing.T) {
			t.Parallel()
			page := entriesDesk(t, storetest.New(t, entriesNoon), storetest.Editor).SubmitFiles(path, url.Values{"locale": {"en"}}, bad)
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			if page.Field("File").Error == "" {
				t.Fatal("nothing is said beside the field")
			}
		})
	}
}

func TestEntriesExport(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	browser := entriesDesk(t, db, storetest.Editor)
	browser.SubmitAll("/desk/cookies/new", url.Values{"site": {"1"}, "name": {"=basket"}, "lifetime": {"session"}})
	page := browser.Submit("/desk/sites/main/cookies/export", nil)
	storetest.Contains(t, page.Body, "'=basket,exact,cookie")
	storetest.Equal(t, page.Header.Get("Content-Disposition"), `attachment; filename="cookies-main.csv"`)
	storetest.Equal(t, storetest.Audited(t, db)[1], "cookies.exported cookies:main")
}

func TestProcessorForm(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	browser := entriesDesk(t, db, storetest.Editor)
	in := url.Values{"name": {"Quaypay"}, "site_ids": {"1"}, "status": {"active"}, "role": {"processor"}, "categories": {"payments", "risk-control"}, "countries": {"US"},
		"purposes[en]": {"Takes payments\nPays out"}, "transfers[0].country": {"US"}, "transfers[0].mechanism": {"scc_m2"}, "first_day": {"2022-03-01"}, "owner": {"3"}}
	storetest.Equal(t, browser.SubmitAll("/desk/processors/new", in).Location, "/desk/processors/1")

	page := browser.Get("/desk/processors/1")
	storetest.Equal(t, page.Heading(), "Quaypay")
	storetest.Equal(t, page.Field("Countries").Value, "US")
	storetest.Equal(t, page.Checked(), []string{"Payments", "Risk control", "Main", "Active"})
	storetest.Contains(t, browser.Get("/desk/processors").Text(), "Payments , Risk control")

	in.Set("version", "1")
	in.Set("transfers[0].country", "")
	in.Set("transfers[0].document", "Agreement")
	wrong := browser.SubmitAll("/desk/processors/1", in)
	storetest.Equal(t, wrong.Status, http.StatusUnprocessableEntity)
	storetest.Contains(t, wrong.Text(), "Enter one country")

	storetest.Equal(t, browser.Submit("/desk/processors/1/end", map[string]string{"last_day": "2027-01-01"}).Status, http.StatusUnprocessableEntity)
	storetest.Equal(t, browser.Submit("/desk/processors/1/end", map[string]string{"last_day": "2026-11-20"}).Location, "/desk/processors/1")
	storetest.Contains(t, browser.Get("/desk/processors/1").Text(), "Ended")
	storetest.Contains(t, browser.Get("/desk/processors/1/history").Text(), "Taken out")
}

func TestCategoryForm(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	browser := entriesDesk(t, db, storetest.Editor)
	page := browser.Submit("/desk/processors/categories", map[string]string{"key": "Not Plain", "position": "20", "names[en]": "Video"})
	storetest.Equal(t, page.Field("Key"), webtest.Field{Value: "Not Plain", Error: "Use small letters, digits and hyphens, beginning with a letter"})
	storetest.Equal(t, browser.Submit("/desk/processors/categories", map[string]string{"key": "video", "position": "20", "names[en]": "Video"}).Status, http.StatusSeeOther)
	page = browser.Submit("/desk/processors/categories", map[string]string{"key": "sound", "position": "20"})
	storetest.Equal(t, page.Field("Name (English)").Error != "", true)
	storetest.Equal(t, page.HasLink("#names[en]"), true)
	page = browser.Get("/desk/processors/categories/video")
	storetest.Equal(t, page.Field("Name (English)").Value, "Video")
	storetest.Equal(t, browser.Submit("/desk/processors/categories/video", map[string]string{"position": "20", "names[en]": "Films", "version": "7"}).Status, http.StatusConflict)
	storetest.Equal(t, browser.Submit("/desk/processors/categories/video", map[string]string{"position": "20", "names[en]": "Films", "version": "1"}).Status, http.StatusSeeOther)
	storetest.Contains(t, browser.Get("/desk/processors/categories").Text(), "Films")
}

func TestOffersAreTakenOver(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	browser := entriesDesk(t, db, storetest.Editor)
	storetest.NoError(t, db.DB.Exec(`INSERT INTO documents (slug, title, category, site_id, governing_locale, review_months, created_at) VALUES ('privacy', 'Privacy', 'privacy', 1, 'en', 12, now())`).Error)
	storetest.NoError(t, db.DB.Exec(`INSERT INTO offers (document_id, site_id, kind, content, offered_by, offered_at) VALUES
		(1, 1, 'cookies', '[{"Names": ["_a"], "Provider": "Acme", "Type": "Session-Cookie", "Purpose": "Counts"}]', 3, now()),
		(1, 1, 'recipients', '{"categories": ["Tax advisers"], "companies": ["Acme", "Other"]}', 3, now())`).Error)

	storetest.Contains(t, browser.Get("/desk/sites/main/cookies/offers").Text(), "Session-Cookie")
	storetest.Equal(t, browser.Submit("/desk/sites/main/cookies/offers/1", nil).Location, "/desk/cookies")
	storetest.Equal(t, storetest.All[string](t, db, `SELECT name FROM cookies`), []string{"_a"})
	storetest.Equal(t, browser.Get("/desk/sites/main/processors/offers").Checked(), []string{"Acme", "Other"})
	storetest.Equal(t, browser.SubmitAll("/desk/sites/main/processors/offers/2", url.Values{"companies": {"Acme"}}).Location, "/desk/processors")
	storetest.Equal(t, storetest.All[string](t, db, `SELECT name || ' ' || status FROM processors`), []string{"Acme proposed"})
	storetest.Equal(t, browser.Submit("/desk/sites/main/processors/offers/2", nil).Status, http.StatusNotFound)
}

// counter counts the queries that go to the database.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestListsOfEntriesTakeAFixedNumberOfQueries(t *testing.T) {
	t.Parallel()
	queries := &counter{}
	db := storetest.Open(t, storetest.Clone(t), store.Options{Now: func() time.Time { return entriesNoon }, Tracer: queries})
	browser := entriesDesk(t, db, storetest.Editor)
	for _, list := range []struct{ path, fill string }{
		{"/desk/cookies", `INSERT INTO cookies (site_id, name, match, kind, provider, domains, party, lifetime_type, lifetime_seconds, lifetime_text, purposes, basis, basis_reason, opt_out, status, version, created_at, saved_at)
			SELECT 1, 'c' || n, 'exact', 'cookie', '', '{}', '', 'session', 0, '', '{}', '', '', '', 'active', 1, now(), now() FROM generate_series(1, 49) n`},
		{"/desk/processors", `WITH made AS (INSERT INTO processors (name, legal_name, address, website, privacy_policy, role, us_role, purposes, data_categories, countries, status, note, version, created_at, saved_at)
			SELECT 'p' || n, '', '', '', '', '', '', '{}', '{}', '{}', 'active', '', 1, now(), now() FROM generate_series(1, 49) n RETURNING id) INSERT INTO processor_sites SELECT id, 1 FROM made`},
	} {
		browser.Get(list.path) // statements are prepared
		count := func() int64 {
			before := queries.n.Load()
			storetest.Equal(t, browser.Get(list.path).Status, http.StatusOK)
			return queries.n.Load() - before
		}
		few := count()
		storetest.NoError(t, db.DB.Exec(list.fill).Error)
		count()
		storetest.Equal(t, count(), few)
	}
}
