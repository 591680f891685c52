package text

import (
	"encoding/csv"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"
)

// Table is a table of a file. Cells are plain text on one line: no Markdown marks,
// links or line breaks. Every row has as many cells as the widest.
type Table struct {
	Title string   // the heading or caption nearest above it; "" in a CSV file
	Head  []string // the column headings
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
	if tables := markdownTables(parseTree(normalise(withoutHTML(clean))), oneLine); len(tables) > 0 || !strings.Contains(source, ",") && !strings.Contains(source, "\t") {
		return tables, nil
	}
	return csvTable(source)
}

// csvTable reads the one table of a CSV file, whatever parts its cells. An
// apostrophe that guards a cell against being taken for a formula is taken off.
func csvTable(source string) ([]Table, error) {
	reader := csv.NewReader(strings.NewReader(source))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	reader.Comma = delimiterOf(source)
	records, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		for i, cell := range record {
			record[i] = oneLine(strings.TrimPrefix(cell, "'"))
		}
	}
	return tableOf("", 1, records), nil
}

// delimiterOf is what stands most often in the first line: a comma, a semicolon or
// a tab.
func delimiterOf(source string) rune {
	first, _, _ := strings.Cut(source, "\n")
	best := ','
	for _, candidate := range []rune{';', '\t'} {
		if strings.Count(first, string(candidate)) > strings.Count(first, string(best)) {
			best = candidate
		}
	}
	return best
}

// tableOf is a table of the records, the first of which are the headings; none when
// there is no row.
func tableOf(title string, line int, records [][]string) []Table {
	width := 0
	for _, record := range records {
		width = max(width, len(record))
	}
	var rows [][]string
	for _, record := range records {
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
	return []Table{{Title: title, Head: rows[0], Rows: rows[1:], Line: line}}
}

// markdownTables are the tables of a text, each cell as shape makes it.
func markdownTables(parsed tree, shape func(string) string) []Table {
	var tables []Table
	title := ""
	_ = ast.Walk(parsed.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.Heading:
			title = oneLine(parsed.plain(n))
		case *east.Table:
			var records [][]string
			for _, row := range children(n) {
				var cells []string
				for _, cell := range children(row) {
					cells = append(cells, shape(parsed.plain(cell)))
				}
				records = append(records, cells)
			}
			line := 1 + strings.Count(string(parsed.source[:min(max(0, n.Pos()), len(parsed.source))]), "\n")
			tables = append(tables, tableOf(title, line, records)...)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return tables
}

func htmlTablesOf(source string) ([]Table, error) {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, ErrTooDeep
	}
	unwrapLayout(document)
	var tables []Table
	title := ""
	for node := range document.Descendants() {
		switch {
		case node.Type != html.ElementNode:
		case len(node.Data) == 2 && node.Data[0] == 'h' && node.Data[1] >= '1' && node.Data[1] <= '6', node.Data == "caption":
			title = oneLine(nodeText(node))
		case node.Data == "table":
			name := title
			if caption := firstElement(node, "caption"); caption != nil {
				name = oneLine(nodeText(caption))
			}
			tables = append(tables, tableOf(name, 0, htmlRecords(node))...)
		}
	}
	return tables, nil
}

// htmlRecords are the rows of a table; a cell over several columns or rows stands in
// each of them.
func htmlRecords(table *html.Node) [][]string {
	var records [][]string
	below := map[int]spanned{} // by column: what rows above reach down with
	for _, part := range tableParts(table) {
		if part.Data != "tr" {
			continue
		}
		var cells []string
		fill := func() {
			for down, reaches := below[len(cells)]; reaches && down.rows > 0; down, reaches = below[len(cells)] {
				below[len(cells)] = spanned{down.text, down.rows - 1}
				cells = append(cells, down.text)
			}
		}
		for cell := range part.ChildNodes() {
			if cell.Data != "td" && cell.Data != "th" {
				continue
			}
			fill()
			words := oneLine(nodeText(cell))
			for range span(cell, "colspan") {
				below[len(cells)] = spanned{words, span(cell, "rowspan") - 1}
				cells = append(cells, words)
			}
		}
		fill()
		records = append(records, cells)
	}
	return records
}

// spanned is a cell that reaches into rows below.
type spanned struct {
	text string
	rows int
}

// span is how many columns or rows a cell takes, within reason.
func span(cell *html.Node, name string) int {
	value := attribute(cell, name)
	if utf8.RuneCountInString(value) > 2 {
		return 1
	}
	return max(1, digitValue(strings.TrimSpace(value)))
}
