package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"privacydesk/assets"
	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/views/ui"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type noteInput struct {
	Text string `form:"text"`
}

// routes are a small portal: a reading page that counts how often it is made, a
// page, a form, and what goes wrong.
func routes(made *int) []web.Route {
	reading := func(c web.Ctx) error {
		*made++
		return web.Show(c, ui.PublicError(ui.PublicShell{}, "Reading", strings.Repeat("words ", 200), ""), time.Time{})
	}
	form := func(c web.Ctx) error {
		form, err := web.Submitted[noteInput](c)
		if err == nil && form.Input.Text != "good" {
			err = store.Invalid{"text": "field.required"}
		}
		if web.Rejected(&form, err) {
			return web.Again(c, ui.PublicError(ui.PublicShell{}, "Again", form.Typed.Get("text"), ""))
		} else if err != nil {
			return err
		}
		return web.SeeOther(c, "/done")
	}
	fails := func(err error) func(web.Ctx) error { return func(web.Ctx) error { return err } }
	return append(web.InEveryLanguage([]web.Route{web.Reading("/reading", reading), web.Reading("/pages", reading).Query()}),
		web.Reading("/assets/*", web.Assets),
		web.Post("/note", access.Anyone, form),
		web.Get("/desk/work", access.WorkRequests, func(c web.Ctx) error { return web.SeeOther(c, "/worked") }),
		web.Get("/fails/unknown", access.Anyone, fails(errors.New("secret detail"))),
		web.Get("/fails/missing", access.Anyone, fails(store.ErrNotFound)),
		web.Get("/fails/often", access.Anyone, fails(store.TooMany{RetryAfter: 90 * time.Second})),
		web.Get("/fails/away", access.Anyone, fails(store.ErrUnavailable)),
		web.Post("/fails/sent", access.Anyone, fails(store.ErrUnavailable)),
		web.Post("/fails/read", access.Anyone, func(c web.Ctx) error {
			_, err := web.Submitted[struct{}](c)
			return errors.Join(err, store.ErrUnavailable)
		}),
		web.Post("/fails/files", access.Anyone, func(c web.Ctx) error {
			_, _, err := web.SubmittedParts[struct{}](c)
			return errors.Join(err, store.ErrUnavailable)
		}).Files(),
		web.Post("/fails/unread", access.Anyone, fails(store.ErrUnavailable)).Files(),
		web.Get("/fails/away.json", access.Anyone, fails(store.ErrUnavailable)),
		web.Get("/fails/panic", access.Anyone, func(web.Ctx) error { panic("secret detail") }))
}

func open(t *testing.T, as access.Actor) (*webtest.Browser, *int) {
	made := 0
	return webtest.Open(t, storetest.New(t, noon), as, routes(&made)), &made
}

func TestReadingPage(t *testing.T) {
	t.Parallel()
	browser, made := open(t, storetest.Stranger)

	first := browser.Get("/reading")
	again := browser.Get("/reading")

	t.Run("is made once and kept", func(t *testing.T) {
		storetest.Equal(t, first.Status, http.StatusOK)
		storetest.Equal(t, again.Body, first.Body)
		storetest.Equal(t, *made, 1)
	})
	t.Run("sets no cookie, can be cached by anyone, and has a strong tag", func(t *testing.T) {
		for _, page := range []*webtest.Page{first, again} {
			storetest.Equal(t, page.Header.Values("Set-Cookie"), nil)
			storetest.Equal(t, page.Header.Get("Cache-Control"), "public, max-age=60")
			storetest.Equal(t, strings.HasPrefix(page.Header.Get("Etag"), `"`), true)
		}
		storetest.Equal(t, first.Header, again.Header)
	})
	t.Run("answers 304 to its own tag, in either encoding", func(t *testing.T) {
		for _, encoding := range []string{"", "gzip"} {
			request := httptest.NewRequest(http.MethodGet, "/reading", nil)
			request.Header.Set("Accept-Encoding", encoding)
			page := browser.Send(request)
			request = httptest.NewRequest(http.MethodGet, "/reading", nil)
			request.Header.Set("If-None-Match", page.Header.Get("Etag"))
			storetest.Equal(t, browser.Send(request).Status, http.StatusNotModified)
		}
	})
	t.Run("speaks the language of its address", func(t *testing.T) {
		page := browser.Get("/ar/reading")
		storetest.Contains(t, page.Body, `lang="ar" dir="rtl"`)
	})
	t.Run("is made anew when an edition changed", func(t *testing.T) {
		before := *made
		browser.Server.Pages.Forget()
		browser.Get("/reading")
		storetest.Equal(t, *made, before+1)
	})
	t.Run("is the same whatever was added behind its address", func(t *testing.T) {
		before := *made
		page := browser.Get("/reading?utm_source=mail")
		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Equal(t, page.Header.Get("Etag"), again.Header.Get("Etag"))
		storetest.Equal(t, *made, before)
	})
	t.Run("that reads its query is made for each", func(t *testing.T) {
		before := *made
		browser.Get("/pages?x=1")
		browser.Get("/pages?x=1")
		storetest.Equal(t, *made, before+2)
	})
	t.Run("is sent uncompressed to whoever takes nothing else", func(t *testing.T) {
		for accepted, want := range map[string]string{"gzip;q=0": "", "br, gzip; q=0.000": "", "identity": "", "deflate, GZIP;q=0.5": "gzip", "gzip, br": "gzip"} {
			request := httptest.NewRequest(http.MethodGet, "/reading", nil)
			request.Header.Set("Accept-Encoding", accepted)
			storetest.Equal(t, browser.Send(request).Header.Get("Content-Encoding"), want)
		}
	})
}

func TestAnAssetHasAStrongTagForEachEncoding(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)
	ask := func(name, value string) *webtest.Page {
		request := httptest.NewRequest(http.MethodGet, assets.Path("app.css"), nil)
		request.Header.Set(name, value)
		return browser.Send(request)
	}
	plain, packed := ask("Accept-Encoding", "identity"), ask("Accept-Encoding", "gzip")

	storetest.Equal(t, plain.Status, http.StatusOK)
	storetest.Equal(t, plain.Header.Get("Cache-Control"), "public, max-age=31536000, immutable")
	storetest.Equal(t, plain.Header.Get("Content-Length"), strconv.Itoa(len(plain.Body)))
	storetest.Equal(t, packed.Header.Get("Content-Encoding"), "gzip")
	storetest.Equal(t, plain.Header.Get("Etag") != packed.Header.Get("Etag"), true)
	for _, tag := range []string{plain.Header.Get("Etag"), packed.Header.Get("Etag"), `"other", W/` + plain.Header.Get("Etag")} {
		storetest.Equal(t, ask("If-None-Match", tag).Status, http.StatusNotModified)
	}
	storetest.Equal(t, ask("If-None-Match", `"other"`).Status, http.StatusOK)
}

func TestSEC_D3_AnAddressThatIsNoTextIsNoPage(t *testing.T) {
	t.Parallel()
	asked := 0
	browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{web.Get("/policies/:slug", access.Anyone, func(c web.Ctx) error {
		asked++
		return c.String(http.StatusOK, c.Param("slug"))
	})})
	for _, path := range []string{"/policies/%00", "/policies/a%00.json", "/policies/%ff", "/policies/a%0d%0ab", "/policies/x?q=%00", "/policies/x?q=%ff"} {
		storetest.Equal(t, browser.Get(path).Status, http.StatusNotFound)
	}
	storetest.Equal(t, asked, 0)
	storetest.Equal(t, browser.Get("/policies/%D8%A9?q=%E2%80%AE").Status, http.StatusOK)
}

func TestForm(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)

	t.Run("keeps what was typed, without what no text holds", func(t *testing.T) {
		page := browser.Submit("/note", map[string]string{"text": " e\u0301\x07\r\nx "})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Body, "é\nx")
	})
	t.Run("leads on after a change", func(t *testing.T) {
		page := browser.Submit("/note", map[string]string{"text": "good"})
		storetest.Equal(t, page.Status, http.StatusSeeOther)
		storetest.Equal(t, page.Location, "/done")
	})
	t.Run("refuses another content type, and too much", func(t *testing.T) {
		request := httptest.NewRequest(http.MethodPost, "/note", strings.NewReader("{}"))
		request.Header.Set("Content-Type", "application/json")
		storetest.Equal(t, browser.Send(request).Status, http.StatusBadRequest)
		storetest.Equal(t, browser.Submit("/note", map[string]string{"text": strings.Repeat("x", 2<<20)}).Status, http.StatusRequestEntityTooLarge)
	})
}

func TestSEC_C1_EveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)
	pages := map[string]*webtest.Page{
		"405": browser.Submit("/reading", nil), "413": browser.Submit("/note", map[string]string{"text": strings.Repeat("x", 2<<20)}),
	}
	other := httptest.NewRequest(http.MethodPost, "/note", strings.NewReader("{}"))
	other.Header.Set("Content-Type", "application/json")
	pages["400"] = browser.Send(other)
	foreign := httptest.NewRequest(http.MethodPost, "/note", strings.NewReader("text=x"))
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	pages["403"] = browser.Send(foreign)
	for _, path := range []string{"/reading", "/nowhere", "/desk", "/fails/unknown", "/fails/missing", "/fails/often", "/fails/away", "/fails/panic", "/assets/none"} {
		pages[path], pages[path+", again"] = browser.Get(path), browser.Get(path)
	}
	for what, page := range pages {
		t.Run(what, func(t *testing.T) {
			storetest.Equal(t, page.Header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "+
				"form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "", "Server": "", "X-Powered-By": "",
			} {
				storetest.Equal(t, page.Header.Get(name), want)
			}
			storetest.Contains(t, page.Header.Get("Permissions-Policy"), "camera=()")
		})
	}
	for status, want := range map[string]int{"400": http.StatusBadRequest, "403": http.StatusForbidden, "405": http.StatusMethodNotAllowed, "413": http.StatusRequestEntityTooLarge} {
		storetest.Equal(t, pages[status].Status, want)
	}

	t.Run("and browsers are told to keep to TLS where the portal is on it", func(t *testing.T) {
		config := browser.Server.Config
		config.BaseURL = "https://privacy.example"
		server, err := web.New(t.Context(), config, routes(new(int)))
		storetest.NoError(t, err)
		storetest.Equal(t, webtest.Over(t, server).Get("/nowhere").Header.Get("Strict-Transport-Security"), "max-age=31536000; includeSubDomains")
	})
}

func TestSEC_C3_AnotherOriginCannotSendForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		header map[string]string
		as     access.Actor
		path   string
		want   int
	}{
		{"same origin", map[string]string{"Sec-Fetch-Site": "same-origin"}, storetest.Stranger, "/note", http.StatusUnprocessableEntity},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, storetest.Stranger, "/note", http.StatusForbidden},
		{"another host of the site", map[string]string{"Sec-Fetch-Site": "same-site"}, storetest.Stranger, "/note", http.StatusForbidden},
		{"an old browser from elsewhere", map[string]string{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, storetest.Stranger, "/note", http.StatusForbidden},
		{"an old browser from here", map[string]string{"Sec-Fetch-Site": "", "Origin": "http://localhost"}, storetest.Stranger, "/note", http.StatusUnprocessableEntity},
		{"a session without a word of where from", map[string]string{"Sec-Fetch-Site": ""}, storetest.Agent, "/note", http.StatusForbidden},
		{"a program without a session", map[string]string{"Sec-Fetch-Site": ""}, storetest.Stranger, "/note", http.StatusUnprocessableEntity},
	} {
		t.Run(c.name, func(t *testing.T) {
			browser, _ := open(t, c.as)
			request := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader("text=x"))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header["Sec-Fetch-Site"] = nil
			for name, value := range c.header {
				if value != "" {
					request.Header.Set(name, value)
				}
			}
			storetest.Equal(t, browser.Send(request).Status, c.want)
		})
	}
}

func TestASlashAtTheEndLeadsToTheAddressWithoutIt(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)
	for path, to := range map[string]string{
		"/reading/": "/reading", "/de/reading//?from=1": "/de/reading?from=1", "//evil.example/": "/evil.example", "/%5Cevil.example/": "/%5Cevil.example", "/a%2Fb/": "/a%2Fb",
	} {
		page := browser.Get("http://localhost" + path)
		storetest.Equal(t, page.Status, http.StatusMovedPermanently)
		storetest.Equal(t, page.Location, to)
	}
	storetest.Equal(t, browser.Submit("/note/", nil).Status, http.StatusNotFound)
}

func TestCapability(t *testing.T) {
	t.Parallel()
	t.Run("lets in who holds it", func(t *testing.T) {
		browser, _ := open(t, storetest.Agent)
		storetest.Equal(t, browser.Get("/desk/work").Location, "/worked")
	})
	t.Run("refuses and records who does not", func(t *testing.T) {
		made := 0
		db := storetest.New(t, noon)
		browser := webtest.Open(t, db, storetest.Editor, routes(&made))
		storetest.Equal(t, browser.Get("/desk/work").Status, http.StatusForbidden)
		storetest.Equal(t, storetest.Audited(t, db), []string{"access.refused requests.work"})
	})
	t.Run("sends a stranger to the door and back", func(t *testing.T) {
		browser, _ := open(t, storetest.Stranger)
		storetest.Equal(t, browser.Get("/desk/work").Location, "/desk/sign-in?next=%2Fdesk%2Fwork")
	})
}

func TestSEC_A7_NextLeadsOnlyToTheDesk(t *testing.T) {
	for wanted, leads := range map[string]string{
		"/desk/requests?view=mine": "/desk/requests?view=mine", "/desk": "/desk", "": "/desk", "/policies": "/desk", "//evil.example/desk": "/desk",
		"https://evil.example/desk": "/desk", `/desk\@evil.example`: "/desk", "/desk/../x": "/desk", "/deskevil": "/desk", "/desk/sign-in?next=/desk": "/desk",
	} {
		t.Run(wanted, func(t *testing.T) { storetest.Equal(t, web.Next(wanted), leads) })
	}
}

func TestSEC_A1_ATableThatForgetsSomethingStopsTheStart(t *testing.T) {
	handle := func(web.Ctx) error { return nil }
	for name, route := range map[string]web.Route{
		"a capability": {Method: http.MethodGet, Path: "/x", Handle: handle, Body: web.NoBody},
		"a limit":      {Method: http.MethodPost, Path: "/x", Needs: access.Desk, Handle: handle, Body: web.FormBody},
		"a handler":    {Method: http.MethodGet, Path: "/x", Needs: access.Desk, Body: web.NoBody},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := web.New(t.Context(), web.Config{}, []web.Route{route}); err == nil {
				t.Error("the table was accepted")
			}
		})
	}
}

func TestSEC_A6_OnlyTheFieldsOfTheFormAreSet(t *testing.T) {
	t.Parallel()
	type input struct {
		Text   string `form:"text"`
		Secret string `form:"-"`
	}
	var got input
	take := func(c web.Ctx) error {
		form, err := web.Submitted[input](c)
		got = form.Input
		if err != nil {
			return err
		}
		return web.SeeOther(c, "/done")
	}
	browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{web.Post("/form", access.Anyone, take), web.Get("/form", access.Anyone, take)})

	page := browser.SubmitAll("/form", url.Values{"text": {"one", "two"}, "Secret": {"x"}, "secret": {"x"}, "-": {"x"}, "text.more": {"x"}, "text[0]": {"x"}, "role": {"administrator"}})

	storetest.Equal(t, page.Location, "/done")
	storetest.Equal(t, got, input{Text: "one"})

	t.Run("and no header or field makes another method of it", func(t *testing.T) {
		request := httptest.NewRequest(http.MethodPost, "/form?_method=DELETE", strings.NewReader("_method=DELETE&text=x"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("X-Http-Method-Override", http.MethodDelete)
		storetest.Equal(t, browser.Send(request).Location, "/done")
		deleting := httptest.NewRequest(http.MethodDelete, "/form", nil)
		storetest.Equal(t, browser.Send(deleting).Status, http.StatusMethodNotAllowed)
	})
}

// Whoever has one address of IPv6 has a whole network of them to try from.
func TestSEC_B5_AnAddressOfIPv6CountsAsItsNetwork(t *testing.T) {
	t.Parallel()
	var seen string
	browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{web.Get("/from", access.Anyone, func(c web.Ctx) error {
		seen = web.ClientAddress(c)
		return c.NoContent(http.StatusNoContent)
	})})
	for from, want := range map[string]string{
		"203.0.113.7:4711": "203.0.113.7", "[2001:db8:1:2:3:4:5:6]:4711": "2001:db8:1:2::", "[2001:db8:1:2:ffff::1]:80": "2001:db8:1:2::",
		"[::ffff:203.0.113.7]:80": "::ffff:203.0.113.7",
	} {
		request := httptest.NewRequest(http.MethodGet, "/from", nil)
		request.RemoteAddr = from
		browser.Send(request)
		storetest.Equal(t, seen, want)
	}
}
