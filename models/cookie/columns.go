package cookie

import (
	"strings"

	"privacydesk/models/edition/entry"
)

// columns of the portal's own CSV files, in their order.
var columns = []string{"name", "match", "kind", "provider", "party", "domains", "lifetime", "category", "purpose", "opt_out"}

// tables says how cookie tables of others are known: by their headings, in English
// and German, in many spellings.
var tables = entry.Kind{
	Name: "name",
	Columns: []entry.Column{
		{Field: "name", Spellings: []string{"name", "cookie name", "name of cookie", "name of the cookie", "cookie", "cookies", "cookie data key name",
			"cookie key", "cookie id", "key", "identifier", "cookie bezeichnung", "bezeichnung", "names", "cookies used", "name des cookies", "storage key", "title"}},
		{Field: "match", Spellings: []string{"match", "wildcard match", "wildcard", "name match"}},
		{Field: "kind", Spellings: []string{"kind", "technology", "storage", "storage type", "technologie", "speicher", "speicherart"}},
		{Field: "type", Spellings: []string{"type", "types", "cookie type", "type of cookie", "type of the cookie", "art", "typ", "cookie typ", "cookie art", "art des cookies", "persistent or session", "session or persistent"}},
		{Field: "provider", Spellings: []string{"provider", "set by", "cookie provider", "provider of cookie", "provider name", "service provider", "anbieter", "cookie anbieter", "data controller", "owner",
			"company", "vendor", "service", "source", "third party", "herausgeber", "gesetzt von", "dienst", "dienstanbieter", "publisher", "issuer", "cookie owner"}},
		{Field: "party", Spellings: []string{"party", "first or third party", "1st 3rd party", "first third party", "cookie party", "partei"}},
		{Field: "domains", Spellings: []string{"domains", "domain", "host", "hosts", "domäne", "cookie domain", "website", "set from"}},
		{Field: "lifetime", Spellings: []string{"lifetime", "life time", "lifespan", "life span", "duration", "expiration", "expiry", "expires", "expire", "expiration time",
			"expiry date", "expiration date", "retention", "retention period", "retention time", "storage period", "storage duration", "max age", "persistence", "validity", "kept for",
			"laufzeit", "dauer", "speicherdauer", "ablauf", "ablaufdatum", "gültigkeit", "gültigkeitsdauer", "lebensdauer", "aufbewahrung", "cookie duration", "cookie expiration", "how long", "retained for"}},
		{Field: "category", Spellings: []string{"category", "categories", "cookie category", "kategorie", "cookie kategorie", "group", "classification"}},
		{Field: "purpose", Spellings: []string{"purpose", "purposes", "purpose of cookie", "purpose of the cookie", "cookie purpose", "cookie description", "cookie function", "description", "reason", "function", "use", "used for", "usage", "what it does",
			"what it is used for", "what is it used for", "why we use it", "details", "more information", "zweck", "zwecke", "verwendungszweck", "cookie zweck", "beschreibung", "funktion", "nutzen"}},
		{Field: "opt_out", Spellings: []string{"opt out", "opt out link", "optout", "opt out url", "widerspruch", "how to opt out"}},
	},
	Foreign: []string{"subprocessor", "sub processor", "subprocessors", "processor", "recipient", "recipients", "auftragsverarbeiter", "unterauftragnehmer", "unterauftragsverarbeiter",
		"location of processing", "corporate location", "entity name", "entity country"},
}

// categoryWords are words of tables that mean one of the seeded categories. What a
// public list calls functional may well need consent: it is never read as necessary.
var categoryWords = wordsOf(map[string]string{
	"necessary":   "necessary; strictly necessary; essential; required; mandatory; security; strictly required; technically necessary; notwendig; unbedingt erforderlich; erforderlich; technisch notwendig; essenziell; notwendige; essentiell; sicherheit",
	"functional":  "functional; functionality; preference; preferences; personalization; personalisation; convenience; funktional; funktionale; funktionell; präferenzen; komfort; personalisierung; einstellungen",
	"analytics":   "analytics; analytical; analysis; analyse; performance; statistics; statistical; measurement; statistik; statistiken; leistung; analytik; analytische; web analytics; analytic; messung",
	"advertising": "advertising; advertisement; ads; marketing; targeting; tracking; marketing cookies; werbung; retargeting; targeting advertising; advertising targeting",
	"social":      "social; social media; social network; soziale medien; soziale netzwerke; sharing",
})

// kindWords are words of tables that mean a technique.
var kindWords = wordsOf(map[string]string{
	string(KindCookie):     "cookie; cookies; http; http cookie; browser cookie; server cookie",
	string(LocalStorage):   "local storage; localstorage; html local storage; html5 local storage; html; web storage; lokaler speicher",
	string(SessionStorage): "session storage; sessionstorage; html session storage",
	string(IndexedDB):      "indexed db; indexeddb; indexed database",
	string(Pixel):          "pixel; pixel tracker; tracking pixel; web beacon; beacon; tag; zählpixel",
})

// partyWords are words of tables that mean who sets it.
var partyWords = wordsOf(map[string]string{
	string(First): "first; first party; 1st party; 1st; own; eigene; erstanbieter; eigener cookie",
	string(Third): "third; third party; 3rd party; 3rd; drittanbieter; dritte; fremde; third parties",
})

// matchWords are words of tables that mean how a name is compared.
var matchWords = wordsOf(map[string]string{
	string(Exact): "exact; 0; no; false; nein", string(Prefix): "prefix; 1; yes; true; ja; begins with", string(Pattern): "pattern; regex; wildcard; muster",
})

func wordsOf(of map[string]string) map[string]string {
	known := map[string]string{}
	for meaning, words := range of {
		known[entry.Fold(meaning)] = meaning
		for word := range strings.SplitSeq(words, ";") {
			known[entry.Fold(word)] = meaning
		}
	}
	return known
}
