package cookie

import (
	"regexp"
	"strings"

	"privacydesk/models/edition/entry"
)

var (
	// placeholder is the part of a name that differs from visitor to visitor, as tables
	// write it: <id>, {user}, [hash], %s, #, XXXX.
	placeholder = regexp.MustCompile(`<[^<>]{1,60}>|\{[^{}]{1,60}\}|\[[^\[\]]{0,30}\pL[^\[\]]{0,30}\]|%[sd]|\$\w+`)
	blankedEnd  = regexp.MustCompile(`([_.:-])(?:#+|[Xx]{3,})`)
	expression  = regexp.MustCompile(`^\^|\$$`)
	anything    = regexp.MustCompile(`\.[*+]|\\[dw][*+]?`)
	stars       = regexp.MustCompile(`\*{2,}`)
)

// comparison is a name as the register keeps it and how it is compared. What a table
// leaves open in a name ("_ga_<container-id>") is a star, and one star at the end makes
// it a beginning; said is what the table says itself, or "".
func comparison(name string, said Match) (string, Match) {
	if said != "" {
		return name, said
	}
	if strings.HasPrefix(name, "^") {
		name = anything.ReplaceAllString(expression.ReplaceAllString(name, ""), "*")
	}
	open := placeholder.ReplaceAllString(name, "*")
	open = stars.ReplaceAllString(blankedEnd.ReplaceAllString(open, "$1*"), "*")
	switch begins, ends := strings.CutSuffix(open, "*"); {
	case strings.Trim(open, "*_-.: ") == "":
		return name, ""
	case ends && !strings.Contains(begins, "*"):
		return begins, Prefix
	case strings.Contains(open, "*"):
		return open, Pattern
	}
	return name, ""
}

// noNames are words of tables that stand where a name is missing.
var noNames = setOf("various", "varies", "several", "multiple", "many", "n a", "none", "diverse", "verschiedene", "divers", "plusieurs", "varios", "varias", "vari", "diversi")

// isNoName is true for what says that there are names and not which: "set by our
// partners". Parts that tables leave open may hold several words.
func isNoName(name string) bool {
	return len(strings.Fields(placeholder.ReplaceAllString(name, "*"))) > nameWords-1 || noNames[entry.Fold(name)] ||
		strings.Trim(name, "-–—./ ") == ""
}
