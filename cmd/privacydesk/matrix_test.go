package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"privacydesk/cmd/internal/config"
	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

// matrix is the whole portal, as it is plugged together, with somebody of each role.
type matrix struct {
	t      *testing.T
	portal *portal
	server *web.Server
	clock  atomic.Int64 // seconds; moves on with each sign-in, for a code works once
}

const (
	matrixPassword = "seventeen brave otters"
	matrixSecret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

func newMatrix(t *testing.T) *matrix {
	m := &matrix{t: t}
	m.clock.Store(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).Unix())
	now := func() time.Time { return time.Unix(m.clock.Load(), 0).UTC() }
	base, err := url.Parse("http://localhost")
	storetest.NoError(t, err)
	m.portal = &portal{
		settings: &config.Config{BaseURL: base, Listen: "127.0.0.1:0"}, log: slog.New(slog.DiscardHandler), vault: vaulttest.New(t),
		store: storetest.Open(t, storetest.Clone(t), store.Options{Connections: 4, Now: now}),
	}
	m.portal.plug()
	m.server, err = m.portal.pages(t.Context(), nil)
	storetest.NoError(t, err)
	return m
}

// hire adds somebody with roles, on one site or (0) on every site.
func (m *matrix) hire(email string, siteID int64, roles ...access.Role) people.Person {
	m.t.Helper()
	person, err := m.portal.people.AddReady(m.t.Context(), access.Operator,
		people.InvitationInput{Name: "Person", Email: email, Roles: roles, SiteID: siteID},
		people.Secrets{Password: matrixPassword, TOTPSecret: matrixSecret})
	storetest.NoError(m.t, err)
	return person
}

// signIn is a browser that the person has just signed in with.
func (m *matrix) signIn(person people.Person) *webtest.Browser {
	m.t.Helper()
	at := time.Unix(m.clock.Add(30), 0)
	code, err := totp.GenerateCode(matrixSecret, at)
	storetest.NoError(m.t, err)
	half, err := m.portal.people.SignIn(m.t.Context(), people.Client{}, people.SignInInput{Email: person.Email, Password: matrixPassword})
	storetest.NoError(m.t, err)
	token, err := m.portal.people.Confirm(m.t.Context(), people.Client{}, half, people.CodeInput{Code: code})
	storetest.NoError(m.t, err)
	browser := webtest.Over(m.t, m.server)
	browser.SetCookie(web.DeskCookie, token)
	return browser
}

var parameter = regexp.MustCompile(`:[a-z]+|\*`)

// ask sends the route's request with nothing in it. Its handler finds nothing to
// change: no such thing, or an empty form.
func ask(browser *webtest.Browser, route web.Route, value string) *webtest.Page {
	path := parameter.ReplaceAllString(route.Path, value)
	request := httptest.NewRequest(route.Method, path, nil)
	switch route.Body {
	case web.FormBody:
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case web.FilesBody:
		request = httptest.NewRequest(route.Method, path, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n\r\n--x--\r\n"))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	}
	return browser.Send(request)
}

// staffed are the routes behind a capability of the desk.
func (m *matrix) staffed() []web.Route {
	var routes []web.Route
	for _, route := range m.server.Routes {
		if route.Needs != access.Anyone && route.Needs != access.Track {
			routes = append(routes, route)
		}
	}
	return routes
}

func TestSEC_A2_EveryRouteIsOpenToItsRolesAndToNobodyElse(t *testing.T) {
	m := newMatrix(t)
	for _, role := range access.Roles {
		t.Run(string(role), func(t *testing.T) {
			person := m.hire(string(role)+"@matrix.example", 0, role)
			browser := m.signIn(person)
			for _, route := range m.staffed() {
				page := ask(browser, route, "1")
				name := route.Method + " " + route.Path
				opens := route.Needs == access.Desk || role.May(route.Needs)
				switch {
				case strings.HasPrefix(page.Location, "/desk/sign-in") && route.Path != "/desk/sign-out":
					t.Fatalf("%s: the session has ended", name)
				case page.Status >= http.StatusInternalServerError:
					t.Errorf("%s answers %d", name, page.Status)
				case opens == (page.Status == http.StatusForbidden):
					t.Errorf("%s needs %s and answers %d", name, route.Needs, page.Status)
				}
				if route.Path == "/desk/sign-out" {
					browser = m.signIn(person)
				}
			}
		})
	}
}

func TestSEC_A2_NobodyEntersWithoutASession(t *testing.T) {
	m := newMatrix(t)
	revoked := m.signIn(m.hire("revoked@matrix.example", 0, access.Roles...))
	storetest.NoError(t, m.portal.store.DB.Exec(`DELETE FROM sessions`).Error)
	forged := webtest.Over(t, m.server)
	forged.SetCookie(web.DeskCookie, strings.Repeat("a", 52))
	for name, browser := range map[string]*webtest.Browser{"no session": webtest.Over(t, m.server), "a revoked session": revoked, "a forged session": forged} {
		t.Run(name, func(t *testing.T) {
			for _, route := range m.server.Routes {
				switch route.Needs {
				case access.Anyone:
				case access.Track:
					storetest.Equal(t, ask(browser, route, "1").Status, http.StatusSeeOther)
				default:
					page := ask(browser, route, "1")
					if page.Status != http.StatusSeeOther || !strings.HasPrefix(page.Location, "/desk/sign-in") {
						t.Errorf("%s %s answers %d", route.Method, route.Path, page.Status)
					}
				}
			}
		})
	}
}
