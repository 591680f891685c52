package people_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// withoutAdministrators takes away the administrator whom every test database has.
func (w *world) withoutAdministrators() {
	w.t.Helper()
	storetest.NoError(w.t, w.Store.DB.Exec(`DELETE FROM grants WHERE role = 'administrator'`).Error)
}

// joining is what somebody types who follows the link well.
func (w *world) joining(token string) people.JoiningInput {
	w.t.Helper()
	opened, err := w.Open(w.t.Context(), token)
	storetest.NoError(w.t, err)
	return people.JoiningInput{Name: "Zuzanna Kowal", Email: "zuzanna@example.org", Password: goodPassword, Code: w.codeOf(opened.Enrolment.Secret)}
}

func TestSEC_B1_TheFirstAdministratorComesByALinkThatWorksOnce(t *testing.T) {
	t.Run("joins by the link, once", func(t *testing.T) {
		w := newWorld(t)
		w.withoutAdministrators()
		address, err := w.First(t.Context())
		storetest.NoError(t, err)
		token := w.tokenOf(address)
		in := w.joining(token)

		session, err := w.Join(t.Context(), here, token, in)

		storetest.NoError(t, err)
		actor, held := w.holder(session)
		storetest.Equal(t, actor.Grants, []access.Grant{{Role: access.Administrator}})
		storetest.Equal(t, w.audited(), []string{event("administrator.first", actor.ID)})
		codes, err := w.FreshCodes(t.Context(), actor, held)
		storetest.NoError(t, err)
		storetest.Equal(t, len(codes), 10)
		_, err = w.Join(t.Context(), here, token, in)
		storetest.Is(t, err, store.ErrNotFound)
		again, err := w.First(t.Context())
		storetest.NoError(t, err)
		storetest.Equal(t, again, "")
	})

	t.Run("gets a fresh link at each start, and the older one ends", func(t *testing.T) {
		w := newWorld(t)
		w.withoutAdministrators()
		first, err := w.First(t.Context())
		storetest.NoError(t, err)
		second, err := w.First(t.Context())
		storetest.NoError(t, err)
		_, err = w.Open(t.Context(), w.tokenOf(first))
		storetest.Is(t, err, store.ErrNotFound)
		_, err = w.Open(t.Context(), w.tokenOf(second))
		storetest.NoError(t, err)
	})

	t.Run("is one, however many use the link at once", func(t *testing.T) {
		w := newWorld(t)
		w.withoutAdministrators()
		address, err := w.First(t.Context())
		storetest.NoError(t, err)
		token := w.tokenOf(address)
		in := w.joining(token)
		answers := make([]error, 4)
		var together sync.WaitGroup
		for i := range answers {
			together.Go(func() {
				mine := in
				mine.Email = strings.Repeat("x", i+1) + "@example.org"
				_, answers[i] = w.Join(t.Context(), here, token, mine)
			})
		}
		together.Wait()
		joined := 0
		for _, err := range answers {
			if err == nil {
				joined++
			}
		}
		storetest.Equal(t, joined, 1)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM grants WHERE role = 'administrator'`), 1)
	})
}

func TestJoin(t *testing.T) {
	invited := func(w *world) string {
		_, address, err := w.Add(w.t.Context(), access.Operator, people.InvitationInput{Name: "Zuzanna Kowal", Email: "zuzanna@example.org", Roles: []access.Role{access.Agent}})
		storetest.NoError(w.t, err)
		return w.tokenOf(address)
	}

	t.Run("by invitation sets password and factor, which then sign in", func(t *testing.T) {
		w := newWorld(t)
		token := invited(w)
		opened, err := w.Open(t.Context(), token)
		storetest.NoError(t, err)
		storetest.Equal(t, opened.Email, "zuzanna@example.org")

		_, err = w.Join(t.Context(), here, token, w.joining(token))

		storetest.NoError(t, err)
		w.pass(time.Minute)
		half, err := w.SignIn(t.Context(), here, people.SignInInput{Email: "zuzanna@example.org", Password: goodPassword})
		storetest.NoError(t, err)
		_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.codeOf(opened.Enrolment.Secret)})
		storetest.NoError(t, err)
	})

	for _, refusal := range []struct {
		name   string
		change func(*people.JoiningInput)
		want   store.Invalid
	}{
		{"refuses a short password", func(in *people.JoiningInput) { in.Password = "fourteen chars" }, store.Invalid{"password": "password.short"}},
		{"refuses a password too long to hash", func(in *people.JoiningInput) { in.Password = strings.Repeat("otters and ", 12) }, store.Invalid{"password": "password.long"}},
		{"refuses a common password", func(in *people.JoiningInput) { in.Password = "password12345678" }, store.Invalid{"password": "password.common"}},
		{"refuses the person's own name", func(in *people.JoiningInput) { in.Password = "Zuzanna Kowal 1" }, store.Invalid{"password": "password.common"}},
		{"refuses our own name", func(in *people.JoiningInput) { in.Password = "Privacy Desk 26" }, store.Invalid{"password": "password.common"}},
		{"refuses a code that the app does not show", func(in *people.JoiningInput) { in.Code = "000000" }, store.Invalid{"code": "factor.code.wrong"}},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			w := newWorld(t)
			token := invited(w)
			in := w.joining(token)
			refusal.change(&in)
			before := len(w.audited())

			_, err := w.Join(t.Context(), here, token, in)

			storetest.Is(t, err, refusal.want)
			storetest.Equal(t, storetest.One[string](t, w.Store, `SELECT status FROM people WHERE email = 'zuzanna@example.org'`), "invited")
			storetest.Equal(t, len(w.audited()), before)
			_, err = w.Open(t.Context(), token)
			storetest.NoError(t, err)
		})
	}

	t.Run("does not take another name or address from the form", func(t *testing.T) {
		w := newWorld(t)
		token := invited(w)
		in := w.joining(token)
		in.Email, in.Name = "mallory@example.org", "Mallory"
		_, err := w.Join(t.Context(), here, token, in)
		storetest.NoError(t, err)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM people WHERE email = 'mallory@example.org'`), 0)
	})

	t.Run("is over after a week", func(t *testing.T) {
		w := newWorld(t)
		token := invited(w)
		in := w.joining(token)
		w.pass(7*24*time.Hour + time.Second)
		_, err := w.Join(t.Context(), here, token, in)
		storetest.Is(t, err, store.ErrNotFound)
	})
}

func TestSEC_B3_AResetNeverLowersAssurance(t *testing.T) {
	asked := func(w *world, a account) string {
		storetest.NoError(w.t, w.Forgotten(w.t.Context(), here, people.ForgottenInput{Email: a.Email}))
		return w.tokenOf(w.newest("reset").Params["link"])
	}

	t.Run("with the second factor changes the password and ends every session", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, _, session := w.signedIn(zuzanna)
		link := asked(w, zuzanna)
		w.pass(time.Minute)
		before := len(w.audited())

		storetest.NoError(t, w.Reset(t.Context(), here, link, people.ResetInput{Password: newPassword, Code: w.code(zuzanna)}))

		w.ended(session)
		storetest.Equal(t, w.events(before), []string{event("reset.done", zuzanna.ID)})
		_, err := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: goodPassword})
		storetest.Is(t, err, refusedSignIn)
		_, err = w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: newPassword})
		storetest.NoError(t, err)
		storetest.Is(t, w.Reset(t.Context(), here, link, people.ResetInput{Password: newPassword, Code: w.code(zuzanna)}), store.ErrNotFound)
	})

	t.Run("never lowers assurance: without the second factor it changes nothing", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		link := asked(w, zuzanna)
		err := w.Reset(t.Context(), here, link, people.ResetInput{Password: newPassword, Code: "000000"})
		storetest.Is(t, err, store.Invalid{"code": "sign_in_code.refused"})
		w.begun(zuzanna)
	})

	t.Run("takes a recovery code in the app's place, once", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		actor, session, _ := w.signedIn(zuzanna)
		storetest.NoError(t, w.MakeRecoveryCodes(t.Context(), actor, session))
		codes, err := w.FreshCodes(t.Context(), actor, session)
		storetest.NoError(t, err)
		storetest.NoError(t, w.Reset(t.Context(), here, asked(w, zuzanna), people.ResetInput{Password: newPassword, Code: strings.ToLower(codes[3])}))
		w.pass(time.Minute) // so that the newest mail is the newest
		err = w.Reset(t.Context(), here, asked(w, zuzanna), people.ResetInput{Password: goodPassword, Code: codes[3]})
		storetest.Is(t, err, store.Invalid{"code": "sign_in_code.refused"})
	})

	t.Run("cannot be turned into setting a new factor", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, err := w.Join(t.Context(), here, asked(w, zuzanna), people.JoiningInput{Password: newPassword, Code: w.code(zuzanna)})
		storetest.Is(t, err, store.ErrNotFound)
	})
}
