package request_test

import (
	"errors"
	"testing"
	"time"

	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestPause(t *testing.T) {
	asking := func(d *desk, reference string) request.PauseInput {
		return request.PauseInput{About: "identity", Question: "Which Wobbleford order was the last?", Version: d.version(reference)}
	}

	t.Run("asks the person, waits, and counts the days of waiting out", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		forecast, err := d.ForecastPause(t.Context(), storetest.Agent, reference, asking(d, reference))
		storetest.NoError(t, err)
		storetest.Equal(t, *forecast.Before, day(2026, 12, 21))
		storetest.Equal(t, *forecast.Reply, day(2026, 12, 28))
		storetest.Equal(t, d.state(reference), "received 2026-12-21 -")

		storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, asking(d, reference)))

		storetest.Equal(t, d.state(reference), "waiting 2026-12-21 28")
		found := d.seen(storetest.Agent, reference)
		storetest.Equal(t, found.Waiting, "identity_requested")
		storetest.Equal(t, found.Messages[1].Body, "Which Wobbleford order was the last?")
		storetest.Equal(t, d.last(), "clock.paused "+reference)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM mails WHERE kind = 'reply_announced'`), 1)

		d.now = d.now.Add(72 * time.Hour)
		in := request.ResumeInput{ReceivedOn: day(2026, 11, 25), Note: "By phone.", Version: d.version(reference)}
		after, err := d.ForecastResume(t.Context(), storetest.Agent, reference, in)
		storetest.NoError(t, err)
		storetest.Equal(t, *after.After.Lead.AnswerBy(), day(2026, 12, 22))
		storetest.NoError(t, d.Resume(t.Context(), storetest.Agent, reference, in))
		storetest.Equal(t, d.state(reference), "working 2026-12-22 -")
		storetest.Equal(t, d.last(), "clock.resumed "+reference)
	})

	t.Run("refuses a second question while one is open, and a reply to none", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.Is(t, d.Resume(t.Context(), storetest.Agent, reference, request.ResumeInput{ReceivedOn: day(2026, 11, 23)}), store.Refused("resume.refused.none"))
		storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, asking(d, reference)))

		storetest.Is(t, d.Pause(t.Context(), storetest.Agent, reference, asking(d, reference)), store.Refused("pause.refused.open"))
	})

	t.Run("refuses a reply before the question or from the future", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.NoError(t, d.Pause(t.Context(), storetest.Agent, reference, asking(d, reference)))

		storetest.Is(t, d.Resume(t.Context(), storetest.Agent, reference, request.ResumeInput{ReceivedOn: day(2026, 11, 22)}), store.Invalid{"received_on": "resume.received_on.early"})
		storetest.Is(t, d.Resume(t.Context(), storetest.Agent, reference, request.ResumeInput{ReceivedOn: day(2026, 11, 24)}), store.Invalid{"received_on": "resume.received_on.future"})
	})

	t.Run("shows a late form what changed meanwhile", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		in := asking(d, reference)
		storetest.NoError(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 1}))

		err := d.Pause(t.Context(), storetest.Agent, reference, in)

		var late store.Conflict
		storetest.Equal(t, errors.As(err, &late), true)
		storetest.Equal(t, late.Version, in.Version+1)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM clock_events`), 0)
	})

	t.Run("lets an agent ask for no fee", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		err := d.Pause(t.Context(), storetest.Agent, reference, request.PauseInput{About: "fee", Question: "20 euro.", Version: d.version(reference)})
		storetest.Is(t, err, store.Refused("pause.refused.fee_lead"))
	})
}

func TestExtend(t *testing.T) {
	extending := func(d *desk, reference string) request.ExtensionInput {
		return request.ExtensionInput{Reason: "Three Flibberty archives must be searched by hand.", DueOn: day(2027, 2, 22), Version: d.version(reference)}
	}

	t.Run("moves the last day, tells the person why and keeps the reason sealed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()

		extension, err := d.Extend(t.Context(), storetest.Agent, reference, extending(d, reference))

		storetest.NoError(t, err)
		storetest.Equal(t, extension.Citation, "GDPR 12(3)")
		storetest.Equal(t, d.state(reference), "working 2027-02-22 -")
		storetest.Equal(t, d.last(), "request.extended "+reference)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Messages[1].Body, "Three Flibberty archives must be searched by hand.")
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM mails WHERE kind = 'request_extended'`), 1)
	})

	for _, refusal := range []struct {
		name   string
		at     time.Time
		change func(*request.ExtensionInput)
		want   error
	}{
		{"needs a reason", monday, func(in *request.ExtensionInput) { in.Reason = "" }, store.Invalid{"reason": "extension.reason.missing"}},
		{"refuses a day beyond the two months", monday, func(in *request.ExtensionInput) { in.DueOn = day(2027, 2, 23) }, store.Invalid{"due_on": "extension.due_on.late"}},
		{"refuses a day that is not later", monday, func(in *request.ExtensionInput) { in.DueOn = day(2026, 12, 21) }, store.Invalid{"due_on": "extension.due_on.early"}},
		{"refuses after the first deadline", monday.AddDate(0, 1, 0), func(*request.ExtensionInput) {}, store.Refused("extension.refused.late")},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			reference := d.logged()
			d.now = refusal.at
			in := extending(d, reference)
			refusal.change(&in)
			before := storetest.Audited(t, d.db)

			_, err := d.Extend(t.Context(), storetest.Agent, reference, in)

			storetest.Equal(t, err, refusal.want)
			storetest.Equal(t, d.state(reference), "received 2026-12-21 -")
			storetest.Equal(t, storetest.Audited(t, d.db), before)
		})
	}

	t.Run("refuses a second time", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		_, err := d.Extend(t.Context(), storetest.Agent, reference, extending(d, reference))
		storetest.NoError(t, err)

		_, err = d.Extend(t.Context(), storetest.Agent, reference, extending(d, reference))

		storetest.Is(t, err, store.Refused("constraint.one_extension"))
	})
}
