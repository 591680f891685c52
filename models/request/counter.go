package request

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// Counts are the numbers beside the views of the queue. Those of stages are kept as
// counters; the others are counted up to a bound, since counting all would take
// longer the more there is.
type Counts struct {
	Open       int // exact
	Mine       int // up to CountBound
	Unassigned int // up to CountBound
	Overdue    int // up to CountBound
	Week       int // due within seven days, up to CountBound
	Paused     int // up to CountBound
	Unread     int // open and answered ones, up to CountBound
}

// CountBound is where counting stops: what is more is told as more than that. (In
// the query it is a number, for the planner's sake.)
const CountBound = 100

const counts = `SELECT
(SELECT coalesce(sum(n), 0) FROM request_counters WHERE stage IN ('received', 'working', 'waiting') AND (? OR site_id = ANY(?::bigint[]))) AS open,
(SELECT count(*) FROM (SELECT FROM requests WHERE open AND owner_id = ? AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS mine,
(SELECT count(*) FROM (SELECT FROM requests WHERE open AND owner_id IS NULL AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS unassigned,
(SELECT count(*) FROM (SELECT FROM requests r WHERE open AND paused_left IS NULL` + overdue + ` AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS overdue,
(SELECT count(*) FROM (SELECT FROM requests r WHERE open AND paused_left IS NULL` + inWeek + ` AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS week,
(SELECT count(*) FROM (SELECT FROM requests WHERE open AND paused_left IS NOT NULL AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS paused,
(SELECT count(*) FROM (SELECT FROM requests WHERE unread > 0 AND (? OR site_id = ANY(?::bigint[])) LIMIT 100) AS c) AS unread`

// Count tells the numbers beside the views, in one query. What is overdue or due soon
// is counted in the zone of each request.
//
// Errors: store.ErrForbidden.
func (r *Register) Count(ctx context.Context, by access.Actor) (Counts, error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return Counts{}, err
	}
	ids, all := by.Sites(access.ReadRequests)
	sites, now := bigints(ids), r.Store.Now()
	var found Counts
	err = db.Raw(counts, all, sites,
		by.ID, all, sites,
		all, sites,
		now.Add(shift), now, all, sites,
		now.Add(-shift), endOf(now, 7), now, now, all, sites,
		all, sites,
		all, sites).Scan(&found).Error
	return found, store.Translate(err)
}
