package cookie

import (
	"cmp"
	"maps"
	"regexp"
	"strings"

	"privacydesk/models/edition/entry"
	"privacydesk/models/text"
)

// row is what one cookie of a file's row says. Fields that the file does not speak of
// are empty, so that they leave alone what the register knows.
type row struct {
	line  entry.Line
	said  Entry
	timed bool // the file says a lifetime, were it only "persistent"
}

// reader reads rows for one site and language.
type reader struct {
	categories map[string]string // words of a category, folded → key
	locale     string            // that purposes are written in
}

func newReader(categories []entry.Category, locale string) reader {
	r := reader{map[string]string{}, locale}
	known := map[string]bool{}
	for _, category := range categories {
		known[category.Key] = true
	}
	for words, key := range categoryWords {
		if known[key] {
			r.categories[words] = key
		}
	}
	maps.Copy(r.categories, entry.ByWords(categories)) // an own name counts before a common word
	return r
}

// rows are the cookies of one row of a file: several where several names stand in it.
func (r reader) rows(line entry.Line) ([]row, *entry.Refusal) {
	names := text.CookieNames(cmp.Or(line.Broken["name"], line.Cells["name"]))
	if len(names) == 0 {
		return nil, &entry.Refusal{Reason: "import.row_reason.no_name"}
	}
	said := Entry{Purposes: map[string]string{}}
	timed := false
	lifetimes, cell := eachLifetime(line, len(names))
	line.Cells = maps.Clone(line.Cells)
	line.Cells["lifetime"] = cell
	for _, read := range []func(entry.Line, *Entry) (bool, *entry.Refusal){
		r.readType, r.readKind, r.readParty, r.readProvider, r.readDomains, readLifetime, r.readCategory, readMatch, r.readWords,
	} {
		says, refusal := read(line, &said)
		if refusal != nil {
			return nil, refusal
		}
		timed = timed || says
	}
	var rows []row
	for i, name := range names {
		if isNoName(name) {
			return nil, &entry.Refusal{Reason: "cookie.import.no_name", Value: name}
		}
		one := row{line, said, timed}
		if lifetimes != nil {
			one.said.Lifetime = lifetimes[i]
		}
		one.said.Purposes = maps.Clone(said.Purposes)
		one.said.Name, one.said.Match = comparison(name, said.Match)
		if invalid := one.said.faults(); invalid != nil {
			return nil, invalid
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// eachLifetime reads a cell with one lifetime for each of several names: "2 years, 1
// day". Otherwise the cell is one lifetime for all, given back as it is.
func eachLifetime(line entry.Line, names int) (each []Lifetime, cell string) {
	cell = line.Cells["lifetime"]
	parts := lifetimeParts.Split(cmp.Or(line.Broken["lifetime"], cell), -1)
	if names < 2 || len(parts) != names {
		return nil, cell
	}
	for _, part := range parts {
		lifetime, err := ReadLifetime(part)
		if err != nil || strings.TrimSpace(part) == "" {
			return nil, cell
		}
		each = append(each, lifetime)
	}
	return each, parts[0]
}

var lifetimeParts = regexp.MustCompile(`\s*[,;/\n]\s*`)

// faults is the first reason, by field, why an entry cannot be kept.
func (e Entry) faults() *entry.Refusal {
	checked := e
	checked.Match, checked.Kind = cmp.Or(e.Match, Exact), cmp.Or(e.Kind, KindCookie)
	invalid := checked.problems()
	for _, field := range columns {
		if reason := invalid[field]; reason != "" {
			return &entry.Refusal{Reason: reason}
		}
	}
	for _, reason := range invalid {
		return &entry.Refusal{Reason: reason}
	}
	return nil
}

// readType understands a column that says several things: "Third-party persistent
// cookie", "Analyse-Cookie", "HTTP". It reports whether a lifetime was among them.
func (r reader) readType(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	cell := line.Cells["type"]
	if line.Cells["lifetime"] == "" {
		if lifetime, err := ReadLifetime(cell); err == nil && strings.TrimSpace(cell) != "" {
			said.Lifetime = lifetime
			return true, nil
		}
	}
	for words := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(",;/|()", r) }) {
		if !r.typeWords(entry.Fold(words), said) {
			return false, &entry.Refusal{Reason: "cookie.import.type", Value: cell}
		}
	}
	return said.Lifetime.Type != "", nil
}

// typeWords takes the longest known words from the front until nothing is left.
func (r reader) typeWords(folded string, said *Entry) bool {
	words := strings.Fields(folded)
	for len(words) > 0 {
		n := len(words)
		for ; n > 0; n-- {
			if r.takeType(strings.Join(words[:n], " "), said) {
				break
			}
		}
		if n == 0 {
			return false
		}
		words = words[n:]
	}
	return true
}

func (r reader) takeType(words string, said *Entry) bool {
	if key := r.category(words); key != nil {
		said.Category = key
		return true
	}
	if silentWords[words] {
		return true
	}
	if kind, known := kindWords[words]; known {
		said.Kind = Kind(kind)
		return true
	}
	if party, known := partyWords[words]; known {
		said.Party = Party(party)
		return true
	}
	lifetime, err := ReadLifetime(words)
	if err != nil || contradict(said.Lifetime, lifetime) {
		return false
	}
	if said.Lifetime.Type == "" || lifetime.Type != Unstated {
		said.Lifetime = lifetime
	}
	return true
}

// category is the key that the words mean, or nil.
func (r reader) category(words string) *string {
	plain := entry.Fold(words)
	for _, tried := range []string{plain, strings.TrimSuffix(strings.TrimSuffix(plain, " cookies"), " cookie"), strings.TrimPrefix(strings.TrimPrefix(plain, "cookies "), "cookie ")} {
		if key, known := r.categories[tried]; known {
			return &key
		}
	}
	return nil
}

// headed is the category that a line over a table names: "Strictly necessary cookies",
// "2. Statistics (5)", "Cookies analytiques (sur consentement)".
func (r reader) headed(line string) *string {
	plain := aroundCategory.ReplaceAllString(bracketed.ReplaceAllString(line, ""), "")
	for _, tried := range []string{line, plain, cookieAnywhere.ReplaceAllString(plain, " ")} {
		if key := r.category(tried); key != nil {
			return key
		}
	}
	return nil
}

var (
	aroundCategory = regexp.MustCompile(`^\s*(?:\d+(?:\.\d+)*|[A-Za-z])\s*[.):–-]\s*`)
	cookieAnywhere = regexp.MustCompile(`(?i)\b(?:cookies?|ملفات تعريف الارتباط)\b(?: (?:de|di|d'|do|da))?`)
)

// readCategory reads the column, or what a heading over the table says: "Strictly
// necessary cookies".
func (r reader) readCategory(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	cell := line.Cells["category"]
	if cell == "" {
		if said.Category == nil {
			said.Category = r.headed(line.Above)
		}
		if said.Category == nil {
			said.Category = r.headed(line.Table)
		}
		return false, nil
	}
	key := r.category(cell)
	if key == nil && !silentWords[entry.Fold(cell)] {
		return false, &entry.Refusal{Reason: "cookie.category.unknown", Value: cell}
	}
	if key != nil {
		said.Category = key
	}
	return false, nil
}

func (r reader) readKind(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	return false, oneOf(line.Cells["kind"], kindWords, &said.Kind, "cookie.import.kind")
}

func (r reader) readParty(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	return false, oneOf(line.Cells["party"], partyWords, &said.Party, "cookie.import.party")
}

func readMatch(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	return false, oneOf(line.Cells["match"], matchWords, &said.Match, "cookie.import.match")
}

// oneOf reads a cell that must be one of known words, or empty.
func oneOf[T ~string](cell string, words map[string]string, into *T, reason string) *entry.Refusal {
	folded := entry.Fold(cell)
	if folded == "" {
		return nil
	}
	meaning, known := words[folded]
	if !known {
		return &entry.Refusal{Reason: reason, Value: cell}
	}
	*into = T(meaning)
	return nil
}

// What stands around domain names in tables.
var (
	inBrackets     = regexp.MustCompile(`\(([^()]*)\)`)
	betweenDomains = regexp.MustCompile(`\s(?:or|and|oder|und|&)\s`)
	invisible      = strings.NewReplacer("\u200b", "", "\u200c", "", "\ufeff", "", "\u00ad", "")
)

var bracketed = regexp.MustCompile(`\s*\(([^()]*)\)\s*$`)

// readProvider parts "Shop (.shop.example)" into the provider and its domain, and
// "Shop (third party)" into provider and party.
func (r reader) readProvider(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	cell := line.Cells["provider"]
	if name, host, two := strings.Cut(line.Broken["provider"], "\n"); two && hostName.MatchString(host) && !hostName.MatchString(name) {
		said.Domains, cell = []string{strings.TrimPrefix(host, ".")}, name
	}
	if found := bracketed.FindStringSubmatch(cell); found != nil {
		inside := found[1]
		if party, known := partyWords[entry.Fold(inside)]; known {
			said.Party, cell = Party(party), bracketed.ReplaceAllString(cell, "")
		} else if domains, err := ReadDomains(inside); err == nil && strings.Contains(inside, ".") {
			said.Domains, cell = domains, bracketed.ReplaceAllString(cell, "")
		}
	}
	if party, known := partyWords[entry.Fold(cell)]; known {
		said.Party, cell = Party(party), ""
	}
	said.Provider = strings.TrimSpace(cell)
	return false, nil
}

func (r reader) readDomains(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	cell := line.Cells["domains"]
	for _, note := range inBrackets.FindAllStringSubmatch(cell, -1) {
		if party, known := partyWords[entry.Fold(note[1])]; known {
			said.Party = Party(party)
		}
	}
	cell = invisible.Replace(betweenDomains.ReplaceAllString(inBrackets.ReplaceAllString(cell, " "), " "))
	if strings.Trim(cell, " -–—") == "" {
		return false, nil
	}
	domains, err := ReadDomains(cell)
	if err != nil {
		return false, &entry.Refusal{Reason: err.Error(), Value: cell}
	}
	said.Domains = domains
	return false, nil
}

var onlyNumber = regexp.MustCompile(`^\d+$`)

// readLifetime reads the column; a bare number takes the unit of its heading:
// "Expiration (days)". It reports whether a lifetime is said.
func readLifetime(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	cell := line.Cells["lifetime"]
	if cell == "" {
		return said.Lifetime.Type != "", nil
	}
	if onlyNumber.MatchString(cell) {
		if unit := bracketed.FindStringSubmatch(line.Heads["lifetime"]); unit != nil {
			cell += " " + unit[1]
		}
	}
	lifetime, err := ReadLifetime(cell)
	if err != nil {
		return false, &entry.Refusal{Reason: err.Error(), Value: cell}
	}
	said.Lifetime = lifetime
	return true, nil
}

func (r reader) readWords(line entry.Line, said *Entry) (bool, *entry.Refusal) {
	if purpose := strings.Trim(line.Cells["purpose"], " "); purpose != "" && purpose != "-" {
		said.Purposes[r.locale] = purpose
	}
	said.OptOut = line.Cells["opt_out"]
	return false, nil
}
