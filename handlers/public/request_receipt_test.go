package public_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"privacydesk/models/request/requesttest"
	"privacydesk/models/store/storetest"
)

func TestReceiptPage(t *testing.T) {
	t.Run("sends the email again, and says the same when there is none left", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		receipt := v.SubmitFiles("/requests/new", v.asking()).Location
		for range 4 {
			sent := v.Submit(receipt+"/confirmation", nil)
			storetest.Equal(t, sent.Location, receipt+"?asked=1")
			page := v.Follow(sent)
			storetest.Equal(t, page.Heading(), "We have your request")
			storetest.Equal(t, page.Announcement(), "If the address still waits to be confirmed, another email is on its way. An address that nobody has confirmed gets at most three in a day.")
		}
		storetest.Equal(t, len(requesttest.Letters(t, v.Requests)), 3)
	})

	t.Run("offers that only while the address waits to be confirmed", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		receipt := v.SubmitFiles("/requests/new", v.asking()).Location
		storetest.Equal(t, slices.Contains(v.Get(receipt).Forms(), receipt+"/confirmation"), true)
		storetest.NoError(t, v.Requests.Store.DB.Exec(`UPDATE requests SET confirmed_at = now()`).Error)
		storetest.Equal(t, slices.Contains(v.Get(receipt).Forms(), receipt+"/confirmation"), false)
	})

	t.Run("says where to go on once it has run out, as of one that never was", func(t *testing.T) {
		t.Parallel()
		v := visiting(t)
		receipt := v.SubmitFiles("/requests/new", v.asking()).Location
		storetest.NoError(t, v.Requests.Store.DB.Exec(`UPDATE receipts SET expires_at = '2026-01-01'`).Error)

		for _, path := range []string{receipt, "/requests/receipt/made-up"} {
			page := v.Get(path)
			storetest.Equal(t, page.Status, http.StatusNotFound)
			storetest.Equal(t, page.Heading(), "This receipt is no longer open")
			storetest.Equal(t, page.HasLink("/requests"), true)
			storetest.Equal(t, v.Submit(path+"/confirmation", nil).Heading(), "This receipt is no longer open")
		}
		storetest.Equal(t, len(requesttest.Letters(t, v.Requests)), 1)
		storetest.Equal(t, v.count(t), 1)
	})
}

func TestSEC_C1_AnAddressThatOpensSomethingIsToldToNobody(t *testing.T) {
	t.Parallel()
	v := visiting(t)
	receipt := v.SubmitFiles("/requests/new", v.asking()).Location
	for _, path := range []string{receipt, "/requests/receipt/made-up", "/requests/confirm/made-up", "/de/requests/confirm/made-up", "/requests/code/made-up", "/requests/case"} {
		page := v.Get(path)
		storetest.Equal(t, page.Header.Get("Referrer-Policy"), "no-referrer")
		storetest.Equal(t, page.Header.Get("Cache-Control"), "no-store")
		if page.Status != http.StatusSeeOther {
			storetest.Contains(t, page.Body, `<meta name="robots" content="noindex">`)
			storetest.Equal(t, strings.Contains(page.Body, `rel="canonical"`), false)
		}
	}
}
