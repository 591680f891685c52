package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/store/storetest"
)

func TestSEC_H4_ErrorsSayAFixedSentence(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)
	for _, c := range []struct {
		path   string
		status int
		retry  string
	}{
		{"/nowhere", http.StatusNotFound, ""}, {"/fails/missing", http.StatusNotFound, ""}, {"/fails/often", http.StatusTooManyRequests, "90"},
		{"/fails/away", http.StatusServiceUnavailable, "10"}, {"/fails/unknown", http.StatusInternalServerError, ""}, {"/fails/panic", http.StatusInternalServerError, ""},
	} {
		t.Run(c.path, func(t *testing.T) {
			page := browser.Get(c.path)
			storetest.Equal(t, page.Status, c.status)
			storetest.Equal(t, page.Header.Get("Retry-After"), c.retry)
			storetest.Equal(t, len(page.Heading()) > 0, true)
			if strings.Contains(page.Body, "secret") || strings.Contains(page.Body, "⟦") {
				t.Errorf("the page says too much or lacks words:\n%s", page.Body)
			}
		})
	}
	t.Run("are problems for programs that asked for JSON", func(t *testing.T) {
		page := browser.Get("/fails/away.json")
		storetest.Equal(t, page.Header.Get("Content-Type"), "application/problem+json")
	})
	t.Run("say that a method is not known", func(t *testing.T) {
		storetest.Equal(t, browser.Submit("/reading", nil).Status, http.StatusMethodNotAllowed)
	})
}

func TestWhatWasTypedIsKeptWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	browser, _ := open(t, storetest.Stranger)
	page := browser.Submit("/fails/sent?a=b", map[string]string{"text": "Words & <more>", "version": "7"})
	storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
	storetest.Contains(t, page.Body, "Words &amp; &lt;more&gt;</textarea>")
	storetest.Contains(t, page.Body, `action="/fails/sent?a=b"`)
	storetest.Equal(t, page.Hidden("version"), "7")
	storetest.Contains(t, page.Text(), "what you typed is still here")
	storetest.Equal(t, strings.Contains(browser.Get("/fails/away").Text(), "still here"), false)

	t.Run("also when the form had been read by then", func(t *testing.T) {
		page := browser.Submit("/fails/read", map[string]string{"text": "Words and more"})
		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Contains(t, page.Body, "Words and more</textarea>")
	})
	t.Run("also of a form with files, which must be chosen again", func(t *testing.T) {
		for _, path := range []string{"/fails/files", "/fails/unread"} {
			page := browser.SubmitFiles(path, url.Values{"text": {"Words and more"}}, webtest.Upload{Field: "files", Name: "a.txt", Content: []byte("x")})
			storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
			storetest.Contains(t, page.Body, "Words and more</textarea>")
			storetest.Contains(t, page.Body, `enctype="multipart/form-data"`)
			storetest.Contains(t, page.Text(), "Choose your files again")
		}
	})
	t.Run("but for words that open something", func(t *testing.T) {
		page := browser.Submit("/fails/sent", map[string]string{"email": "ada@example.org", "new_password": "Words and more"})
		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		if strings.Contains(page.Body, "Words and more") || strings.Contains(page.Body, "ada@example.org") {
			t.Errorf("the page holds a password:\n%s", page.Body)
		}
	})
}

func TestAnErrorLooksLikeThePagesAroundIt(t *testing.T) {
	t.Parallel()
	for name, arrived := range map[string]struct {
		as       access.Actor
		path     string
		leads    bool // to the dashboard
		signedIn bool // the page is one of the desk
	}{
		"to staff at the desk":     {storetest.Agent, "/desk/nowhere", true, true},
		"to strangers at its door": {storetest.Stranger, "/desk/nowhere", true, false},
		"to everybody outside":     {storetest.Agent, "/deskless", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			browser, _ := open(t, arrived.as)
			page := browser.Get(arrived.path)
			storetest.Equal(t, page.Heading(), "This page does not exist")
			storetest.Equal(t, page.HasLink("/desk"), arrived.leads)
			storetest.Equal(t, strings.Contains(page.Body, `class="desk"`), arrived.signedIn)
		})
	}
}
