package request

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Listed is one request as lists show it: the person by name, contact details left
// out, and what is to be done next.
type Listed struct {
	Request `gorm:"embedded"`

	Rights      []string `gorm:"serializer:textarray"`
	Site        string
	SoonDays    int       // from which a deadline is near
	Owner       string    // empty = nobody
	Undecided   int       // rights without a decision that stands
	Unconfirmed int       // refusals that wait for a second person
	Place       time.Time // in the order of the list
	Days        int       `gorm:"-"` // left until the deadline, or when the clock stopped
	Name        string    `gorm:"-"` // of the person; initials for those who may not see contact details

	Master  string
	Wrapped []byte
}

// Next is what the request waits for, as the end of a message key.
func (l Listed) Next() string {
	switch {
	case l.Stage == Closed:
		return "none"
	case l.Stage == Answered:
		return "close"
	case l.Stage == Waiting:
		return "person"
	case l.Unread > 0 && l.Stage == Working:
		return "read"
	case l.Stage == Received:
		return "begin"
	case l.Unconfirmed > 0:
		return "second"
	case l.Undecided > 0:
		return "decide"
	}
	return "answer"
}

// queuePage is how many requests one page lists. The queries fetch one more, to know
// whether there are others. That stands in them as a number: with a parameter the
// planner would plan them anew each time, which takes longer than running them.
const queuePage = 50

// The walk along the deadlines has two arms, each along an index of its own: running
// clocks by the moment at which they are overdue, in the zone of each, stopped ones by
// the days they have left. A clock that stopped with n days left stands behind the
// running ones that have n days left, as they do when the walk begins; so the days that
// rows show never fall, whatever zones they are in.
const (
	runningAfter = `(SELECT r.id, r.due_at AS at FROM requests r WHERE r.open AND r.paused_left IS NULL
AND (r.due_at, r.id) > (?, ?)`
	runningBefore = `(SELECT r.id, r.due_at AS at FROM requests r WHERE r.open AND r.paused_left IS NULL
AND (r.due_at, r.id) < (?, ?)`
	runningForth = ` ORDER BY r.due_at, r.id LIMIT 51)`
	runningBack  = ` ORDER BY r.due_at DESC, r.id DESC LIMIT 51)`
	pausedAfter  = `(SELECT r.id, ?::timestamptz + (r.paused_left + 1) * interval '24 hours' AS at FROM requests r
WHERE r.open AND r.paused_left IS NOT NULL AND (r.paused_left, r.id) > (?, ?)`
	pausedBefore = `(SELECT r.id, ?::timestamptz + (r.paused_left + 1) * interval '24 hours' AS at FROM requests r
WHERE r.open AND r.paused_left IS NOT NULL AND (r.paused_left, r.id) < (?, ?)`
	pausedForth = ` ORDER BY r.paused_left, r.id LIMIT 51)`
	pausedBack  = ` ORDER BY r.paused_left DESC, r.id DESC LIMIT 51)`
	bothForth   = ` ORDER BY at, id LIMIT 51`
	bothBack    = ` ORDER BY at DESC, id DESC LIMIT 51`

	newestAfter  = `SELECT r.id, r.received_at AS at FROM requests r WHERE (r.received_at, r.id) < (?, ?)`
	newestBefore = `SELECT r.id, r.received_at AS at FROM requests r WHERE (r.received_at, r.id) > (?, ?)`
	newestForth  = ` ORDER BY r.received_at DESC, r.id DESC LIMIT 51`
	newestBack   = ` ORDER BY r.received_at, r.id LIMIT 51`

	listedOf = `SELECT r.*, picked.at AS place, k.master, k.wrapped, s.name AS site, s.due_soon_days AS soon_days, coalesce(p.name, '') AS owner,
ARRAY(SELECT t.key FROM request_rights t WHERE t.request_id = r.id ORDER BY t.position) AS rights,
(SELECT count(*) FROM request_rights t WHERE t.request_id = r.id AND NOT EXISTS (
  SELECT FROM decisions d WHERE d.right_id = t.id AND d.state <> 'returned')) AS undecided,
(SELECT count(*) FROM decisions d WHERE d.request_id = r.id AND d.state = 'waiting') AS unconfirmed
FROM picked JOIN requests r ON r.id = picked.id JOIN sites s ON s.id = r.site_id
LEFT JOIN vault_keys k ON k.id = r.key_id LEFT JOIN people p ON p.id = r.owner_id`
	listedSoonest = listedOf + ` ORDER BY picked.at, r.id`
	listedNewest  = listedOf + ` ORDER BY picked.at DESC, r.id DESC`
)

// place is where a page of the queue begins: the sort key of the row before it, and
// when the walk began, by which stopped clocks keep their place from page to page.
type place struct {
	back  bool // the page lies before the row
	began time.Time
	at    time.Time // when its deadline is over, or of its receipt
	id    int64
}

func readPlace(cursor string, newest bool, now time.Time) (place, error) {
	now = now.Truncate(time.Microsecond) // as exact as the database keeps it
	if cursor == "" && newest {
		return place{began: now, at: endOfTime, id: 1 << 62}, nil
	} else if cursor == "" {
		return place{began: now, at: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)}, nil
	}
	var at place
	var way string
	err := store.ReadCursor(cursor, &way, &at.began, &at.at, &at.id)
	at.back = way == "before"
	if err != nil || way != "after" && !at.back || !storable(at.began) || !storable(at.at) {
		return place{}, store.ErrNotFound
	}
	return at, nil
}

// endOfTime is later than anything here.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// storable reports whether the database and cursors can hold the time.
func storable(at time.Time) bool { return at.Year() >= 1 && !at.After(endOfTime) }

// stopped is the place among clocks that stopped: the days left of the row before it.
func (p place) stopped() (days int, id int64) {
	const day = 24 * time.Hour
	since := p.at.Sub(p.began) // some centuries at the most
	days = int(since.Truncate(day) / day)
	switch {
	case since%day == 0:
		return days - 1, p.id
	case since < 0:
		days--
	}
	return days - 1, 1 << 62 // behind the last of them
}

// Queue lists the requests that the actor may see, soonest deadline first, or newest
// first where the filter asks for more than the open ones. It takes one query, however
// many rows the table has.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a cursor that was not ours.
func (r *Register) Queue(ctx context.Context, by access.Actor, filter Filter, cursor string) (store.Page[Listed], error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return store.Page[Listed]{}, err
	}
	filter = filter.Sound()
	now := r.Store.Now()
	at, err := readPlace(cursor, !filter.open(), now)
	if err != nil {
		return store.Page[Listed]{}, err
	}
	sql, args := filter.soonest(by, at, now)
	if !filter.open() {
		sql, args = filter.newest(by, at)
	}
	rows, err := r.list(db, by, sql, args)
	if err != nil {
		return store.Page[Listed]{}, err
	}
	return paged(rows, at, cursor != ""), nil
}

// soonest is the query of the open requests along their deadlines.
func (f Filter) soonest(by access.Actor, at place, now time.Time) (string, []any) {
	conditions, values := f.conditions(by)
	due, days := f.dueConditions(now)
	running, ordered := runningAfter, runningForth
	paused, pausedOrder, both := pausedAfter, pausedForth, bothForth
	if at.back {
		running, ordered, paused, pausedOrder, both = runningBefore, runningBack, pausedBefore, pausedBack, bothBack
	}
	var arms []string
	var args []any
	if f.Due != "paused" {
		arms = append(arms, running+conditions+due+ordered)
		args = append(append(append(args, at.at, at.id), values...), days...)
	}
	if f.Due == "" || f.Due == "paused" {
		left, id := at.stopped()
		arms = append(arms, paused+conditions+pausedOrder)
		args = append(append(args, at.began, left, id), values...)
	}
	return `WITH picked AS (SELECT id, at FROM (` + strings.Join(arms, " UNION ALL ") + `) AS arms` + both + `) ` + listedSoonest, args
}

// dueConditions narrow the walk to a stretch of days, counted in the zone of each
// request. The moments between which they all lie bound the walk along the index.
func (f Filter) dueConditions(now time.Time) (string, []any) {
	switch f.Due {
	case "overdue":
		return overdue, []any{now.Add(shift), now}
	case "soon":
		return " AND r.due_at > ? AND r.due_at <= ? AND r.due_on BETWEEN " + ownDay + " AND " + ownDay +
				" + (SELECT s.due_soon_days FROM sites s WHERE s.id = r.site_id)",
			[]any{now.Add(-shift), endOf(now, mostSoonDays), now, now}
	case "week":
		return inWeek, []any{now.Add(-shift), endOf(now, 7), now, now}
	case "none":
		return " AND r.due_on IS NULL", nil
	}
	return "", nil
}

const (
	// ownDay is the local day of a request at a time, as Request.Today counts it. (Sites
	// keep only zones that the database knows too.)
	ownDay = `(?::timestamptz AT TIME ZONE r.zone)::date`

	overdue = " AND r.due_at <= ? AND r.due_on < " + ownDay
	inWeek  = " AND r.due_at > ? AND r.due_at <= ? AND r.due_on BETWEEN " + ownDay + " AND " + ownDay + " + 7"
)

// shift is more than clocks are put forward or back anywhere.
const shift = 3 * time.Hour

// endOf is when the day after so many days has ended wherever it ends last.
func endOf(now time.Time, days int) time.Time {
	return now.Add(time.Duration(days+1)*24*time.Hour + shift)
}

// mostSoonDays is further ahead than any site calls near; it ends the walk.
const mostSoonDays = 60

// newest is the query of requests in any stage, newest first.
func (f Filter) newest(by access.Actor, at place) (string, []any) {
	conditions, values := f.conditions(by)
	walk, ordered := newestAfter, newestForth
	if at.back {
		walk, ordered = newestBefore, newestBack
	}
	args := append([]any{at.at, at.id}, values...)
	if f.Stage != "all" {
		conditions += " AND r.stage = ?"
		args = append(args, f.Stage)
	}
	return `WITH picked AS (` + walk + conditions + ordered + `) ` + listedNewest, args
}

// list reads rows and opens the names in them.
func (r *Register) list(db *gorm.DB, by access.Actor, sql string, args []any) ([]Listed, error) {
	var rows []Listed
	if err := db.Raw(sql, args...).Scan(&rows).Error; err != nil {
		return nil, store.Translate(err)
	}
	now := r.Store.Now()
	for i := range rows {
		if err := r.open(&rows[i], by, now); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (r *Register) open(row *Listed, by access.Actor, now time.Time) error {
	row.Days = 0
	if row.PausedLeft != nil {
		row.Days = *row.PausedLeft
	} else if row.DueOn != nil {
		row.Days = regime.DaysLeft(*row.DueOn, row.Today(now))
	}
	if row.KeyID == nil {
		return nil
	}
	var key vault.Key
	key, err := r.Vault.Unwrap(*row.KeyID, row.Master, row.Wrapped)
	if err != nil {
		return err
	}
	person, err := openPerson(key, row.Requester)
	if err != nil {
		return err
	}
	row.Name = nameFor(by, row.SiteID, person.Name)
	row.Requester, row.Wrapped = nil, nil
	return nil
}

// nameFor is a person's name for those who may see contact details on the site, and
// initials for others.
func nameFor(by access.Actor, siteID int64, name string) string {
	if by.MayOn(access.RevealContacts, siteID) {
		return name
	}
	var initials strings.Builder
	for _, word := range strings.Fields(name) {
		initials.WriteString(string([]rune(word)[:1]) + ".")
	}
	return initials.String()
}

// paged cuts the row that only says that there is more, and makes the cursors.
func paged(rows []Listed, at place, begun bool) store.Page[Listed] {
	more := len(rows) > queuePage
	if more && at.back {
		rows = rows[1:] // already turned round: the extra row is the first
	} else if more {
		rows = rows[:queuePage]
	}
	page := store.Page[Listed]{Items: rows}
	if len(rows) == 0 {
		return page
	}
	first, last := rows[0], rows[len(rows)-1]
	if at.back || more {
		page.Next = store.Cursor("after", at.began, last.Place, last.ID)
	}
	if at.back && more || !at.back && begun {
		page.Previous = store.Cursor("before", at.began, first.Place, first.ID)
	}
	return page
}
