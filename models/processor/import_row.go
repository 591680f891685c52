package processor

import (
	"cmp"
	"regexp"
	"strings"

	"privacydesk/models/edition/entry"
	"privacydesk/models/text"
)

// reader reads rows for one language.
type reader struct {
	categories map[string]string // words of a category, folded → key
	locale     string            // that purposes and data are written in
	newcomers  Status            // of companies that the file says no status of
}

func newReader(categories []entry.Category, locale string, newcomers Status) reader {
	return reader{entry.ByWords(categories), locale, newcomers}
}

// row is what a row of a file says of a company. Fields that it does not speak of are
// empty, so that they leave alone what the register knows.
func (r reader) row(line entry.Line) (Entry, *entry.Refusal) {
	name, address := nameAndAddress(line)
	said := Entry{Name: companyName(name), LegalName: line.Cells["legal_name"], Address: cmp.Or(line.Cells["address"], address),
		Purposes: map[string][]string{}, DataCategories: map[string][]string{}}
	if said.Name == "" {
		return said, &entry.Refusal{Reason: "import.row_reason.no_name"}
	}
	if values := entry.Values(line.Cells["purposes"]); len(values) > 0 {
		said.Purposes[r.locale] = values
	}
	if values := entry.Values(line.Cells["data_categories"]); len(values) > 0 {
		said.DataCategories[r.locale] = values
	}
	if website := line.Cells["website"]; entry.SecureAddress(website) {
		said.Website = website
	}
	for _, read := range []func(entry.Line, *Entry) *entry.Refusal{readRole, r.readCategories, readPlaces, readTransfers, readStatus, r.readSince} {
		if refusal := read(line, &said); refusal != nil {
			return said, refusal
		}
	}
	checked := said
	checked.SiteIDs, checked.Status = []int64{1}, cmp.Or(said.Status, Active)
	if checked.Status == Ended || checked.Status == Ending {
		checked.Status = Active // their last day is checked when they are merged
	}
	for field, reason := range checked.problems() {
		return said, &entry.Refusal{Reason: reason, Value: line.Cells[field]}
	}
	return said, nil
}

// companyName is the name without marks of footnotes and full stops written twice.
func companyName(cell string) string {
	name := strings.Trim(line(cell), " *†‡§,;:")
	for strings.HasSuffix(name, "..") {
		name = strings.TrimSuffix(name, ".")
	}
	return name
}

var (
	houseNumber = regexp.MustCompile(`\d`)
	legalForm   = regexp.MustCompile(`^(.*?\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|AG|KG|OHG|SE|S\.A|SA|SARL|S\.à r\.l|SAS|B\.V|BV|N\.V|NV|plc|Corp|Corporation|AB|ApS|A/S|AS|Oy|S\.r\.l|S\.p\.A|s\.r\.o|d\.o\.o)\b\.?),?\s+(.*\d.*)$`)
)

// nameAndAddress parts a cell that holds a company's address under its name, or behind
// it where the heading speaks of both.
func nameAndAddress(row entry.Line) (name, address string) {
	cell := row.Cells["name"]
	if first, rest, several := strings.Cut(row.Broken["name"], "\n"); several && houseNumber.MatchString(rest) {
		return first, line(strings.ReplaceAll(rest, "\n", ", "))
	}
	if heading := entry.Fold(row.Heads["name"]); !addressWords.MatchString(heading) {
		return cell, ""
	}
	if found := legalForm.FindStringSubmatch(cell); found != nil {
		return found[1], found[2]
	}
	if first, rest, parted := strings.Cut(cell, ", "); parted && houseNumber.MatchString(rest) {
		return first, rest
	}
	return cell, ""
}

var addressWords = regexp.MustCompile(`\b(?:address|anschrift|adresse|sitz|dirección|indirizzo|contact|kontakt)`)

// readRole reads the column, or what the heading of the names or of the table says:
// "Name of Subprocessor".
func readRole(line entry.Line, said *Entry) *entry.Refusal {
	cell := line.Cells["role"]
	if folded := entry.Fold(cell); folded != "" {
		role, known := roleWords[folded]
		if !known {
			return &entry.Refusal{Reason: "processor.import.role", Value: cell}
		}
		said.Role = Role(role)
		return nil
	}
	for _, heading := range []string{line.Heads["name"], line.Table} {
		switch folded := entry.Fold(heading); {
		case strings.Contains(strings.ReplaceAll(folded, "sub processor", "subprocessor"), "subprocessor"), strings.Contains(folded, "unterauftrag"):
			said.Role = "sub_processor"
			return nil
		case strings.Contains(folded, "processor"), strings.Contains(folded, "auftragsverarbeiter"):
			said.Role = "processor"
			return nil
		}
	}
	return nil
}

// readCategories reads the column; in a table of others a word that is no category
// here is a purpose.
func (r reader) readCategories(line entry.Line, said *Entry) *entry.Refusal {
	for _, value := range entry.Values(line.Cells["categories"]) {
		key, known := r.categories[entry.Fold(value)]
		switch {
		case known:
			said.Categories = append(said.Categories, key)
		case line.Has("purposes") && line.Cells["purposes"] != "":
			return &entry.Refusal{Reason: "processor.categories.unknown", Value: value}
		default:
			said.Purposes[r.locale] = append(said.Purposes[r.locale], value)
		}
	}
	if key, known := r.categories[entry.Fold(line.Table)]; known && len(said.Categories) == 0 {
		said.Categories = []string{key}
	}
	return nil
}

// readPlaces reads where data is; where a table only says where a company sits, that
// stands for it.
func readPlaces(line entry.Line, said *Entry) *entry.Refusal {
	cell := line.Cells["countries"]
	if cell == "" {
		cell = line.Cells["seat"]
	}
	countries, err := ReadCountries(cell)
	if err != nil {
		return &entry.Refusal{Reason: err.Error(), Value: cell}
	}
	said.Countries = countries
	return nil
}

func readStatus(line entry.Line, said *Entry) *entry.Refusal {
	folded := entry.Fold(line.Cells["status"])
	if folded == "" {
		return nil
	}
	status, known := statusWords[folded]
	if !known || Status(status) == Ended {
		return &entry.Refusal{Reason: "processor.import.status", Value: line.Cells["status"]}
	}
	said.Status = Status(status)
	return nil
}

func (r reader) readSince(line entry.Line, said *Entry) *entry.Refusal {
	cell := strings.TrimSpace(line.Cells["since"])
	if noTransfer[entry.Fold(cell)] {
		return nil
	}
	day, read := text.ReadDay(cell, r.locale)
	if !read {
		return &entry.Refusal{Reason: "processor.import.since", Value: cell}
	}
	said.FirstDay = &day
	return nil
}

// noTransfer are words of tables that stand where there is nothing to say.
var noTransfer = map[string]bool{"": true, "n a": true, "na": true, "none": true, "not applicable": true, "not required": true, "nicht erforderlich": true, "entfällt": true,
	"keine": true, "nicht zutreffend": true, "non applicable": true, "no aplica": true, "k a": true}
