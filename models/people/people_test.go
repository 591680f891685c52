package people_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"privacydesk/models/access"
	"privacydesk/models/mail"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

const (
	goodPassword = "seventeen brave otters"
	newPassword  = "a lighthouse keeps its own hours"
)

var (
	noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	here = people.Client{Address: "203.0.113.7", Agent: "Browser 1.0"}
)

// clock is the time of a test, which the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// world is a register over a database of its own, with its clock.
type world struct {
	*people.Register
	*clock
	t      *testing.T
	waited []time.Duration
}

func newWorld(t *testing.T) *world {
	t.Parallel()
	w := &world{clock: &clock{at: noon}, t: t}
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 8, Now: w.now})
	w.Register = &people.Register{Store: db, Vault: vaulttest.New(t), Base: "https://desk.example",
		Wait: func(_ context.Context, d time.Duration) error { w.waited = append(w.waited, d); return nil }}
	return w
}

// account is somebody with a password and an app.
type account struct {
	people.Person
	secret string
}

// given adds somebody who can sign in, with roles on every site.
func (w *world) given(email string, roles ...access.Role) account {
	w.t.Helper()
	return w.givenOn(0, email, roles...)
}

// givenOn adds somebody with roles on one site.
func (w *world) givenOn(siteID int64, email string, roles ...access.Role) account {
	w.t.Helper()
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "test", AccountName: email})
	storetest.NoError(w.t, err)
	person, err := w.AddReady(w.t.Context(), access.Operator, people.InvitationInput{Name: "Zuzanna Kowal", Email: email, Roles: roles, SiteID: siteID},
		people.Secrets{Password: goodPassword, TOTPSecret: key.Secret()})
	storetest.NoError(w.t, err)
	return account{person, key.Secret()}
}

// code is what the app shows now.
func (w *world) code(a account) string { return w.codeOf(a.secret) }

func (w *world) codeOf(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.now())
	storetest.NoError(w.t, err)
	return code
}

// begun is the first half of a sign-in.
func (w *world) begun(a account) string {
	w.t.Helper()
	half, err := w.SignIn(w.t.Context(), here, people.SignInInput{Email: a.Email, Password: goodPassword})
	storetest.NoError(w.t, err)
	return half
}

// signedIn is somebody with a session; a code is used up for it.
func (w *world) signedIn(a account) (access.Actor, people.Session, string) {
	w.t.Helper()
	token, err := w.Confirm(w.t.Context(), here, w.begun(a), people.CodeInput{Code: w.code(a)})
	storetest.NoError(w.t, err)
	actor, session := w.holder(token)
	return actor, session, token
}

func (w *world) holder(token string) (access.Actor, people.Session) {
	w.t.Helper()
	actor, session, err := w.Sessions().Actor(w.t.Context(), token)
	storetest.NoError(w.t, err)
	return actor, session
}

// ended fails the test when the token still opens a session.
func (w *world) ended(token string) {
	w.t.Helper()
	_, _, err := w.Sessions().Actor(w.t.Context(), token)
	storetest.Is(w.t, err, store.ErrNotFound)
}

// letters are the mails in the outbox as "kind to", oldest first.
func (w *world) letters() []string {
	var all []string
	for _, letter := range w.outbox() {
		all = append(all, letter.Kind+" "+letter.To)
	}
	return all
}

// newest is the last mail of a kind. (Those of one moment have no order among them.)
func (w *world) newest(kind string) mail.Letter {
	w.t.Helper()
	var found mail.Letter
	for _, letter := range w.outbox() {
		if letter.Kind == kind {
			found = letter
		}
	}
	return found
}

func (w *world) outbox() []mail.Letter {
	w.t.Helper()
	outbox := &mail.Outbox{Store: w.Store, Vault: w.Vault}
	var all []mail.Letter
	for _, id := range storetest.All[string](w.t, w.Store, `SELECT id::text FROM mails ORDER BY created_at, kind, id`) {
		_, letter, err := outbox.Load(w.t.Context(), uuid.MustParse(id))
		storetest.NoError(w.t, err)
		all = append(all, letter)
	}
	return all
}

// tokenOf is the token at the end of a link.
func (w *world) tokenOf(address string) string {
	w.t.Helper()
	parsed, err := url.Parse(address)
	storetest.NoError(w.t, err)
	return parsed.Path[strings.LastIndex(parsed.Path, "/")+1:]
}

func (w *world) audited() []string { return storetest.Audited(w.t, w.Store) }

// events are what the log holds since n entries, oldest first.
func (w *world) events(since int) []string { return w.audited()[since:] }

func event(name string, id int64) string { return fmt.Sprintf("%s %d", name, id) }
