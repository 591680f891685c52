package request_test

import (
	"context"
	"time"

	"github.com/google/uuid"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/store/storetest"
)

// entry is a form of staff that is complete: a letter that came on Friday.
func (d *desk) entry() request.LogInput {
	return request.LogInput{FormKey: d.formKey(), Site: "main", Channel: "post", ReceivedOn: day(2026, 11, 20), Rights: []string{"access", "objection"},
		Message: "All of it, and stop the letters.", Relation: "self", Name: "Zorblatt Quillfeather", Email: "zorblatt@quill.example",
		Phone: "+49 30 5550199", Account: "ACC-77193", Locale: "en"}
}

func (d *desk) formKey() string {
	d.t.Helper()
	key, err := d.NewFormKey()
	storetest.NoError(d.t, err)
	return key
}

// logged is a case that staff entered.
func (d *desk) logged() string {
	d.t.Helper()
	reference, err := d.Log(d.t.Context(), storetest.Agent, d.entry(), nil)
	storetest.NoError(d.t, err)
	return reference
}

// identified is a case whose person is known to be the person.
func (d *desk) identified() string {
	d.t.Helper()
	reference := d.logged()
	storetest.NoError(d.t, d.ConfirmIdentity(d.t.Context(), storetest.Agent, reference,
		request.IdentityInput{Method: "account", Reason: "Wrote from the account.", Version: d.version(reference)}))
	return reference
}

func (d *desk) version(reference string) int64 {
	d.t.Helper()
	return storetest.One[int64](d.t, d.db, `SELECT version FROM requests WHERE reference = $1`, reference)
}

// versionOr1 is version, also of a case that is not there.
func (d *desk) versionOr1(reference string) int64 {
	d.t.Helper()
	return storetest.One[int64](d.t, d.db, `SELECT coalesce(max(version), 1) FROM requests WHERE reference = $1`, reference)
}

func (d *desk) state(reference string) string {
	d.t.Helper()
	return storetest.One[string](d.t, d.db, `SELECT stage || ' ' || coalesce(due_on::text, '-') || ' ' || coalesce(paused_left::text, '-') FROM requests WHERE reference = $1`, reference)
}

func (d *desk) seen(by access.Actor, reference string) request.Case {
	d.t.Helper()
	found, err := d.Case(d.t.Context(), by, reference)
	storetest.NoError(d.t, err)
	return found
}

func (d *desk) decide(by access.Actor, reference string, in request.DecisionInput) (uuid.UUID, error) {
	d.t.Helper()
	decision, err := d.Decide(d.t.Context(), by, reference, in)
	return decision.ID, err
}

// last is the newest event of the log.
func (d *desk) last() string {
	events := storetest.Audited(d.t, d.db)
	return events[len(events)-1]
}

// atOnce runs two changes together and tells how each ended.
func atOnce(first, second func(context.Context) error) (one, two error) {
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	ended := make(chan error)
	go func() { ended <- first(ctx) }()
	two = second(ctx)
	return <-ended, two
}
