package policy_test

import (
	"encoding/hex"
	"testing"

	"cloud.google.com/go/civil"

	"privacydesk/models/edition"
	"privacydesk/models/store/storetest"
)

// holding are the tables that have words in any row, as text or as bytes.
const holding = `SELECT t.tablename FROM pg_tables t WHERE t.schemaname = 'public' AND
  (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I x WHERE x::text LIKE %L OR x::text LIKE %L', t.tablename, $1::text, $2::text), false, true, '')))[1]::text <> '0'
ORDER BY 1`

func TestWithholdingErasesEveryCopyOfTheWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.givenDocument("privacy")
	d.givenDraft("privacy", firstText)
	d.publish("privacy", edition.Material, civil.Date{})
	const slipped = "Wilhelmina Quastenflosser"
	d.givenDraft("privacy", firstText+"\n"+slipped+" complained.\n")
	returned, err := d.submit("privacy", edition.Material)
	storetest.NoError(t, err)
	storetest.NoError(t, d.Editions.Return(t.Context(), storetest.Approver, returned.ID, "Look again."))
	published := d.publish("privacy", edition.Material, civil.Date{})
	found := func() []string {
		return storetest.All[string](t, d.Store, holding, "%"+slipped+"%", "%"+hex.EncodeToString([]byte(slipped))+"%")
	}
	storetest.Equal(t, found(), []string{"draft_texts", "edition_contents", "proposals"})

	storetest.NoError(t, d.Editions.AskWithholding(t.Context(), storetest.Approver, published.ID, "Article 17 GDPR."))
	storetest.NoError(t, d.Editions.SettleWithholding(t.Context(), storetest.OtherApprover, published.ID, true))

	storetest.Equal(t, found(), nil)
	draft, err := d.OpenDraft(t.Context(), storetest.Editor, "privacy")
	storetest.NoError(t, err)
	storetest.Equal(t, draft.Texts[0].Markdown, "Some words before.\n\n## Who we are {#who-we-are}\n\nWe run the market.\n\n## What we keep {#what-we-keep}\n\nYour name.")
}
