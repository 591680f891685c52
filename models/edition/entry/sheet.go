package entry

import (
	"bytes"
	"encoding/csv"
	"errors"
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
	Title   []string // words in the title of tables whose headings could mean anything
}

// Column is a field and the headings that mean it, in lower case.
type Column struct {
	Field     string
	Spellings []string
}

// Line is one row of a file, its cells by field.
type Line struct {
	Number int    // as editors and spreadsheets count, from 1
	Table  string // title of the table that it stands in
	Cells  map[string]string
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
			line := Line{Number: first + i, Table: table.Title, Cells: map[string]string{}, Heads: map[string]string{}}
			for field, at := range columns {
				line.Cells[field], line.Heads[field] = row[at], table.Head[at]
			}
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil, skipped, store.Invalid{"file": "import.file.no_table"}
	}
	return lines, skipped, nil
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
	case errors.Is(err, text.ErrEmpty), errors.Is(err, text.ErrBinary), errors.Is(err, text.ErrTooLarge), errors.Is(err, text.ErrEncoding):
		return store.Invalid{"file": err.Error()}
	}
	return err
}

// columns says where each field stands in the table, if it is of this kind.
func (k Kind) columns(table text.Table) (map[string]int, bool) {
	found := map[string]int{}
	sure := map[string]int{} // length of the spelling that matched; a whole heading counts most
	for at, heading := range table.Head {
		folded := Fold(heading)
		for _, word := range k.Foreign {
			if containsWords(folded, word) {
				return nil, false
			}
		}
		field, length := k.fieldOf(folded)
		if field != "" && length > sure[field] {
			found[field], sure[field] = at, length
		}
	}
	_, named := found[k.Name]
	return found, named && (len(found) > 1 || len(table.Head) == 1)
}

// wholeHeading is added for a heading that is a spelling and nothing else.
const wholeHeading = 100

// fieldOf is the field with the longest spelling in the heading.
func (k Kind) fieldOf(folded string) (field string, length int) {
	for _, column := range k.Columns {
		for _, spelling := range column.Spellings {
			matched := 0
			if folded == spelling {
				matched = wholeHeading + len(spelling)
			} else if containsWords(folded, spelling) {
				matched = len(spelling)
			}
			if matched > length {
				field, length = column.Field, matched
			}
		}
	}
	return field, length
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
