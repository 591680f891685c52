package public_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/store/storetest"
)

func TestBadInputOnTheForm(t *testing.T) {
	for name, text := range map[string]string{"text of no encoding": "caf\xe9", "bytes of a program": "\x7fELF\x00\x00"} {
		t.Run("takes no "+name+" and keeps the rest", func(t *testing.T) {
			t.Parallel()
			v := visiting(t)
			form := v.asking()
			form.Set("message", text)

			page := v.SubmitFiles("/requests/new", form)

			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Contains(t, page.Field("Is there anything in particular?").Error, "we could not read it")
			storetest.Equal(t, page.Field("Full name").Value, "Zorblatt Quill")
			storetest.Equal(t, v.count(t), 0)
		})
	}

	t.Run("takes nothing of an empty form and says so beside each field", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)

		page := v.SubmitFiles("/requests/new", url.Values{"form_key": {v.Get("/requests/new").Hidden("form_key")}})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Full name").Error, "Enter your name")
		storetest.Equal(t, page.Field("Email address").Error, "Enter an email address, or a postal address below")
		storetest.Equal(t, v.count(t), 0)
	})

	t.Run("takes no words of five megabytes", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		form := v.asking()
		form.Set("message", strings.Repeat("x", 5<<20))

		page := v.SubmitFiles("/requests/new", form)

		storetest.Equal(t, page.Status, http.StatusRequestEntityTooLarge)
		storetest.Equal(t, v.count(t), 0)
	})
}

func TestBadInputOnTheTrackingPage(t *testing.T) {
	said := func(t *testing.T, v visit) int {
		return storetest.One[int](t, v.Requests.Store, `SELECT count(*) FROM messages`)
	}
	saying := func(v visit, text string) url.Values {
		return url.Values{"form_key": {v.Get("/requests/case").Hidden("form_key")}, "text": {text}}
	}

	for name, c := range map[string]struct{ text, problem string }{
		"an empty message":    {"", "Write a message or choose a file"},
		"text of no encoding": {"caf\xe9", "we could not read it"},
		"bytes of a program":  {"\x7fELF\x00\x00", "we could not read it"},
		"too many words":      {strings.Repeat("word ", 1001), "Write less here"},
	} {
		t.Run("takes no "+name, func(t *testing.T) {
			t.Parallel()
			v := opened(t)
			before := said(t, v)

			page := v.SubmitFiles("/requests/case", saying(v, c.text))

			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Contains(t, page.Field("Write to us").Error, c.problem)
			storetest.Equal(t, said(t, v), before)
		})
	}

	t.Run("takes no file of more than ten megabytes, and keeps the words", func(t *testing.T) {
		t.Parallel()
		v := opened(t)

		page := v.SubmitFiles("/requests/case", saying(v, "Look at this."), webtest.Upload{Field: "files", Name: "a.txt", Content: []byte(strings.Repeat("x", 10<<20+1))})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Write to us").Value, "Look at this.")
		if page.Field("Add files").Error == "" {
			t.Error("nothing is said beside the file")
		}
	})

	t.Run("takes one message in once", func(t *testing.T) {
		t.Parallel()
		v := opened(t)
		form, before := saying(v, "And the photographs."), said(t, v)
		for range 2 {
			storetest.Equal(t, v.SubmitFiles("/requests/case", form).Status, http.StatusSeeOther)
		}
		storetest.Equal(t, said(t, v), before+1)
	})

	t.Run("keeps what was typed while the database is away", func(t *testing.T) {
		t.Parallel()
		v := opened(t)
		form := saying(v, "And the photographs of June.")
		v.Requests.Store.Close()

		page := v.SubmitFiles("/requests/case", form, webtest.Upload{Field: "files", Name: "list.txt", Content: []byte("one")})

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Equal(t, page.Header.Get("Retry-After"), "10")
		storetest.Contains(t, page.Body, "And the photographs of June.</textarea>")
		storetest.Equal(t, page.Hidden("form_key"), form.Get("form_key"))
		storetest.Contains(t, page.Text(), "Choose your files again")
	})

	t.Run("keeps a reference while the database is away", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		v.Requests.Store.Close()

		page := v.Submit("/requests", map[string]string{"reference": "PD-2222-3333-4444"})

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Equal(t, page.Field("Reference").Value, "PD-2222-3333-4444")
	})
}
