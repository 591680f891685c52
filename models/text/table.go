package text

import (
	"encoding/csv"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Table is a table of a file. Cells are plain text without Markdown marks and links; a
// line break in a cell is a line feed. Every row has as many cells as the widest.
type Table struct {
	Title string   // the heading or caption nearest above it; "" in a CSV file
	Above string   // the short line right above it that is neither; "" without
	Head  []string // the column headings, each on one line
	Rows  [][]string
	Line  int // of the column headings in a CSV or Markdown file, counted from 1; 0 in HTML
}

// Tables reads all tables of a CSV, Markdown or HTML file, as its name or content
// says. Errors: ErrEmpty, ErrBinary, ErrTooLarge, ErrEncoding, ErrTooDeep; csv.ParseError.
func Tables(raw []byte, filename string) ([]Table, error) {
	source, isHTML, err := decode(raw, filename)
	if err != nil {
		return nil, err
	}
	switch extension := strings.ToLower(filepath.Ext(filename)); {
	case isHTML:
		return htmlTablesOf(source)
	case extension == ".csv" || extension == ".tsv":
		return csvTable(source)
	}
	_, below := frontMatter(source)
	clean, _ := withoutTags(below)
	clean, _ = withoutHTML(clean, everywhere)
	if tables := markdownTables(parseTree(normalise(clean))); len(tables) > 0 || !strings.Contains(source, ",") && !strings.Contains(source, "\t") {
		return tables, nil
	}
	return csvTable(source)
}

// csvTable reads the one table of a CSV file, whatever parts its cells. An
// apostrophe that guards a cell against being taken for a formula is taken off.
func csvTable(source string) ([]Table, error) {
	comma, line := delimiterOf(source), 1
	if stated := separatorLine.FindStringSubmatch(source); stated != nil {
		comma, source, line = []rune(stated[1])[0], source[len(stated[0]):], 2
	}
	reader := csv.NewReader(strings.NewReader(source))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	reader.Comma = comma
	records, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		for i, cell := range record {
			record[i] = tidyLines(strings.TrimPrefix(cell, "'"))
		}
	}
	return tableOf("", "", line, records), nil
}

// separatorLine is a first line in which a spreadsheet says what parts the cells.
var separatorLine = regexp.MustCompile(`^"?sep=([,;|\t])"?[ \t]*\n`)

// delimiterOf is what stands most often in the first line: a comma, a semicolon, a bar
// or a tab.
func delimiterOf(source string) rune {
	first, _, _ := strings.Cut(source, "\n")
	best := ','
	for _, candidate := range []rune{';', '|', '\t'} {
		if strings.Count(first, string(candidate)) > strings.Count(first, string(best)) {
			best = candidate
		}
	}
	return best
}

// maxColumns is how many columns a table may have. What stands beyond them is not
// read: every row is as wide as the widest, so one wide row would cost all others.
const maxColumns = 100

// tableOf is a table of the records, the first of which are the headings; none when
// there is no row.
func tableOf(title, above string, line int, records [][]string) []Table {
	width := 0
	for _, record := range records {
		width = min(maxColumns, max(width, len(record)))
	}
	var rows [][]string
	for _, record := range records {
		record = record[:min(width, len(record))]
		for len(record) < width {
			record = append(record, "")
		}
		if strings.Join(record, "") != "" {
			rows = append(rows, record)
		}
	}
	if len(rows) < 2 {
		return nil
	}
	for i, heading := range rows[0] {
		rows[0][i] = oneLine(heading)
	}
	return []Table{{Title: title, Above: above, Head: rows[0], Rows: rows[1:], Line: line}}
}

// SectionRow is the words of a row that is one cell over all columns, three or more: a
// heading inside a table for the rows below it.
func SectionRow(row []string) (words string, is bool) {
	for _, cell := range row {
		if cell != row[0] {
			return "", false
		}
	}
	return row[0], len(row) > 2 && row[0] != ""
}

// tidyLines is a cell without empty lines, each line without white space around it.
func tidyLines(cell string) string {
	var lines []string
	for line := range strings.Lines(cell) {
		if line = oneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// aboveWords is how long a line above a table may be to be about it as a whole.
const aboveWords = 6

// shortLine is a line that may stand over a table and is no sentence, or "".
func shortLine(words string) string {
	if words = strings.TrimRight(oneLine(words), ":"); len(strings.Fields(words)) > aboveWords || strings.HasSuffix(words, ".") {
		return ""
	}
	return words
}

// markdownTables are the tables of a text.
func markdownTables(parsed tree) []Table {
	var tables []Table
	title, above := "", ""
	_ = ast.Walk(parsed.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.Heading:
			title, above = oneLine(parsed.plain(n)), ""
		case *ast.Paragraph:
			above = shortLine(parsed.plain(n))
		case *east.Table:
			line := 1 + strings.Count(string(parsed.source[:min(max(0, n.Pos()), len(parsed.source))]), "\n")
			tables = append(tables, tableOf(title, above, line, parsed.records(n))...)
			above = ""
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return tables
}

// records are the cells of a table by row. Underscores around a single word are part
// of it ("_ga_" is the name of a cookie), unless the whole column is marked so.
func (t tree) records(table *east.Table) [][]string {
	var plain, literal [][]string
	for _, row := range children(table) {
		var bare, whole []string
		for _, cell := range children(row) {
			bare, whole = append(bare, tidyLines(t.plain(cell))), append(whole, tidyLines(t.plainWithUnderscores(cell)))
		}
		plain, literal = append(plain, bare), append(literal, whole)
	}
	for column := range plain[0] {
		marked, filled := 0, 0
		for row := 1; row < len(plain); row++ {
			if column < len(plain[row]) && plain[row][column] != "" {
				filled++
				if literal[row][column] == "_"+plain[row][column]+"_" {
					marked++
				}
			}
		}
		if marked > 1 && marked == filled {
			continue
		}
		for row := 1; row < len(plain); row++ {
			if column < len(plain[row]) {
				plain[row][column] = literal[row][column]
			}
		}
	}
	return plain
}

// plainWithUnderscores is the text of a node without marks but for underscores around
// what holds no white space.
func (t tree) plainWithUnderscores(node ast.Node) string {
	var words strings.Builder
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if mark, isEmphasis := n.(*ast.Emphasis); isEmphasis && t.emphasisByUnderscore(mark) {
			words.WriteString(strings.Repeat("_", mark.Level))
		} else if entering {
			t.writePlain(&words, n)
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

func (t tree) emphasisByUnderscore(mark *ast.Emphasis) bool {
	first, isText := mark.FirstChild().(*ast.Text)
	return isText && first.Segment.Start > 0 && t.source[first.Segment.Start-1] == '_' && !strings.ContainsAny(t.plain(mark), " \n")
}
