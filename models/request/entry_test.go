package request_test

import (
	"strings"
	"testing"
	"time"

	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestLog(t *testing.T) {
	t.Run("starts the clock on the day on which the letter came", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		reference, err := d.Log(t.Context(), storetest.Agent, d.entry(), []request.Upload{d.receive("letter.txt", "All of it.")})

		storetest.NoError(t, err)
		storetest.Equal(t, storetest.One[string](t, d.db, `SELECT channel || ' ' || stage || ' ' || due_on || ' ' || recorded_by FROM requests`), "post received 2026-12-21 1")
		storetest.Equal(t, storetest.One[time.Time](t, d.db, `SELECT received_at FROM requests`).UTC(), time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC))
		storetest.Equal(t, storetest.Audited(t, d.db), []string{"request.logged " + reference})
		storetest.Equal(t, storetest.Jobs(t, d.db), []string{"mail.send"})
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT sum(n)::int FROM request_counters WHERE stage = 'received'`), 1)
	})

	t.Run("keeps what was said about each right beside it, and asks for none of it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.entry()
		in.Rights = []string{"rectification", "objection", "withdraw_consent", "child_erasure", "policy_feedback", "access"}
		in.Details = request.Details{Correction: "Number 14.", Objection: "Profiling.", Child: "9, her mother.", Clause: "Section 4."}

		reference, err := d.Log(t.Context(), storetest.Agent, in, nil)

		storetest.NoError(t, err)
		said := map[string]string{}
		for _, right := range d.seen(storetest.Agent, reference).Rights {
			said[string(right.Key)] = right.Words
		}
		storetest.Equal(t, said, map[string]string{"rectification": "Number 14.", "objection": "Profiling.", "withdraw_consent": "",
			"child_erasure": "9, her mother.", "policy_feedback": "Section 4.", "access": ""})
	})

	t.Run("counts the day of receipt in the zone of the site", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.db.Pool.Exec(t.Context(), `UPDATE sites SET zone = 'Pacific/Auckland'`)
		storetest.NoError(t, err)
		d.now = time.Date(2026, 11, 23, 11, 30, 0, 0, time.UTC) // the 24th there
		in := d.entry()
		in.ReceivedOn = day(2026, 11, 24)
		_, err = d.Log(t.Context(), storetest.Agent, in, nil)
		storetest.NoError(t, err)
		in = d.entry()
		in.ReceivedOn = day(2026, 11, 25)
		_, err = d.Log(t.Context(), storetest.Agent, in, nil)
		storetest.Is(t, err, store.Invalid{"received_on": "entry.received_on.future"})
	})

	t.Run("takes one form in once", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.entry()
		first, err := d.Log(t.Context(), storetest.Agent, in, nil)
		storetest.NoError(t, err)

		second, err := d.Log(t.Context(), storetest.Agent, in, nil)

		storetest.NoError(t, err)
		storetest.Equal(t, second, first)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 1)
	})

	for _, refusal := range []struct {
		name   string
		change func(*request.LogInput)
		want   store.Invalid
	}{
		{"refuses a day that has not come", func(in *request.LogInput) { in.ReceivedOn = day(2026, 11, 24) }, store.Invalid{"received_on": "entry.received_on.future"}},
		{"refuses a day that was mistyped", func(in *request.LogInput) { in.ReceivedOn = day(2016, 11, 24) }, store.Invalid{"received_on": "entry.received_on.old"}},
		{"takes no day five years back for granted", func(in *request.LogInput) { in.ReceivedOn = day(2021, 11, 22) }, store.Invalid{"received_on": "entry.received_on.old"}},
		{"refuses more words about a right than a case holds", func(in *request.LogInput) {
			in.Correction, in.Clause = strings.Repeat("x", 5001), strings.Repeat("x", 201)
		},
			store.Invalid{"correction": "field.too_long", "clause": "field.too_long"}},
		{"refuses a letter dated after it came", func(in *request.LogInput) { in.RequestedOn = day(2026, 11, 21) }, store.Invalid{"requested_on": "entry.requested_on.late"}},
		{"refuses the channel of the public form", func(in *request.LogInput) { in.Channel = "web" }, store.Invalid{"channel": "entry.channel.missing"}},
		{"refuses a site that is not there", func(in *request.LogInput) { in.Site = "moon" }, store.Invalid{"site": "entry.site.missing"}},
		{"needs some way to answer", func(in *request.LogInput) { in.Email, in.Phone = "", "" }, store.Invalid{"email": "entry.email.missing"}},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			in := d.entry()
			refusal.change(&in)

			_, err := d.Log(t.Context(), storetest.Agent, in, []request.Upload{d.receive("letter.txt", "All of it.")})

			storetest.Equal(t, err, error(refusal.want))
			storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 0)
			storetest.Equal(t, len(d.files.Kept), 0)
		})
	}

	t.Run("is not for auditors", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.Log(t.Context(), storetest.Auditor, d.entry(), nil)
		storetest.Is(t, err, store.ErrForbidden)
	})
}
