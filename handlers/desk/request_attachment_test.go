package desk_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"privacydesk/models/store/storetest"
)

// untouched is a body that must not be read.
type untouched struct {
	*strings.Reader

	read bool
}

func (u *untouched) Read(into []byte) (int, error) {
	u.read = true
	return u.Reader.Read(into)
}

func TestSEC_A5_AFileForACaseThatIsNotThereIsNotTakenIn(t *testing.T) {
	t.Parallel()
	w := newCasework(t)
	body := &untouched{Reader: strings.NewReader("--part\r\nContent-Disposition: form-data; name=\"direction\"\r\n\r\nout\r\n--part--\r\n")}
	request := httptest.NewRequest(http.MethodPost, "/desk/requests/PD-2222-2222-2222/files", body)
	request.Header.Set("Content-Type", "multipart/form-data; boundary=part")

	storetest.Equal(t, w.as(storetest.Agent).Send(request).Status, http.StatusNotFound)

	storetest.Equal(t, body.read, false)
}
