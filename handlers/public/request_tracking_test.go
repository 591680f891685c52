package public_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/store/storetest"
)

// opened is a visit with the case of a sent form open.
func opened(t *testing.T, files ...webtest.Upload) visit {
	t.Helper()
	v := visiting(t)
	storetest.Equal(t, v.SubmitFiles("/requests/new", v.asking(), files...).Status, http.StatusSeeOther)
	entry := v.askCode(t)
	storetest.Equal(t, v.Submit(entry, map[string]string{"code": requesttest.RunCodes(t, v.Requests)}).Location, "/requests/case")
	return v
}

// askCode enters the reference of the request and is the address of the page for its code.
func (v visit) askCode(t *testing.T) string {
	t.Helper()
	asked := v.Submit("/requests", map[string]string{"reference": storetest.One[string](t, v.Requests.Store, `SELECT reference FROM requests`)})
	storetest.Equal(t, asked.Status, http.StatusSeeOther)
	return asked.Location
}

func TestCodePages(t *testing.T) {
	t.Run("open the case with the mailed code and set one cookie", func(t *testing.T) {
		t.Parallel()
		v := opened(t)

		page := v.Get("/requests/case")

		storetest.Equal(t, page.Heading(), "We are working on your request")
		storetest.Contains(t, page.Text(), "Everything since June.")
		storetest.Contains(t, page.Text(), "Wednesday 23 December 2026")
		storetest.Contains(t, page.Text(), "Access and Erasure")
		storetest.Equal(t, page.Header.Get("Cache-Control"), "no-store")
		if v.Cookie("case") == "" {
			t.Error("there is no cookie")
		}
	})

	t.Run("say the same of a wrong code and of a reference that never was", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		v.SubmitFiles("/requests/new", v.asking())
		known := v.askCode(t)
		requesttest.RunCodes(t, v.Requests)
		unknown := v.Submit("/requests", map[string]string{"reference": "PD-2222-3333-4444"}).Location

		var pages []*webtest.Page
		for _, entry := range []string{known, unknown, "/requests/code/made-up"} {
			storetest.Equal(t, v.Get(entry).Heading(), "Enter your code")
			pages = append(pages, v.Submit(entry, map[string]string{"code": "00000000x"}))
		}

		for _, page := range pages {
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Equal(t, page.Text(), pages[0].Text())
			storetest.Contains(t, page.Alert(), "That code is wrong, used up or too old.")
			storetest.Equal(t, page.Header.Get("Set-Cookie"), "")
		}
	})

	t.Run("refuse ten wrong codes and then the right one", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		v.SubmitFiles("/requests/new", v.asking())
		entry := v.askCode(t)
		code := requesttest.RunCodes(t, v.Requests)
		for range 10 {
			storetest.Equal(t, v.Submit(entry, map[string]string{"code": "1"}).Status, http.StatusUnprocessableEntity)
		}

		storetest.Equal(t, v.Submit(entry, map[string]string{"code": code}).Status, http.StatusUnprocessableEntity)
	})

	t.Run("keep what cannot be a reference", func(t *testing.T) {
		t.Parallel()
		page := visiting(t).Submit("/requests", map[string]string{"reference": "PD-12"})

		storetest.Equal(t, page.Field("Reference").Value, "PD-12")
		storetest.Contains(t, page.Field("Reference").Error, "Enter the twelve letters and digits")
	})

	t.Run("refuse the thirty-first try of one sender", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		for range 30 {
			v.Submit("/requests", map[string]string{"reference": "PD-12"})
		}

		page := v.Submit("/requests", map[string]string{"reference": "PD-12"})

		storetest.Equal(t, page.Status, http.StatusTooManyRequests)
		storetest.Equal(t, page.Header.Get("Retry-After"), "900")
	})
}

func TestTrackingPage(t *testing.T) {
	t.Run("sends strangers to the door", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		storetest.Equal(t, v.Get("/requests/case").Location, "/requests")
		v.SetCookie("case", "made-up")
		storetest.Equal(t, v.Get("/de/requests/case").Location, "/de/requests")
		storetest.Equal(t, v.SubmitFiles("/requests/case", url.Values{"text": {"x"}}).Location, "/requests")
	})

	t.Run("takes a message with a file", func(t *testing.T) {
		t.Parallel()
		v := opened(t)
		form := url.Values{"form_key": {v.Get("/requests/case").Hidden("form_key")}, "text": {"And the photographs, من فضلك."}}

		sent := v.SubmitFiles("/requests/case", form, webtest.Upload{Field: "files", Name: "list.txt", Content: []byte("one")})

		page := v.Follow(sent)
		storetest.Equal(t, page.Announcement(), "We have your message.")
		storetest.Contains(t, page.Text(), "And the photographs, من فضلك.")
		storetest.Contains(t, page.Text(), "list.txt")
	})

	t.Run("keeps a message that is refused", func(t *testing.T) {
		t.Parallel()
		v := opened(t)
		form := url.Values{"form_key": {v.Get("/requests/case").Hidden("form_key")}, "text": {"Look at this."}}

		page := v.SubmitFiles("/requests/case", form, webtest.Upload{Field: "files", Name: "a.exe", Content: []byte("MZ")})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Write to us").Value, "Look at this.")
		storetest.Contains(t, page.Field("Add files").Error, "Send PDF, PNG, JPEG")
	})

	t.Run("closes on this device", func(t *testing.T) {
		t.Parallel()
		v := opened(t)

		left := v.Submit("/requests/case/leave", nil)

		storetest.Equal(t, left.Location, "/requests")
		storetest.Equal(t, v.Cookie("case"), "")
		storetest.Equal(t, storetest.One[int](t, v.Requests.Store, `SELECT count(*) FROM tracking_sessions`), 0)
	})
}

func TestSEC_D5_FilesLeaveAsAttachments(t *testing.T) {
	t.Parallel()
	v := opened(t, webtest.Upload{Field: "files", Name: "Müßig \"x\".txt", Content: []byte("<script>alert(1)</script>")})
	id := storetest.One[string](t, v.Requests.Store, `SELECT id::text FROM files`)

	file := v.Get("/requests/case/files/" + id)

	storetest.Equal(t, file.Status, http.StatusOK)
	storetest.Contains(t, file.Body, "alert(1)")
	for name, want := range map[string]string{
		"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Security-Policy": "sandbox; default-src 'none'",
	} {
		storetest.Equal(t, file.Header.Get(name), want)
	}
	if !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment; filename") {
		t.Errorf("it is shown: %q", file.Header.Get("Content-Disposition"))
	}
	storetest.Equal(t, v.Get("/requests/case/files/00000000-0000-4000-8000-000000000000").Status, http.StatusNotFound)
	storetest.Equal(t, v.Get("/requests/case/files/..").Status, http.StatusNotFound)
}

func TestConfirmationPage(t *testing.T) {
	link := func(t *testing.T, v visit) string {
		v.SubmitFiles("/de/requests/new", v.asking())
		path, found := strings.CutPrefix(requesttest.Letters(t, v.Requests)[0].Params["link"], "http://localhost")
		storetest.Equal(t, found, true)
		return path
	}

	t.Run("changes nothing until the button is pressed", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		path := link(t, v)
		storetest.Equal(t, strings.HasPrefix(path, "/de/requests/confirm/"), true)

		storetest.Equal(t, v.Get(path).Heading(), "E-Mail-Adresse bestätigen")
		storetest.Equal(t, storetest.One[bool](t, v.Requests.Store, `SELECT confirmed_at IS NULL FROM requests`), true)

		storetest.Equal(t, v.Follow(v.Submit(path, nil)).Heading(), "Ihre Adresse ist bestätigt")
		storetest.Equal(t, storetest.One[bool](t, v.Requests.Store, `SELECT confirmed_at IS NULL FROM requests`), false)
	})

	t.Run("says what to do about a link that has run out", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		path := link(t, v)
		storetest.NoError(t, v.Requests.Store.DB.Exec(`UPDATE confirmations SET expires_at = '2026-01-01'`).Error)

		for _, page := range []*webtest.Page{v.Get(path), v.Submit(path, nil)} {
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Equal(t, page.Heading(), "Dieser Link ist abgelaufen")
			storetest.Equal(t, page.Forms(), []string{path + "/again"})
		}
		sent := v.Submit(path+"/again", nil)
		storetest.Equal(t, sent.Location, path+"?asked=1")
		storetest.Contains(t, v.Follow(sent).Announcement(), "ist eine weitere E-Mail unterwegs")
		fresh := requesttest.Letters(t, v.Requests)[1].Params["link"]
		storetest.Equal(t, v.Get(strings.TrimPrefix(fresh, "http://localhost")).Heading(), "E-Mail-Adresse bestätigen")
	})

	t.Run("knows no link that was not sent", func(t *testing.T) {
		t.Parallel()
		storetest.Equal(t, visiting(t).Get("/requests/confirm/made-up").Status, http.StatusNotFound)
	})
}
