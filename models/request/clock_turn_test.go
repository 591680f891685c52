package request_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"privacydesk/models/request"
	"privacydesk/models/store/storetest"
)

// turning is a case under the laws of the European Union and of California that has
// waited since Monday to learn who asks, which stops the first clock alone.
func turning(t *testing.T) (d *desk, reference string) {
	t.Helper()
	d = newDesk(t)
	in := d.entry()
	in.Residence, in.Rights = "us-ca-ccpa", []string{"access"}
	reference, err := d.Log(t.Context(), storetest.Agent, in, nil)
	storetest.NoError(t, err)
	storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, request.PauseInput{About: "identity", Question: "Who are you?", Version: 1}))
	return d, reference
}

// planned is the job that looks at the clock again, and when.
func (d *desk) planned() (args request.TurnArgs, at time.Time) {
	d.t.Helper()
	args.RequestID = storetest.One[int64](d.t, d.db, `SELECT (args->>'request_id')::bigint FROM river_job WHERE kind = 'request.turn'`)
	args.EventID = storetest.One[uuid.UUID](d.t, d.db, `SELECT (args->>'event_id')::uuid FROM river_job WHERE kind = 'request.turn'`)
	return args, storetest.One[time.Time](d.t, d.db, `SELECT scheduled_at FROM river_job WHERE kind = 'request.turn'`)
}

func TestTurn(t *testing.T) {
	shown := func(d *desk, reference string) []any {
		found := d.seen(storetest.Agent, reference).Request
		left := -1
		if found.PausedLeft != nil {
			left = *found.PausedLeft
		}
		return []any{found.DueOn.String(), found.LeadRegime, left}
	}

	t.Run("a page shows the days of a pause as they are, not as they were at the last event", func(t *testing.T) {
		t.Parallel()
		d, reference := turning(t)
		storetest.Equal(t, shown(d, reference), []any{"2026-12-21", "eu-gdpr", 28})

		d.now = monday.AddDate(0, 0, 8)
		storetest.Equal(t, shown(d, reference), []any{"2026-12-28", "eu-gdpr", 28})
		d.now = monday.AddDate(0, 0, 30)
		storetest.Equal(t, shown(d, reference), []any{"2027-01-04", "us-ca-ccpa", -1})
	})

	t.Run("the queue calls a request due once the deadline of the clock that runs comes first", func(t *testing.T) {
		t.Parallel()
		d, reference := turning(t)
		args, at := d.planned()
		d.now = at.Add(-time.Second)
		storetest.NoError(t, d.Turn(t.Context(), args))
		storetest.Equal(t, d.state(reference), "waiting 2026-12-21 28") // too early by a second
		d.now = at

		storetest.NoError(t, d.Turn(t.Context(), args))
		storetest.NoError(t, d.Turn(t.Context(), args))

		storetest.Equal(t, d.state(reference), "waiting 2027-01-04 -")
		storetest.Equal(t, d.last(), "clock.turned "+reference)
		d.now = time.Date(2027, 1, 5, 9, 0, 0, 0, time.UTC)
		storetest.Equal(t, d.due("overdue"), []string{reference})
	})

	t.Run("is left alone once something else has happened", func(t *testing.T) {
		t.Parallel()
		d, reference := turning(t)
		args, at := d.planned()
		d.now = monday.AddDate(0, 0, 2)
		storetest.NoError(t, d.Resume(t.Context(), storetest.Agent, reference, request.ResumeInput{ReceivedOn: day(2026, 11, 25), Version: d.version(reference)}))
		events, before := storetest.Audited(t, d.db), d.state(reference)
		d.now = at

		storetest.NoError(t, d.Turn(t.Context(), args))
		storetest.NoError(t, d.Turn(t.Context(), request.TurnArgs{RequestID: 99}))

		storetest.Equal(t, d.state(reference), before)
		storetest.Equal(t, storetest.Audited(t, d.db), events)
	})

	t.Run("is planned for nothing where all clocks wait", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, request.PauseInput{About: "identity", Question: "Who are you?", Version: 1}))

		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM river_job WHERE kind = 'request.turn'`), 0)
	})

	t.Run("a question that stops the clock of one right leaves the request due on the day of the other", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged() // access, which waits for clarity, and an objection, which does not

		storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, request.PauseInput{About: "clarification", Question: "Which years?", Version: 1}))

		storetest.Equal(t, d.state(reference), "waiting 2026-12-21 -")
	})
}
