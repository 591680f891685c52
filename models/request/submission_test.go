package request_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/request"
	"privacydesk/models/request/requesttest"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func day(year int, month time.Month, number int) civil.Date {
	return civil.Date{Year: year, Month: month, Day: number}
}

// desk is a register with everything that it needs, at a time that a test may move.
type desk struct {
	*request.Register
	t     *testing.T
	db    *store.Store
	files *requesttest.Blobs
	site  site.Site
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, now: monday}
	d.db = storetest.Open(t, storetest.Clone(t), store.Options{Connections: 8, Now: func() time.Time { return d.now.UTC() }})
	d.Register, d.files = requesttest.New(t, d.db)
	var err error
	d.site, err = d.Sites.Default(t.Context())
	storetest.NoError(t, err)
	return d
}

// asking is a form that is complete, with a key of its own.
func (d *desk) asking() request.SubmissionInput {
	key, err := d.NewFormKey()
	storetest.NoError(d.t, err)
	return request.SubmissionInput{FormKey: key, Rights: []string{"access", "erasure"}, Message: "Everything since Quillfeather joined.",
		Name: "Zorblatt Quillfeather", Email: "zorblatt@quill.example", Relation: "self"}
}

func (d *desk) submit(in request.SubmissionInput, uploads ...request.Upload) (request.Receipt, error) {
	return d.Submit(d.t.Context(), storetest.Stranger, d.site, "en", in, uploads)
}

func (d *desk) receive(name, content string) request.Upload {
	d.t.Helper()
	upload, err := d.Receive(d.t.Context(), name, strings.NewReader(content))
	storetest.NoError(d.t, err)
	return upload
}

func TestSubmit(t *testing.T) {
	t.Run("takes the request in and starts its clock at receipt", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		receipt, err := d.submit(d.asking())

		storetest.NoError(t, err)
		shown, err := d.Acknowledge(t.Context(), d.site, receipt.Token)
		storetest.NoError(t, err)
		due := day(2026, 12, 23)
		storetest.Equal(t, *shown.DueOn, due)
		storetest.Equal(t, shown.Email, "z•••••@quill.example")
		storetest.Equal(t, storetest.One[string](t, d.db, `SELECT stage || ' ' || array_to_string(regimes, ',') || ' ' || due_on FROM requests`),
			"received eu-gdpr 2026-12-23")
		storetest.Equal(t, storetest.All[string](t, d.db, `SELECT key || ' ' || due_on FROM request_rights ORDER BY position`),
			[]string{"access 2026-12-23", "erasure 2026-12-23"})
		storetest.Equal(t, storetest.Audited(t, d.db), []string{"request.received " + shown.Reference})
		storetest.Equal(t, storetest.Jobs(t, d.db), []string{"mail.send"})
	})

	t.Run("shows nothing of the person to whoever reads the database", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		in.Rights, in.Correction, in.Account = []string{"rectification"}, "Wobbleford street", "ACC-77193"

		_, err := d.submit(in, d.receive("grumblesnatch.txt", "Flibbertigibbet"))

		storetest.NoError(t, err)
		dump := dumped(t, d.db)
		for _, word := range []string{"Zorblatt", "Quillfeather", "quill.example", "Wobbleford", "ACC-77193", "grumblesnatch", "Everything"} {
			if strings.Contains(dump, word) || strings.Contains(dump, fmt.Sprintf("%x", word)) {
				t.Errorf("%q stands in the database", word)
			}
		}
		for _, stored := range d.files.Kept {
			if strings.Contains(string(stored), "Flibbertigibbet") {
				t.Error("the file is stored in clear")
			}
		}
	})

	t.Run("keeps the law of the site and that of the person's home, and works to the earlier day", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		in.Residence = "kr-pipa"

		_, err := d.submit(in)

		storetest.NoError(t, err)
		storetest.Equal(t, storetest.One[string](t, d.db, `SELECT array_to_string(regimes, ',') || ' ' || lead_regime || ' ' || due_on FROM requests`),
			"eu-gdpr,kr-pipa kr-pipa 2026-12-03")
	})

	t.Run("keeps the editions that were in force on the day of receipt", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		storetest.NoError(t, d.db.Write(t.Context(), access.Operator, access.Anyone, func(tx *store.Tx) error {
			for _, subject := range []edition.Subject{edition.Facts("main"), edition.Cookies("elsewhere")} {
				_, err := d.Editions.Import(t.Context(), tx, time.UTC, edition.Imported{Subject: subject, SiteID: d.site.ID,
					Content: map[string]any{"of": subject}, EffectiveOn: day(2026, 1, 1)})
				if err != nil {
					return err
				}
			}
			return nil
		}))

		_, err := d.submit(d.asking())

		storetest.NoError(t, err)
		storetest.Equal(t, storetest.All[string](t, d.db, `SELECT k.subject || ' ' || e.number FROM request_editions k JOIN editions e ON e.id = k.edition_id`),
			[]string{"facts:main 1"})
		kept := d.seen(storetest.Agent, d.reference()).Editions
		storetest.Equal(t, []any{len(kept), kept[0].Title, kept[0].Number}, []any{1, "Main", 1})
	})

	t.Run("takes bidirectional and Arabic text as it was typed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		in.Name, in.Message = "زورا \u202Eabc", "أريد نسخة من بياناتي"

		receipt, err := d.Submit(t.Context(), storetest.Stranger, d.site, "ar", in, nil)

		storetest.NoError(t, err)
		follower := d.opened(receipt)
		followed, err := d.Followed(t.Context(), follower)
		storetest.NoError(t, err)
		storetest.Equal(t, followed.Person.Name, in.Name)
		storetest.Equal(t, followed.Messages[0].Body, in.Message)
		storetest.Equal(t, followed.Request.Locale, "ar")
	})

	for _, refusal := range []struct {
		name   string
		change func(*request.SubmissionInput)
		want   store.Invalid
	}{
		{"needs something to be asked for", func(in *request.SubmissionInput) { in.Rights = []string{"everything"} },
			store.Invalid{"rights": "submission.rights.missing"}},
		{"needs to know what is wrong before it is corrected", func(in *request.SubmissionInput) { in.Rights = []string{"rectification"} },
			store.Invalid{"correction": "submission.correction.missing"}},
		{"needs some way to answer", func(in *request.SubmissionInput) { in.Email = "" },
			store.Invalid{"email": "submission.email.missing"}},
		{"needs one plain address", func(in *request.SubmissionInput) { in.Email = "Z <z@quill.example>" },
			store.Invalid{"email": "submission.email.format"}},
		{"needs to know for whom", func(in *request.SubmissionInput) { in.Relation = "" },
			store.Invalid{"relation": "submission.relation.missing"}},
		{"needs the name of a child that somebody asks for", func(in *request.SubmissionInput) { in.Relation = "guardian" },
			store.Invalid{"about": "submission.about.missing"}},
		{"needs the key of its page", func(in *request.SubmissionInput) { in.FormKey = "short" },
			store.Invalid{"form_key": "submission.form_key.missing"}},
		{"refuses a law that nobody knows", func(in *request.SubmissionInput) { in.Residence = "xx" },
			store.Invalid{"residence": "submission.residence.unknown"}},
		{"refuses more text than anybody reads", func(in *request.SubmissionInput) { in.Message = strings.Repeat("x", 5001) },
			store.Invalid{"message": "field.too_long"}},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			in := d.asking()
			refusal.change(&in)

			_, err := d.submit(in, d.receive("proof.txt", "proof"))

			storetest.Equal(t, err, error(refusal.want))
			storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 0)
			storetest.Equal(t, len(d.files.Kept), 0)
			storetest.Equal(t, storetest.Audited(t, d.db), nil)
		})
	}

	t.Run("asks for no name where the matter is nobody's data", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		in.Rights, in.Name = []string{"policy_feedback"}, ""

		_, err := d.submit(in)

		storetest.NoError(t, err)
	})
}

func TestSEC_E1_OneFormIsOneRequest(t *testing.T) {
	t.Run("however often and in parallel it arrives", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		var group sync.WaitGroup
		receipts, failures := make([]request.Receipt, 6), make([]error, 6)
		for i := range receipts {
			upload := d.receive("proof.txt", "the same proof")
			group.Go(func() { receipts[i], failures[i] = d.submit(in, upload) })
		}
		group.Wait()

		storetest.NoError(t, errors.Join(failures...))
		references := map[string]bool{}
		for _, receipt := range receipts {
			shown, err := d.Acknowledge(t.Context(), d.site, receipt.Token)
			storetest.NoError(t, err)
			references[shown.Reference] = true
		}
		storetest.Equal(t, len(references), 1)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 1)
		storetest.Equal(t, len(d.files.Kept), 1)
		storetest.Equal(t, storetest.Jobs(t, d.db), []string{"mail.send"})
	})

	t.Run("and another content under its key is refused", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.asking()
		_, err := d.submit(in)
		storetest.NoError(t, err)
		in.Message = "Something else."

		_, err = d.submit(in)

		storetest.Is(t, err, store.Refused("submission.refused.changed"))
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 1)
	})
}

func TestSEC_E6_UnconfirmedAddresses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 5 {
		_, err := d.submit(d.asking())
		storetest.NoError(t, err)
	}
	storetest.Equal(t, len(storetest.Jobs(t, d.db)), 3)

	for range 6 { // ten in a month, whatever the days
		d.now = d.now.AddDate(0, 0, 3)
		for range 2 {
			_, err := d.submit(d.asking())
			storetest.NoError(t, err)
		}
	}
	storetest.Equal(t, len(storetest.Jobs(t, d.db)), 10)
	storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 17)
}

func TestSEC_E3_ReceiptEndsAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	receipt, err := d.submit(d.asking())
	storetest.NoError(t, err)
	d.now = d.now.Add(30 * time.Minute)

	_, err = d.Acknowledge(t.Context(), d.site, receipt.Token)

	storetest.Is(t, err, store.ErrNotFound)
}

// dumped is every row of every table as text.
func dumped(t *testing.T, db *store.Store) string {
	var all strings.Builder
	for _, table := range storetest.All[string](t, db, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'river_migration'`) {
		for _, row := range storetest.All[json.RawMessage](t, db, fmt.Sprintf(`SELECT to_jsonb(t) FROM %q t`, table)) {
			all.Write(row)
		}
	}
	return all.String()
}
