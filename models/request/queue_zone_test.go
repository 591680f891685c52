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
	page, err := d.Queue(d.t.Context(), storetest.Agent, request.Filter{Due: stretch}, "", time.UTC)
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

	t.Run("a stopped clock stands between running ones by the day of whoever looks", func(t *testing.T) {
		t.Parallel()
		d, auckland, losAngeles := inZones(t)
		_, err := d.db.Pool.Exec(t.Context(), `UPDATE requests SET paused_left = 0 WHERE reference = $1`, losAngeles)
		storetest.NoError(t, err)
		d.now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // the 23rd in Auckland: no day left

		page, err := d.Queue(t.Context(), storetest.Agent, request.Filter{}, "", time.FixedZone("NZDT", 13*3600))
		storetest.NoError(t, err)
		storetest.Equal(t, references(page.Items), []string{auckland, losAngeles})
	})
}
