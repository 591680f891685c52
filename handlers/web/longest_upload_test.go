package web

import (
	"net/http"
	"testing"

	"privacydesk/models/request"
)

// A file may wait for the rest of its form before anything is written; until then it
// must not be taken for a forgotten one.
func TestNoFormTakesLongerThanAFileIsWaitedFor(t *testing.T) {
	largest := bodyTime(&http.Request{ContentLength: deliveryLimit})

	if longest := largest + handlerTime; longest >= request.LongestUpload {
		t.Errorf("a form may take %s, and files are swept after %s", longest, request.LongestUpload)
	}
}
