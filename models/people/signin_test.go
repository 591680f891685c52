package people_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

const (
	refusedSignIn = store.Refused("sign_in.refused")
	refusedCode   = store.Refused("sign_in_code.refused")
)

func TestSignIn(t *testing.T) {
	t.Run("with password and code opens a session with the person's roles", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent, access.Editor)
		before := len(w.audited())

		actor, session, token := w.signedIn(zuzanna)

		storetest.Equal(t, actor, access.Actor{Kind: access.Person, ID: zuzanna.ID, Name: "Zuzanna Kowal", SteppedUpAt: noon,
			Grants: []access.Grant{{Role: access.Agent}, {Role: access.Editor}}})
		storetest.Equal(t, session.Agent, "Browser 1.0")
		storetest.Equal(t, w.events(before), []string{event("session.opened", zuzanna.ID)})
		storetest.Equal(t, len(token) >= 43, true)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM sessions WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, token), 0)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM sign_ins`), 0)
	})

	t.Run("finds the account whatever the case of the address", func(t *testing.T) {
		w := newWorld(t)
		w.given("zuzanna@example.org", access.Agent)
		_, err := w.SignIn(t.Context(), here, people.SignInInput{Email: " Zuzanna@Example.ORG", Password: goodPassword})
		storetest.NoError(t, err)
	})

	t.Run("does not go on without its first half", func(t *testing.T) {
		w := newWorld(t)
		_, err := w.Confirm(t.Context(), here, "made-up", people.CodeInput{Code: "123456"})
		storetest.Is(t, err, store.ErrNotFound)
	})

	t.Run("waits ten minutes for the code and no longer", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		half := w.begun(zuzanna)
		w.pass(10*time.Minute + time.Second)
		_, err := w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
		storetest.Is(t, err, store.ErrNotFound)
	})

	t.Run("is over after five wrong codes, even with the right one", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		half := w.begun(zuzanna)
		for range 5 {
			_, err := w.Confirm(t.Context(), here, half, people.CodeInput{Code: "nothing"})
			storetest.Is(t, err, refusedCode)
		}
		_, err := w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
		storetest.Is(t, err, store.ErrNotFound)
	})

	t.Run("is not for the suspended", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		half := w.begun(zuzanna)
		storetest.NoError(t, w.Suspend(t.Context(), access.Operator, zuzanna.ID))
		_, err := w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
		storetest.Is(t, err, store.ErrNotFound)
		_, err = w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})
		storetest.Is(t, err, refusedSignIn)
	})
}

// meanwhile lets something else happen while the next try is slowed down: after what it
// is about was read, before it is written.
func (w *world) meanwhile(from people.Client, email string, happen func()) {
	w.t.Helper()
	w.Wait = func(context.Context, time.Duration) error { return nil }
	for range 4 {
		_, _ = w.SignIn(w.t.Context(), from, people.SignInInput{Email: email, Password: "not the password"})
	}
	w.Wait = func(context.Context, time.Duration) error { happen(); return nil }
}

func TestSEC_B6_APasswordThatWasChangedMeanwhileOpensNothing(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	w.meanwhile(here, zuzanna.Email, func() {
		storetest.NoError(t, w.Store.DB.Exec(`UPDATE people SET password_hash = 'another' WHERE id = ?`, zuzanna.ID).Error)
	})

	_, err := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})

	storetest.Is(t, err, refusedSignIn)
	storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM sign_ins`), 0)
}

func TestSEC_B3_ACodeWorksOnce(t *testing.T) {
	t.Run("also against parallel requests", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		code := w.code(zuzanna)
		halves := []string{w.begun(zuzanna), w.begun(zuzanna), w.begun(zuzanna)}
		answers := make([]error, len(halves))
		var together sync.WaitGroup
		for i, half := range halves {
			together.Go(func() { _, answers[i] = w.Confirm(t.Context(), here, half, people.CodeInput{Code: code}) })
		}
		together.Wait()
		opened := 0
		for _, err := range answers {
			if err == nil {
				opened++
			} else if !errors.Is(err, refusedCode) {
				t.Errorf("unexpected error: %v", err)
			}
		}
		storetest.Equal(t, opened, 1)
	})

	t.Run("also after a failed try", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, _, _ = w.signedIn(zuzanna)
		half := w.begun(zuzanna)
		_, err := w.Confirm(t.Context(), here, half, people.CodeInput{Code: "000000"})
		storetest.Is(t, err, refusedCode)
		_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
		storetest.Is(t, err, refusedCode)
		w.pass(30 * time.Second)
		_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
		storetest.NoError(t, err)
	})
}

func TestSEC_B4_KnownAndUnknownPeopleAreToldTheSame(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)

	t.Run("when they sign in", func(t *testing.T) {
		_, known := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: "not the password"})
		_, unknown := w.SignIn(t.Context(), here, people.SignInInput{Email: "nobody@example.org", Password: "not the password"})
		_, empty := w.SignIn(t.Context(), here, people.SignInInput{})
		storetest.Equal(t, []error{known, unknown, empty}, []error{refusedSignIn, refusedSignIn, refusedSignIn})
	})

	t.Run("when they forgot their password", func(t *testing.T) {
		before, logged := len(w.letters()), len(w.audited())
		storetest.NoError(t, w.Forgotten(t.Context(), here, people.ForgottenInput{Email: "nobody@example.org"}))
		storetest.Equal(t, len(w.letters()), before)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM links WHERE kind = 'reset'`), 0)
		storetest.NoError(t, w.Forgotten(t.Context(), here, people.ForgottenInput{Email: zuzanna.Email}))
		storetest.Equal(t, len(w.letters()), before+1)
		storetest.Equal(t, w.events(logged), []string{"reset.asked", event("reset.asked", zuzanna.ID)})
	})
}

func TestSEC_B5_TriesAreSlowedThenRefused(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	var last error
	for range 11 {
		_, last = w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: "not the password"})
	}
	var tooMany store.TooMany
	if !errors.As(last, &tooMany) || tooMany.RetryAfter <= 0 || tooMany.RetryAfter > 15*time.Minute {
		t.Fatalf("the eleventh try was answered with %v", last)
	}
	storetest.Equal(t, w.waited, []time.Duration{1e9, 2e9, 3e9, 4e9, 5e9, 5e9, 5e9})

	w.pass(15 * time.Minute)
	_, err := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})
	storetest.NoError(t, err)
}

func TestSEC_B5_WhoeverGuessesElsewhereDoesNotLockTheOwnerOut(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	w.signedIn(zuzanna)
	elsewhere := people.Client{Address: "198.51.100.1"}
	guess := func(from people.Client) error {
		var last error
		for range 11 {
			_, last = w.SignIn(t.Context(), from, people.SignInInput{Email: zuzanna.Email, Password: "not the password"})
		}
		return last
	}
	var tooMany store.TooMany
	storetest.Equal(t, errors.As(guess(elsewhere), &tooMany), true)

	_, err := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})
	storetest.NoError(t, err)
	_, err = w.SignIn(t.Context(), people.Client{Address: "198.51.100.2"}, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})
	storetest.Equal(t, errors.As(err, &tooMany), true) // the right password, from where she never was
	storetest.Equal(t, errors.As(guess(here), &tooMany), true)
	w.pass(91 * 24 * time.Hour)
	storetest.NoError(t, w.Sweep(t.Context()))
	storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM familiar_clients`), 0)
}

func TestSEC_B5_AnAddressCannotTryManyAccounts(t *testing.T) {
	w := newWorld(t)
	var last error
	for i := range 61 {
		_, last = w.SignIn(t.Context(), here, people.SignInInput{Email: string(rune('a'+i%26)) + string(rune('a'+i/26)) + "@example.org", Password: "x"})
	}
	var tooMany store.TooMany
	storetest.Equal(t, errors.As(last, &tooMany), true)
	_, elsewhere := w.SignIn(t.Context(), people.Client{Address: "198.51.100.1"}, people.SignInInput{Email: "zz@example.org", Password: "x"})
	storetest.Is(t, elsewhere, refusedSignIn)
}

func TestStepUp(t *testing.T) {
	t.Run("proves the factor again and gives the session a new token", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Administrator)
		_, _, token := w.signedIn(zuzanna)
		w.pass(11 * time.Minute)
		actor, _ := w.holder(token)
		storetest.Equal(t, actor.SteppedUp(w.now()), false)
		before := len(w.audited())

		fresh, err := w.StepUp(t.Context(), actor, here, token, people.CodeInput{Code: w.code(zuzanna)})

		storetest.NoError(t, err)
		w.ended(token)
		actor, _ = w.holder(fresh)
		storetest.Equal(t, actor.SteppedUp(w.now()), true)
		storetest.Equal(t, w.events(before), []string{event("session.stepped_up", zuzanna.ID)})
	})

	t.Run("with a wrong code changes nothing", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Administrator)
		actor, _, token := w.signedIn(zuzanna)
		_, err := w.StepUp(t.Context(), actor, here, token, people.CodeInput{Code: "000000"})
		storetest.Is(t, err, refusedCode)
		w.holder(token)
	})
}
