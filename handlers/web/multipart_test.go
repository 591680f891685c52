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

// filesForm is a browser before a form with files as every handler reads it: what was
// typed is shown again whatever is wrong with the files.
type filesForm struct {
	*webtest.Browser
	files []string // that arrived, as name=content
}

func openFilesForm(t *testing.T, needs access.Capability) *filesForm {
	t.Helper()
	f := &filesForm{}
	take := func(c web.Ctx) error {
		form, parts, err := web.SubmittedParts[noteInput](c)
		if err == nil {
			err = parts.EachFile(func(name string, content io.Reader) error {
				read, err := io.ReadAll(content)
				f.files = append(f.files, name+"="+string(read))
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
	f.Browser = webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{web.Post("/files", needs, take).Files()})
	return f
}

const formKind, formEnd = "multipart/form-data; boundary=x", "--x--\r\n"

func (f *filesForm) send(body io.Reader, kind string, length int64) *webtest.Page {
	f.files = nil
	request := httptest.NewRequest(http.MethodPost, "/files", body)
	request.Header.Set("Content-Type", kind)
	request.ContentLength = length
	return f.Send(request)
}

func (f *filesForm) sendText(body string) *webtest.Page {
	return f.send(strings.NewReader(body), formKind, int64(len(body)))
}

// part is one piece of a form with files, as a browser writes it.
func part(disposition, content string) string {
	return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n"
}

var (
	textPart = part(`name="text"`, "good")
	filePart = part(`name="files"; filename="a.txt"`, "hello")
)

// counted is a body that tells how much of it was taken.
type counted struct {
	io.Reader
	taken int
}

func (c *counted) Read(piece []byte) (int, error) {
	n, err := c.Reader.Read(piece)
	c.taken += n
	return n, err
}

// endless repeats a letter.
type endless byte

func (e endless) Read(piece []byte) (int, error) {
	for i := range piece {
		piece[i] = byte(e)
	}
	return len(piece), nil
}

func TestFormsWithFiles(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)

	t.Run("give their text, then their files", func(t *testing.T) {
		storetest.Equal(t, f.sendText(textPart+filePart+part(`name="files"; filename=""`, "")+formEnd).Location, "/done?good")
		storetest.Equal(t, f.files, []string{"a.txt=hello"})
	})
	for why, body := range map[string]string{
		"an end in the middle":  textPart + filePart,
		"a part without a name": part(`filename="a"`, "x") + formEnd,
	} {
		t.Run("are refused for "+why, func(t *testing.T) { storetest.Equal(t, f.sendText(body).Status, http.StatusBadRequest) })
	}
	for why, kind := range map[string]string{"no boundary": "multipart/form-data", "another kind of body": "application/x-www-form-urlencoded"} {
		t.Run("are refused for "+why, func(t *testing.T) {
			body := textPart + formEnd
			storetest.Equal(t, f.send(strings.NewReader(body), kind, int64(len(body))).Status, http.StatusBadRequest)
		})
	}
}

func TestSEC_D2_FortyPartsAtMost(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)
	storetest.Equal(t, f.sendText(strings.Repeat(textPart, 40)+formEnd).Status, http.StatusSeeOther)

	body := &counted{Reader: io.MultiReader(strings.NewReader(strings.Repeat(textPart, 41)), strings.NewReader(strings.Repeat(textPart, 100_000)))}

	storetest.Equal(t, f.send(body, formKind, -1).Status, http.StatusRequestEntityTooLarge)
	if body.taken > 64<<10 {
		t.Errorf("%d bytes were taken", body.taken)
	}
}

func TestSEC_D2_TenFilesAtMost(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)
	storetest.Equal(t, f.sendText(textPart+strings.Repeat(filePart, 10)+formEnd).Status, http.StatusSeeOther)

	page := f.sendText(textPart + strings.Repeat(filePart, 11) + formEnd)

	storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
	storetest.Contains(t, page.Text(), "good")
}

func TestSEC_D2_SixteenKilobytesOfAPartsHead(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)
	headed := func(size int) string {
		const head = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\nX: "
		return head + strings.Repeat("y", size) + "\r\n\r\nhello\r\n"
	}
	storetest.Equal(t, f.sendText(textPart+headed(15<<10)+formEnd).Status, http.StatusSeeOther)
	storetest.Equal(t, f.sendText(textPart+headed(17<<10)+formEnd).Status, http.StatusRequestEntityTooLarge)

	for _, c := range []struct {
		where, begins string
		status        int
	}{
		{"in front of the first part", "", http.StatusBadRequest},
		{"in a line of a head", textPart + "--x\r\nX: ", http.StatusRequestEntityTooLarge},
		{"behind a file", textPart + filePart + "--x\r\nX: ", http.StatusRequestEntityTooLarge},
		{"behind a file that was not chosen", textPart + part(`name="files"; filename=""`, strings.Repeat("z", 100_000)) + "--x\r\nX: ", http.StatusRequestEntityTooLarge},
	} {
		t.Run("and no more is taken "+c.where, func(t *testing.T) {
			body := &counted{Reader: io.MultiReader(strings.NewReader(c.begins), endless('y'))}

			page := f.send(body, formKind, -1)

			storetest.Equal(t, page.Status, c.status)
			if body.taken > len(c.begins)+32<<10 {
				t.Errorf("%d bytes were taken", body.taken)
			}
		})
	}
}

func TestSEC_D2_TextComesBeforeFilesAndHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)

	storetest.Equal(t, f.sendText(filePart+textPart+formEnd).Status, http.StatusBadRequest)
	storetest.Equal(t, f.sendText(part(`name="text"`, strings.Repeat("z", 1<<20+1))+formEnd).Status, http.StatusRequestEntityTooLarge)
}

func TestSEC_D2_TwentyFiveMegabytesARequest(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)
	begins := textPart + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n"
	with := func(size int64) io.Reader {
		return io.MultiReader(strings.NewReader(begins), io.LimitReader(endless('a'), size), strings.NewReader("\r\n"+formEnd))
	}

	t.Run("are taken", func(t *testing.T) {
		storetest.Equal(t, f.send(with(25_000_000), formKind, -1).Status, http.StatusSeeOther)
	})
	for announced, most := range map[int64]int{27_000_000: 64 << 10, -1: 25<<20 + 64<<10} {
		t.Run(fmt.Sprintf("and no more, with what was typed kept, announced as %d", announced), func(t *testing.T) {
			body := &counted{Reader: with(27_000_000)}

			page := f.send(body, formKind, announced)

			storetest.Equal(t, page.Status, http.StatusRequestEntityTooLarge)
			storetest.Contains(t, page.Text(), "good")
			if body.taken > most {
				t.Errorf("%d bytes were taken", body.taken)
			}
		})
	}
}

func TestSEC_D2_NoContentEncoding(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.Anyone)
	request := httptest.NewRequest(http.MethodPost, "/files", strings.NewReader(textPart+formEnd))
	request.Header.Set("Content-Type", formKind)
	request.Header.Set("Content-Encoding", "gzip")

	storetest.Equal(t, f.Send(request).Status, http.StatusUnsupportedMediaType)
}

func TestSEC_A5_NothingOfABodyIsReadBeforeTheCapability(t *testing.T) {
	t.Parallel()
	f := openFilesForm(t, access.WorkRequests)
	body := &counted{Reader: strings.NewReader(textPart + formEnd)}

	page := f.send(body, formKind, -1)

	storetest.Equal(t, page.Location, "/desk/sign-in")
	storetest.Equal(t, body.taken, 0)
}
