package public_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"privacydesk/handlers/public"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/site"
	"privacydesk/models/store/storetest"
)

// visit is a stranger before the public pages of a database of the test's own.
type visit struct {
	*webtest.Browser
	Requests *request.Register
	Files    *requesttest.Blobs
}

func visiting(t *testing.T) visit {
	t.Helper()
	db := storetest.New(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	requests, files := requesttest.New(t, db)
	sites, editions := &site.Register{Store: db}, &edition.Register{Store: db}
	pages := &public.Public{Sites: sites, Editions: editions, Requests: requests, Facts: &facts.Register{Store: db, Editions: editions, Sites: sites}}
	browser := webtest.Open(t, db, storetest.Stranger, pages.Routes())
	browser.Server.Track, browser.Server.PublicShell = requests.Track, pages.Shell
	return visit{browser, requests, files}
}

func (v visit) count(t *testing.T) int {
	return storetest.One[int](t, v.Requests.Store, `SELECT count(*) FROM requests`)
}

// asking is the form as somebody fills it in, with the key of the page.
func (v visit) asking() url.Values {
	return url.Values{
		"form_key": {v.Get("/requests/new").Hidden("form_key")}, "rights": {"access", "erasure"}, "message": {"Everything since June."},
		"name": {"Zorblatt Quill"}, "email": {"zorblatt@quill.example"}, "relation": {"self"},
	}
}

// noScanner is one that is away.
type noScanner struct{}

func (noScanner) Scan(context.Context, io.Reader) (bool, error) {
	return false, errors.New("connection refused")
}

func TestSubmissionForm(t *testing.T) {
	t.Run("offers every right without cookie, cache or script", func(t *testing.T) {
		t.Parallel()
		page := visiting(t).Get("/requests/new")

		storetest.Equal(t, page.Status, http.StatusOK)
		storetest.Equal(t, page.Heading(), "Make a privacy request")
		storetest.Equal(t, strings.Count(page.Body, `name="rights"`), 15)
		storetest.Equal(t, page.Header.Get("Cache-Control"), "no-store")
		storetest.Equal(t, page.Header.Get("Set-Cookie"), "")
		storetest.Equal(t, len(page.Hidden("form_key")), 43)
		storetest.Contains(t, page.Text(), "Main is responsible for what you enter here.")
		storetest.Contains(t, page.Text(), "We answer within 1 month")
	})

	for path, heading := range map[string]string{
		"/de/requests/new/erasure": "Datenschutzanfrage stellen", "/ar/requests/new/erasure": "تقديم طلب خصوصية",
	} {
		t.Run("speaks the language of "+path, func(t *testing.T) {
			t.Parallel()
			page := visiting(t).Get(path)

			storetest.Equal(t, page.Heading(), heading)
			storetest.Equal(t, len(page.Checked()), 1)
			if strings.Contains(page.Body, "⟦") {
				t.Error("a message is missing")
			}
		})
	}

	t.Run("knows no right that cannot be asked for", func(t *testing.T) {
		t.Parallel()
		for _, right := range []string{"everything", "appeal"} {
			storetest.Equal(t, visiting(t).Get("/requests/new/"+right).Status, http.StatusNotFound)
		}
	})

	t.Run("leads to a receipt that names the reference, which stands in no address", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)

		sent := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "proof.txt", Content: []byte("proof")})

		storetest.Equal(t, sent.Status, http.StatusSeeOther)
		receipt := v.Follow(sent)
		reference := storetest.One[string](t, v.Requests.Store, `SELECT reference FROM requests`)
		storetest.Equal(t, receipt.Heading(), "We have your request")
		storetest.Contains(t, receipt.Text(), reference)
		storetest.Contains(t, receipt.Text(), "z•••••@quill.example")
		storetest.Contains(t, receipt.Text(), "You get our answer by Wednesday 23 December 2026")
		storetest.Equal(t, receipt.Header.Get("Cache-Control"), "no-store")
		storetest.Equal(t, receipt.Header.Get("Referrer-Policy"), "no-referrer")
		if strings.Contains(sent.Location, reference) {
			t.Error("the address holds the reference")
		}
		storetest.Equal(t, len(v.Files.Kept), 1)
	})

	t.Run("sent twice, is one request", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		form := v.asking()

		first, second := v.SubmitFiles("/requests/new", form), v.SubmitFiles("/requests/new", form)

		storetest.Equal(t, first.Status, http.StatusSeeOther)
		storetest.Equal(t, second.Status, http.StatusSeeOther)
		storetest.Equal(t, v.count(t), 1)
	})

	t.Run("keeps everything typed beside what is wrong", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		form := v.asking()
		form["rights"], form["email"], form["relation"] = []string{"rectification"}, []string{"zorblatt@"}, nil
		form.Set("name", "مرحبا \u202Eevil")

		page := v.SubmitFiles("/requests/new", form)

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "There are 3 problems")
		storetest.Equal(t, page.Field("Email address"), webtest.Field{Value: "zorblatt@", Error: "Enter an email address in the format name@example.com"})
		storetest.Equal(t, page.Field("Full name").Value, "مرحبا \u202Eevil")
		storetest.Equal(t, page.Field("Is there anything in particular?").Value, "Everything since June.")
		storetest.Equal(t, page.Checked(), []string{"Correct something A wrong address, an old name, something that is not yours."})
		storetest.Equal(t, page.Hidden("form_key"), form.Get("form_key"))
		storetest.Equal(t, v.count(t), 0)
	})

	t.Run("refuses a program named .pdf and keeps what was typed", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)

		page := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "letter.txt", Content: []byte("fine")},
			webtest.Upload{Field: "files", Name: "invoice.pdf", Content: []byte("MZ\x90\x00")})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Files").Error, "Send PDF, PNG, JPEG or plain text files, with the matching ending")
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
		storetest.Contains(t, page.Text(), "Choose your files again")
		storetest.Equal(t, len(v.Files.Kept), 0)
		storetest.Equal(t, v.count(t), 0)
	})

	t.Run("refuses more than a form may carry and keeps what was typed", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		huge := []byte(strings.Repeat("a", 9<<20))

		page := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "a.txt", Content: huge},
			webtest.Upload{Field: "files", Name: "b.txt", Content: huge}, webtest.Upload{Field: "files", Name: "c.txt", Content: huge})

		storetest.Equal(t, page.Status, http.StatusRequestEntityTooLarge)
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
		storetest.Equal(t, len(v.Files.Kept), 0)
	})

	t.Run("refuses an eleventh file", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		var files []webtest.Upload
		for range 11 {
			files = append(files, webtest.Upload{Field: "files", Name: "a.txt", Content: []byte("a")})
		}

		page := v.SubmitFiles("/requests/new", v.asking(), files...)

		storetest.Equal(t, page.Field("Files").Error, "Send at most 10 files")
		storetest.Equal(t, len(v.Files.Kept), 0)
	})

	t.Run("takes a file field in which nothing was chosen", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)

		page := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "", Content: nil})

		storetest.Equal(t, page.Status, http.StatusSeeOther)
	})

	t.Run("says that it was sent before with other words", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		form := v.asking()
		v.SubmitFiles("/requests/new", form)
		form.Set("message", "Something else.")

		page := v.SubmitFiles("/requests/new", form)

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "You have sent this form before")
		storetest.Equal(t, page.Field("Is there anything in particular?").Value, "Something else.")
	})

	t.Run("keeps what was typed while files cannot be stored", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		v.Files.Away = true

		page := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "a.txt", Content: []byte("a")})

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Equal(t, page.Header.Get("Retry-After"), "10")
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
		storetest.Equal(t, v.count(t), 0)
	})

	t.Run("keeps what was typed while files cannot be scanned for viruses", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		v.Requests.Scanner = noScanner{}

		page := v.SubmitFiles("/requests/new", v.asking(), webtest.Upload{Field: "files", Name: "a.txt", Content: []byte("a")})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Field("Files").Error, "We check files for viruses and cannot do so at the moment.")
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
		storetest.Equal(t, v.count(t), 0)
		storetest.Equal(t, v.SubmitFiles("/requests/new", v.asking()).Status, http.StatusSeeOther)
	})

	t.Run("keeps what was typed while the database is away", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		form := v.asking()
		v.Requests.Store.Close()

		page := v.SubmitFiles("/requests/new", form)

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Equal(t, page.Header.Get("Retry-After"), "10")
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
		storetest.Equal(t, page.Hidden("form_key"), form.Get("form_key"))
	})

	t.Run("says when one sender sends too often, with everything kept", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		for range 20 {
			v.SubmitFiles("/requests/new", url.Values{"message": {"x"}})
		}

		page := v.SubmitFiles("/requests/new", v.asking())

		storetest.Equal(t, page.Status, http.StatusTooManyRequests)
		storetest.Equal(t, page.Header.Get("Retry-After"), "3600")
		storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
	})

	t.Run("is not understood as anything but a form with files", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)

		storetest.Equal(t, v.SubmitAll("/requests/new", v.asking()).Status, http.StatusBadRequest)
	})
}
