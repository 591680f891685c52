package people_test

import (
	"context"
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestChangePassword(t *testing.T) {
	t.Run("ends every session and goes on in a new one", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		actor, _, token := w.signedIn(zuzanna)
		before := len(w.audited())

		fresh, err := w.ChangePassword(t.Context(), actor, here, people.PasswordInput{Current: goodPassword, Password: newPassword})

		storetest.NoError(t, err)
		w.ended(token)
		w.holder(fresh)
		storetest.Equal(t, w.events(before), []string{event("password.changed", zuzanna.ID)})
		storetest.Equal(t, w.newest("password_changed").To, zuzanna.Email)
	})

	t.Run("needs the current password", func(t *testing.T) {
		w := newWorld(t)
		actor, _, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		_, err := w.ChangePassword(t.Context(), actor, here, people.PasswordInput{Current: newPassword, Password: "short"})
		storetest.Is(t, err, store.Invalid{"current": "password.current.wrong", "password": "password.short"})
		w.holder(token)
	})

	t.Run("needs the factor proven within ten minutes", func(t *testing.T) {
		w := newWorld(t)
		_, _, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
		w.pass(10 * time.Minute)
		actor, _ := w.holder(token)
		_, err := w.ChangePassword(t.Context(), actor, here, people.PasswordInput{Current: goodPassword, Password: newPassword})
		storetest.Is(t, err, store.ErrStepUp)
	})
}

func TestChangeFactor(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	actor, _, token := w.signedIn(zuzanna)
	enrolment, err := w.NewFactor(t.Context(), actor, token)
	storetest.NoError(t, err)
	_, err = w.ChangeFactor(t.Context(), actor, here, token, people.CodeInput{Code: "000000"})
	storetest.Is(t, err, store.Invalid{"code": "factor.code.wrong"})

	fresh, err := w.ChangeFactor(t.Context(), actor, here, token, people.CodeInput{Code: w.codeOf(enrolment.Secret)})

	storetest.NoError(t, err)
	w.ended(token)
	actor, session := w.holder(fresh)
	codes, err := w.FreshCodes(t.Context(), actor, session)
	storetest.NoError(t, err)
	storetest.Equal(t, len(codes), 10)
	w.pass(time.Minute)
	half := w.begun(zuzanna)
	_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
	storetest.Is(t, err, refusedCode)
	_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.codeOf(enrolment.Secret)})
	storetest.NoError(t, err)
}

func TestWhoeverIsSuspendedMeanwhileStaysOut(t *testing.T) {
	suspended := func(w *world, a account) func(context.Context, time.Duration) error {
		return func(context.Context, time.Duration) error { return w.Suspend(w.t.Context(), access.Operator, a.ID) }
	}
	status := func(w *world, a account) string {
		return storetest.One[string](w.t, w.Store, `SELECT status FROM people WHERE id = $1`, a.ID)
	}

	t.Run("and does not come back by changing the factor", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		actor, _, token := w.signedIn(zuzanna)
		enrolment, err := w.NewFactor(t.Context(), actor, token)
		storetest.NoError(t, err)
		for range 3 {
			_, err := w.ChangeFactor(t.Context(), actor, here, token, people.CodeInput{Code: "000000"})
			storetest.Is(t, err, store.Invalid{"code": "factor.code.wrong"})
		}
		w.Wait = suspended(w, zuzanna)

		_, err = w.ChangeFactor(t.Context(), actor, here, token, people.CodeInput{Code: w.codeOf(enrolment.Secret)})

		storetest.Is(t, err, store.ErrForbidden)
		storetest.Equal(t, status(w, zuzanna), "suspended")
	})

	t.Run("and opens no session by changing the password", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		actor, _, _ := w.signedIn(zuzanna)
		for range 3 {
			_, err := w.ChangePassword(t.Context(), actor, here, people.PasswordInput{Current: newPassword, Password: newPassword})
			storetest.Is(t, err, store.Invalid{"current": "password.current.wrong"})
		}
		w.Wait = suspended(w, zuzanna)

		_, err := w.ChangePassword(t.Context(), actor, here, people.PasswordInput{Current: goodPassword, Password: newPassword})

		storetest.Is(t, err, store.ErrForbidden)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM sessions`), 0)
	})
}

func TestSEC_B3_RecoveryCodesWorkOnce(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	actor, session, _ := w.signedIn(zuzanna)
	storetest.NoError(t, w.MakeRecoveryCodes(t.Context(), actor, session))
	codes, err := w.FreshCodes(t.Context(), actor, session)
	storetest.NoError(t, err)

	t.Run("sign in once, and the person is told", func(t *testing.T) {
		_, err := w.Confirm(t.Context(), here, w.begun(zuzanna), people.CodeInput{Code: codes[0]})
		storetest.NoError(t, err)
		storetest.Equal(t, w.newest("recovery_used").To, zuzanna.Email)
		_, err = w.Confirm(t.Context(), here, w.begun(zuzanna), people.CodeInput{Code: codes[0]})
		storetest.Is(t, err, refusedCode)
	})

	t.Run("step up once, and the person is told", func(t *testing.T) {
		w.pass(time.Minute)
		actor, _, token := w.signedIn(zuzanna)
		told := len(w.letters())
		_, err := w.StepUp(t.Context(), actor, here, token, people.CodeInput{Code: codes[2]})
		storetest.NoError(t, err)
		storetest.Equal(t, len(w.letters()), told+1)
	})

	t.Run("are gone from the session once kept", func(t *testing.T) {
		before := len(w.audited())
		storetest.NoError(t, w.KeepCodes(t.Context(), actor, session))
		storetest.NoError(t, w.KeepCodes(t.Context(), actor, session)) // said twice
		storetest.Equal(t, w.events(before), []string{event("recovery.kept", zuzanna.ID)})
		left, err := w.FreshCodes(t.Context(), actor, session)
		storetest.NoError(t, err)
		storetest.Equal(t, left, nil)
	})

	t.Run("of before end when new ones are made", func(t *testing.T) {
		storetest.NoError(t, w.MakeRecoveryCodes(t.Context(), actor, session))
		_, err := w.Confirm(t.Context(), here, w.begun(zuzanna), people.CodeInput{Code: codes[1]})
		storetest.Is(t, err, refusedCode)
	})
}

func TestChooseTheme(t *testing.T) {
	w := newWorld(t)
	actor, _, token := w.signedIn(w.given("zuzanna@example.org", access.Agent))
	storetest.NoError(t, w.ChooseTheme(t.Context(), actor, "dark"))
	_, session := w.holder(token)
	storetest.Equal(t, session.Theme, "dark")
	storetest.Is(t, w.ChooseTheme(t.Context(), actor, "pink"), store.Invalid{"theme": "field.unreadable"})
}

func TestHolders(t *testing.T) {
	w := newWorld(t)
	holders, err := w.Holders(t.Context(), access.ApproveEditions, 1)
	storetest.NoError(t, err)
	storetest.Equal(t, holders, []people.Named{{ID: 4, Name: "Person 4"}, {ID: 8, Name: "Person 8"}})
	names, err := w.Names(t.Context(), 4, 0, 4)
	storetest.NoError(t, err)
	storetest.Equal(t, names, map[int64]string{4: "Person 4"})
}
