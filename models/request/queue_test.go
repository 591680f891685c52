package request_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// fillRequests writes n requests at once, all under one case's key and sealed name:
// of each ten, two run towards the days around today, one is paused, the others are
// over.
const fillRequests = `INSERT INTO requests (reference, site_id, key_id, channel, locale, relation, requester, has_email, stage, owner_id,
received_at, recorded_at, answered_at, closed_at, regimes, zone, calendar, lead_regime, due_on, paused_left)
SELECT regexp_replace(translate(lpad(upper(to_hex(n)), 12, '0'), '01', 'GH'), '(....)(....)(....)', 'PD-\1-\2-\3'), 1, NULL, 'web', 'en', 'self', sample.requester, true,
  (ARRAY['working', 'working', 'waiting', 'closed', 'closed', 'closed', 'answered', 'closed', 'closed', 'closed'])[1 + n % 10], 1 + n % 2,
  $1::timestamptz - n * interval '1 minute', $1, $1, $1, '{eu-gdpr}', 'Europe/Berlin', 'DE', 'eu-gdpr', ($1::timestamptz)::date + (n % 41)::int - 10,
  CASE WHEN n % 10 = 2 THEN (n % 41)::int END
FROM generate_series(1, $2) AS n, (SELECT requester FROM requests WHERE key_id IS NOT NULL LIMIT 1) AS sample`

// fill writes n more requests, once there is one to take the sealed name from.
func fill(t testing.TB, db *store.Store, at time.Time, n int) {
	t.Helper()
	owner, err := pgx.Connect(t.Context(), storetest.Owner(t, db.Pool.Config().ConnString()))
	storetest.NoError(t, err)
	defer func() { _ = owner.Close(context.Background()) }()
	_, err = owner.Exec(t.Context(), fillRequests, at, n)
	storetest.NoError(t, err)
	_, err = owner.Exec(t.Context(), `INSERT INTO request_rights (id, request_id, key, position, detail)
SELECT gen_random_uuid(), id, (ARRAY['access', 'erasure', 'objection'])[1 + id % 3], 1, '' FROM requests WHERE NOT EXISTS (SELECT FROM request_rights t WHERE t.request_id = requests.id)`)
	storetest.NoError(t, err)
	_, err = owner.Exec(t.Context(), `ANALYZE`)
	storetest.NoError(t, err)
}

// counting is a tracer that counts statements.
type counting struct{ n atomic.Int64 }

func (c *counting) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counting) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestQueue(t *testing.T) {
	t.Run("walks every open request once, soonest first, there and back", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.logged()
		fill(t, d.db, monday, 400)
		var seen []string
		var pages []string
		for cursor := ""; ; {
			pages = append(pages, cursor)
			page, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, cursor)
			storetest.NoError(t, err)
			for _, row := range page.Items {
				seen = append(seen, fmt.Sprintf("%06d %s", row.Days+1000, row.Reference))
			}
			if cursor = page.Next; cursor == "" {
				back := page.Previous
				for i := len(pages) - 2; i >= 0; i-- {
					before, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, back)
					storetest.NoError(t, err)
					straight, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, pages[i])
					storetest.NoError(t, err)
					storetest.Equal(t, references(before.Items), references(straight.Items))
					back = before.Previous
				}
				storetest.Equal(t, back, "")
				break
			}
		}

		storetest.Equal(t, len(seen), 121)
		days := make([]string, len(seen))
		for i, row := range seen {
			days[i] = row[:6]
		}
		storetest.Equal(t, slices.IsSorted(days), true)
		slices.Sort(seen)
		storetest.Equal(t, len(slices.Compact(seen)), 121)
	})

	t.Run("narrows by every filter", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		fill(t, d.db, monday, 60)
		for _, narrow := range []struct {
			filter request.Filter
			want   string
		}{
			{request.Filter{Channel: "post"}, `channel = 'post' AND open`},
			{request.Filter{Stage: "waiting"}, `stage = 'waiting'`},
			{request.Filter{Stage: "closed"}, `stage = 'closed'`},
			{request.Filter{Right: "erasure"}, `open AND id IN (SELECT request_id FROM request_rights WHERE key = 'erasure')`},
			{request.Filter{Regime: "eu-gdpr"}, `open`},
			{request.Filter{Regime: "hk-pdpo"}, `false`},
			{request.Filter{Owner: "me"}, `open AND owner_id = 1`},
			{request.Filter{Owner: "2"}, `open AND owner_id = 2`},
			{request.Filter{Owner: "none"}, `open AND owner_id IS NULL`},
			{request.Filter{Due: "overdue"}, `open AND paused_left IS NULL AND due_on < '2026-11-23'`},
			{request.Filter{Due: "soon"}, `open AND paused_left IS NULL AND due_on BETWEEN '2026-11-23' AND '2026-11-28'`},
			{request.Filter{Due: "week"}, `open AND paused_left IS NULL AND due_on BETWEEN '2026-11-23' AND '2026-11-30'`},
			{request.Filter{Due: "paused"}, `open AND paused_left IS NOT NULL`},
			{request.Filter{Due: "none"}, `false`},
			{request.Filter{Site: 1}, `open`},
			{request.Filter{Site: 99}, `false`},
			{request.Filter{Unread: true}, `unread > 0`},
		} {
			page, err := d.Queue(t.Context(), storetest.Agent, narrow.filter, "")
			storetest.NoError(t, err)
			got := references(page.Items)
			slices.Sort(got)
			want := storetest.All[string](t, d.db, `SELECT reference FROM requests WHERE `+narrow.want+` ORDER BY reference`)
			slices.Sort(want)
			storetest.Equal(t, got, want)
		}
		page, err := d.Queue(t.Context(), storetest.Agent, request.Filter{Channel: "post"}, "")
		storetest.NoError(t, err)
		row := page.Items[0]
		storetest.Equal(t, []string{row.Reference, row.Name, row.Site, row.Next(), fmt.Sprint(row.Days), fmt.Sprint(row.Undecided)},
			[]string{reference, "Zorblatt Quillfeather", "Main", "begin", "28", "2"})
	})

	t.Run("shows nothing of sites that are not the person's, and no name to auditors", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.logged()
		elsewhere := access.Actor{Kind: access.Person, ID: 1, Grants: []access.Grant{{Role: access.Agent, SiteID: 2}}}

		page, err := d.Queue(t.Context(), elsewhere, request.Filter{}, "")
		storetest.NoError(t, err)
		storetest.Equal(t, len(page.Items), 0)
		counts, err := d.Count(t.Context(), elsewhere)
		storetest.NoError(t, err)
		storetest.Equal(t, counts, request.Counts{})
		page, err = d.Queue(t.Context(), storetest.Auditor, request.Filter{}, "")
		storetest.NoError(t, err)
		storetest.Equal(t, page.Items[0].Name, "Z.Q.")
		_, err = d.Queue(t.Context(), storetest.Editor, request.Filter{}, "")
		storetest.Is(t, err, store.ErrForbidden)
	})

	t.Run("knows no cursor that it did not make", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		for _, cursor := range []string{"x", store.Cursor("sideways", monday, monday, 1), store.Cursor("after", monday, "0000-01-01T00:00:00Z", 1), store.Cursor("after", monday, "2026-11-23", 1), store.Cursor(1)} {
			_, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, cursor)
			storetest.Is(t, err, store.ErrNotFound)
		}
	})

	t.Run("asks as many questions for a full page as for an empty one", func(t *testing.T) {
		t.Parallel()
		tracer := &counting{}
		db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 2, Now: func() time.Time { return monday }, Tracer: tracer})
		register, _ := requesttest.New(t, db)
		d := &desk{t: t, db: db, now: monday, Register: register}
		page := func() int64 {
			before := tracer.n.Load()
			_, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, "")
			storetest.NoError(t, err)
			_, err = d.Count(t.Context(), storetest.Agent)
			storetest.NoError(t, err)
			_, err = d.Views(t.Context(), storetest.Agent)
			storetest.NoError(t, err)
			_, err = d.Workers(t.Context(), storetest.Agent, 0)
			storetest.NoError(t, err)
			return tracer.n.Load() - before
		}
		page()
		empty := page()
		d.logged()
		fill(t, db, monday, 200)

		storetest.Equal(t, page(), empty)
		storetest.Equal(t, empty, int64(4))
	})

	t.Run("keeps counters of stages in step", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		fill(t, d.db, monday, 50)
		storetest.NoError(t, d.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "withdrawn", Note: "By phone.", Version: 1}))

		kept := storetest.All[string](t, d.db, `SELECT stage || ' ' || sum(n) FROM request_counters GROUP BY stage HAVING sum(n) <> 0 ORDER BY stage`)
		counted := storetest.All[string](t, d.db, `SELECT stage || ' ' || count(*) FROM requests GROUP BY stage ORDER BY stage`)
		storetest.Equal(t, kept, counted)
		counts, err := d.Count(t.Context(), storetest.Agent)
		storetest.NoError(t, err)
		storetest.Equal(t, counts.Open, 15)
	})
}

func TestViews(t *testing.T) {
	t.Run("are each person's own", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := request.ViewInput{Name: "Letters", Filter: request.Filter{Channel: "post", Owner: "nobody knows"}}
		view, err := d.SaveView(t.Context(), storetest.Agent, in)
		storetest.NoError(t, err)
		_, err = d.SaveView(t.Context(), storetest.Agent, in)
		storetest.Is(t, err, store.Refused("constraint.view_name_is_taken"))

		views, err := d.Views(t.Context(), storetest.Agent)
		storetest.NoError(t, err)
		storetest.Equal(t, views[0].Filter(), request.Filter{Channel: "post"})
		storetest.Is(t, d.RemoveView(t.Context(), storetest.OtherAgent, view.ID), store.ErrNotFound)
		storetest.NoError(t, d.RemoveView(t.Context(), storetest.Agent, view.ID))
		storetest.Equal(t, storetest.Audited(t, d.db), []string{"view.saved channel=post", "view.removed channel=post"})
	})
}

func TestFind(t *testing.T) {
	t.Run("finds a person by what somebody remembers, and keeps no word of it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.NoError(t, d.AddNote(t.Context(), storetest.Agent, reference, request.SayInput{FormKey: d.formKey(), Text: "About the Kerfuffle lamp."}))
		for _, query := range []string{reference, "pd " + reference[3:], "zorblatt@quill.example", "ZORBLATT", "quillfeather zorblatt", "0049 30 5550199", "+49 (30) 555-0199", "acc-77193", "kerfuffle lamps"} {
			token, err := d.Find(t.Context(), storetest.Agent, request.SearchInput{Query: query})
			storetest.NoError(t, err)
			rows, more, err := d.Found(t.Context(), storetest.Agent, token)
			storetest.NoError(t, err)
			if more || len(rows) != 1 || rows[0].Reference != reference {
				t.Errorf("%q found %v", query, references(rows))
			}
		}
		token, err := d.Find(t.Context(), storetest.Agent, request.SearchInput{Query: "zorblatt balderdash"})
		storetest.NoError(t, err)
		rows, _, err := d.Found(t.Context(), storetest.Agent, token)
		storetest.NoError(t, err)
		storetest.Equal(t, len(rows), 0)
		storetest.Equal(t, d.last(), "request.searched")
		for _, word := range []string{"balderdash", "kerfuffle", "Kerfuffle", "5550199"} {
			storetest.Equal(t, storetest.One[bool](t, d.db, `SELECT to_jsonb(s)::text LIKE '%' || $1 || '%' FROM request_searches s LIMIT 1`, word), false)
		}
	})

	t.Run("opens for who searched, for ten minutes", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.logged()
		token, err := d.Find(t.Context(), storetest.Agent, request.SearchInput{Query: "zorblatt"})
		storetest.NoError(t, err)
		_, _, err = d.Found(t.Context(), storetest.OtherAgent, token)
		storetest.Is(t, err, store.ErrNotFound)
		d.now = d.now.Add(11 * time.Minute)
		_, _, err = d.Found(t.Context(), storetest.Agent, token)
		storetest.Is(t, err, store.ErrNotFound)
	})
}

func references(rows []request.Listed) []string {
	found := make([]string, 0, len(rows))
	for _, row := range rows {
		found = append(found, row.Reference)
	}
	return found
}

func TestWorkload(t *testing.T) {
	t.Run("says what waits for whom, and which days are full", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.NoError(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 1}))
		_, err := d.decide(storetest.Lead, reference, request.DecisionInput{Right: "access", Outcome: "refused", Ground: "excessive", Explanation: "Again."})
		storetest.NoError(t, err)
		d.now = d.now.AddDate(0, 0, 20)

		agent, err := d.Workload(t.Context(), storetest.Agent, time.UTC)
		storetest.NoError(t, err)
		lead, err := d.Workload(t.Context(), storetest.Lead, time.UTC)
		storetest.NoError(t, err)
		approver, err := d.Workload(t.Context(), storetest.Approver, time.UTC)
		storetest.NoError(t, err)

		storetest.Equal(t, references(agent.Mine), []string{reference})
		storetest.Equal(t, agent.Counts, request.Counts{Open: 1, Mine: 1})
		storetest.Equal(t, len(agent.Days), 14)
		storetest.Equal(t, agent.Days[8], request.DayLoad{Day: day(2026, 12, 21), N: 1})
		storetest.Equal(t, references(agent.Second), nil)
		storetest.Equal(t, references(lead.Second), nil)
		storetest.Equal(t, references(approver.Second), []string{reference})

		storetest.NoError(t, d.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "withdrawn", Note: "By phone.", Version: d.version(reference)}))
		approver, err = d.Workload(t.Context(), storetest.Approver, time.UTC)
		storetest.NoError(t, err)
		storetest.Equal(t, references(approver.Second), nil) // nobody can confirm it any more
	})

	t.Run("shows the second person of one site what waits there, however much waits elsewhere", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		here := d.logged()
		_, err := d.decide(storetest.Lead, here, request.DecisionInput{Right: "access", Outcome: "refused", Ground: "excessive", Explanation: "Again."})
		storetest.NoError(t, err)
		other := storetest.One[int64](t, d.db, `INSERT INTO sites (key, name, url, created_at) VALUES ('other', 'Other', 'http://other.localhost', now()) RETURNING id`)
		fill(t, d.db, monday, 300)
		_, err = d.db.Pool.Exec(t.Context(), `UPDATE requests SET site_id = $1 WHERE reference <> $2`, other, here)
		storetest.NoError(t, err)
		_, err = d.db.Pool.Exec(t.Context(), `INSERT INTO decisions (id, request_id, right_id, outcome, ground, explanation, state, decided_by, decided_at)
SELECT gen_random_uuid(), r.id, t.id, 'refused', 'excessive', '', 'waiting', 1, '2020-01-01' FROM requests r JOIN request_rights t ON t.request_id = r.id WHERE r.open AND r.site_id = $1`, other)
		storetest.NoError(t, err)

		load, err := d.Workload(t.Context(), access.Actor{Kind: access.Person, ID: 4, Grants: []access.Grant{{Role: access.Approver, SiteID: 1}}}, time.UTC)

		storetest.NoError(t, err)
		storetest.Equal(t, references(load.Second), []string{here})
	})
}
