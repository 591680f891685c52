package policy_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// A change that reads beside its transaction reads what another is about to replace,
// and waits for ever where no second connection is free.
func TestEveryChangeReadsInItsOwnTransaction(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 1, Now: func() time.Time { return noon }})
	editions := &edition.Register{Store: db}
	policies := &policy.Register{Store: db, Editions: editions}
	policies.Knows = func(ctx context.Context, db *gorm.DB, _, category string, _ int64) (bool, error) {
		return entry.Categories{Register: "cookies"}.Knows(ctx, db, category)
	}
	_, err := policies.Add(ctx, storetest.Editor, policy.DocumentInput{Title: "Privacy policy", Slug: "privacy", Category: "privacy",
		SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 12})
	storetest.NoError(t, err)
	var last edition.Proposal
	for _, words := range []string{"One.", "Two."} {
		draft, err := policies.OpenDraft(ctx, storetest.Editor, "privacy")
		storetest.NoError(t, err)
		_, err = policies.Save(ctx, storetest.Editor, "privacy", "en", policy.TextInput{Title: "Privacy policy",
			Markdown: "## A\n\n" + words + "\n\n:::cookies {category=analytics}\n", Version: draft.Texts[0].Version})
		storetest.NoError(t, err)
		submit := func() {
			last, err = policies.Submit(ctx, storetest.Editor, "privacy", policy.SubmissionInput{Class: edition.Material, Summary: "Words."})
			storetest.NoError(t, err)
		}
		submit()
		storetest.NoError(t, editions.Recall(ctx, storetest.Editor, last.ID))
		submit()
		storetest.NoError(t, editions.Approve(ctx, storetest.Approver, last.ID, ""))
		_, err = editions.Publish(ctx, storetest.Approver, last.ID, mainSite.Location(), edition.PublicationInput{})
		storetest.NoError(t, err)
	}
	for _, words := range []string{"One.", "Two."} {
		_, _, err = policies.ImportHistory(ctx, storetest.Editor, mainSite, policy.HistoryInput{Slug: "terms", Filename: "t.md",
			Raw: []byte("# Terms\n\n## A\n\n" + words + "\n"), EffectiveOn: day(2020, time.January, 1)})
		storetest.NoError(t, err)
	}
}

func TestOfManyWhoActAtOnceOneGetsThrough(t *testing.T) {
	// at runs the deed for eight people at once and counts those who got through.
	at := func(deed func() error) int {
		var group sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			group.Go(func() { errs[i] = deed() })
		}
		group.Wait()
		through := 0
		for _, err := range errs {
			if err == nil {
				through++
			}
		}
		return through
	}

	t.Run("whether they open, submit or publish", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		ctx := t.Context()
		storetest.Equal(t, at(func() error { _, err := d.OpenDraft(ctx, storetest.Editor, "privacy"); return err }), 1)
		_, err := d.Save(ctx, storetest.Editor, "privacy", "en", policy.TextInput{Title: "Privacy policy", Markdown: firstText, Version: 1})
		storetest.NoError(t, err)
		storetest.Equal(t, at(func() error { _, err := d.submit("privacy", edition.Material); return err }), 1)
		storetest.NoError(t, d.Editions.Approve(ctx, storetest.Approver, 1, ""))
		storetest.Equal(t, at(func() error {
			_, err := d.Editions.Publish(ctx, storetest.Approver, 1, mainSite.Location(), edition.PublicationInput{})
			return err
		}), 1)
		storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT version FROM editions`), []string{"1.0"})
	})

	t.Run("and histories that are imported together stand in one order", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		storetest.Equal(t, at(func() error {
			_, _, err := d.ImportHistory(t.Context(), storetest.Editor, mainSite, policy.HistoryInput{Slug: "privacy", Filename: "p.md",
				Raw: []byte("# Privacy\n\n## A\n\nWords.\n"), EffectiveOn: day(2020, time.January, 1)})
			return err
		}) > 0, true)
		storetest.Equal(t, storetest.One[bool](t, d.Store, `SELECT count(*) = count(DISTINCT version) AND max(number) = count(*) FROM editions`), true)
	})
}
