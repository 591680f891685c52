package processor

import (
	"strings"

	"privacydesk/models/edition/entry"
)

// exported are the columns of the portal's own CSV files, in their order.
var exported = []string{"name", "role", "categories", "purposes", "data_categories", "countries", "transfers", "status", "since"}

// tables says how lists of recipients of others are known: by their headings, in
// English and German, in many spellings.
var tables = entry.Kind{
	Name: "name",
	Columns: []entry.Column{
		{Field: "name", Spellings: []string{"name", "company", "company name", "processor", "processor name", "subprocessor", "subprocessors", "sub processor", "sub processors", "name of subprocessor",
			"name of sub processor", "name of processor", "vendor", "vendor name", "recipient", "name of recipient", "provider", "service provider", "third party", "third party name", "entity", "entity name", "supplier", "partner",
			"organisation", "organization", "unternehmen", "firma", "anbieter", "dienstleister", "auftragsverarbeiter", "unterauftragsverarbeiter", "unterauftragnehmer", "empfänger", "name des unternehmens", "third party service", "third party services", "service", "infrastructure provider", "name of third party", "name of company", "name of vendor", "name of the processor", "name of the subprocessor", "subcontractor", "sous traitant", "sous traitants", "sous traitant ultérieur", "nom", "prestataire", "encargado", "subencargado", "nombre", "proveedor", "fornitore", "nome", "sub responsabile", "verwerker", "subverwerker", "naam", "الاسم", "الشركة", "subprocessor name", "sub processor name"}},
		{Field: "legal_name", Spellings: []string{"legal name", "legal entity", "legal entity name", "contracting entity", "firmierung"}},
		{Field: "address", Spellings: []string{"address", "company address", "corporate address", "anschrift", "adresse", "registered address"}},
		{Field: "website", Spellings: []string{"website", "url", "homepage", "webseite", "web site"}},
		{Field: "role", Spellings: []string{"role", "rolle", "capacity", "type of recipient", "processor type"}},
		{Field: "categories", Spellings: []string{"categories", "category", "recipient category", "category of recipient", "kategorie", "kategorien", "empfängerkategorie", "type", "type of service", "art des dienstes"}},
		{Field: "purposes", Spellings: []string{"purposes", "purpose", "purpose of processing", "processing purpose", "description of processing", "description", "description of service", "description of services", "nature of processing", "nature and purpose", "function",
			"services provided", "service provided", "service description", "services", "processing activities", "processing activity", "activity", "subject matter", "details", "reason", "use", "used for", "use case", "what they do", "what it does", "business purpose",
			"zweck", "zwecke", "verarbeitungszweck", "leistung", "beschreibung", "tätigkeit", "gegenstand", "gegenstand der verarbeitung", "gegenstand der leistung", "art der leistung", "nature of service", "services purpose", "finalité", "finalités", "objet", "service rendu", "services rendus", "finalidad", "servicio", "finalità", "servizio", "doel", "dienst", "الغرض"}},
		{Field: "data_categories", Spellings: []string{"data categories", "data category", "categories of data", "data", "personal data", "data processed", "type of data", "types of data", "data types", "categories of personal data", "type of personal data", "types of personal data", "personal data processed",
			"customer data", "data shared", "data elements", "what they see", "daten", "datenkategorien", "datenarten", "art der daten", "kategorien von daten"}},
		{Field: "countries", Spellings: []string{"countries", "country", "location", "locations", "location of processing", "processing location", "data location", "data locations", "location of data", "hosting location", "region", "regions", "data center location",
			"data residency", "entity country", "country of processing", "where", "place of processing", "geographic location", "server location", "storage location", "land", "länder", "ort", "standort", "ort der verarbeitung", "verarbeitungsort", "ort der datenverarbeitung", "sitz", "territory", "territories", "territory ies", "jurisdiction", "jurisdictions", "hosting region", "geography", "country of location", "pays", "localisation", "lieu de traitement", "lieu", "país", "países", "ubicación", "paese", "luogo", "locatie", "الدولة", "البلد"}},
		{Field: "seat", Spellings: []string{"corporate location", "headquarters", "hq", "company location", "country of incorporation", "hauptsitz"}},
		{Field: "transfers", Spellings: []string{"transfers", "transfer", "transfer mechanism", "transfer mechanisms", "safeguard", "safeguards", "garantien", "übermittlung", "transfer safeguard", "geeignete garantien", "garanties", "garantías", "garanzie", "cross border transfer mechanism"}},
		{Field: "status", Spellings: []string{"status", "state"}},
		{Field: "", Spellings: []string{"categories of data subjects", "data subjects", "betroffene", "kategorien betroffener personen", "type of service provider", "third party type", "entity type", "contact", "notes", "legal basis", "rechtsgrundlage"}},
		{Field: "since", Spellings: []string{"since", "first day", "start date", "date added", "added", "added on", "effective date", "seit", "beginn"}},
	},
	Foreign: []string{"cookie", "cookies", "cookie name", "name of cookie", "lifetime", "expiration", "expires", "laufzeit", "speicherdauer"},
}

// roleWords are words of tables that mean a role.
var roleWords = words(map[string]string{
	"processor":        "processor; data processor; auftragsverarbeiter",
	"sub_processor":    "sub-processor; subprocessor; sub processor; unterauftragsverarbeiter; unterauftragnehmer",
	"controller":       "controller; independent controller; data controller; verantwortlicher; eigenständiger verantwortlicher",
	"joint_controller": "joint controller; joint controllers; gemeinsam verantwortlicher; gemeinsam verantwortlich",
	"affiliate":        "affiliate; affiliates; group company; konzernunternehmen; verbundenes unternehmen",
	"authority":        "authority; public authority; behörde",
})

// statusWords are words of tables that mean a status.
var statusWords = words(map[string]string{
	string(Proposed): "proposed; planned; vorgeschlagen; geplant", string(Announced): "announced; upcoming; angekündigt",
	string(Active): "active; current; in use; aktiv", string(Ending): "ending; leaving; endend", string(Ended): "ended; removed; retired; beendet",
})

// words are the folded spellings of each meaning, the meaning itself among them.
func words(of map[string]string) map[string]string {
	known := map[string]string{}
	for meaning, spellings := range of {
		known[entry.Fold(meaning)] = meaning
		for spelling := range strings.SplitSeq(spellings, ";") {
			known[entry.Fold(spelling)] = meaning
		}
	}
	return known
}
