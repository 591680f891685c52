package facts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newRegister(t *testing.T) (*facts.Register, site.Site) {
	now := noon
	db := storetest.Open(t, storetest.Clone(t), store.Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
	register := &facts.Register{Store: db, Editions: &edition.Register{Store: db}, Sites: &site.Register{Store: db}}
	at, err := register.Sites.Default(t.Context())
	storetest.NoError(t, err)
	return register, at
}

func sound() facts.DraftInput {
	return facts.DraftInput{
		Controllers: []facts.Controller{{Audience: "everyone", Name: "Sample Ltd", Address: "1 Quay"}, {}},
		Contact:     facts.Contact{Email: "privacy@sample.example"},
		Rights:      []string{"access", "erasure"}, Days: map[string]int{"access": 20},
		Notices: map[string]string{"en": "We need your data to answer."},
	}
}

func TestSave(t *testing.T) {
	t.Run("keeps what was stated and leaves empty rows out", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		draft, err := register.Save(t.Context(), storetest.Editor, at, sound())
		storetest.NoError(t, err)
		storetest.Equal(t, len(draft.Content.Controllers), 1)
		storetest.Equal(t, draft.Content.Rights, []facts.Offer{{Right: "access", Days: 20}, {Right: "erasure"}})
		storetest.Equal(t, storetest.Audited(t, register.Store), []string{"facts.saved main"})
	})

	t.Run("refuses a late save and shows what stands now", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		_, err := register.Save(t.Context(), storetest.Editor, at, sound())
		storetest.NoError(t, err)
		late := sound()
		late.Contact.Email = "other@sample.example"
		_, err = register.Save(t.Context(), storetest.Approver, at, late)
		conflict, ok := err.(store.Conflict)
		storetest.Equal(t, ok, true)
		storetest.Equal(t, conflict.Theirs["contact"], "privacy@sample.example")
	})

	for name, c := range map[string]struct {
		spoil func(*facts.DraftInput)
		field string
	}{
		"nobody responsible":                          {func(in *facts.DraftInput) { in.Controllers = nil }, "controllers[0].name"},
		"no address of them":                          {func(in *facts.DraftInput) { in.Controllers[0].Address = "" }, "controllers[0].address"},
		"an unknown audience":                         {func(in *facts.DraftInput) { in.Controllers[0].Audience = "mars" }, "controllers[0].audience"},
		"no way to reach anybody":                     {func(in *facts.DraftInput) { in.Contact.Email = "" }, "contact.email"},
		"an address that is none":                     {func(in *facts.DraftInput) { in.Contact.Email = "a@b" }, "contact.email"},
		"a link that runs a script":                   {func(in *facts.DraftInput) { in.Controllers[0].AuthorityURL = "javascript:alert(1)" }, "controllers[0].authority_url"},
		"a telephone number of a page":                {func(in *facts.DraftInput) { in.Contact.Phone = strings.Repeat("1", 301) }, "contact.phone"},
		"an authority of a page":                      {func(in *facts.DraftInput) { in.Controllers[0].Authority = strings.Repeat("x", 301) }, "controllers[0].authority"},
		"more representatives than there are regions": {func(in *facts.DraftInput) { in.Representatives = make([]facts.Representative, 21) }, "representatives[0].name"},
		"no right":            {func(in *facts.DraftInput) { in.Rights = []string{"nonsense"} }, "rights"},
		"an answer next year": {func(in *facts.DraftInput) { in.Days["access"] = 400 }, "days[access]"},
		"no notice":           {func(in *facts.DraftInput) { in.Notices = nil }, "notices[en]"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			register, at := newRegister(t)
			in := sound()
			c.spoil(&in)
			_, err := register.Save(t.Context(), storetest.Editor, at, in)
			invalid, ok := err.(store.Invalid)
			storetest.Equal(t, ok && invalid[c.field] != "", true)
			storetest.Equal(t, storetest.Audited(t, register.Store), nil)
		})
	}

	t.Run("loses neither of two first saves", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		results := make(chan error, 2)
		err := register.Store.Write(t.Context(), storetest.Editor, access.EditFacts, func(tx *store.Tx) error {
			if err := tx.Exec(`LOCK TABLE fact_drafts IN SHARE MODE`).Error; err != nil { // reading goes on, writing waits
				return err
			}
			for _, by := range []access.Actor{storetest.Editor, storetest.Approver} {
				go func() {
					_, err := register.Save(context.WithoutCancel(t.Context()), by, at, sound())
					results <- err
				}()
			}
			for waiting, tries := 0, 0; waiting < 2 && tries < 500; tries++ {
				time.Sleep(10 * time.Millisecond)
				if err := tx.Raw(`SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&waiting).Error; err != nil {
					return err
				}
			}
			return nil
		})
		storetest.NoError(t, err)
		conflicts := 0
		for range 2 {
			if _, late := (<-results).(store.Conflict); late {
				conflicts++
			}
		}
		storetest.Equal(t, conflicts, 1)
	})

	t.Run("is not for agents", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		_, err := register.Save(t.Context(), storetest.Agent, at, sound())
		storetest.Is(t, err, store.ErrForbidden)
	})
}

func TestInForce(t *testing.T) {
	t.Run("is the standard until the first edition, then what was approved", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		told, err := register.InForce(t.Context(), at, noon)
		storetest.NoError(t, err)
		storetest.Equal(t, told.Edition.ID, 0)
		storetest.Equal(t, told.Offers("access") && told.Offers("complaint"), true)

		_, err = register.Save(t.Context(), storetest.Editor, at, sound())
		storetest.NoError(t, err)
		publish(t, register, at)

		told, err = register.InForce(t.Context(), at, noon.Add(time.Hour))
		storetest.NoError(t, err)
		storetest.Equal(t, told.Edition.Number, 1)
		storetest.Equal(t, told.Offers("access"), true)
		storetest.Equal(t, told.Offers("complaint"), false)
		text, in := told.Notice("de")
		storetest.Equal(t, text+" "+in, "We need your data to answer. en")
	})

	t.Run("lets whoever wrote an earlier edition approve a later one", func(t *testing.T) {
		t.Parallel()
		register, at := newRegister(t)
		_, err := register.Save(t.Context(), storetest.OtherApprover, at, sound())
		storetest.NoError(t, err)
		publish(t, register, at)

		next := sound()
		next.Version, next.Contact.Phone = 1, "+49 30 1234"
		_, err = register.Save(t.Context(), storetest.Editor, at, next)
		storetest.NoError(t, err)
		proposal, err := register.Propose(t.Context(), storetest.Editor, at, facts.EditionInput{Summary: "A phone number.", ChangeClass: edition.Editorial})
		storetest.NoError(t, err)
		storetest.NoError(t, register.Editions.Approve(t.Context(), storetest.OtherApprover, proposal.ID, ""))
	})
}

func publish(t *testing.T, register *facts.Register, at site.Site) {
	t.Helper()
	proposal, err := register.Propose(t.Context(), storetest.Editor, at, facts.EditionInput{Summary: "The first.", ChangeClass: edition.Material})
	storetest.NoError(t, err)
	storetest.NoError(t, register.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
	_, err = register.Editions.Publish(t.Context(), storetest.Approver, proposal.ID, time.UTC, edition.PublicationInput{EffectiveOn: civil.Date{}})
	storetest.NoError(t, err)
}

func TestCompareNamesWhatChanged(t *testing.T) {
	old := facts.Facts{Contact: facts.Contact{Email: "a@x.example"}, Rights: []facts.Offer{{Right: "access"}, {Right: "erasure"}}}
	now := facts.Facts{Contact: facts.Contact{Email: "b@x.example"}, Rights: []facts.Offer{{Right: "access"}, {Right: "complaint", Days: 30}}}
	storetest.Equal(t, facts.Compare(old, now), []facts.Change{
		{Place: "contact", Old: "a@x.example", New: "b@x.example"},
		{Place: "rights: erasure", Old: "0"},
		{Place: "rights: complaint", New: "30"},
	})
}
