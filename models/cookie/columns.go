package cookie

import (
	"regexp"
	"strings"

	"privacydesk/models/edition/entry"
	"privacydesk/models/text"
)

// columns of the portal's own CSV files, in their order.
var columns = []string{"name", "match", "kind", "provider", "party", "domains", "lifetime", "category", "purpose", "opt_out"}

// tables says how cookie tables of others are known: by their headings, in many
// spellings of the languages that sites here are written in, and by what stands below.
var tables = entry.Kind{
	Name: "name",
	Columns: []entry.Column{
		{Field: "name", Spellings: spelt(`name; cookie name; name of cookie; name of the cookie; cookie; cookies; cookie data key name; cookie key; cookie id; key; identifier
			names; cookie names; cookies used; storage key; title; name s; cookie name s; cookie bezeichnung; bezeichnung; name des cookies; nom; nom du cookie; nom des cookies; noms
			nombre; nombre de la cookie; nombre cookie; nome; nome del cookie; nome do cookie; nome cookie; naam; naam cookie; cookienaam; اسم; الاسم; اسم ملف تعريف الارتباط; 名前; 名称; cookie 名; クッキー名`)},
		{Field: "match", Spellings: spelt("match; wildcard match; wildcard; name match")},
		{Field: "kind", Spellings: spelt("kind; technology; storage; storage type; technologie; speicher; speicherart; technique; tecnología; tecnologia")},
		{Field: "type", Several: true, Spellings: spelt(`type; types; cookie type; type of cookie; type of the cookie; art; typ; cookie typ; cookie art; art des cookies
			persistent or session; session or persistent; session persistent; type de cookie; types de cookies; tipo; tipo de cookie; tipologia; tipologia di cookie; tipo di cookie; soort; type cookie; النوع; نوع; 種類; 类型`)},
		{Field: "provider", Spellings: spelt(`provider; set by; cookie provider; provider of cookie; provider name; service provider; anbieter; cookie anbieter; data controller; owner
			company; vendor; service; source; third party; herausgeber; gesetzt von; dienst; dienstanbieter; publisher; issuer; cookie owner; fournisseur; émetteur; éditeur; déposé par
			proveedor; titular; entidad; fornitore; gestore; titolare; fornecedor; aanbieder; geplaatst door; partij; المزود; مقدم الخدمة; 提供者; 提供元; 发行者; 提供商`)},
		{Field: "party", Spellings: spelt("party; first or third party; first third party; 1st 3rd party; 1st or 3rd party; first party or third party; cookie party; partei; origine; propia o de terceros")},
		{Field: "domains", Spellings: spelt("domains; domain; host; hosts; domäne; cookie domain; website; set from; domaine; dominio; domínio; domein")},
		{Field: "lifetime", Spellings: spelt(`lifetime; life time; lifespan; life span; duration; expiration; expiry; expires; expire; expiration time; expires in; expires after
			expiry date; expiration date; retention; retention period; retention time; storage period; storage duration; maximum storage duration; storage time; max age; persistence; validity; kept for; length
			laufzeit; dauer; speicherdauer; ablauf; ablaufdatum; gültigkeit; gültigkeitsdauer; lebensdauer; aufbewahrung; cookie duration; cookie expiration; how long; retained for; speicherfrist
			durée; durée de vie; durée de conservation; échéance; expire; délai d expiration; duración; caducidad; vencimiento; plazo; plazo de conservación; expiración; durata; scadenza; conservazione
			duração; validade; prazo; expira; bewaartermijn; looptijd; duur; vervalt; vervaltermijn; geldigheid; المدة; مدة الصلاحية; مدة التخزين; انتهاء الصلاحية; 有効期限; 保存期間; 有效期; 期限`)},
		{Field: "category", Spellings: spelt("category; categories; cookie category; kategorie; cookie kategorie; group; classification; catégorie; catégories; categoría; categoria; categorie; الفئة; カテゴリ; 类别")},
		{Field: "purpose", Spellings: spelt(`purpose; purposes; purpose of cookie; purpose of the cookie; cookie purpose; cookie description; cookie function; description; reason; function; use; used for; usage; what it does
			what it is used for; what is it used for; why we use it; details; more information; zweck; zwecke; verwendungszweck; cookie zweck; beschreibung; funktion; nutzen
			finalité; finalités; objectif; fonction; utilité; but; finalidad; finalidades; propósito; descripción; función; uso; utilidad; scopo; finalità; descrizione; funzione
			finalidade; propósito; descrição; função; doel; omschrijving; functie; beschrijving; الغرض; الوصف; 目的; 説明; 用途; 说明`)},
		{Field: "opt_out", Spellings: spelt("opt out; opt out link; optout; opt out url; widerspruch; how to opt out")},
	},
	Foreign: []string{"subprocessor", "sub processor", "subprocessors", "processor", "recipient", "recipients", "auftragsverarbeiter", "unterauftragnehmer", "unterauftragsverarbeiter",
		"location of processing", "corporate location", "entity name", "entity country"},
	Look: look,
}

// look corrects what a heading says by what stands below: names are no sentences, and
// "Cookies used" may mean who sets them.
func look(field string, sure bool, cells []string) string {
	if field != "name" && field != "provider" && field != "type" || len(cells) == 0 {
		return field
	}
	parties, hosts, sentences := 0, 0, 0
	for _, cell := range cells {
		switch _, party := partyWords[entry.Fold(cell)]; {
		case party:
			parties++
		case hostName.MatchString(strings.TrimSpace(cell)):
			hosts++
		case len(strings.Fields(cell)) > nameWords && len(text.CookieNames(cell)) < len(strings.Fields(cell))/nameWords+1:
			sentences++
		}
	}
	switch {
	case parties == len(cells):
		return "party"
	case field == "name" && hosts == len(cells):
		return "domains"
	case field == "name" && !sure && sentences*2 > len(cells):
		return ""
	}
	return field
}

// nameWords is how many words a name may have.
const nameWords = 4

var hostName = regexp.MustCompile(`^\.?(?:[a-z\d-]+\.)+[a-z]{2,}$`)

// spelt parts spellings at semicolons and lines.
func spelt(words string) []string {
	var all []string
	for word := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == ';' || r == '\n' }) {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}
