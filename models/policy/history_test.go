package policy_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
	"privacydesk/models/text/texttest"
)

func (d desk) history(raw string, on civil.Date) (edition.Edition, error) {
	made, _, err := d.ImportHistory(d.t.Context(), storetest.Editor, mainSite,
		policy.HistoryInput{Slug: "privacy", Filename: "privacy.md", Raw: []byte(raw), EffectiveOn: on})
	return made, err
}

func TestImportHistory(t *testing.T) {
	const one, two = "# Privacy policy\n\n## Who we are\n\nWe run the market.\n", "# Privacy policy\n\n## Who we are now\n\nWe run the market and more.\n"

	t.Run("makes the document and a version for each text, oldest first", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		var versions []string
		for _, text := range []struct {
			words string
			on    civil.Date
		}{{one, day(2019, 5, 1)}, {two, day(2020, 5, 1)}, {two, day(2020, 5, 1)}, {one, day(2026, 11, 23)}} {
			made, err := d.history(text.words, text.on)
			storetest.NoError(t, err)
			versions = append(versions, made.Version)
		}

		storetest.Equal(t, versions, []string{"1.0", "2.0", "3.0", "4.0"})
		inForce, err := d.Editions.InForce(t.Context(), edition.Policy("privacy"), day(2020, 5, 2).In(mainSite.Location()))
		storetest.NoError(t, err)
		storetest.Equal(t, inForce.Version, "3.0")
		storetest.Equal(t, inForce.EffectiveAt.UTC(), time.Date(2020, 4, 30, 22, 0, 0, 0, time.UTC))
		storetest.Equal(t, inForce.Imported && inForce.ApprovedBy == nil, true)
		content, err := policy.ContentOf(inForce)
		storetest.NoError(t, err)
		storetest.Equal(t, content.Locales["en"].Clauses[0].Markdown, "## Who we are now {#who-we-are}\n\nWe run the market and more.")
	})

	for _, refusal := range []struct {
		name string
		on   civil.Date
		want string
	}{
		{"refuses a future day", day(2026, 11, 24), "history.refused.future"},
		{"refuses a day before the newest", day(2019, 4, 30), "history.refused.order"},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			_, err := d.history(one, day(2019, 5, 1))
			storetest.NoError(t, err)

			_, err = d.history(two, refusal.on)

			storetest.Is(t, err, store.Refused(refusal.want))
			storetest.Equal(t, storetest.One[int](t, d.Store, `SELECT count(*) FROM editions`), 1)
		})
	}

	t.Run("refuses a document that was published here, or waits to be", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		d.givenDraft("privacy", firstText)
		proposal, err := d.submit("privacy", edition.Material)
		storetest.NoError(t, err)
		_, err = d.history(one, day(2019, 5, 1))
		storetest.Is(t, err, store.Refused("history.refused.in_review"))

		storetest.NoError(t, d.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
		_, err = d.Editions.Publish(t.Context(), storetest.Approver, proposal.ID, mainSite.Location(), edition.PublicationInput{})
		storetest.NoError(t, err)
		_, err = d.history(one, day(2019, 5, 1))
		storetest.Is(t, err, store.Refused("history.refused.ordinary"))
	})

	t.Run("refuses what is no text and makes nothing of it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.history("%PDF-1.7", day(2019, 5, 1))
		storetest.Is(t, err, store.Invalid{"file": "text.error.binary"})
		_, err = d.history("# Privacy\n\n## A\n\n:::nonsense\n", day(2019, 5, 1))
		storetest.Is(t, err, store.Refused("history.refused.faults"))
		storetest.Equal(t, storetest.One[int](t, d.Store, `SELECT count(*) FROM documents`), 0)
	})
}

func TestImportDraft(t *testing.T) {
	const page = "# Privacy policy\n\n## Cookies\n\n| Cookie | Purpose | Expiry |\n| --- | --- | --- |\n| basket_id | Remembers the basket | Session |\n"

	t.Run("opens a draft and offers what the text names", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		document := d.givenDocument("privacy")

		finding, err := d.ImportDraft(t.Context(), storetest.Editor, "privacy", policy.ImportInput{Filename: "p.md", Raw: []byte(page)})

		storetest.NoError(t, err)
		_, found, err := d.Found(t.Context(), storetest.Editor, "privacy", finding.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, found.Cookies, 1)
		_, draft, err := d.Draft(t.Context(), storetest.Editor, "privacy")
		storetest.NoError(t, err)
		storetest.Contains(t, draft.Texts[0].Markdown, "## Cookies {#cookies}")
		offers, err := d.Offers(t.Context(), document.SiteID, policy.OfferCookies)
		storetest.NoError(t, err)
		rows, err := offers[0].Cookies()
		storetest.NoError(t, err)
		storetest.Equal(t, rows[0].Names, []string{"basket_id"})
	})

	t.Run("does not offer the site itself as a recipient", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		document := d.givenDocument("privacy")
		storetest.NoError(t, d.Store.DB.Exec(`UPDATE sites SET name = 'Harbour Market'`).Error)
		const page = "# Privacy policy\n\n## Who we are\n\nHarbour Market Ltd runs the shop. Quaypay Payments Ltd takes payments.\n"

		_, err := d.ImportDraft(t.Context(), storetest.Editor, "privacy", policy.ImportInput{Filename: "p.md", Raw: []byte(page)})

		storetest.NoError(t, err)
		offers, err := d.Offers(t.Context(), document.SiteID, policy.OfferRecipients)
		storetest.NoError(t, err)
		names, err := offers[0].Recipients()
		storetest.NoError(t, err)
		storetest.Equal(t, names.Companies, []string{"Quaypay Payments Ltd"})
	})

	t.Run("does not write over a text that somebody saved meanwhile", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.givenDocument("privacy")
		saved := d.givenDraft("privacy", firstText)

		_, err := d.ImportDraft(t.Context(), storetest.Editor, "privacy", policy.ImportInput{Filename: "p.md", Raw: []byte(page), Version: saved.Version - 1})
		var conflict store.Conflict
		storetest.Equal(t, asConflict(err, &conflict), true)
		storetest.Equal(t, conflict.Theirs["markdown"], saved.Markdown)

		_, err = d.ImportDraft(t.Context(), storetest.Editor, "privacy", policy.ImportInput{Filename: "p.md", Raw: []byte(page), Version: saved.Version})
		storetest.NoError(t, err)
		// A second import takes the place of what nobody has settled.
		_, err = d.ImportDraft(t.Context(), storetest.Editor, "privacy", policy.ImportInput{Filename: "p.md", Raw: []byte(page), Version: saved.Version + 1})
		storetest.NoError(t, err)
		storetest.Equal(t, storetest.One[int](t, d.Store, `SELECT count(*) FROM offers`), 1)
	})
}

func asConflict(err error, into *store.Conflict) bool {
	conflict, is := err.(store.Conflict)
	*into = conflict
	return is
}

func TestRealHistory(t *testing.T) {
	folder := filepath.Join(texttest.RealInputs(t), "basecamp-policies")
	index, err := os.Open(filepath.Join(folder, "privacy-index.csv"))
	storetest.NoError(t, err)
	defer func() { _ = index.Close() }()
	rows, err := csv.NewReader(index).ReadAll()
	storetest.NoError(t, err)
	d := newDesk(t)
	before := ""
	for _, row := range rows[1:] {
		raw, err := os.ReadFile(filepath.Join(folder, row[0]))
		storetest.NoError(t, err)
		on, err := civil.ParseDate(row[1][:10])
		storetest.NoError(t, err)
		made, err := d.history(string(raw), on)
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		content, err := policy.ContentOf(made)
		storetest.NoError(t, err)
		words, _ := content.In("en")
		after := words.Markdown()
		storetest.Equal(t, words.Document().Text(), after)
		redline := text.Compare(before, after)
		var old, new strings.Builder
		for _, block := range redline.Blocks {
			old.WriteString(block.Old)
			new.WriteString(block.New)
		}
		storetest.Equal(t, old.String(), before)
		storetest.Equal(t, new.String(), after)
		before = after
	}
	storetest.Equal(t, storetest.One[string](t, d.Store, `SELECT version FROM editions ORDER BY number DESC LIMIT 1`), "44.0")
}
