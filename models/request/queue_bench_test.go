package request

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"privacydesk/models/access"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

// BenchmarkQueuePage measures all queries of one page of the queue and those of the
// dashboard, as the client sees them: on a desk of 100,000 requests beside one of 1,000,
// and beside SELECT 1. The two are measured in turn, seven rounds, and the median of the
// ratios counts. The rows are made before; three of ten are open, as fillOpen says.
func BenchmarkQueuePage(b *testing.B) {
	small, large := newQueueBench(b, 1_000), newQueueBench(b, 100_000)
	for _, page := range []struct {
		name string
		time func(*queueBench, *testing.B) time.Duration
	}{
		{"first", func(q *queueBench, b *testing.B) time.Duration { return q.page(b, "") }},
		{"middle", func(q *queueBench, b *testing.B) time.Duration { return q.page(b, q.middle) }},
		{"dashboard", (*queueBench).dashboard},
	} {
		b.Run(page.name, func(b *testing.B) {
			var growth, floor, few, many []float64
			for round := range 7 + 1 {
				one := page.time(small, b)
				all := page.time(large, b)
				ping := large.ping(b)
				if round == 0 {
					continue // warms up
				}
				growth = append(growth, float64(all)/float64(one))
				floor = append(floor, float64(all)/float64(ping))
				few, many = append(few, one.Seconds()*1e6), append(many, all.Seconds()*1e6)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(growth), "x-of-1000")
			b.ReportMetric(median(floor), "x-of-select-1")
			b.ReportMetric(median(few), "µs-at-1000")
			b.ReportMetric(median(many), "µs-at-100000")
		})
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// queueBench is a desk with many requests and a clock on its queries.
type queueBench struct {
	r      *Register
	clock  *queryClock
	by     access.Actor
	middle string // cursor of a page in the middle
}

const pagesARound = 60

// page is the time of all queries of one page, on average over a round.
func (q *queueBench) page(b *testing.B, cursor string) time.Duration {
	b.Helper()
	q.clock.reset()
	for range pagesARound {
		page, err := q.r.Queue(b.Context(), q.by, Filter{}, cursor)
		storetest.NoError(b, err)
		storetest.Equal(b, len(page.Items), queuePage)
		_, err = q.r.Count(b.Context(), q.by)
		storetest.NoError(b, err)
		_, err = q.r.Views(b.Context(), q.by)
		storetest.NoError(b, err)
		_, err = q.r.Workers(b.Context(), q.by, 0)
		storetest.NoError(b, err)
		_, err = q.r.Sites.All(b.Context())
		storetest.NoError(b, err)
	}
	return q.clock.sum() / pagesARound
}

// dashboard is the time of its queries about requests, on average over a round.
func (q *queueBench) dashboard(b *testing.B) time.Duration {
	b.Helper()
	q.clock.reset()
	for range pagesARound {
		load, err := q.r.Workload(b.Context(), q.by, time.UTC)
		storetest.NoError(b, err)
		storetest.Equal(b, []int{len(load.Mine), len(load.Second), len(load.Days)}, []int{queuePage, mostOpen, loadDays})
	}
	return q.clock.sum() / pagesARound
}

// ping is the time of SELECT 1, on average over a round.
func (q *queueBench) ping(b *testing.B) time.Duration {
	b.Helper()
	q.clock.reset()
	for range pagesARound {
		var one int
		storetest.NoError(b, q.r.Store.DB.Raw(`SELECT 1`).Scan(&one).Error)
	}
	return q.clock.sum() / pagesARound
}

// queryClock adds up how long queries take, from asking to the last row.
type queryClock struct {
	mutex sync.Mutex
	total time.Duration
}

type queryBegan struct{}

func (q *queryClock) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return context.WithValue(ctx, queryBegan{}, time.Now())
}

func (q *queryClock) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.total += time.Since(ctx.Value(queryBegan{}).(time.Time))
}

func (q *queryClock) reset() {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.total = 0
}

func (q *queryClock) sum() time.Duration {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	return q.total
}

var benchNow = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func newQueueBench(b *testing.B, n int) *queueBench {
	b.Helper()
	clock := &queryClock{}
	db := storetest.Open(b, storetest.Clone(b), store.Options{Connections: 2, Now: func() time.Time { return benchNow }, Tracer: clock})
	q := &queueBench{r: &Register{Store: db, Vault: vaulttest.New(b), Sites: &site.Register{Store: db}}, clock: clock, by: storetest.Lead}
	q.fill(b, n)
	const middleRow = `SELECT due_at, id FROM requests WHERE open AND paused_left IS NULL ORDER BY due_at, id OFFSET $1 LIMIT 1`
	var at time.Time
	var id int64
	storetest.NoError(b, db.Pool.QueryRow(b.Context(), middleRow, n/10).Scan(&at, &id))
	q.middle = store.Cursor("after", benchNow, at, id)
	return q
}

const (
	openEvery = 10 // of each ten rows three are open, one of them paused

	fillClosed = `INSERT INTO requests (reference, site_id, channel, locale, relation, requester, has_email, stage, owner_id,
received_at, recorded_at, answered_at, closed_at, regimes, zone, calendar, lead_regime, due_on)
SELECT 'PD-' || regexp_replace(translate(lpad(upper(to_hex(n)), 12, '0'), '01', 'GH'), '(....)(....)(....)', '\1-\2-\3'), 1, 'web', 'en', 'self',
  decode(repeat('ab', 180), 'hex'), true, 'closed', 1 + n % 2, $1::timestamptz - n * interval '7 minutes', $1, $1, $1,
  '{eu-gdpr}', 'Europe/Berlin', 'DE', 'eu-gdpr', ($1::timestamptz)::date - (n % 800)::int
FROM generate_series(1, $2) AS n WHERE n % 10 > 2`
	fillOpen = `INSERT INTO requests (reference, site_id, key_id, channel, locale, relation, requester, has_email, stage, owner_id,
received_at, recorded_at, regimes, zone, calendar, lead_regime, due_on, paused_left)
SELECT 'PD-' || regexp_replace(translate(lpad(upper(to_hex(n)), 12, '0'), '01', 'GH'), '(....)(....)(....)', '\1-\2-\3'), 1, key_id, 'web', 'en', 'self',
  requester, true, CASE WHEN n % 10 = 2 THEN 'waiting' ELSE 'working' END, CASE WHEN n % 3 > 0 THEN 1 + n / 60 % 2 END,
  $1::timestamptz - n * interval '7 minutes', $1, '{eu-gdpr}', 'Europe/Berlin', 'DE', 'eu-gdpr',
  ($1::timestamptz)::date + (n % 60)::int - 10, CASE WHEN n % 10 = 2 THEN (n % 50)::int END
FROM sealed`
	fillRights = `INSERT INTO request_rights (id, request_id, key, position, detail)
SELECT gen_random_uuid(), id, (ARRAY['access', 'erasure', 'objection'])[1 + id % 3], 1, '\x00' FROM requests`
	fillRefusals = `INSERT INTO decisions (id, request_id, right_id, outcome, ground, explanation, state, decided_by, decided_at)
SELECT gen_random_uuid(), r.id, t.id, 'refused', 'excessive', '\x00', 'waiting', 1 + r.id / 20 % 4, $1 FROM requests r JOIN request_rights t ON t.request_id = r.id
WHERE r.open AND r.id % 20 = 0` // one in twenty open ones waits for a second person
)

// fill writes n requests; the open ones have keys and sealed names of their own.
func (q *queueBench) fill(b *testing.B, n int) {
	b.Helper()
	var rows [][]any
	storetest.NoError(b, q.r.Store.Write(b.Context(), access.Operator, access.Anyone, func(tx *store.Tx) error {
		for i := 1; i <= n; i++ {
			if i%openEvery > 2 {
				continue
			}
			key, err := q.r.Vault.NewKey(b.Context(), tx)
			if err != nil {
				return err
			}
			person, err := sealPerson(tx, key, Person{Name: "Somebody Or Other", Email: "somebody@example.org"})
			if err != nil {
				return err
			}
			rows = append(rows, []any{int64(i), key.ID, person})
		}
		return nil
	}))
	storetest.NoError(b, pgx.BeginFunc(b.Context(), q.r.Store.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(b.Context(), `CREATE TEMPORARY TABLE sealed (n bigint, key_id uuid, requester bytea) ON COMMIT DROP`); err != nil {
			return err
		}
		if _, err := tx.CopyFrom(b.Context(), pgx.Identifier{"sealed"}, []string{"n", "key_id", "requester"}, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			return []any{rows[i][0], rows[i][1].(uuid.UUID), rows[i][2]}, nil
		})); err != nil {
			return err
		}
		if _, err := tx.Exec(b.Context(), fillClosed, benchNow, n); err != nil {
			return err
		}
		if _, err := tx.Exec(b.Context(), fillOpen, benchNow); err != nil {
			return err
		}
		if _, err := tx.Exec(b.Context(), fillRights); err != nil {
			return err
		}
		_, err := tx.Exec(b.Context(), fillRefusals, benchNow)
		return err
	}))
	owner, err := pgx.Connect(b.Context(), storetest.Owner(b, q.r.Store.Pool.Config().ConnString()))
	storetest.NoError(b, err)
	defer func() { _ = owner.Close(context.WithoutCancel(b.Context())) }()
	_, err = owner.Exec(b.Context(), `VACUUM ANALYZE`)
	storetest.NoError(b, err)
}
