package request_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// code asks for a code and reads it from the newest mail.
func (d *desk) code(reference string) (token, code string) {
	d.t.Helper()
	token, err := d.AskCode(d.t.Context(), storetest.Stranger, d.site, request.CodeInput{Reference: reference})
	storetest.NoError(d.t, err)
	return token, requesttest.RunCodes(d.t, d.Register)
}

func (d *desk) reference() string {
	return storetest.One[string](d.t, d.db, `SELECT reference FROM requests ORDER BY id DESC LIMIT 1`)
}

func (d *desk) enter(token, code string) (string, error) {
	return d.EnterCode(d.t.Context(), storetest.Stranger, d.site, token, request.EntryInput{Code: code})
}

// opened is the requester who entered the code of the case.
func (d *desk) opened(receipt request.Receipt) access.Actor {
	d.t.Helper()
	shown, err := d.Acknowledge(d.t.Context(), d.site, receipt.Token)
	storetest.NoError(d.t, err)
	session, err := d.enter(d.code(shown.Reference))
	storetest.NoError(d.t, err)
	actor, err := d.Track(d.t.Context(), session)
	storetest.NoError(d.t, err)
	return actor
}

func (d *desk) submitted() request.Receipt {
	d.t.Helper()
	receipt, err := d.submit(d.asking())
	storetest.NoError(d.t, err)
	return receipt
}

func TestSEC_E3_ACodeOpensOneCaseOnce(t *testing.T) {
	t.Run("opens the case and shows that the address is the person's", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		actor := d.opened(d.submitted())

		followed, err := d.Followed(t.Context(), actor)
		storetest.NoError(t, err)
		storetest.Equal(t, followed.State(), request.Preparing)
		storetest.Equal(t, followed.Messages[0].Body, "Everything since Quillfeather joined.")
		reference := d.reference()
		storetest.Equal(t, storetest.Audited(t, d.db), []string{"request.received " + reference, "code.sent " + reference,
			"request.confirmed " + reference, "tracking.opened " + reference})
	})

	t.Run("finds the reference as people copy it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()

		_, code := d.code(" " + strings.ToLower(strings.ReplaceAll(d.reference(), "-", " ")))

		storetest.Equal(t, len(code), 8)
	})

	t.Run("refuses the right code after five wrong ones, in the same words", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		token, code := d.code(d.reference())

		for range 10 {
			_, err := d.enter(token, "1234567x")
			storetest.Is(t, err, store.Refused("code.refused"))
		}
		_, err := d.enter(token, code)

		storetest.Is(t, err, store.Refused("code.refused"))
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT tries FROM tracking_codes`), 5)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM tracking_sessions`), 0)
	})

	t.Run("works once", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		token, code := d.code(d.reference())
		_, err := d.enter(token, code)
		storetest.NoError(t, err)

		_, err = d.enter(token, code)

		storetest.Is(t, err, store.Refused("code.refused"))
	})

	t.Run("works for ten minutes", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		token, code := d.code(d.reference())
		d.now = d.now.Add(10 * time.Minute)

		_, err := d.enter(token, code)

		storetest.Is(t, err, store.Refused("code.refused"))
	})

	t.Run("does not work on the page of another try", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		_, code := d.code(d.reference())
		other, _ := d.code(d.reference())

		_, err := d.enter(other, code)

		storetest.Is(t, err, store.Refused("code.refused"))
	})
}

func TestAskCode(t *testing.T) {
	t.Run("does the same for a reference that is not there, and never makes a code for it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		token, err := d.AskCode(t.Context(), storetest.Stranger, d.site, request.CodeInput{Reference: "PD-2222-3333-4444"})

		storetest.NoError(t, err)
		storetest.Equal(t, storetest.Jobs(t, d.db), []string{"request.code"})
		requesttest.RunCodes(t, d.Register)
		storetest.Equal(t, len(requesttest.Letters(t, d.Register)), 0)
		_, err = d.enter(token, "00000000")
		storetest.Is(t, err, store.Refused("code.refused"))
	})

	t.Run("mails no reference with a code", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		d.code(d.reference())

		letters := requesttest.Letters(t, d.Register)
		storetest.Equal(t, len(letters[1].Params), 1)
		storetest.Equal(t, letters[1].To, "zorblatt@quill.example")
	})

	t.Run("mails one code however often the job runs", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()
		d.code(d.reference())
		requesttest.RunCodes(t, d.Register)

		storetest.Equal(t, len(requesttest.Letters(t, d.Register)), 2)
	})

	t.Run("refuses the sixth for one reference in a quarter of an hour, also where there is none", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		for range 5 {
			_, err := d.AskCode(t.Context(), storetest.Stranger, d.site, request.CodeInput{Reference: "PD-2222-3333-4444"})
			storetest.NoError(t, err)
		}

		_, err := d.AskCode(t.Context(), storetest.Stranger, d.site, request.CodeInput{Reference: "pd222233334444"})

		storetest.Is(t, err, store.TooMany{RetryAfter: 15 * time.Minute})
	})

	for typed, want := range map[string]string{"": "code.reference.missing", "PD-1": "code.reference.format"} {
		t.Run("refuses "+typed, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)

			_, err := d.AskCode(t.Context(), storetest.Stranger, d.site, request.CodeInput{Reference: typed})

			storetest.Equal(t, err, error(store.Invalid{"reference": want}))
		})
	}
}

func TestTrack(t *testing.T) {
	session := func(d *desk) string {
		d.submitted()
		session, err := d.enter(d.code(d.reference()))
		storetest.NoError(d.t, err)
		return session
	}

	t.Run("ends after half an hour without a visit, not before", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		token := session(d)
		d.now = d.now.Add(29 * time.Minute)
		actor, err := d.Track(t.Context(), token)
		storetest.NoError(t, err)
		storetest.Equal(t, actor.Kind, access.Requester)
		d.now = d.now.Add(29 * time.Minute)
		actor, err = d.Track(t.Context(), token)
		storetest.NoError(t, err)
		storetest.Equal(t, actor.Kind, access.Requester)

		d.now = d.now.Add(30 * time.Minute)
		actor, err = d.Track(t.Context(), token)

		storetest.NoError(t, err)
		storetest.Equal(t, actor.Kind, "")
	})

	t.Run("ends when the person leaves", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		token := session(d)
		actor, err := d.Track(t.Context(), token)
		storetest.NoError(t, err)

		storetest.NoError(t, d.Leave(t.Context(), actor, token))

		actor, err = d.Track(t.Context(), token)
		storetest.NoError(t, err)
		storetest.Equal(t, actor.Kind, "")
	})

	t.Run("lets nobody else in", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.submitted()

		for _, actor := range []access.Actor{storetest.Stranger, storetest.Agent, storetest.Administrator} {
			_, err := d.Followed(t.Context(), actor)
			storetest.Is(t, err, store.ErrForbidden)
			storetest.Is(t, d.Say(t.Context(), actor, request.MessageInput{Text: "x"}, nil), store.ErrForbidden)
		}
	})
}

func TestSay(t *testing.T) {
	said := func(d *desk, text string) request.MessageInput {
		key, err := d.NewFormKey()
		storetest.NoError(d.t, err)
		return request.MessageInput{FormKey: key, Text: text}
	}

	t.Run("shows staff an unread message, once however often it is sent", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		actor := d.opened(d.submitted())
		in := said(d, "And the photographs.")

		storetest.NoError(t, d.Say(t.Context(), actor, in, []request.Upload{d.receive("list.txt", "one, two")}))
		storetest.NoError(t, d.Say(t.Context(), actor, in, []request.Upload{d.receive("list.txt", "one, two")}))

		followed, err := d.Followed(t.Context(), actor)
		storetest.NoError(t, err)
		storetest.Equal(t, len(followed.Messages), 2)
		storetest.Equal(t, followed.Messages[1].Body, "And the photographs.")
		storetest.Equal(t, followed.Messages[1].Files[0].Name, "list.txt")
		storetest.Equal(t, followed.Request.Unread, 1)
		storetest.Equal(t, len(d.files.Kept), 1)
	})

	t.Run("refuses to say nothing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		actor := d.opened(d.submitted())

		storetest.Equal(t, d.Say(t.Context(), actor, said(d, ""), nil), error(store.Invalid{"text": "conversation.text.missing"}))
	})
}

func TestSEC_E4_FilesAreForThePersonAlone(t *testing.T) {
	t.Run("gives back what the person sent, to them alone", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		receipt, err := d.submit(d.asking(), d.receive("proof.txt", "grüße"))
		storetest.NoError(t, err)
		id := storetest.One[uuid.UUID](t, d.db, `SELECT id FROM files`)
		actor := d.opened(receipt)
		other := d.opened(d.submitted())

		fetched, err := d.Fetch(t.Context(), actor, id)
		storetest.NoError(t, err)
		content, err := io.ReadAll(fetched)
		storetest.NoError(t, err)
		storetest.Equal(t, string(content), "grüße")
		storetest.Equal(t, fetched.Name, "proof.txt")

		_, err = d.Fetch(t.Context(), other, id)
		storetest.Is(t, err, store.ErrNotFound)
	})

	t.Run("hands nothing out that could not be recorded, and closes it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		receipt, err := d.submit(d.asking(), d.receive("proof.txt", "hello"))
		storetest.NoError(t, err)
		actor, id := d.opened(receipt), storetest.One[uuid.UUID](t, d.db, `SELECT id FROM files`)
		cutting := &cuttingBlobs{Blobs: d.files, t: t, db: d.db}
		d.Register.Blobs = cutting

		_, err = d.Fetch(t.Context(), actor, id)

		storetest.Equal(t, errors.Is(err, store.ErrUnavailable), true)
		storetest.Equal(t, cutting.closed, true)
		storetest.Equal(t, d.last() != "file.fetched", true)
	})
}

// cuttingBlobs cuts the connection of the transaction that opens a file.
type cuttingBlobs struct {
	*requesttest.Blobs
	t      *testing.T
	db     *store.Store
	closed bool
}

func (b *cuttingBlobs) Get(ctx context.Context, name string, key []byte) (io.ReadCloser, error) {
	const cut = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`
	storetest.One[int](b.t, b.db, cut)
	content, err := b.Blobs.Get(ctx, name, key)
	return closing{content, &b.closed}, err
}

type closing struct {
	io.Reader
	closed *bool
}

func (c closing) Close() error { *c.closed = true; return nil }

func TestSweepRemovesWhatHasRunOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.opened(d.submitted())
	left := func() []string {
		return storetest.All[string](t, d.db, `SELECT concat_ws(' ', (SELECT count(*) FROM receipts), (SELECT count(*) FROM tracking_codes),
			(SELECT count(*) FROM confirmations), (SELECT count(*) FROM tracking_sessions), (SELECT count(*) FROM mail_budgets), (SELECT count(*) FROM form_keys))`)
	}
	storetest.NoError(t, d.Sweep(t.Context()))
	storetest.Equal(t, left(), []string{"1 1 1 1 1 1"})

	d.now = d.now.AddDate(0, 0, 100)
	storetest.NoError(t, d.Sweep(t.Context()))

	storetest.Equal(t, left(), []string{"0 0 0 0 0 0"})
	storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 1)
}
