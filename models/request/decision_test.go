package request_test

import (
	"context"
	"errors"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestDecide(t *testing.T) {
	refusing := func(right string) request.DecisionInput {
		return request.DecisionInput{Right: right, Outcome: "refused", Ground: "excessive", Explanation: "You asked for the same last week, and the Grumblesnatch files have not changed."}
	}

	t.Run("grants at once", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.identified()

		_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: "access", Outcome: "granted"})

		storetest.NoError(t, err)
		stands := d.seen(storetest.Agent, reference).Rights[0].Stands
		storetest.Equal(t, stands.State, request.Final)
		storetest.Equal(t, d.last(), "right.decided "+reference)
	})

	t.Run("grants nothing that moves data before the identity is confirmed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()

		for _, outcome := range []string{"granted", "partly"} {
			_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: "access", Outcome: outcome, Ground: "excessive", Explanation: "Some."})
			storetest.Is(t, err, store.Refused("disclosure.refused.identity"))
		}
		_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: "objection", Outcome: "granted"})
		storetest.NoError(t, err)
		_, err = d.decide(storetest.Agent, reference, refusing("access"))
		storetest.NoError(t, err)
	})

	t.Run("needs a ground of the law and plain words for a refusal", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		in := refusing("access")
		in.Ground, in.Explanation = "hk_s20", ""

		_, err := d.decide(storetest.Agent, reference, in)

		storetest.Is(t, err, store.Invalid{"ground": "decision.ground.missing", "explanation": "decision.explanation.missing"})
	})

	t.Run("lets a refusal wait for a second person, who is somebody else", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		id, err := d.decide(storetest.Lead, reference, refusing("access"))
		storetest.NoError(t, err)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Rights[0].Stands.Citation, "GDPR 12(5)")

		err = d.ConfirmRefusal(t.Context(), storetest.Lead, reference, id, request.RefusalInput{})
		storetest.Is(t, err, store.Refused("constraint.refusal_by_second_person"))
		storetest.Is(t, d.ConfirmRefusal(t.Context(), storetest.Agent, reference, id, request.RefusalInput{}), store.ErrForbidden)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Rights[0].Stands.State, request.AwaitsSecond)

		storetest.NoError(t, d.ConfirmRefusal(t.Context(), storetest.Approver, reference, id, request.RefusalInput{Note: "Right so."}))
		stands := d.seen(storetest.Agent, reference).Rights[0].Stands
		storetest.Equal(t, stands.State, request.Final)
		storetest.Equal(t, stands.Said, "Right so.")
		storetest.Equal(t, stands.Alone, false)
		storetest.Is(t, d.ConfirmRefusal(t.Context(), storetest.Approver, reference, id, request.RefusalInput{}), store.Refused("constraint.refusal_is_settled_once"))
	})

	t.Run("cannot be made final behind the model's back", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.decide(storetest.Agent, d.logged(), refusing("access"))
		storetest.NoError(t, err)

		_, err = d.db.Pool.Exec(t.Context(), `UPDATE decisions SET state = 'final'`)

		storetest.Is(t, store.Translate(err), store.Refused("constraint.refusal_was_confirmed"))
	})

	t.Run("lets one person refuse while four eyes are off, and says so", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.One[int](t, d.db, `INSERT INTO waivers (site_id, kind, reason, granted_by, granted_at) VALUES (1, 'refusal', 'Alone in August.', 5, now()) RETURNING 1`)
		id, err := d.decide(storetest.Lead, reference, refusing("access"))
		storetest.NoError(t, err)

		storetest.NoError(t, d.ConfirmRefusal(t.Context(), storetest.Lead, reference, id, request.RefusalInput{}))

		found := d.seen(storetest.Agent, reference)
		storetest.Equal(t, found.Rights[0].Stands.Alone, true)
		storetest.Equal(t, found.FourEyes, false)
	})

	t.Run("opens the right again when the second person sends it back", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.identified()
		id, err := d.decide(storetest.Agent, reference, refusing("access"))
		storetest.NoError(t, err)
		storetest.Is(t, d.ReturnRefusal(t.Context(), storetest.Lead, reference, id, request.RefusalInput{}), store.Invalid{"note": "refusal.note.missing"})

		storetest.NoError(t, d.ReturnRefusal(t.Context(), storetest.Lead, reference, id, request.RefusalInput{Note: "It is not excessive."}))

		right := d.seen(storetest.Agent, reference).Rights[0]
		storetest.Equal(t, right.Stands == nil, true)
		storetest.Equal(t, right.History[0].Said, "It is not excessive.")
		_, err = d.decide(storetest.Agent, reference, request.DecisionInput{Right: "access", Outcome: "granted"})
		storetest.NoError(t, err)
	})

	t.Run("lets one of two who decide at once win, and shows the other both texts", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		deciding := func(who access.Actor) func(context.Context) error {
			return func(ctx context.Context) error {
				in := refusing("access")
				in.Explanation = "By " + who.Name
				_, err := d.Decide(ctx, who, reference, in)
				return err
			}
		}

		one, two := atOnce(deciding(storetest.Agent), deciding(storetest.OtherAgent))

		var late store.Conflict
		if errors.As(one, &late) == errors.As(two, &late) {
			t.Fatalf("got %v and %v, want one of them to be late", one, two)
		}
		storetest.Equal(t, late.Theirs["explanation"], d.seen(storetest.Agent, reference).Rights[0].Stands.Words)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM decisions`), 1)
	})
}

func TestAnswer(t *testing.T) {
	// decided is a case that is ready to be answered.
	decided := func(t *testing.T, d *desk) string {
		reference := d.identified()
		for _, right := range []string{"access", "objection"} {
			_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: right, Outcome: "granted"})
			storetest.NoError(t, err)
		}
		return reference
	}

	t.Run("tells the person, hands the files over and stops the clock", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := decided(t, d)
		upload, err := d.ReceiveForDelivery(t.Context(), "orders.zip", contentOf("PK everything"))
		storetest.NoError(t, err)
		storetest.NoError(t, d.Attach(t.Context(), storetest.Agent, reference, request.AttachmentInput{FormKey: d.formKey(), Direction: request.FileOut}, []request.Upload{upload}))
		follower := access.Follower(storetest.One[int64](t, d.db, `SELECT id FROM requests`))
		followed, err := d.Followed(t.Context(), follower)
		storetest.NoError(t, err)
		storetest.Equal(t, len(followed.Files), 0)

		storetest.NoError(t, d.Answer(t.Context(), storetest.Agent, reference, request.AnswerInput{Text: "Here it is.", Version: d.version(reference)}))

		storetest.Equal(t, d.state(reference), "answered 2026-12-21 -")
		storetest.Equal(t, d.last(), "request.answered "+reference)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM mails WHERE kind = 'request_answered'`), 1)
		followed, err = d.Followed(t.Context(), follower)
		storetest.NoError(t, err)
		storetest.Equal(t, followed.Files[0].Name, "orders.zip")
		storetest.Equal(t, followed.Rights[0].Outcome, "granted")
		storetest.Is(t, d.Answer(t.Context(), storetest.Agent, reference, request.AnswerInput{Version: d.version(reference)}), store.Refused("casework.refused.over"))
	})

	t.Run("waits until every right is decided and every refusal confirmed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.identified()
		answer := func() error {
			return d.Answer(t.Context(), storetest.Agent, reference, request.AnswerInput{Version: d.version(reference)})
		}
		storetest.Is(t, answer(), store.Refused("answer.refused.undecided"))
		for _, right := range []string{"access", "objection"} {
			_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: right, Outcome: "refused", Ground: "excessive", Explanation: "Again."})
			storetest.NoError(t, err)
		}

		storetest.Is(t, answer(), store.Refused("answer.refused.unconfirmed"))
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM clock_events`), 0)
	})

	t.Run("asks for the second factor again before data is sent", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := decided(t, d)
		stale := storetest.Agent
		stale.SteppedUpAt = monday.Add(-11 * 60e9)

		storetest.Is(t, d.Answer(t.Context(), stale, reference, request.AnswerInput{Version: d.version(reference)}), store.ErrStepUp)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Request.Stage, request.Working)
	})

	t.Run("hands no file to somebody who may not be the person", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		upload, err := d.ReceiveForDelivery(t.Context(), "orders.zip", contentOf("PK everything"))
		storetest.NoError(t, err)

		err = d.Attach(t.Context(), storetest.Agent, reference, request.AttachmentInput{FormKey: d.formKey(), Direction: request.FileOut}, []request.Upload{upload})

		storetest.Is(t, err, store.Refused("disclosure.refused.identity"))
		storetest.Equal(t, len(d.files.Kept), 0)
	})
}

func TestClose(t *testing.T) {
	t.Run("ends a case that the person took back, and says why to nobody but the desk", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.Is(t, d.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "answered", Version: d.version(reference)}),
			store.Invalid{"kind": "closing.kind.unanswered"})

		storetest.NoError(t, d.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "withdrawn", Note: "By phone.", Version: d.version(reference)}))

		storetest.Equal(t, d.state(reference), "closed 2026-12-21 -")
		storetest.Equal(t, d.last(), "request.closed "+reference)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Closing, "withdrawn")
		storetest.Is(t, d.Reply(t.Context(), storetest.Agent, reference, request.SayInput{FormKey: d.formKey(), Text: "One more."}), store.Refused("casework.refused.over"))
		storetest.Is(t, d.Close(t.Context(), storetest.Agent, reference, request.ClosingInput{Kind: "withdrawn", Note: "Again.", Version: d.version(reference)}),
			store.Refused("constraint.case_is_closed_once"))
	})
}
