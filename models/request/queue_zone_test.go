package request_test

import (
	"testing"
	"time"

	"privacydesk/models/request"
	"privacydesk/models/store/storetest"
)

// inZones is a desk with a request in Auckland and one in Los Angeles, both running
// towards 23 November.
func inZones(t *testing.T) (d *desk, auckland, losAngeles string) {
	t.Helper()
	d = newDesk(t)
	auckland, losAngeles = d.logged(), d.logged()
	for reference, zone := range map[string]string{auckland: "Pacific/Auckland", losAngeles: "America/Los_Angeles"} {
		_, err := d.db.Pool.Exec(t.Context(), `UPDATE requests SET zone = $1, due_on = '2026-11-23' WHERE reference = $2`, zone, reference)
		storetest.NoError(t, err)
	}
	return d, auckland, losAngeles
}

func (d *desk) due(stretch string) []string {
	d.t.Helper()
	page, err := d.Queue(d.t.Context(), storetest.Agent, request.Filter{Due: stretch}, "")
	storetest.NoError(d.t, err)
	return references(page.Items)
}

func TestQueueCountsEachDeadlineInItsOwnZone(t *testing.T) {
	t.Run("when it is past midnight in Auckland only", func(t *testing.T) {
		t.Parallel()
		d, auckland, losAngeles := inZones(t)
		d.now = time.Date(2026, 11, 23, 11, 30, 0, 0, time.UTC) // 00:30 on the 24th there

		storetest.Equal(t, d.due("overdue"), []string{auckland})
		storetest.Equal(t, d.due("soon"), []string{losAngeles})
		storetest.Equal(t, d.due("week"), []string{losAngeles})
		counts, err := d.Count(t.Context(), storetest.Agent)
		storetest.NoError(t, err)
		storetest.Equal(t, counts, request.Counts{Open: 2, Unassigned: 2, Overdue: 1, Week: 1})
		load, err := d.Workload(t.Context(), storetest.Agent, time.UTC)
		storetest.NoError(t, err)
		storetest.Equal(t, load.Days[0], request.DayLoad{Day: day(2026, 11, 23), N: 1, Near: 1})
	})

	t.Run("when it is still the evening before in Los Angeles", func(t *testing.T) {
		t.Parallel()
		d, auckland, losAngeles := inZones(t)
		d.now = time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC) // 23:30 on the 23rd there

		storetest.Equal(t, d.due("overdue"), []string{auckland})
		storetest.Equal(t, d.due("week"), []string{losAngeles})
		load, err := d.Workload(t.Context(), storetest.Agent, time.UTC)
		storetest.NoError(t, err)
		storetest.Equal(t, load.Counts.Overdue, 1)
		storetest.Equal(t, load.Days[0], request.DayLoad{Day: day(2026, 11, 24), N: 1, Near: 1})

		d.now = d.now.Add(time.Hour)
		storetest.Equal(t, d.due("overdue"), []string{auckland, losAngeles})
	})

	t.Run("a deadline comes near with the days that its site says, from the day there", func(t *testing.T) {
		t.Parallel()
		d, auckland, losAngeles := inZones(t)
		d.now = time.Date(2026, 11, 17, 11, 30, 0, 0, time.UTC) // 5 days before in Auckland, 6 in Los Angeles

		storetest.Equal(t, d.due("soon"), []string{auckland})
		load, err := d.Workload(t.Context(), storetest.Agent, time.UTC)
		storetest.NoError(t, err)
		storetest.Equal(t, load.Days[5:7], []request.DayLoad{{Day: day(2026, 11, 22), N: 1, Near: 1}, {Day: day(2026, 11, 23), N: 1}})
		_, err = d.db.Pool.Exec(t.Context(), `UPDATE sites SET due_soon_days = 6`)
		storetest.NoError(t, err)
		storetest.Equal(t, d.due("soon"), []string{auckland, losAngeles})
	})

	t.Run("a stopped clock stands behind those that have as many days left", func(t *testing.T) {
		t.Parallel()
		d, auckland, losAngeles := inZones(t)
		stopped := d.logged()
		_, err := d.db.Pool.Exec(t.Context(), `UPDATE requests SET paused_left = 0 WHERE reference = $1`, stopped)
		storetest.NoError(t, err)
		d.now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // the 23rd in Auckland: no day left; one in Los Angeles

		page, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, "")

		storetest.NoError(t, err)
		storetest.Equal(t, references(page.Items), []string{auckland, stopped, losAngeles})
	})
}

// zones are some in which it is never the same time, two of them never the same day.
const zones = `ARRAY['Pacific/Kiritimati', 'Pacific/Auckland', 'Asia/Kolkata', 'Europe/Berlin', 'UTC', 'America/Los_Angeles', 'Pacific/Pago_Pago']`

func TestQueueOfManyZonesIsSoonestFirstWhateverTheHour(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.logged()
	fill(t, d.db, monday, 900)
	_, err := d.db.Pool.Exec(t.Context(), `UPDATE requests SET zone = (`+zones+`)[1 + id % 7]`)
	storetest.NoError(t, err)
	_, err = d.db.Pool.Exec(t.Context(), `UPDATE requests SET due_on = NULL WHERE id % 50 = 1 AND open AND paused_left IS NULL`)
	storetest.NoError(t, err)
	open := storetest.One[int](t, d.db, `SELECT count(*) FROM requests WHERE open`)

	for hour := range 24 {
		d.now = monday.Add(time.Duration(hour)*time.Hour + 10*time.Minute + 7*time.Nanosecond)
		began, seen, last := d.now, map[string]bool{}, -1000
		for cursor := ""; ; {
			page, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, cursor)
			storetest.NoError(t, err)
			for _, row := range page.Items {
				days := row.Days
				if row.DueOn == nil {
					days = 1000
				} else if row.PausedLeft == nil {
					days = row.DueOn.DaysSince(row.Today(began))
				}
				if days < last || seen[row.Reference] {
					t.Fatalf("at %s: %s with %d days stands behind one with %d, or again", began, row.Reference, days, last)
				}
				last, seen[row.Reference] = days, true
			}
			if cursor = page.Next; cursor == "" {
				break
			}
			d.now = d.now.Add(5 * time.Hour) // whoever walks takes their time
		}
		storetest.Equal(t, len(seen), open)
	}
}
