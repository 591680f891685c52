package request

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// Workload is what the dashboard says about requests.
type Workload struct {
	Counts Counts
	Mine   []Listed  // the actor's own, soonest first, at most a page
	Second []Listed  // with a refusal that waits for the actor as second person: ten of those that wait longest, soonest first
	Days   []DayLoad // today and the thirteen days after
}

// DayLoad is how many open requests are due on a day, up to CountBound. Each is
// counted in its own zone: what has no day left there is due today.
type DayLoad struct {
	Day  civil.Date
	N    int
	Near int // of them, those whose site calls the day near
}

const (
	loadDays = 14
	mostOpen = 10 // refusals that are shown at once

	daysAhead = `SELECT ?::date + ahead AS day, due.n, due.near FROM generate_series(0, ?) AS ahead CROSS JOIN LATERAL (
SELECT count(*) AS n, count(*) FILTER (WHERE ahead <= due_soon_days) AS near FROM (SELECT s.due_soon_days FROM requests r JOIN sites s ON s.id = r.site_id
WHERE r.open AND r.paused_left IS NULL AND r.due_at > ?::timestamptz + ahead * interval '24 hours' AND r.due_at <= ?::timestamptz + ahead * interval '24 hours'
AND r.due_on - ` + ownDay + ` = ahead AND (? OR r.site_id = ANY(?::bigint[])) LIMIT ?) AS bounded) AS due ORDER BY ahead`
	// Of the refusals that have waited longest, so that it takes no longer the more wait.
	secondPersons = `WITH waiting AS MATERIALIZED (SELECT r.id, r.due_at FROM decisions d JOIN requests r ON r.id = d.request_id
WHERE d.state = 'waiting' AND d.decided_by <> ? AND r.open AND (? OR r.site_id = ANY(?::bigint[])) ORDER BY d.decided_at, d.id LIMIT 100),
picked AS (SELECT DISTINCT id, due_at AS at FROM waiting ORDER BY at, id LIMIT 10) ` + listedSoonest
)

// Workload reads the actor's dashboard in a fixed number of queries. Its days are
// named after today in the zone of whoever looks.
//
// Errors: store.ErrForbidden.
func (r *Register) Workload(ctx context.Context, by access.Actor, zone *time.Location) (Workload, error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return Workload{}, err
	}
	var load Workload
	if load.Counts, err = r.Count(ctx, by); err != nil {
		return Workload{}, err
	}
	mine, err := r.Queue(ctx, by, Filter{Owner: "me"}, "")
	if err != nil {
		return Workload{}, err
	}
	load.Mine = mine.Items
	if by.May(access.ConfirmRefusals) {
		ids, all := by.Sites(access.ConfirmRefusals)
		if load.Second, err = r.list(db, by, secondPersons, []any{by.ID, all, bigints(ids)}); err != nil {
			return Workload{}, err
		}
	}
	ids, all := by.Sites(access.ReadRequests)
	now := r.Store.Now()
	err = db.Raw(daysAhead, civil.DateOf(now.In(zone)), loadDays-1, now.Add(-shift), endOf(now, 0), now, all, bigints(ids), CountBound).Scan(&load.Days).Error
	return load, store.Translate(err)
}
