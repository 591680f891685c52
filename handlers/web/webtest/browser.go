// Package webtest is a browser without a screen: it follows links and forms over
// the real routes and looks at pages as a person does, by label and role.
package webtest

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// Browser is signed in as one person, or a stranger.
type Browser struct {
	Server *web.Server
	Host   string // of the site that is visited; empty = the default site

	t       *testing.T
	cookies map[string]string
}

// Open serves the routes over the database to one person.
func Open(t *testing.T, db *store.Store, as access.Actor, routes []web.Route) *Browser {
	t.Helper()
	server, err := web.New(t.Context(), web.Config{
		Sites: &site.Register{Store: db},
		Identify: func(context.Context, string) (web.Visitor, error) {
			return web.Visitor{Actor: as, Token: "session"}, nil
		},
		Track:       func(context.Context, string) (access.Actor, error) { return as, nil },
		Forbid:      db.Forbid,
		DeskShell:   func(_ web.Ctx, title string) ui.DeskShell { return ui.DeskShell{Title: title, Home: "/desk"} },
		PublicShell: func(_ web.Ctx, title string) ui.PublicShell { return ui.PublicShell{Title: title, Home: "/"} },
		BaseURL:     "http://localhost", Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Now: db.Now,
	}, routes)
	if err != nil {
		t.Fatal(err)
	}
	browser := Over(t, server)
	if as.Kind == access.Person {
		browser.cookies[web.DeskCookie] = "session"
	}
	if as.Kind == access.Requester {
		browser.cookies[web.TrackCookie] = "session"
	}
	return browser
}

// Over is a browser without cookies in front of a server.
func Over(t *testing.T, server *web.Server) *Browser {
	return &Browser{Server: server, t: t, cookies: map[string]string{}}
}

// Get asks for a page.
func (b *Browser) Get(path string) *Page {
	b.t.Helper()
	return b.Send(httptest.NewRequest(http.MethodGet, path, nil))
}

// Submit posts a form of names and values.
func (b *Browser) Submit(path string, values map[string]string) *Page {
	b.t.Helper()
	form := url.Values{}
	for name, value := range values {
		form.Set(name, value)
	}
	return b.SubmitAll(path, form)
}

// SubmitAll posts a form that may have several values under one name.
func (b *Browser) SubmitAll(path string, form url.Values) *Page {
	b.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Send(request)
}

// Upload is a file of a form.
type Upload struct {
	Field, Name string
	Content     []byte
}

// SubmitFiles posts a form with files, text fields first.
func (b *Browser) SubmitFiles(path string, form url.Values, files ...Upload) *Page {
	b.t.Helper()
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			_ = writer.WriteField(name, value)
		}
	}
	for _, file := range files {
		part, err := writer.CreateFormFile(file.Field, file.Name)
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write(file.Content)
	}
	_ = writer.Close()
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", writer.FormDataContentType())
	return b.Send(request)
}

// Send sends any request as this browser would, and keeps the cookies that come back.
func (b *Browser) Send(request *http.Request) *Page {
	b.t.Helper()
	request.Host = "localhost"
	if b.Host != "" {
		request.Host = b.Host
	}
	if _, said := request.Header["Sec-Fetch-Site"]; !said && request.Method != http.MethodGet {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	b.Server.ServeHTTP(recorder, request)
	response := recorder.Result()
	for _, cookie := range response.Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie.Value
		}
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	document, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	page := &Page{Status: response.StatusCode, Location: response.Header.Get("Location"), Header: response.Header, Body: string(body), t: b.t, document: document}
	page.sound(request.Method + " " + request.URL.Path)
	return page
}

// Follow asks for the page that an answer led to.
func (b *Browser) Follow(page *Page) *Page {
	b.t.Helper()
	if page.Location == "" {
		b.t.Fatalf("the answer %d leads nowhere:\n%s", page.Status, page.Text())
	}
	return b.Get(page.Location)
}

// Cookie is the value of a cookie that the browser holds.
func (b *Browser) Cookie(name string) string { return b.cookies[name] }

// SetCookie puts a cookie into the browser.
func (b *Browser) SetCookie(name, value string) { b.cookies[name] = value }

// testLog shows errors of the server beside the test that caused them.
type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(line)))
	return len(line), nil
}
