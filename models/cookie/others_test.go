package cookie_test

import (
	"testing"

	"privacydesk/models/edition/entry"
	"privacydesk/models/store/storetest"
)

func TestImportOfTablesOfOthers(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		outcomes, declared  []string
	}{
		{"in French", "a.md", "## 1 - Cookies strictement nécessaires\n\n| Nom du cookie | Fonction | Durée de vie |\n|---|---|---|\n| panier | Garde vos achats | Session |\n\n" +
			"## Mesures\n\n| Nom | Finalité | Durée | Type |\n|---|---|---|---|\n| _pk_id* | Compte les visites | 13 mois | Statistiques, tiers |\n", nil, []string{
			"panier | exact | cookie |  |  |  | session | necessary | Garde vos achats",
			"_pk_id | prefix | cookie |  | third |  | duration 13 months | analytics | Compte les visites"}},
		{"in Spanish and Italian", "a.html", "<h2>Cookies</h2><table><tr><th>Nombre</th><th>Tipo</th><th>Duración</th></tr><tr><td>cesta</td><td>Propia Técnica</td><td>Sesión</td></tr></table>" +
			"<table><tr><th>Nome</th><th>Scopo</th><th>Durata</th></tr><tr><td>carrello</td><td>Tiene la spesa</td><td>2 anni</td></tr></table>", nil, []string{
			"cesta | exact | cookie |  | first |  | session | necessary", "carrello | exact | cookie |  |  |  | duration 2 years | Tiene la spesa"}},
		{"in Arabic", "a.md", "| الاسم | المزود | المدة |\n|---|---|---|\n| sid | المتجر | سنتان |\n", nil, []string{"sid | exact | cookie | المتجر |  |  | duration 2 years"}},
		{"under lines that name their category", "a.html", "<p>Statistics (1)</p><div>They count.</div><table><tr><th>Name</th><th>Provider</th><th>Maximum Storage Duration</th></tr>" +
			"<tr><td>_cnt [x2]</td><td>Counter<br>.cnt.example</td><td>1 year</td></tr></table>", nil, []string{"_cnt | exact | cookie | Counter |  | cnt.example | duration 1 year | analytics"}},
		{"with who sets them under a heading for names", "a.html", "<h2>Targeting Cookies</h2><table><tr><th>Cookie Subgroup</th><th>Cookies</th><th>Cookies used</th><th>Lifespan</th></tr>" +
			"<tr><td>ads.example</td><td>ad1, ad2</td><td>Third Party</td><td>390 Days, Session</td></tr></table>", nil, []string{
			"ad1 | exact | cookie |  | third | ads.example | duration 390 days | advertising", "ad2 | exact | cookie |  | third | ads.example | session | advertising"}},
		{"but not those that explain categories", "a.md", "| Category of cookies | Why we use these cookies |\n|---|---|\n| Strictly necessary | The shop cannot do without them, whatever you choose. |\n\n| Cookie | Purpose |\n|---|---|\n| sid | Login |\n", nil,
			[]string{"sid | exact | cookie |  |  |  | unstated | Login"}},
		{"with line breaks in a row", "a.md", "|Cookie|Purpose|\n|---|---|\n|_one\n_two\nthree|Count visits|\n|four|Login|\n", nil, []string{
			"_one | exact | cookie |  |  |  | unstated | Count visits", "_two | exact | cookie |  |  |  | unstated | Count visits",
			"three | exact | cookie |  |  |  | unstated | Count visits", "four | exact | cookie |  |  |  | unstated | Login"}},
		{"with names that differ from visitor to visitor", "a.md", "| Cookie | Expiry |\n|---|---|\n| _ga_<container-id> | 2 years |\n| wp-set-{user}-x | 1 year |\n| _hot_{site_id} | 30 minutes |\n| _px_ | 1 day |\n| sid_# | session |\n| off-{YOUR CODE} | never |\n", nil, []string{
			"_ga_ | prefix | cookie |  |  |  | duration 2 years", "wp-set-*-x | pattern | cookie |  |  |  | duration 1 year", "_hot_ | prefix | cookie |  |  |  | duration 30 minutes",
			"_px_ | exact | cookie |  |  |  | duration 1 day", "sid_ | prefix | cookie |  |  |  | session", "off- | prefix | cookie |  |  |  | unstated"}},
		{"with names among other words", "a.csv", "name,lifetime\nCounter (_cnt),1 day\nsid (login),session\nVISIT_1 YSC,1 day\n_a/_b,1 day\n_c cookie,1 day\n", nil, []string{
			"_cnt | exact | cookie |  |  |  | duration 1 day", "sid | exact | cookie |  |  |  | session", "VISIT_1 | exact | cookie |  |  |  | duration 1 day",
			"YSC | exact | cookie |  |  |  | duration 1 day", "_a | exact | cookie |  |  |  | duration 1 day", "_b | exact | cookie |  |  |  | duration 1 day", "_c | exact | cookie |  |  |  | duration 1 day"}},
		{"from the paragraphs of a saved page, with their lifetimes", "a.txt", "Cookie policy\n\nWe use cookies in our shop, and this page says which ones, what they do and how long they stay.\n\nName\tType\tDuration\n_cnt\tThird party\t2 years\nsid\tFirst party\tSession\n", nil, []string{
			"_cnt | exact | cookie |  | third |  | duration 2 years", "sid | exact | cookie |  | first |  | session"}},
		{"with headings and bullets inside", "a.html", "<table><tr><th>Cookie</th><th>Set by</th><th>Lifetime</th></tr><tr><td colspan=3>Strictly necessary cookies</td></tr><tr><td>hb_s</td><td rowspan=2>Heron</td><td>Session</td></tr>" +
			"<tr><td>&bull; hb_t<br>&bull; hb_u</td><td>1 day</td></tr><tr><td colspan=3>Analytics</td></tr><tr><td>hb_a</td><td>Heron</td><td>2 years</td></tr></table>", nil, []string{
			"hb_s | exact | cookie | Heron |  |  | session | necessary", "hb_t | exact | cookie | Heron |  |  | duration 1 day | necessary",
			"hb_u | exact | cookie | Heron |  |  | duration 1 day | necessary", "hb_a | exact | cookie | Heron |  |  | duration 2 years | analytics"}},
		{"with media of others, which is no category", "a.csv", "Name;Kategorie;Laufzeit\nkb_map;Externe Medien;1,5 Jahre\n", nil, []string{"kb_map | exact | cookie |  |  |  | duration 1 year 6 months"}},
		{"and refuses what is no name or contradicts itself", "a.md", "| Cookie | Type |\n|---|---|\n| Set by our partners abroad | Session |\n| Various | Session |\n| _a | Session (1 day) |\n| _b | Persistent (1 day) |\n", []string{
			"refused Set by our partners abroad: cookie.import.no_name", "refused Various: cookie.import.no_name", "refused _a: cookie.import.type", "added _b"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			report := d.bring(c.file, c.content, entry.ImportInput{Locale: "en"})
			if c.outcomes != nil {
				storetest.Equal(t, outcomes(report), c.outcomes)
				return
			}
			storetest.Equal(t, d.declared(), c.declared)
		})
	}
}
