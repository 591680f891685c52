package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/store/storetest"
	"privacydesk/views/ui"
)

// part is one piece of a form with files, as a browser writes it.
func part(disposition, content string) string {
	return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n"
}

func TestSEC_D2_FormsWithFiles(t *testing.T) {
	t.Parallel()
	var files []string
	take := func(c web.Ctx) error {
		parts, err := web.ReadParts(c)
		if err != nil {
			return err
		}
		form, err := web.PartsForm[noteInput](parts)
		if err == nil {
			err = parts.EachFile(func(name string, content io.Reader) error {
				read, err := io.ReadAll(content)
				files = append(files, name+"="+string(read))
				return err
			})
		}
		if web.Rejected(&form, err) {
			return web.Refuse(c, err, ui.PublicError(ui.PublicShell{}, "Again", form.Typed.Get("text"), ""))
		} else if err != nil {
			return err
		}
		return web.SeeOther(c, "/done?"+form.Input.Text)
	}
	browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{web.Post("/files", access.Anyone, take).Files()})
	send := func(body, kind string) *webtest.Page {
		files = nil
		request := httptest.NewRequest(http.MethodPost, "/files", strings.NewReader(body))
		request.Header.Set("Content-Type", kind)
		return browser.Send(request)
	}
	const kind, end = "multipart/form-data; boundary=x", "--x--\r\n"
	text, file := part(`name="text"`, "good"), part(`name="files"; filename="a.txt"`, "hello")

	t.Run("give their text, then their files", func(t *testing.T) {
		storetest.Equal(t, send(text+file+part(`name="files"; filename=""`, "")+end, kind).Location, "/done?good")
		storetest.Equal(t, files, []string{"a.txt=hello"})
	})

	many := strings.Repeat(text, 41)
	for _, refusal := range []struct {
		why, body, kind string
		status          int
	}{
		{"text behind a file", file + text + end, kind, http.StatusBadRequest},
		{"an end in the middle", text + file, kind, http.StatusBadRequest},
		{"no boundary", text + end, "multipart/form-data", http.StatusBadRequest},
		{"another kind of body", "text=good", "application/x-www-form-urlencoded", http.StatusBadRequest},
		{"a part without a name", part(`filename="a"`, "x") + end, kind, http.StatusBadRequest},
		{"more than forty parts", many + end, kind, http.StatusRequestEntityTooLarge},
		{"a head of a part that is a book", text + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\nX: " +
			strings.Repeat("y", 17<<10) + "\r\n\r\nhello\r\n" + end, kind, http.StatusRequestEntityTooLarge},
		{"text without end", part(`name="text"`, strings.Repeat("z", 1<<20+1)) + end, kind, http.StatusRequestEntityTooLarge},
		{"more files than ten", text + strings.Repeat(file, 11) + end, kind, http.StatusUnprocessableEntity},
	} {
		t.Run(fmt.Sprintf("are refused for %s", refusal.why), func(t *testing.T) {
			storetest.Equal(t, send(refusal.body, refusal.kind).Status, refusal.status)
		})
	}

	t.Run("keep what was typed when they are larger than the limit", func(t *testing.T) {
		page := send(text+part(`name="files"; filename="a.txt"`, strings.Repeat("a", 27<<20))+end, kind)
		storetest.Equal(t, page.Status, http.StatusRequestEntityTooLarge)
		storetest.Contains(t, page.Text(), "good")
	})
}
