package cookie

import (
	"privacydesk/models/edition/entry"
)

// categoryWords are words of tables that mean one of the seeded categories. What a
// public list calls functional may well need consent: it is never read as necessary.
// "Technical" is what authorities in the south of Europe call the exempt ones.
var categoryWords = wordsOf(map[string]string{
	"necessary": `necessary; strictly necessary; essential; required; mandatory; security; strictly required; technically necessary; technical; notwendig; unbedingt erforderlich
		erforderlich; technisch notwendig; essenziell; notwendige; essentiell; sicherheit; technisch erforderlich; technisch; nécessaire; nécessaires; strictement nécessaire; strictement nécessaires
		essentiel; essentiels; obligatoire; obligatoires; technique; techniques; sécurité; necesaria; necesarias; estrictamente necesaria; estrictamente necesarias; esencial; esenciales; técnica; técnicas; técnico; técnicos; seguridad
		necessari; necessario; strettamente necessari; essenziali; tecnico; tecnici; sicurezza; necessário; necessários; estritamente necessários; essenciais; segurança
		noodzakelijk; strikt noodzakelijk; noodzakelijke; essentieel; ضروري; ضرورية; أساسية; 必須; 必要; 必需`,
	"functional": `functional; functionality; preference; preferences; personalization; personalisation; convenience; funktional; funktionale; funktionell; präferenzen; komfort; personalisierung; einstellungen
		fonctionnel; fonctionnels; fonctionnalité; préférence; préférences; personnalisation; funcional; funcionales; preferencia; preferencias; personalización; funzionale; funzionali; preferenze; personalizzazione
		funcionais; preferências; functioneel; functionele; voorkeuren; وظيفية; التفضيلات; 機能; 功能`,
	"analytics": `analytics; analytical; analysis; analyse; performance; statistics; statistical; measurement; statistik; statistiken; leistung; analytik; analytische; web analytics; analytic; messung; statistic
		performance analytics; analytics performance; analytics and performance; performance and analytics; analytique; analytiques; statistique; statistiques; mesure d audience; analítica; analíticas; análisis; estadística; estadísticas; rendimiento
		analitico; analitici; statistici; statistiche; prestazioni; analíticos; estatística; estatísticas; desempenho; analytisch; statistieken; prestaties; تحليلية; إحصائية; 分析; 統計; 统计`,
	"advertising": `advertising; advertisement; ads; marketing; targeting; tracking; marketing cookies; werbung; retargeting; targeting advertising; advertising targeting; advertisements; marketing tracking
		publicité; publicitaire; publicitaires; ciblage; publicidad; publicitaria; publicitarias; pubblicità; pubblicitari; profilazione; publicidade; advertenties; reclame; تسويقية; إعلانية; 広告; 广告`,
	"social": `social; social media; social network; soziale medien; soziale netzwerke; sharing; réseaux sociaux; redes sociales; redes sociais; social network; sociale media; التواصل الاجتماعي`,
})

// silentWords are words of tables that say nothing of what an entry is for, or, like
// "external media", what it shows and not why it stores something: such an entry is
// not classified.
var silentWords = setOf("non essential", "nonessential", "not essential", "non necessary", "optional", "other", "others", "unclassified", "uncategorised", "uncategorized",
	"external media", "externe medien", "embedded content", "eingebettete inhalte", "médias externes", "contenus externes", "medios externos", "contenido externo",
	"contenuti esterni", "nicht notwendig", "sonstige", "nicht klassifiziert", "non classé", "autres", "otras", "altri", "overig")

// kindWords are words of tables that mean a technique.
var kindWords = wordsOf(map[string]string{
	string(KindCookie):     "cookie; cookies; http; http cookie; browser cookie; server cookie; https; https cookie",
	string(LocalStorage):   "local storage; localstorage; html local storage; html5 local storage; html; html5; web storage; lokaler speicher; stockage local; almacenamiento local",
	string(SessionStorage): "session storage; sessionstorage; html session storage",
	string(IndexedDB):      "indexed db; indexeddb; indexed database",
	string(Pixel):          "pixel; pixel tracker; tracking pixel; web beacon; beacon; tag; zählpixel; pixel tag; píxel",
})

// partyWords are words of tables that mean who sets it.
var partyWords = wordsOf(map[string]string{
	string(First): `first; first party; 1st party; 1st; own; eigene; erstanbieter; eigener cookie; first party cookie; first party cookies; propriétaire; interne; premier; première partie
		propia; propias; propio; proprio; proprietario; prima parte; di prima parte; próprio; próprios; eigen; طرف أول; الطرف الأول`,
	string(Third): `third; third party; 3rd party; 3rd; drittanbieter; dritte; fremde; third parties; third party cookie; third party cookies; tiers; tierce partie; tierces parties; externe; de terceros; terceros; tercero; terza parte
		terze parti; di terze parti; di terza parte; terceiros; de terceiros; derde partij; derden; van derden; طرف ثالث; الطرف الثالث`,
})

// matchWords are words of tables that mean how a name is compared.
var matchWords = wordsOf(map[string]string{
	string(Exact): "exact; 0; no; false; nein", string(Prefix): "prefix; 1; yes; true; ja; begins with", string(Pattern): "pattern; regex; wildcard; muster",
})

func wordsOf(of map[string]string) map[string]string {
	known := map[string]string{}
	for meaning, words := range of {
		known[entry.Fold(meaning)] = meaning
		for _, word := range spelt(words) {
			known[entry.Fold(word)] = meaning
		}
	}
	return known
}
