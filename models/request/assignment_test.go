package request_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestAssign(t *testing.T) {
	t.Run("lets an agent take a case that nobody has, and lay it down", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()

		storetest.NoError(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 1}))

		storetest.Equal(t, *d.seen(storetest.Agent, reference).Request.OwnerID, int64(1))
		storetest.Equal(t, d.last(), "request.assigned "+reference)
		storetest.NoError(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Was: 1}))
		storetest.Equal(t, d.seen(storetest.Agent, reference).Request.OwnerID, nil)
	})

	t.Run("lets only who shares out work give it to others", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()

		storetest.Is(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 7}), store.ErrForbidden)
		storetest.NoError(t, d.Assign(t.Context(), storetest.Lead, reference, request.AssignmentInput{Owner: 7}))
		storetest.Is(t, d.Assign(t.Context(), storetest.Agent, reference, request.AssignmentInput{Owner: 1, Was: 7}), store.ErrForbidden)
	})

	t.Run("refuses somebody who does not work on requests", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		storetest.Is(t, d.Assign(t.Context(), storetest.Lead, d.logged(), request.AssignmentInput{Owner: 3}), store.Invalid{"owner": "assignment.owner.unfit"})
	})

	t.Run("refuses somebody whose role has ended, and offers them to nobody", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.NoError(t, d.db.DB.Exec(`UPDATE grants SET until = ? WHERE person_id = 7`, monday.Add(-time.Hour)).Error)

		storetest.Is(t, d.Assign(t.Context(), storetest.Lead, reference, request.AssignmentInput{Owner: 7}), store.Invalid{"owner": "assignment.owner.unfit"})
		workers, err := d.Workers(t.Context(), storetest.Lead, 1)
		storetest.NoError(t, err)
		storetest.Equal(t, workers, []request.Worker{{ID: 1, Name: "Person 1"}, {ID: 2, Name: "Person 2"}})
	})

	t.Run("gives a case that two people take at once to one of them, and tells the other", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		take := func(who access.Actor) func(context.Context) error {
			return func(ctx context.Context) error {
				return d.Assign(ctx, who, reference, request.AssignmentInput{Owner: who.ID})
			}
		}

		one, two := atOnce(take(storetest.Agent), take(storetest.OtherAgent))

		var late store.Conflict
		if errors.As(one, &late) == errors.As(two, &late) {
			t.Fatalf("got %v and %v, want one of them to be late", one, two)
		}
		storetest.Equal(t, late.Theirs["owner"] == "Person 1" || late.Theirs["owner"] == "Person 7", true)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM audit_events WHERE action = 'request.assigned'`), 1)
	})
}
