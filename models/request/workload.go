package request

import (
	"context"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// Workload is what the dashboard says about requests.
type Workload struct {
	Counts Counts
	Mine   []Listed  // the actor's own, soonest first, at most a page
	Second []Listed  // with a refusal that waits for the actor as second person, at most ten
	Days   []DayLoad // today and the thirteen days after
}

// DayLoad is how many open requests are due on a day, up to CountBound.
type DayLoad struct {
	Day civil.Date
	N   int
}

const (
	loadDays = 14
	mostOpen = 10 // refusals that are shown at once

	daysAhead = `SELECT day::date AS day, (SELECT count(*) FROM (SELECT FROM requests
WHERE open AND paused_left IS NULL AND sort_on = day::date AND (? OR site_id = ANY(?::bigint[])) LIMIT ?) AS c) AS n
FROM generate_series(?::date, ?::date, interval '1 day') AS day ORDER BY day`
	secondPersons = `WITH picked AS (SELECT request_id AS id, 0 AS days FROM decisions WHERE state = 'waiting' AND decided_by <> ?
GROUP BY request_id ORDER BY min(decided_at) LIMIT 50) ` + listedOf + ` WHERE ? OR r.site_id = ANY(?::bigint[]) ORDER BY r.sort_on, r.id LIMIT ?`
)

// Workload reads the actor's dashboard in a fixed number of queries.
//
// Errors: store.ErrForbidden.
func (r *Register) Workload(ctx context.Context, by access.Actor) (Workload, error) {
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
		if load.Second, err = r.list(db, by, secondPersons, []any{by.ID, all, bigints(ids), mostOpen}); err != nil {
			return Workload{}, err
		}
	}
	ids, all := by.Sites(access.ReadRequests)
	today := civil.DateOf(r.Store.Now())
	err = db.Raw(daysAhead, all, bigints(ids), CountBound, today, today.AddDays(loadDays-1)).Scan(&load.Days).Error
	return load, store.Translate(err)
}
