package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"privacydesk/handlers/web/webtest"
	"privacydesk/models/store/storetest"
)

// fullBlobs is a store for files without room.
type fullBlobs struct{}

func (fullBlobs) Put(context.Context, string, []byte, io.Reader) error {
	return errors.New("no space left on device")
}
func (fullBlobs) Get(context.Context, string, []byte) (io.ReadCloser, error) {
	return nil, errors.New("no such file")
}
func (fullBlobs) Delete(context.Context, string) error { return nil }

func TestSEC_H4_AFullDiskKeepsTheFormAndIsToldInTheLog(t *testing.T) {
	m := newMatrix(t)
	var log bytes.Buffer
	m.server.Log = slog.New(slog.NewTextHandler(&log, nil))
	m.portal.requests.Blobs = fullBlobs{}
	key, err := m.portal.requests.NewFormKey()
	storetest.NoError(t, err)
	var form strings.Builder
	for _, field := range [][2]string{{"form_key", key}, {"rights", "access"}, {"name", "Zorblatt"}, {"postal", "1 Quill Street"}, {"relation", "self"}} {
		form.WriteString("--x\r\nContent-Disposition: form-data; name=\"" + field[0] + "\"\r\n\r\n" + field[1] + "\r\n")
	}
	form.WriteString("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"letter.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n")
	request := httptest.NewRequest(http.MethodPost, "/requests/new", strings.NewReader(form.String()))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")

	page := webtest.Over(t, m.server).Send(request)

	storetest.Equal(t, page.Status, http.StatusServiceUnavailable)
	storetest.Contains(t, log.String(), "no space left on device")
	if strings.Contains(log.String(), "Zorblatt") || strings.Contains(log.String(), "Quill") {
		t.Errorf("the log names the person: %s", log.String())
	}
}
