package mail_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"privacydesk/models/access"
	"privacydesk/models/mail"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// office is an outbox at a time that a test may move.
type office struct {
	*mail.Outbox
	t   *testing.T
	now time.Time
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, now: monday}
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 4, Now: func() time.Time { return o.now }})
	o.Outbox = &mail.Outbox{Store: db, Vault: vaulttest.New(t)}
	return o
}

// post writes a letter to somebody in a transaction that then ends with the error.
func (o *office) post(to string, end error) error {
	return o.Store.Write(o.t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error {
		key, err := o.Vault.NewKey(o.t.Context(), tx)
		if err != nil {
			return err
		}
		letter := mail.Letter{SiteID: 1, Kind: "invitation", Locale: "en", To: to, Params: map[string]string{"name": "Zorblatt"}}
		if err := mail.Post(o.t.Context(), tx, key, letter); err != nil {
			return err
		}
		return end
	})
}

func (o *office) ids() []uuid.UUID {
	return storetest.All[uuid.UUID](o.t, o.Store, `SELECT id FROM mails ORDER BY created_at, id`)
}

func TestPost(t *testing.T) {
	t.Run("puts the letter and the job that sends it behind one change", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		storetest.NoError(t, o.post("zorblatt@quill.example", nil))

		row, letter, err := o.Load(t.Context(), o.ids()[0])

		storetest.NoError(t, err)
		storetest.Equal(t, letter, mail.Letter{SiteID: 1, Kind: "invitation", Locale: "en", To: "zorblatt@quill.example", Params: map[string]string{"name": "Zorblatt"}})
		storetest.Equal(t, row.State, mail.Waiting)
		storetest.Equal(t, storetest.Jobs(t, o.Store), []string{"mail.send"})
	})

	t.Run("leaves nothing behind a change that failed", func(t *testing.T) {
		t.Parallel()
		o, failed := newOffice(t), errors.New("the rest failed")
		storetest.Is(t, o.post("zorblatt@quill.example", failed), failed)

		storetest.Equal(t, len(o.ids()), 0)
		storetest.Equal(t, len(storetest.Jobs(t, o.Store)), 0)
	})
}

func TestSEC_G1_AMailIsSealedInItsPlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	storetest.NoError(t, o.post("zorblatt@quill.example", nil))
	storetest.NoError(t, o.post("other@quill.example", nil))

	stored := strings.Join(storetest.All[string](t, o.Store, `SELECT m::text || encode(recipient, 'escape') || encode(params, 'escape') FROM mails m`), "") +
		strings.Join(storetest.All[string](t, o.Store, `SELECT j::text FROM river_job j`), "")
	for _, word := range []string{"zorblatt", "Zorblatt", "quill"} {
		if strings.Contains(stored, word) {
			t.Errorf("%s stands in the database", word)
		}
	}

	// What was sealed for one mail opens as part of no other, even under the same key.
	storetest.NoError(t, o.Store.DB.Exec(`UPDATE mails SET (recipient, key_id) = (SELECT recipient, key_id FROM mails WHERE id = ?) WHERE id = ?`, o.ids()[0], o.ids()[1]).Error)
	if _, letter, err := o.Load(t.Context(), o.ids()[1]); err == nil {
		t.Errorf("it opened: %s", letter.To)
	}
}

func TestSEC_I3_TheMessageIDIsGivenBeforeTheFirstTryAndToOneMailOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	storetest.NoError(t, o.post("zorblatt@quill.example", nil))
	storetest.NoError(t, o.post("zorblatt@quill.example", nil))

	given := storetest.All[string](t, o.Store, `SELECT message_id FROM mails`)
	first, _, err := o.Load(t.Context(), o.ids()[0])
	storetest.NoError(t, err)
	again, _, err := o.Load(t.Context(), o.ids()[0])
	storetest.NoError(t, err)

	if len(given) != 2 || given[0] == given[1] || given[0] == "" || first.MessageID != again.MessageID {
		t.Errorf("given %v, read %s and %s", given, first.MessageID, again.MessageID)
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	storetest.NoError(t, o.post("zorblatt@quill.example", nil))
	id := o.ids()[0]

	_, _, err := o.Load(t.Context(), uuid.New())
	storetest.Is(t, err, store.ErrNotFound)

	storetest.NoError(t, o.Store.Write(t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error {
		return o.Vault.Destroy(t.Context(), tx, storetest.One[uuid.UUID](t, o.Store, `SELECT key_id FROM mails`))
	}))
	_, _, err = o.Load(t.Context(), id)
	storetest.Is(t, err, store.ErrNotFound)
}

func TestSettle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	storetest.NoError(t, o.post("zorblatt@quill.example", nil))
	id := o.ids()[0]
	o.now = monday.Add(time.Minute)

	storetest.NoError(t, o.Settle(t.Context(), id, mail.Sent))
	o.now = monday.Add(time.Hour)
	storetest.NoError(t, o.Settle(t.Context(), id, mail.Failed)) // a second worker comes too late

	row, _, err := o.Load(t.Context(), id)
	storetest.NoError(t, err)
	storetest.Equal(t, row.State, mail.Sent)
	storetest.Equal(t, row.SettledAt.UTC(), monday.Add(time.Minute))
}

func TestList(t *testing.T) {
	t.Run("shows the newest first, in pages without gap or repetition", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		const many = 120
		for n := range many {
			if n%40 != 0 { // some share their moment
				o.now = o.now.Add(time.Second)
			}
			storetest.NoError(t, o.post(fmt.Sprintf("reader%d@example.org", n), nil))
		}

		var listed []string
		var last time.Time
		for cursor, pages := "", 1; ; pages++ {
			page, err := o.List(t.Context(), storetest.Administrator, cursor)
			storetest.NoError(t, err)
			for _, entry := range page.Items {
				if !last.IsZero() && entry.CreatedAt.After(last) {
					t.Errorf("%s stands behind an older one", entry.Letter.To)
				}
				last = entry.CreatedAt
				listed = append(listed, entry.Letter.To)
			}
			if cursor = page.Next; cursor == "" {
				storetest.Equal(t, pages, 3)
				break
			}
		}
		seen := map[string]bool{}
		for _, to := range listed {
			seen[to] = true
		}
		storetest.Equal(t, len(listed), many)
		storetest.Equal(t, len(seen), many)
	})

	t.Run("is for administrators", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		for _, actor := range []access.Actor{storetest.Agent, storetest.Lead, storetest.Editor, storetest.Approver, storetest.Auditor, storetest.Nobody, storetest.Stranger} {
			_, err := o.List(t.Context(), actor, "")
			storetest.Is(t, err, store.ErrForbidden)
		}
	})

	t.Run("ends at the administrator's sites", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		storetest.NoError(t, o.post("zorblatt@quill.example", nil))
		for site, want := range map[int64]int{1: 1, 2: 0} {
			page, err := o.List(t.Context(), access.Actor{Kind: access.Person, ID: 5, Grants: []access.Grant{{Role: access.Administrator, SiteID: site}}}, "")
			storetest.NoError(t, err)
			storetest.Equal(t, len(page.Items), want)
		}
	})

	t.Run("knows no cursor that it did not make", func(t *testing.T) {
		t.Parallel()
		_, err := newOffice(t).List(t.Context(), storetest.Administrator, "made-up")
		storetest.Is(t, err, store.ErrNotFound)
	})
}
