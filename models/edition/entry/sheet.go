package entry

import (
	"bytes"
	"encoding/csv"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Kind says how the tables of one register are known.
type Kind struct {
	Name    string   // the field without which a table is about something else
	Columns []Column // the surest first
	Foreign []string // words in the headings of tables that are about something else
	// Look says by a column's cells what it holds, where its heading means field, sure when
	// it says that and no more; "" is nothing that is of use. Nil believes all headings.
	Look func(field string, sure bool, cells []string) string
}

// Column is a field and the headings that mean it, in lower case.
type Column struct {
	Field     string // "" for what is of no use
	Spellings []string
	Several   bool // the cells of several columns belong together
}

// Line is one row of a file, its cells by field.
type Line struct {
	Number int    // as editors and spreadsheets count, from 1
	Table  string // title of the table that it stands in
	Above  string // the short line right above that table, or the heading inside it
	Cells  map[string]string
	Broken map[string]string // the cells with their line breaks
	Heads  map[string]string // the heading of each field, as the file has it
}

// Has reports whether the file has a column for the field.
func (l Line) Has(field string) bool { _, has := l.Cells[field]; return has }

// Read finds the tables of a file that are of this kind and gives their rows, beside
// the titles of the tables that are not.
//
// Errors: store.Invalid for "file": not readable, or without a table of this kind.
func Read(raw []byte, filename string, kind Kind) (lines []Line, skipped []string, err error) {
	tables, err := text.Tables(raw, filename)
	if err != nil {
		return nil, nil, unreadable(err)
	}
	for _, table := range tables {
		columns, ok := kind.columns(table)
		if !ok {
			skipped = append(skipped, titleOf(table))
			continue
		}
		first := firstRow(raw, table)
		for i, row := range table.Rows {
			if section, heads := text.SectionRow(row); heads {
				table.Above = section
				continue
			}
			lines = append(lines, newLine(first+i, table, columns, row))
		}
	}
	if len(lines) == 0 {
		return nil, skipped, store.Invalid{"file": "import.file.no_table"}
	}
	return lines, skipped, nil
}

func newLine(number int, table text.Table, columns map[string][]int, row []string) Line {
	line := Line{Number: number, Table: table.Title, Above: table.Above, Cells: map[string]string{}, Broken: map[string]string{}, Heads: map[string]string{}}
	for field, places := range columns {
		var cells []string
		for _, at := range places {
			if row[at] != "" {
				cells = append(cells, row[at])
			}
		}
		line.Broken[field] = strings.Join(cells, "; ")
		line.Cells[field] = strings.Join(strings.Fields(line.Broken[field]), " ")
		line.Heads[field] = table.Head[places[0]]
	}
	return line
}

// titleOf is the table's title, or its headings where it has none.
func titleOf(table text.Table) string {
	if table.Title == "" {
		return strings.Join(table.Head, ", ")
	}
	return table.Title
}

// firstRow is the line of the table's first row in the file: below the headings, and in
// Markdown below the line that underlines them.
func firstRow(raw []byte, table text.Table) int {
	if lines := bytes.Split(raw, []byte("\n")); table.Line > 0 && table.Line < len(lines) &&
		len(bytes.Trim(lines[table.Line], "|:- \r\t")) == 0 && bytes.Contains(lines[table.Line], []byte("-")) {
		return table.Line + 2
	}
	return table.Line + 1
}

func unreadable(err error) error {
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		return store.Invalid{"file": "import.file.broken"}
	case errors.Is(err, text.ErrEmpty), errors.Is(err, text.ErrBinary), errors.Is(err, text.ErrTooLarge), errors.Is(err, text.ErrTooDeep), errors.Is(err, text.ErrEncoding):
		return store.Invalid{"file": err.Error()}
	}
	return err
}

// columns says where each field stands in the table, if it is of this kind.
func (k Kind) columns(table text.Table) (map[string][]int, bool) {
	found := map[string][]int{}
	sure := map[string]int{}
	for at, heading := range table.Head {
		for _, word := range k.Foreign {
			if containsWords(Fold(heading), word) {
				return nil, false
			}
		}
		field, certainty := k.fieldOf(heading)
		if field != "" && k.Look != nil {
			field = k.Look(field, certainty >= wholeHeading, cellsOf(table, at))
		}
		switch {
		case field == "":
		case len(found[field]) > 0 && k.several(field):
			found[field] = append(found[field], at)
		case certainty > sure[field]:
			found[field], sure[field] = []int{at}, certainty
		}
	}
	_, named := found[k.Name]
	return found, named && (len(found) > 1 || len(table.Head) == 1)
}

func (k Kind) several(field string) bool {
	return slices.ContainsFunc(k.Columns, func(c Column) bool { return c.Field == field && c.Several })
}

// cellsOf are the cells of a column that are not empty.
func cellsOf(table text.Table, at int) []string {
	var cells []string
	for _, row := range table.Rows {
		if row[at] != "" {
			cells = append(cells, row[at])
		}
	}
	return cells
}

// How sure it is that a heading means a field, beside the length of what was known in it.
const (
	wholeHeading = 200 // it is a spelling and nothing else
	headOfPhrase = 100 // it is what the heading is about: "Location" in "Service location (of data)"
)

var (
	inBrackets = regexp.MustCompile(`\([^()]*\)`)
	several    = regexp.MustCompile(`(?i)\s*[/,&+]\s*|\s+(?:and|und|et|y|e|en)\s+`)
	ofWhat     = regexp.MustCompile(` (?:of|for|from|by|used|that|der|des|von|für|de|du|di|del|van|voor) .*$`)
)

// FieldOf is the field that a heading means, or "". Of a heading for several things the
// first counts that is known.
func (k Kind) FieldOf(heading string) string {
	field, _ := k.fieldOf(heading)
	return field
}

func (k Kind) fieldOf(heading string) (field string, certainty int) {
	field, certainty = k.meaning(heading)
	if certainty >= wholeHeading {
		return field, certainty
	}
	for _, part := range several.Split(heading, -1) {
		if partly, how := k.meaning(part); how >= headOfPhrase {
			return partly, how - 1 // a heading of its own is surer
		}
	}
	return field, certainty
}

// meaning is the field whose spelling says most of what the heading is about.
func (k Kind) meaning(heading string) (field string, certainty int) {
	folded := Fold(heading)
	about := ofWhat.ReplaceAllString(Fold(inBrackets.ReplaceAllString(heading, " ")), "")
	for _, column := range k.Columns {
		for _, spelling := range column.Spellings {
			how := 0
			switch {
			case folded == spelling:
				how = wholeHeading + len(spelling)
			case about == spelling || strings.HasSuffix(about, " "+spelling):
				how = headOfPhrase + len(spelling)
			case containsWords(folded, spelling):
				how = len(spelling)
			}
			if how > certainty {
				field, certainty = column.Field, how
			}
		}
	}
	return field, certainty
}

// Fold is words for comparing: lower case, letters and digits only, single spaces.
func Fold(words string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, words)
	return strings.Join(strings.Fields(plain), " ")
}

func containsWords(folded, words string) bool {
	return strings.Contains(" "+folded+" ", " "+words+" ")
}

// Values parts a cell that holds several values: "a; b".
func Values(cell string) []string {
	var values []string
	for value := range strings.SplitSeq(cell, ";") {
		if value = strings.Join(strings.Fields(value), " "); value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

// Joined is several values in one cell.
func Joined(values []string) string { return strings.Join(values, "; ") }

var likeMarks = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Like is a pattern for texts that hold the words. (security D6)
func Like(words string) string { return "%" + likeMarks.Replace(words) + "%" }
