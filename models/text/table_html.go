package text

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
)

// htmlTablesOf are the tables of a page.
func htmlTablesOf(source string) ([]Table, error) {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, ErrTooDeep
	}
	unwrapLayout(document)
	return tablesIn(document), nil
}

// tablesIn are the tables under a node, whose tables that only arrange it are unwrapped.
func tablesIn(root *html.Node) []Table {
	var tables []Table
	title, above := "", ""
	for node := range root.Descendants() {
		switch {
		case node.Type != html.ElementNode:
		case isHeadingName(node.Data), node.Data == "caption":
			title, above = oneLine(nodeText(node)), ""
		case (node.Data == "p" || node.Data == "strong" || node.Data == "summary" || node.Data == "button") && !insideTable(node):
			above = cmp.Or(shortLine(nodeText(node)), above)
		case node.Data == "table":
			name := title
			if caption := firstElement(node, "caption"); caption != nil {
				name = oneLine(nodeText(caption))
			}
			tables = append(tables, tableOf(name, above, 0, htmlRecords(node))...)
			above = ""
		}
	}
	return tables
}

func insideTable(node *html.Node) bool {
	for parent := range node.Ancestors() {
		if parent.Data == "table" {
			return true
		}
	}
	return false
}

// htmlRecords are the words of a table by row; those of a cell over several columns
// or rows stand in each of them.
func htmlRecords(table *html.Node) [][]string {
	var records [][]string
	words := map[*html.Node]string{}
	for _, row := range spreadTable(table) {
		var cells []string
		for _, cell := range row.cells {
			if _, known := words[cell.node]; !known {
				words[cell.node] = tidyLines(nodeText(cell.node))
			}
			cells = append(cells, words[cell.node])
		}
		records = append(records, cells)
	}
	return records
}

// spreadRow is a row of a table as a page shows it.
type spreadRow struct {
	node  *html.Node
	cells []spreadCell
}

// spreadCell is one place in a row. It is repeated where the cell begins in another
// place, further left or above; node is nil where there is nothing.
type spreadCell struct {
	node     *html.Node
	repeated bool
}

// spreadTable is a table with every cell in all the places that it reaches over.
func spreadTable(table *html.Node) []spreadRow {
	var rows []spreadRow
	var own [][]*html.Node
	for _, part := range tableParts(table) {
		if part.Data == "tr" {
			rows, own = append(rows, spreadRow{node: part}), append(own, cellsIn(part))
		}
	}
	width := widthOf(own)
	above := map[int]reaching{}
	for i := range rows {
		rows[i].cells, above = placed(own[i], above, width)
	}
	return rows
}

// reaching is a cell that still reaches over so many rows.
type reaching struct {
	cell *html.Node
	rows int
}

// placed puts the cells of a row between those that reach down from above, by column,
// and tells which reach further down. A cell is no wider than leaves room for the
// others, whatever it says.
func placed(own []*html.Node, above map[int]reaching, width int) (cells []spreadCell, below map[int]reaching) {
	below = map[int]reaching{}
	put := func(cell *html.Node, repeated bool, further int) {
		if further > 0 {
			below[len(cells)] = reaching{cell, further}
		}
		cells = append(cells, spreadCell{cell, repeated})
	}
	for len(cells) < width && (len(own) > 0 || len(above) > 0) {
		if down, reaches := above[len(cells)]; reaches {
			delete(above, len(cells))
			put(down.cell, true, down.rows-1)
			continue
		}
		if len(own) == 0 {
			put(nil, false, 0)
			continue
		}
		cell := own[0]
		own = own[1:]
		for i := range max(1, min(span(cell, "colspan"), width-len(cells)-len(own)-len(above))) {
			if _, taken := above[len(cells)]; taken {
				break
			}
			put(cell, i > 0, span(cell, "rowspan")-1)
		}
	}
	return cells, below
}

// widthOf is how many columns the rows need at least, at most maxColumns.
func widthOf(rows [][]*html.Node) int {
	width := 0
	var above []int // rows that cells still reach over
	for _, own := range rows {
		width = min(maxColumns, max(width, len(own)+len(above)))
		var below []int
		for _, rows := range above {
			if rows > 1 {
				below = append(below, rows-1)
			}
		}
		for _, cell := range own[:min(len(own), maxColumns)] {
			if rows := span(cell, "rowspan"); rows > 1 && len(below) < maxColumns {
				below = append(below, rows-1)
			}
		}
		above = below
	}
	return width
}

func cellsIn(row *html.Node) []*html.Node {
	var cells []*html.Node
	for cell := range row.ChildNodes() {
		if isElement(cell, "td") || isElement(cell, "th") {
			cells = append(cells, cell)
		}
	}
	return cells
}

// span is how many columns or rows a cell takes, within reason.
func span(cell *html.Node, name string) int {
	value := strings.TrimSpace(attribute(cell, name))
	if len(value) > 2 {
		return 1
	}
	return max(1, digitValue(value))
}
