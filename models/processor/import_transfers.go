package processor

import (
	"regexp"
	"slices"
	"strings"

	"privacydesk/models/edition/entry"
)

// mechanismWords are words that mean one ground of a transfer and no other. "Binding
// corporate rules" alone are none: whose they are is not said.
var mechanismWords = func() map[string]string {
	known := words(map[string]string{
		"adequacy": "adequacy decision; adequacy; eu adequacy decision; data privacy framework; dpf; eu us data privacy framework; eu u s data privacy framework; eu us dpf; eu u s dpf; dpf certified; data privacy framework certified" +
			"; uk us data bridge; data bridge; angemessenheitsbeschluss; décision d adéquation; decisión de adecuación; decisione di adeguatezza; adequaatheidsbesluit",
		"eea_internal": "within the eea; eea; eea internal; ewr; innerhalb des ewr; within the eu; within the eu eea; innerhalb der eu",
		"scc": "sccs; eu scc; eu sccs; standard contractual clauses; standard contractual clause; eu standard contractual clauses; standard contractual clauses scc; standard contractual clauses sccs; standard clauses; model clauses; eu model clauses" +
			"; standardvertragsklauseln; eu standardvertragsklauseln; standardvertragsklausel; clauses contractuelles types; cláusulas contractuales tipo; cláusulas contractuales estándar; clausole contrattuali standard; clausole contrattuali tipo" +
			"; cláusulas contratuais padrão; cláusulas contratuais tipo; modelcontractbepalingen; البنود التعاقدية القياسية; البنود التعاقدية النموذجية",
		"idta": "international data transfer agreement; uk idta", "uk_addendum": "uk addendum; addendum; uk international data transfer addendum; international data transfer addendum; ico addendum",
	})
	for _, mechanism := range mechanisms {
		known[entry.Fold(mechanism.Key)] = mechanism.Key
	}
	return known
}()

var (
	betweenGrounds = regexp.MustCompile(`\s*[,/+&\n]\s*|\s+(?:and|und|et|y|e|en)\s+`)
	withModules    = regexp.MustCompile(`^(.+?) (?:modules?|modul|module s)((?: (?:and|und|et|[1-4]|one|two|three|four))+)$`)
	moduleNumbers  = map[string]string{"1": "scc_m1", "one": "scc_m1", "2": "scc_m2", "two": "scc_m2", "3": "scc_m3", "three": "scc_m3", "4": "scc_m4", "four": "scc_m4"}
)

// groundsOf are the grounds that some words name: one, several, or the standard clauses
// with the modules that apply. It reports false where any of the words is not known.
func groundsOf(words string) (grounds []string, known bool) {
	folded := entry.Fold(words)
	if ground, known := mechanismWords[folded]; known {
		return []string{ground}, true
	}
	if found := withModules.FindStringSubmatch(folded); found != nil && mechanismWords[found[1]] == "scc" {
		for number := range strings.FieldsSeq(found[2]) {
			if ground, is := moduleNumbers[number]; is {
				grounds = append(grounds, ground)
			}
		}
		return grounds, len(grounds) > 0
	}
	parts := betweenGrounds.Split(words, -1)
	if len(parts) < 2 {
		return nil, false
	}
	for _, part := range parts {
		more, known := groundsOf(part)
		if !known {
			return nil, false
		}
		grounds = append(grounds, more...)
	}
	return grounds, true
}

// readTransfers reads "US: scc_m2; GB: adequacy", or grounds for every country outside
// the European Economic Area.
func readTransfers(line entry.Line, said *Entry) *entry.Refusal {
	for _, value := range entry.Values(line.Cells["transfers"]) {
		place, words, placed := strings.Cut(value, ":")
		countries := slices.DeleteFunc(slices.Clone(said.Countries), func(c string) bool { return InEEA(c) || c == "EU" })
		if placed {
			var err error
			if countries, err = ReadCountries(place); err != nil || len(countries) == 0 {
				return &entry.Refusal{Reason: "processor.transfer.country", Value: place}
			}
		} else {
			words = value
		}
		if noTransfer[entry.Fold(words)] {
			continue
		}
		grounds, known := groundsOf(words)
		if !known {
			return &entry.Refusal{Reason: "processor.import.mechanism", Value: words}
		}
		for _, country := range countries {
			for _, ground := range grounds {
				transfer := Transfer{Country: country, Mechanism: ground}
				if !slices.Contains(said.Transfers, transfer) {
					said.Transfers = append(said.Transfers, transfer)
				}
			}
		}
	}
	sortTransfers(said.Transfers)
	return nil
}
