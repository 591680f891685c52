package people_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestSEC_B6_ASessionEnds(t *testing.T) {
	t.Run("after half an hour without use", func(t *testing.T) {
		w := newWorld(t)
		_, _, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		w.pass(29 * time.Minute)
		w.holder(token)
		w.pass(29 * time.Minute)
		w.holder(token)
		w.pass(31 * time.Minute)
		w.ended(token)
	})

	t.Run("after twelve hours in any case", func(t *testing.T) {
		w := newWorld(t)
		_, _, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		for range 35 {
			w.pass(20 * time.Minute)
			w.holder(token)
		}
		w.pass(20 * time.Minute)
		w.ended(token)
	})

	t.Run("when its owner signs out", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		actor, _, token := w.signedIn(zuzanna)
		before := len(w.audited())
		storetest.NoError(t, w.Sessions().SignOut(t.Context(), actor, token))
		w.ended(token)
		storetest.Equal(t, w.events(before), []string{event("session.closed", zuzanna.ID)})
	})
}

func TestSessions(t *testing.T) {
	t.Run("are listed to their owner, who may end each", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, first, firstToken := w.signedIn(zuzanna)
		w.pass(time.Minute)
		actor, second, secondToken := w.signedIn(zuzanna)

		listed, err := w.Sessions().List(t.Context(), actor)
		storetest.NoError(t, err)
		storetest.Equal(t, []uuid.UUID{listed[0].ID, listed[1].ID}, []uuid.UUID{second.ID, first.ID})

		storetest.NoError(t, w.Sessions().End(t.Context(), actor, first.ID))
		w.ended(firstToken)
		w.holder(secondToken)
	})

	t.Run("of others are not found", func(t *testing.T) {
		w := newWorld(t)
		_, session, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		other, _, _ := w.signedIn(w.given("ewa@example.org", access.Administrator))
		storetest.Is(t, w.Sessions().End(t.Context(), other, session.ID), store.ErrNotFound)
		w.holder(token)
	})

	t.Run("can all be ended but the one in use", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, _, firstToken := w.signedIn(zuzanna)
		w.pass(time.Minute)
		actor, second, secondToken := w.signedIn(zuzanna)
		storetest.NoError(t, w.Sessions().EndOthers(t.Context(), actor, second.ID))
		w.ended(firstToken)
		w.holder(secondToken)
	})

	t.Run("say once what the next page shall say", func(t *testing.T) {
		w := newWorld(t)
		_, session, _ := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		storetest.NoError(t, w.Sessions().SetFlash(t.Context(), session.ID, map[string]string{"message": "grant.done"}))
		var said map[string]string
		there, err := w.Sessions().TakeFlash(t.Context(), session.ID, &said)
		storetest.NoError(t, err)
		storetest.Equal(t, there, true)
		storetest.Equal(t, said, map[string]string{"message": "grant.done"})
		there, err = w.Sessions().TakeFlash(t.Context(), session.ID, &said)
		storetest.NoError(t, err)
		storetest.Equal(t, there, false)
	})

	t.Run("that have ended are swept away, others stay", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, _, _ = w.signedIn(zuzanna)
		w.pass(31 * time.Minute)
		_, _, token := w.signedIn(zuzanna)
		storetest.NoError(t, w.Sweep(t.Context()))
		w.holder(token)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM sessions`), 1)
	})
}
