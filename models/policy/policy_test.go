package policy_test

import (
	"context"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var mainSite = site.Site{ID: 1, Key: "main", DefaultLocale: "en", Locales: []string{"en", "de", "ar"}, Zone: "Europe/Berlin"}

const firstText = "Some words before.\n\n## Who we are\n\nWe run the market.\n\n## What we keep\n\nYour name.\n"

// desk is the register at a moment that a test can move.
type desk struct {
	*policy.Register
	t   *testing.T
	now *time.Time
}

func newDesk(t *testing.T) desk {
	now := noon
	db := storetest.Open(t, storetest.Clone(t), store.Options{Now: func() time.Time { return now }})
	return desk{&policy.Register{Store: db, Editions: &edition.Register{Store: db}}, t, &now}
}

func (d desk) givenDocument(slug string) policy.Document {
	d.t.Helper()
	document, err := d.Add(d.t.Context(), storetest.Editor, policy.DocumentInput{Title: "Privacy policy", Slug: slug, Category: "privacy",
		SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 12})
	storetest.NoError(d.t, err)
	return document
}

// givenDraft is an open draft that holds the words, saved by the editor.
func (d desk) givenDraft(slug, markdown string) policy.Text {
	d.t.Helper()
	draft, err := d.OpenDraft(d.t.Context(), storetest.Editor, slug)
	storetest.NoError(d.t, err)
	saved, err := d.Save(d.t.Context(), storetest.Editor, slug, "en", policy.TextInput{Title: "Privacy policy", Markdown: markdown, Version: draft.Texts[0].Version})
	storetest.NoError(d.t, err)
	return saved
}

func (d desk) submit(slug string, class edition.Class, locales ...string) (edition.Proposal, error) {
	return d.Submit(d.t.Context(), storetest.Editor, slug, policy.SubmissionInput{Class: class, Summary: "Something changed.", Locales: locales})
}

// publish takes the open draft the rest of the way.
func (d desk) publish(slug string, class edition.Class, on civil.Date, locales ...string) edition.Edition {
	d.t.Helper()
	proposal, err := d.submit(slug, class, locales...)
	storetest.NoError(d.t, err)
	storetest.NoError(d.t, d.Editions.Approve(d.t.Context(), storetest.Approver, proposal.ID, ""))
	published, err := d.Editions.Publish(d.t.Context(), storetest.Approver, proposal.ID, mainSite.Location(), edition.PublicationInput{EffectiveOn: on})
	storetest.NoError(d.t, err)
	return published
}

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func TestAdd(t *testing.T) {
	t.Run("refuses a slug that is taken, and what cannot be an address", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		input := policy.DocumentInput{Title: "Other", Slug: "privacy", Category: "rules", SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 12}

		_, err := d.Add(t.Context(), storetest.Editor, input)
		storetest.Is(t, err, store.Refused("constraint.slug_is_taken"))

		input.Slug, input.Category, input.GoverningLocale, input.ReviewMonths = "No such", "cats", "english", 0
		_, err = d.Add(t.Context(), storetest.Editor, input)
		storetest.Is(t, err, store.Invalid{"slug": "document.slug.plain", "category": "document.category.unknown",
			"governing_locale": "document.governing_locale.unknown", "review_months": "document.review_months.range"})
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{"document.added privacy"})
	})

	t.Run("is not for agents, nor on sites of others", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		input := policy.DocumentInput{Title: "Rules", Slug: "rules", Category: "rules", SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 12}
		_, err := d.Add(t.Context(), storetest.Agent, input)
		storetest.Is(t, err, store.ErrForbidden)

		elsewhere := access.Actor{Kind: access.Person, ID: 3, Grants: []access.Grant{{Role: access.Editor, SiteID: 2}}}
		_, err = d.Add(t.Context(), elsewhere, input)
		storetest.Is(t, err, store.Invalid{"site_ids": "document.site_ids.not_yours"})
	})
}

func TestChange(t *testing.T) {
	t.Run("keeps the slug once something was published under it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		document := d.givenDocument("privacy")
		input := policy.DocumentInput{Title: "Privacy", Slug: "privacy-notice", Category: "privacy", SiteIDs: []int64{1}, GoverningLocale: "en",
			ReviewMonths: 6, Version: document.Version}

		changed, err := d.Change(t.Context(), storetest.Editor, "privacy", input)
		storetest.NoError(t, err)
		d.givenDraft("privacy-notice", firstText)
		d.publish("privacy-notice", edition.Material, civil.Date{})

		input.Slug, input.Version = "privacy", changed.Version
		_, err = d.Change(t.Context(), storetest.Editor, "privacy-notice", input)
		storetest.Is(t, err, store.Refused("constraint.slug_stays"))
	})

	t.Run("refuses a late save and keeps what stands", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		input := policy.DocumentInput{Title: "Privacy", Slug: "privacy", Category: "privacy", SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 6, Version: 1}
		_, err := d.Change(t.Context(), storetest.Editor, "privacy", input)
		storetest.NoError(t, err)

		input.Title = "Later"
		_, err = d.Change(t.Context(), storetest.Editor, "privacy", input)
		storetest.Is(t, err, store.Conflict{Version: 2, Theirs: map[string]string{"title": "Privacy", "slug": "privacy", "category": "privacy",
			"governing_locale": "en", "review_months": "6", "site_ids": "1"}})
		storetest.Equal(t, storetest.One[string](t, d.Store, `SELECT title FROM documents`), "Privacy")
	})
}

func TestSave(t *testing.T) {
	t.Run("gives every clause a key that it keeps when it is renamed and moved", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")

		saved := d.givenDraft("privacy", firstText)
		storetest.Contains(t, saved.Markdown, "## Who we are {#who-we-are}")

		moved := "## What we keep about you\n\nYour name.\n\n## Who we are\n\nWe run the market.\n"
		saved, err := d.Save(t.Context(), storetest.Editor, "privacy", "en", policy.TextInput{Title: "Privacy policy", Markdown: moved, Version: saved.Version})
		storetest.NoError(t, err)
		storetest.Contains(t, saved.Markdown, "## What we keep about you {#what-we-keep}")
		storetest.Contains(t, saved.Markdown, "## Who we are {#who-we-are}")
	})

	t.Run("takes a title that stands in the text", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		saved := d.givenDraft("privacy", "# Our  privacy *notice*\n\n## Who we are\n\nWe.\n")

		storetest.Equal(t, saved.Title, "Our privacy notice")
		storetest.Equal(t, saved.Markdown, "## Who we are {#who-we-are}\n\nWe.")
	})

	t.Run("shows a late save the other text and loses neither", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		first := d.givenDraft("privacy", firstText)
		_, err := d.Save(t.Context(), storetest.Editor, "privacy", "en", policy.TextInput{Title: "Mine", Markdown: "## A\n\nMine.", Version: first.Version})
		storetest.NoError(t, err)

		_, err = d.Save(t.Context(), storetest.Approver, "privacy", "en", policy.TextInput{Title: "Late", Markdown: "## A\n\nLate.", Version: first.Version})

		storetest.Is(t, err, store.Conflict{Version: first.Version + 1, Theirs: map[string]string{"title": "Mine", "markdown": "## A {#a}\n\nMine."}})
		_, draft, err := d.Draft(t.Context(), storetest.Editor, "privacy")
		storetest.NoError(t, err)
		storetest.Equal(t, draft.Texts[0].Title, "Mine")
		authors, err := d.DraftAuthors(t.Context(), draft)
		storetest.NoError(t, err)
		storetest.Equal(t, authors, []int64{storetest.Editor.ID})
	})

	t.Run("refuses a text that is too long or no text", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		saved := d.givenDraft("privacy", firstText)
		_, err := d.Save(t.Context(), storetest.Editor, "privacy", "en", policy.TextInput{Title: "P", Markdown: "\xff", Version: saved.Version})
		storetest.Is(t, err, store.Invalid{"markdown": "text.error.encoding"})
		_, err = d.Save(t.Context(), storetest.Editor, "privacy", "en", policy.TextInput{Title: "P", Markdown: string(make([]byte, 5<<20)), Version: saved.Version})
		storetest.Is(t, err, store.Invalid{"markdown": "draft.markdown.long"})
	})
}

func TestOpenDraft(t *testing.T) {
	t.Run("stands alone", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		d.givenDraft("privacy", firstText)
		_, err := d.OpenDraft(t.Context(), storetest.Approver, "privacy")
		storetest.Is(t, err, store.Refused("constraint.one_open_draft"))

		storetest.NoError(t, d.DiscardDraft(t.Context(), storetest.Editor, "privacy"))
		_, _, err = d.Draft(t.Context(), storetest.Editor, "privacy")
		storetest.Is(t, err, store.ErrNotFound)
		_, err = d.OpenDraft(t.Context(), storetest.Approver, "privacy")
		storetest.NoError(t, err)
	})

	t.Run("starts from what was published, also when that was withdrawn, and from languages that were not ready", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		d.givenDraft("privacy", firstText)
		_, err := d.Save(t.Context(), storetest.Editor, "privacy", "de", policy.TextInput{Title: "Datenschutz", Markdown: "## Wer wir sind {#who-we-are}\n\nWir."})
		storetest.NoError(t, err)
		published := d.publish("privacy", edition.Material, day(2026, 12, 1))
		storetest.NoError(t, d.Editions.Withdraw(t.Context(), storetest.Approver, published.ID, "Too early."))

		draft, err := d.OpenDraft(t.Context(), storetest.Editor, "privacy")

		storetest.NoError(t, err)
		storetest.Equal(t, *draft.BaseEditionID, published.ID)
		storetest.Equal(t, []string{draft.Texts[0].Locale, draft.Texts[1].Locale}, []string{"en", "de"})
		storetest.Contains(t, draft.Texts[0].Markdown, "## Who we are {#who-we-are}\n\nWe run the market.")
		storetest.Equal(t, draft.Texts[1].Title, "Datenschutz")
		again := d.publish("privacy", edition.Material, civil.Date{}, "de")
		storetest.Equal(t, again.Version, "2.0") // the number of what was withdrawn is not given again
	})
}

func TestSubmit(t *testing.T) {
	t.Run("numbers versions by what changed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		var versions []string
		for i, class := range []edition.Class{edition.Editorial, edition.Editorial, edition.Material, edition.Editorial} {
			d.givenDraft("privacy", firstText+string(rune('a'+i)))
			versions = append(versions, d.publish("privacy", class, civil.Date{}).Version)
		}
		storetest.Equal(t, versions, []string{"1.0", "1.1", "2.0", "2.1"})
	})

	t.Run("freezes what programs read", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		d.givenDraft("privacy", firstText+"\n:::in-short\nOnly a name.\n:::\n")
		published := d.publish("privacy", edition.Material, civil.Date{})

		content, err := policy.ContentOf(published)

		storetest.NoError(t, err)
		words, locale := content.In("ar")
		storetest.Equal(t, locale, "en")
		one, two := "1", "2"
		storetest.Equal(t, words.Clauses, []policy.Clause{
			{Key: "introduction", Level: 2, Markdown: "Some words before.\n"},
			{Key: "who-we-are", Number: &one, Heading: "Who we are", Level: 2, Markdown: "## Who we are {#who-we-are}\n\nWe run the market.\n"},
			{Key: "what-we-keep", Number: &two, Heading: "What we keep", Level: 2,
				Markdown: "## What we keep {#what-we-keep}\n\nYour name.\n\n:::in-short\nOnly a name.\n:::", InShort: "Only a name."},
		})
		storetest.Equal(t, []string{content.Version, content.Title, content.GoverningLocale}, []string{"1.0", "Privacy policy", "en"})
	})

	t.Run("refuses faults in the structure and tells where they are", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.Knows = func(_ context.Context, _ *gorm.DB, block, category string, _ int64) (bool, error) {
			return category == "payments", nil
		}
		document := d.givenDocument("privacy")
		d.givenDraft("privacy", "## A\n\n:::processors {category=payments}\n\n## B {#a}\n\n:::nonsense\n\n:::processors {category=cats}\n")
		_, err := d.submit("privacy", edition.Material)
		storetest.Is(t, err, store.Refused("draft_submission.refused.faults"))

		_, draft, err := d.Draft(t.Context(), storetest.Editor, "privacy")
		storetest.NoError(t, err)
		faults, err := d.Faults(t.Context(), document, draft)
		storetest.NoError(t, err)
		var found []string
		for _, fault := range faults {
			found = append(found, fault.Clause+" "+fault.Problem.MessageKey)
		}
		storetest.Equal(t, found, []string{"a text.problem.block_unknown", "a draft_submission.fault.category"})
		storetest.Equal(t, storetest.One[int](t, d.Store, `SELECT count(*) FROM proposals`), 0)
	})

	t.Run("refuses a text without title or words", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		document := d.givenDocument("privacy")
		saved := d.givenDraft("privacy", "")
		_, err := d.Save(t.Context(), storetest.Editor, "privacy", "en", policy.TextInput{Version: saved.Version})
		storetest.NoError(t, err)
		_, draft, _ := d.Draft(t.Context(), storetest.Editor, "privacy")
		faults, err := d.Faults(t.Context(), document, draft)
		storetest.NoError(t, err)
		storetest.Equal(t, len(faults), 2)
		_, err = d.submit("privacy", edition.Material)
		storetest.Is(t, err, store.Refused("draft_submission.refused.faults"))
	})

	t.Run("needs a class and a summary, and something that changed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		d.givenDraft("privacy", firstText)
		_, err := d.Submit(t.Context(), storetest.Editor, "privacy", policy.SubmissionInput{})
		storetest.Is(t, err, store.Invalid{"summary": "proposal.summary.missing", "change_class": "proposal.change_class.missing"})
		d.publish("privacy", edition.Material, civil.Date{})

		_, err = d.OpenDraft(t.Context(), storetest.Editor, "privacy")
		storetest.NoError(t, err)
		_, err = d.submit("privacy", edition.Material)
		storetest.Is(t, err, store.Refused("proposal.refused.unchanged"))
	})

	t.Run("closes the draft until the proposal comes back", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		saved := d.givenDraft("privacy", firstText)
		proposal, err := d.submit("privacy", edition.Material)
		storetest.NoError(t, err)
		change := policy.TextInput{Title: "P", Markdown: "## A\n\nB.", Version: saved.Version}

		_, err = d.Save(t.Context(), storetest.Editor, "privacy", "en", change)
		storetest.Is(t, err, store.Refused("draft.refused.in_review"))
		storetest.Is(t, d.DiscardDraft(t.Context(), storetest.Editor, "privacy"), store.Refused("draft.refused.in_review"))

		storetest.NoError(t, d.Editions.Return(t.Context(), storetest.Approver, proposal.ID, "Shorter."))
		_, err = d.Save(t.Context(), storetest.Editor, "privacy", "en", change)
		storetest.NoError(t, err)
	})

	t.Run("makes authors of all who saved a part", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		saved := d.givenDraft("privacy", firstText)
		_, err := d.Save(t.Context(), storetest.Approver, "privacy", "en", policy.TextInput{Title: "P", Markdown: firstText + "More.", Version: saved.Version})
		storetest.NoError(t, err)
		proposal, err := d.submit("privacy", edition.Material)
		storetest.NoError(t, err)

		storetest.Is(t, d.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""), store.Refused("constraint.approver_is_not_author"))
		storetest.NoError(t, d.Editions.Approve(t.Context(), storetest.OtherApprover, proposal.ID, ""))
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.givenDocument("privacy")
	d.givenDraft("privacy", firstText)
	d.publish("privacy", edition.Material, civil.Date{})
	d.givenDraft("privacy", firstText+"More.")
	d.publish("privacy", edition.Material, day(2026, 12, 24))
	d.givenDocument("empty")

	entries, err := d.List(t.Context(), storetest.Auditor)
	storetest.NoError(t, err)
	storetest.Equal(t, entries[0].Slug, "empty")
	storetest.Equal(t, entries[0].InForce == nil && entries[0].Draft == nil, true)
	storetest.Equal(t, []string{entries[1].InForce.Version, entries[1].Next.Version}, []string{"1.0", "2.0"})
	storetest.Equal(t, entries[1].Draft == nil, true)

	published, err := d.InForce(t.Context(), 1, noon)
	storetest.NoError(t, err)
	storetest.Equal(t, len(published), 1)
	storetest.Equal(t, published[0].Content.Version, "1.0")
	_, err = d.Public(t.Context(), 2, "privacy")
	storetest.Is(t, err, store.ErrNotFound)
}
