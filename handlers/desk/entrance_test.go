package desk_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/mail"
	"privacydesk/models/people"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
	"privacydesk/views/ui"
)

const (
	staffPassword = "seventeen brave otters"
	nextPassword  = "a lighthouse keeps its own hours"
	staffSecret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

// entrance is the desk with real sessions, over a database and a clock of its own.
type entrance struct {
	*desk.Desk
	t      *testing.T
	server *web.Server
	clock  atomic.Int64 // seconds
}

func newEntrance(t *testing.T) *entrance {
	t.Parallel()
	e := &entrance{t: t}
	e.clock.Store(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).Unix())
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 4, Now: func() time.Time { return time.Unix(e.clock.Load(), 0).UTC() }})
	e.Desk = &desk.Desk{
		Sites: &site.Register{Store: db}, Editions: &edition.Register{Store: db}, Outbox: &mail.Outbox{Store: db, Vault: vaulttest.New(t)},
		People: &people.Register{Store: db, Vault: vaulttest.New(t), Base: "http://localhost", Wait: func(context.Context, time.Duration) error { return nil }},
	}
	return e
}

// browser is a stranger in front of the desk.
func (e *entrance) browser() *webtest.Browser {
	e.t.Helper()
	if e.server == nil {
		server, err := web.New(e.t.Context(), web.Config{
			Sites: e.Sites, Identify: e.Identify, Forbid: e.People.Store.Forbid, DeskShell: e.Shell,
			PublicShell: func(_ web.Ctx, title string) ui.PublicShell { return ui.PublicShell{Title: title} },
			BaseURL:     "http://localhost", Log: slog.New(slog.DiscardHandler), Now: e.People.Store.Now,
		}, e.Routes())
		storetest.NoError(e.t, err)
		e.server = server
	}
	return webtest.Over(e.t, e.server)
}

// hire adds somebody who can sign in.
func (e *entrance) hire(email string, roles ...access.Role) people.Person {
	e.t.Helper()
	person, err := e.People.AddReady(e.t.Context(), access.Operator, people.InvitationInput{Name: "Zuzanna Kowal", Email: email, Roles: roles},
		people.Secrets{Password: staffPassword, TOTPSecret: staffSecret})
	storetest.NoError(e.t, err)
	return person
}

// code is what an app with the secret shows, later than any before.
func (e *entrance) code(secret string) string {
	e.t.Helper()
	code, err := totp.GenerateCode(secret, time.Unix(e.clock.Add(30), 0))
	storetest.NoError(e.t, err)
	return code
}

// signedIn is a browser in which somebody has signed in through the pages.
func (e *entrance) signedIn(email string) *webtest.Browser {
	e.t.Helper()
	browser := e.browser()
	page := browser.Submit("/desk/sign-in", map[string]string{"email": email, "password": staffPassword})
	storetest.Equal(e.t, page.Location, "/desk/sign-in/code")
	page = browser.Submit("/desk/sign-in/code", map[string]string{"code": e.code(staffSecret)})
	storetest.Equal(e.t, page.Location, "/desk")
	return browser
}

// link is the path of the newest link of this kind that was mailed.
func (e *entrance) link(kind string) string {
	e.t.Helper()
	id := storetest.One[string](e.t, e.People.Store, `SELECT id::text FROM mails WHERE kind = $1 ORDER BY created_at DESC LIMIT 1`, kind)
	_, letter, err := e.Outbox.Load(e.t.Context(), uuid.MustParse(id))
	storetest.NoError(e.t, err)
	return strings.TrimPrefix(letter.Params["link"], "http://localhost")
}

func TestSignInPages(t *testing.T) {
	t.Run("lead to the page that was wanted, and nowhere else", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Administrator)
		browser := e.browser()
		page := browser.Get("/desk/people")
		storetest.Equal(t, page.Location, "/desk/sign-in?next=%2Fdesk%2Fpeople")
		storetest.Equal(t, browser.Follow(page).Hidden("next"), "/desk/people")
		page = browser.Submit("/desk/sign-in", map[string]string{"email": "zuzanna@example.org", "password": staffPassword, "next": "/desk/people"})
		storetest.Equal(t, browser.Follow(page).Hidden("next"), "/desk/people")
		page = browser.Submit("/desk/sign-in/code", map[string]string{"code": e.code(staffSecret), "next": "https://evil.example/desk"})
		storetest.Equal(t, page.Location, "/desk")
		storetest.Equal(t, browser.Get("/desk/people").Status, http.StatusOK)
	})

	t.Run("keep the address, never the password, and say the same for everyone", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		var answers []string
		for _, email := range []string{"zuzanna@example.org", "nobody@example.org"} {
			page := e.browser().Submit("/desk/sign-in", map[string]string{"email": email, "password": "not the right one"})
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Equal(t, page.Field("Work email").Value, email)
			storetest.Equal(t, strings.Contains(page.Body, "not the right one"), false)
			storetest.Equal(t, page.Header.Values("Set-Cookie"), nil)
			answers = append(answers, page.Alert())
		}
		storetest.Equal(t, answers[0], answers[1])
	})

	t.Run("refuse the eleventh try and say when to come back", func(t *testing.T) {
		e := newEntrance(t)
		browser := e.browser()
		var page *webtest.Page
		for range 11 {
			page = browser.Submit("/desk/sign-in", map[string]string{"email": "zuzanna@example.org", "password": "x"})
		}
		storetest.Equal(t, page.Status, http.StatusTooManyRequests)
		storetest.Equal(t, page.Header.Get("Retry-After") != "", true)
	})

	t.Run("end with signing out, on the server too", func(t *testing.T) {
		e := newEntrance(t)
		e.hire("zuzanna@example.org", access.Agent)
		browser := e.signedIn("zuzanna@example.org")
		token := browser.Cookie(web.DeskCookie)
		page := browser.Submit("/desk/sign-out", nil)
		storetest.Equal(t, page.Location, "/desk/sign-in")
		storetest.Equal(t, page.Header.Get("Clear-Site-Data"), `"cache", "cookies", "storage"`)
		browser.SetCookie(web.DeskCookie, token)
		storetest.Equal(t, browser.Get("/desk").Location, "/desk/sign-in?next=%2Fdesk")
	})
}

func TestSEC_B7_TheSessionsCookie(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Agent)
	browser := e.browser()
	browser.Submit("/desk/sign-in", map[string]string{"email": "zuzanna@example.org", "password": staffPassword})
	page := browser.Submit("/desk/sign-in/code", map[string]string{"code": e.code(staffSecret)})
	for _, cookie := range page.Header.Values("Set-Cookie") {
		storetest.Contains(t, cookie, "HttpOnly")
		storetest.Contains(t, cookie, "SameSite=Lax")
		storetest.Contains(t, cookie, "Path=/")
		storetest.Equal(t, strings.Contains(cookie, "Domain"), false)
	}
	storetest.Equal(t, page.Header.Get("Cache-Control"), "no-store")
}

func TestJoinPages(t *testing.T) {
	t.Run("set up the first administrator, who then sees the recovery codes once", func(t *testing.T) {
		e := newEntrance(t)
		storetest.NoError(t, e.People.Store.DB.Exec(`DELETE FROM grants WHERE role = 'administrator'`).Error)
		address, err := e.People.First(t.Context())
		storetest.NoError(t, err)
		path := strings.TrimPrefix(address, "http://localhost")
		browser := e.browser()
		page := browser.Get(path)
		storetest.Contains(t, page.Body, "<svg class=\"factor__picture\"")
		storetest.Equal(t, strings.Contains(page.Body, "data:"), false)
		secret := strings.ReplaceAll(page.Texts("code")[0], " ", "")

		typed := map[string]string{"name": "Ewa Nowak", "email": "ewa@example.org", "password": "short", "code": e.code(secret)}
		again := browser.Submit(path, typed)
		storetest.Equal(t, again.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, again.Field("Your name").Value, "Ewa Nowak")
		storetest.Equal(t, again.Field("New password"), webtest.Field{Error: "Choose a password with 15 characters or more"})
		storetest.Equal(t, strings.ReplaceAll(again.Texts("code")[0], " ", ""), secret)

		typed["password"], typed["code"] = staffPassword, e.code(secret)
		page = browser.Submit(path, typed)
		storetest.Equal(t, page.Location, "/desk/account/recovery-codes")
		storetest.Equal(t, len(browser.Follow(page).Texts("code")), 10)
		storetest.Equal(t, browser.Submit("/desk/account/recovery-codes/kept", nil).Location, "/desk")
		storetest.Equal(t, len(browser.Get("/desk/account/recovery-codes").Texts("code")), 0)
		storetest.Equal(t, browser.Get("/desk/people").Status, http.StatusOK)
		storetest.Equal(t, e.browser().Get(path).Status, http.StatusNotFound)
	})

	t.Run("say of a link that was never made what they say of an old one", func(t *testing.T) {
		e := newEntrance(t)
		for _, path := range []string{"/desk/join/made-up", "/desk/reset/made-up"} {
			page := e.browser().Get(path)
			storetest.Equal(t, page.Status, http.StatusNotFound)
			storetest.Equal(t, page.Heading(), "This link does not work any more")
		}
	})
}

func TestResetPages(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Agent)
	signedIn := e.signedIn("zuzanna@example.org")
	browser := e.browser()
	known := browser.Submit("/desk/forgotten", map[string]string{"email": "zuzanna@example.org"})
	unknown := browser.Submit("/desk/forgotten", map[string]string{"email": "nobody@example.org"})
	storetest.Equal(t, []string{known.Location, unknown.Location}, []string{"/desk/forgotten/sent", "/desk/forgotten/sent"})
	path := e.link("reset")

	page := browser.Submit(path, map[string]string{"password": nextPassword, "code": "000000"})
	storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
	storetest.Equal(t, page.Field("Code").Error != "", true)
	page = browser.Submit(path, map[string]string{"password": nextPassword, "code": e.code(staffSecret)})

	storetest.Equal(t, page.Location, "/desk/sign-in?reset=done")
	storetest.Contains(t, browser.Follow(page).Announcement(), "Your password was changed")
	storetest.Equal(t, signedIn.Get("/desk").Location, "/desk/sign-in?next=%2Fdesk")
}

func TestStepUpPages(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Administrator)
	browser := e.signedIn("zuzanna@example.org")
	storetest.Equal(t, browser.Get("/desk/people/invitation").Status, http.StatusOK)
	e.clock.Add(11 * 60)

	page := browser.Get("/desk/people/invitation")
	storetest.Equal(t, page.Location, "/desk/step-up?next=%2Fdesk%2Fpeople%2Finvitation")
	typed := url.Values{"name": {"Ewa Nowak"}, "email": {"ewa@example.org"}, "roles": {"agent"}, "site": {"0"}}
	kept := browser.SubmitAll("/desk/people/invitation", typed)
	storetest.Equal(t, kept.Status, http.StatusForbidden)
	storetest.Equal(t, kept.Field("Name").Value, "Ewa Nowak")
	storetest.Contains(t, kept.Alert(), "Prove that it is you")
	page = browser.Submit("/desk/step-up", map[string]string{"code": e.code(staffSecret), "next": "/desk/people/invitation"})
	storetest.Equal(t, browser.Follow(page).Status, http.StatusOK)
	storetest.Equal(t, browser.SubmitAll("/desk/people/invitation", typed).Location, "/desk/people")
}
