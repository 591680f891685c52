package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/store/storetest"
)

// saying is a reply with the key of the page.
func saying(page *webtest.Page, text string) url.Values {
	return url.Values{"form_key": {page.Hidden("form_key")}, "mode": {"reply"}, "text": {text}}
}

func TestBadInputOnACase(t *testing.T) {
	for _, c := range []struct{ name, text, problem string }{
		{"nothing", "", "Write a message or choose a file"},
		{"more than a message holds", strings.Repeat("word ", 1001), "Write less here"},
	} {
		t.Run("a reply of "+c.name+" is refused beside its field and kept", func(t *testing.T) {
			t.Parallel()
			w := newCasework(t)
			address := w.logged()
			browser := w.as(storetest.Agent)

			page := browser.SubmitAll(address+"/messages", saying(browser.Get(address), c.text))

			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Contains(t, page.Field("Message").Error, c.problem)
			storetest.Equal(t, strings.TrimSpace(page.Field("Message").Value), strings.TrimSpace(c.text))
			storetest.Equal(t, storetest.One[int](t, w.db, `SELECT count(*) FROM messages WHERE kind = 'out'`), 0)
		})
	}

	t.Run("a reply of five megabytes, or of no text at all, is refused whole", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		browser := w.as(storetest.Agent)
		key := browser.Get(address)

		storetest.Equal(t, browser.SubmitAll(address+"/messages", saying(key, strings.Repeat("x", 5<<20))).Status, http.StatusRequestEntityTooLarge)
		for _, unreadable := range []string{"caf\xe9", "\xff\xfe\x00"} {
			page := browser.SubmitAll(address+"/messages", saying(key, unreadable))
			storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
			storetest.Contains(t, page.Field("Message").Error, "we could not read it")
		}
		storetest.Equal(t, storetest.One[int](t, w.db, `SELECT count(*) FROM messages WHERE kind = 'out'`), 0)
	})

	t.Run("a reply that is sent twice is one", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		browser := w.as(storetest.Agent)
		form := saying(browser.Get(address), "We look into it.")
		for range 2 {
			storetest.Equal(t, browser.SubmitAll(address+"/messages", form).Location, address)
		}
		storetest.Equal(t, storetest.One[int](t, w.db, `SELECT count(*) FROM messages WHERE kind = 'out'`), 1)
	})

	t.Run("a program named .pdf is no letter, and what was typed is kept", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		browser := w.as(storetest.Agent)

		page := browser.SubmitFiles("/desk/requests/new", w.entry(browser), webtest.Upload{Field: "files", Name: "letter.pdf", Content: []byte("MZ\x90\x00\x03")})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Name").Value, "Zorblatt Quillfeather")
		storetest.Contains(t, page.Field("Files").Error, "Send PDF, PNG, JPEG")
		storetest.Equal(t, storetest.One[int](t, w.db, `SELECT count(*) FROM requests`), 0)
	})

	t.Run("an entry that is sent twice is one request", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		browser := w.as(storetest.Agent)
		form := w.entry(browser)

		storetest.Equal(t, browser.SubmitFiles("/desk/requests/new", form).Location, browser.SubmitFiles("/desk/requests/new", form).Location)
		storetest.Equal(t, storetest.One[int](t, w.db, `SELECT count(*) FROM requests`), 1)
	})
}

func TestWhatStaffTypedIsKeptWhileTheDatabaseIsAway(t *testing.T) {
	for _, c := range []struct {
		name, path string
		form       url.Values
		kept       string
	}{
		{"a reply", "/messages", url.Values{"mode": {"reply"}, "text": {"We look into it this week."}}, "We look into it this week."},
		{"a note", "/messages", url.Values{"mode": {"note"}, "text": {"Ask the warehouse first."}}, "Ask the warehouse first."},
		{"a decision", "/decision/access", url.Values{"outcome": {"refused"}, "ground": {"excessive"}, "explanation": {"You asked the same last week."}}, "You asked the same last week."},
		{"an extension", "/extension", url.Values{"reason": {"Three archives lie elsewhere."}, "due_on": {"2027-02-01"}, "step": {"save"}}, "Three archives lie elsewhere."},
		{"a question", "/pause", url.Values{"about": {"identity"}, "question": {"Which order was the last?"}, "step": {"save"}}, "Which order was the last?"},
		{"an answer", "/answer", url.Values{"text": {"Here is all of it."}}, "Here is all of it."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newCasework(t)
			address := w.logged()
			browser := w.as(storetest.Agent)
			form := browser.Get(address)
			c.form.Set("version", "1")
			c.form.Set("form_key", form.Hidden("form_key"))
			w.db.Close()

			page := browser.SubmitAll(address+c.path, c.form)

			storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
			storetest.Equal(t, page.Header.Get("Retry-After"), "10")
			storetest.Contains(t, page.Body, c.kept)
			storetest.Equal(t, page.Hidden("version"), "1")
			storetest.Equal(t, page.Forms(), []string{address + c.path})
		})
	}

	t.Run("a request from paper, though its scan must be chosen again", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		browser := w.as(storetest.Agent)
		form := w.entry(browser)
		w.db.Close()

		page := browser.SubmitFiles("/desk/requests/new", form, webtest.Upload{Field: "files", Name: "letter.txt", Content: []byte("All of it.")})

		storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
		storetest.Contains(t, page.Body, "Zorblatt Quillfeather")
		storetest.Equal(t, page.Hidden("form_key"), form.Get("form_key"))
		storetest.Contains(t, page.Text(), "Choose your files again")
		storetest.Contains(t, page.Body, `enctype="multipart/form-data"`)
	})
}
