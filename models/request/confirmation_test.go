package request_test

import (
	"strings"
	"testing"
	"time"

	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestConfirm(t *testing.T) {
	link := func(d *desk) string {
		d.submitted()
		return strings.TrimPrefix(requesttest.Letters(d.t, d.Register)[0].Params["link"], "http://localhost/requests/confirm/")
	}

	t.Run("shows once that the address is the person's", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		token := link(d)

		storetest.NoError(t, d.Confirm(t.Context(), storetest.Stranger, token))
		storetest.NoError(t, d.Confirm(t.Context(), storetest.Stranger, token))

		storetest.Equal(t, storetest.One[bool](t, d.db, `SELECT confirmed_at IS NOT NULL FROM requests`), true)
		storetest.Equal(t, len(storetest.Audited(t, d.db)), 2)
	})

	t.Run("says that an old link has run out", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		token := link(d)
		d.now = d.now.AddDate(0, 0, 7)

		storetest.Is(t, d.Confirm(t.Context(), storetest.Stranger, token), store.Refused("confirmation.refused.expired"))
		storetest.Equal(t, storetest.One[bool](t, d.db, `SELECT confirmed_at IS NULL FROM requests`), true)
	})

	t.Run("knows no link that it did not make", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()

		storetest.Is(t, d.Confirm(t.Context(), storetest.Stranger, "made-up"), store.ErrNotFound)
	})
}

func TestSEC_E6_ConfirmationSentAgain(t *testing.T) {
	mails := func(d *desk) int { return len(requesttest.Letters(d.t, d.Register)) }

	t.Run("goes out with a new link, and the old one goes on working", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		reference := d.reference()

		storetest.NoError(t, d.SendConfirmation(t.Context(), storetest.Agent, reference, request.ConfirmationInput{Version: 1}))

		letters := requesttest.Letters(t, d.Register)
		storetest.Equal(t, []any{len(letters), letters[1].Kind, letters[1].To, d.last()}, []any{2, "request_received", "zorblatt@quill.example", "confirmation.sent " + reference})
		for _, letter := range letters {
			_, err := d.ConfirmationOpen(t.Context(), strings.TrimPrefix(letter.Params["link"], "http://localhost/requests/confirm/"))
			storetest.NoError(t, err)
		}
		if letters[0].Params["link"] == letters[1].Params["link"] {
			t.Error("the second link is the first")
		}
	})

	t.Run("stops at three mails a day, also where another case has confirmed the address", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.opened(d.submitted())
		receipt := d.submitted()
		before := mails(d)

		for range 4 {
			storetest.NoError(t, d.AskConfirmationByReceipt(t.Context(), storetest.Stranger, receipt.Token))
		}

		storetest.Equal(t, mails(d)-before <= 3, true)
		again := request.ConfirmationInput{Version: 1}
		storetest.Is(t, d.SendConfirmation(t.Context(), storetest.Agent, d.reference(), again), store.Refused("confirmation.refused.budget"))
		d.now = d.now.AddDate(0, 0, 1)
		storetest.NoError(t, d.SendConfirmation(t.Context(), storetest.Agent, d.reference(), again))
	})

	t.Run("is refused at the desk where it means nothing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.opened(d.submitted())
		confirmed := d.reference()
		in := d.entry()
		in.Email = ""
		paper, err := d.Log(t.Context(), storetest.Agent, in, nil)
		storetest.NoError(t, err)
		over := d.logged()
		storetest.NoError(t, d.Close(t.Context(), storetest.Agent, over, request.ClosingInput{Kind: "withdrawn", Note: "By phone.", Version: 1}))
		before := mails(d)

		for reference, want := range map[string]error{
			confirmed: store.Refused("confirmation.refused.confirmed"), paper: store.Refused("confirmation.refused.no_address"),
			over: store.Refused("casework.refused.over"), "PD-2222-2222-2222": store.ErrNotFound,
		} {
			storetest.Is(t, d.SendConfirmation(t.Context(), storetest.Agent, reference, request.ConfirmationInput{Version: d.versionOr1(reference)}), want)
		}
		storetest.Is(t, d.SendConfirmation(t.Context(), storetest.Auditor, confirmed, request.ConfirmationInput{Version: 1}), store.ErrForbidden)
		_, late := d.SendConfirmation(t.Context(), storetest.Agent, d.logged(), request.ConfirmationInput{Version: 9}).(store.Conflict)
		storetest.Equal(t, late, true)
		storetest.Equal(t, mails(d), before+1) // the last case's own
	})

	t.Run("says the same by receipt and by link whether there was anything to send", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		receipt := d.submitted()
		link := strings.TrimPrefix(requesttest.Letters(t, d.Register)[0].Params["link"], "http://localhost/requests/confirm/")
		d.now = d.now.AddDate(0, 0, 8)
		storetest.NoError(t, d.AskConfirmationByLink(t.Context(), storetest.Stranger, link))
		storetest.Equal(t, mails(d), 2)
		d.now = d.now.Add(-8 * 24 * time.Hour)
		storetest.NoError(t, d.Confirm(t.Context(), storetest.Stranger, link))

		storetest.NoError(t, d.AskConfirmationByLink(t.Context(), storetest.Stranger, link))
		storetest.NoError(t, d.AskConfirmationByReceipt(t.Context(), storetest.Stranger, receipt.Token))

		storetest.Equal(t, mails(d), 2)
		storetest.Is(t, d.AskConfirmationByLink(t.Context(), storetest.Stranger, "made-up"), store.ErrNotFound)
		storetest.Is(t, d.AskConfirmationByReceipt(t.Context(), storetest.Stranger, "made-up"), store.ErrNotFound)
		d.now = d.now.Add(31 * time.Minute)
		storetest.Is(t, d.AskConfirmationByReceipt(t.Context(), storetest.Stranger, receipt.Token), store.ErrNotFound)
	})
}
