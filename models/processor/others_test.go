package processor_test

import (
	"strings"
	"testing"

	"privacydesk/models/edition/entry"
	"privacydesk/models/processor"
	"privacydesk/models/store/storetest"
)

func TestReadCountriesOfPlaces(t *testing.T) {
	for words, want := range map[string]string{
		"Dublin, Ireland": "IE", "San Francisco, CA, USA": "US", "San Francisco, CA": "US", "Seattle, WA 98109": "US", "Toronto, ON": "CA", "Berlin, DE": "DE", "Wilmington, Delaware": "US",
		"Paris, France / New York, NY": "FR US", "FR, DE, CA": "CA DE FR", "EU (Amsterdam)": "EU NL", "USA (Virginia)": "US", "EU & US": "EU US", "Trinidad and Tobago": "TT",
		"Philippines, India and the United States": "IN PH US", "Slovenia, with edge locations worldwide": "SI", "Varies": "", "Irland, Frankfurt a.M.": "DE IE",
		"Hosted in Germany": "DE", "AWS region in Belgium": "BE", "Georgia": "GE", "Atlanta, Georgia": "US", "us; ie": "IE US", "91710 Gunzenhausen": "DE",
	} {
		t.Run("reads "+words, func(t *testing.T) {
			got, err := processor.ReadCountries(words)
			storetest.NoError(t, err)
			storetest.Equal(t, strings.Join(got, " "), want)
		})
	}
	for _, words := range []string{"Springfield, CA", "Atlantis", "Ireland / Atlantis", "Dublin and Atlantis", "outside the European Union", "to be told", "EMEA; APAC"} {
		t.Run("is not sure of "+words, func(t *testing.T) {
			if got, err := processor.ReadCountries(words); err == nil {
				t.Fatalf("was read as %v", got)
			}
		})
	}
}

func TestImportOfListsOfOthers(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		listed              []string
	}{
		{"with places under headings that name the company too", "a.md", "| Entity Name | Purpose of Processing | Location of Subprocessors |\n|---|---|---|\n| Acme, Inc.. | Hosting | Ireland |\n",
			[]string{"Acme, Inc. |  | IE | Hosting | active"}},
		{"with lists and paragraphs in cells", "a.md", "| Sub-Processor | Function | Location | Website |\n|---|---|---|---|\n| Acme | <ul><li>Hosting</li><li>Mail</li></ul> | Ireland | <p><a href=\"https://acme.example\">acme</a></p><p>4 Quay<br>Dublin</p> |\n| Bolt | Chat | Malta | |\n",
			[]string{"Acme | sub_processor | IE | Hosting Mail | active", "Bolt | sub_processor | MT | Chat | active"}},
		{"with the address under the name", "a.html", "<h1>Unterauftragsverarbeiter</h1><table><tr><th>Name und Anschrift</th><th>Gegenstand der Leistung</th><th>Ort der Datenverarbeitung</th></tr>" +
			"<tr><td>Acme GmbH<br>Kai 4<br>20457 Hamburg</td><td>Hosting</td><td>Deutschland</td></tr><tr><td>Bolt Ltd, 4 Quay Street, Valletta</td><td>Chat</td><td>Malta</td></tr></table>",
			[]string{"Acme GmbH | sub_processor | DE | Hosting | active", "Bolt Ltd | sub_processor | MT | Chat | active"}},
		{"as names with points that say what of them", "a.md", "# Subprocessors\n\n### Hosting\n\n**Acme GmbH**\n- **Purpose**: Hosting\n- **Data Location**: Germany\n\n**Bolt**\n- **Purpose**: Chat\n- **Data Location**: Malta\n",
			[]string{"Acme GmbH |  | DE | Hosting | active", "Bolt |  | MT | Chat | active"}},
		{"as numbers with points that say what of them", "a.md", "# Sub-processors\n\n1. Acme\n- Service: hosting\n- Location: Ireland\n\n2. Bolt\n- Service: chat\n- Location: Malta\n",
			[]string{"Acme | sub_processor | IE | hosting | active", "Bolt | sub_processor | MT | chat | active"}},
		{"as points with lists in them", "a.md", "# Vendors\n\n* **Acme**\n  * Purpose: hosting\n  * Country: Ireland\n* **Bolt**\n  * Purpose: chat\n  * Country: Malta\n",
			[]string{"Acme |  | IE | hosting | active", "Bolt |  | MT | chat | active"}},
		{"as a page's list, with links that are not secure", "a.html", "<html><body><main><h1>Subprocessors</h1><p>These help us, all of them in the United Kingdom:</p><ul><li><a href='http://acme.example'>Acme</a>, hosting</li><li>Bolt - chat</li></ul></main></body></html>",
			[]string{"Acme | sub_processor | GB | hosting | active", "Bolt | sub_processor | GB | chat | active"}},
		{"but no points of a list about something else", "a.md", "# Subprocessors\n\nWe choose them with care.\n\n## Your rights\n\n* **Access.** You may ask.\n* **Erasure.** You may leave.\n\n## Subprocessors\n\n* **Acme.** Hosting.\n",
			[]string{"Acme | sub_processor |  | Hosting | active"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			report := d.bring(c.file, c.content, entry.ImportInput{Locale: "en"})
			storetest.Equal(t, report.Count(entry.RowRefused), 0)
			storetest.Equal(t, d.listed(), c.listed)
		})
	}
}

func TestImportReadsTheDayOfACompany(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	report := d.bring("a.csv", "company,purpose,date added\nAcme,Hosting,25 May 2018\nBolt,Chat,05/06/2018\nCord,Mail,n/a\n", entry.ImportInput{Partial: true})
	storetest.Equal(t, outcomes(report), []string{"added Acme", "refused Bolt: processor.import.since", "added Cord"})
	storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT name || ' ' || coalesce(first_day::text, '-') FROM processors ORDER BY name`), []string{"Acme 2018-05-25", "Cord -"})
}

func TestImportReadsGroundsOfTransfers(t *testing.T) {
	for words, want := range map[string]string{
		"SCCs": "scc", "Standard Contractual Clauses": "scc", "EU-Standardvertragsklauseln": "scc", "Clauses contractuelles types": "scc",
		"SCCs (Module 2)": "scc_m2", "Standard Contractual Clauses (Modules 2 and 3)": "scc_m2 scc_m3", "SCC, module two": "scc_m2",
		"SCCs, DPF": "adequacy scc", "EU SCCs and UK Addendum": "scc uk_addendum", "IDTA / SCCs": "idta scc", "Angemessenheitsbeschluss": "adequacy", "-": "", "n/a": "",
	} {
		t.Run("reads "+words, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			report := d.bring("a.csv", "company;country;safeguards\nAcme;USA, Ireland;"+words+"\n", entry.ImportInput{})
			storetest.Equal(t, outcomes(report), []string{"added Acme"})
			storetest.Equal(t, storetest.One[string](t, d.Store, `SELECT coalesce(string_agg(mechanism, ' ' ORDER BY mechanism) FILTER (WHERE country = 'US'), '') FROM processor_transfers`), want)
		})
	}
	for _, words := range []string{"Binding corporate rules", "SCCs and good will", "a contract", "SCCs (Module 7)"} {
		t.Run("refuses "+words, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			report := d.bring("a.csv", "company;country;safeguards\nAcme;USA;"+words+"\n", entry.ImportInput{})
			storetest.Equal(t, outcomes(report), []string{"refused Acme: processor.import.mechanism"})
		})
	}
}
