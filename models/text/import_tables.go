package text

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// spanned says where the words of a cell stand that reaches over several places of a
// table. Markdown has no such cells.
type spanned int

const (
	once       spanned = iota // in the first place, as a policy says them; the others are empty
	everywhere                // in each, for tables that are read row by row
)

// drawable makes the tables under a node such that Markdown can draw them, and counts
// the cells that reached over several places: cells are parted, what stands in blocks
// in them stands on lines, and no table is inside bold words or a link.
func drawable(root *html.Node, words spanned) (merged int) {
	for _, table := range tablesUnder(root) {
		for parent := range table.Ancestors() {
			if slices.Contains(inlineElements, parent.Data) {
				rename(parent, "div")
			}
		}
		rows := spreadTable(table)
		for _, row := range rows {
			merged += part(row, words)
		}
	}
	return merged
}

// inlineElements may stand around a table in a page and not in Markdown.
var inlineElements = []string{"a", "b", "strong", "em", "i", "del", "s", "strike"}

func tablesUnder(root *html.Node) []*html.Node {
	var tables []*html.Node
	for node := range root.Descendants() {
		if isElement(node, "table") {
			tables = append(tables, node)
		}
	}
	return tables
}

// part gives a row a cell for each of its places.
func part(row spreadRow, words spanned) (merged int) {
	for _, cell := range cellsIn(row.node) {
		row.node.RemoveChild(cell)
	}
	for _, cell := range row.cells {
		switch {
		case cell.node == nil:
			row.node.AppendChild(newCell("td", ""))
		case cell.repeated && words == everywhere:
			row.node.AppendChild(newCell(cell.node.Data, repeatable(nodeText(cell.node))))
		case cell.repeated:
			merged++
			row.node.AppendChild(newCell(cell.node.Data, ""))
		default:
			cell.node.Attr = slices.DeleteFunc(cell.node.Attr, func(a html.Attribute) bool { return a.Key == "colspan" || a.Key == "rowspan" })
			onLines(cell.node)
			row.node.AppendChild(cell.node)
		}
	}
	return merged
}

// maxRepeated is how long the words of a cell may be to be repeated, in bytes.
const maxRepeated = 400

// repeatable is words that may be repeated; what is longer would cost too much.
func repeatable(words string) string {
	if len(words) > maxRepeated {
		return ""
	}
	return words
}

// newCell is a cell with words on lines.
func newCell(name, words string) *html.Node {
	cell := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i, line := range strings.Split(tidyLines(words), "\n") {
		if i > 0 {
			cell.AppendChild(&html.Node{Type: html.ElementNode, Data: "br", DataAtom: atom.Br})
		}
		cell.AppendChild(&html.Node{Type: html.TextNode, Data: line})
	}
	return cell
}

// cellBlocks are what a cell of a page may hold and one of Markdown may not.
var cellBlocks = []string{"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "h4", "h5", "h6"}

// onLines puts lists, quotations and headings in a cell on lines of their own.
func onLines(cell *html.Node) {
	var rules []*html.Node
	for node := range cell.Descendants() {
		switch {
		case node.Type == html.ElementNode && slices.Contains(cellBlocks, node.Data):
			rename(node, "div")
		case isElement(node, "hr"):
			rules = append(rules, node)
		}
	}
	for _, rule := range rules {
		rule.Parent.RemoveChild(rule)
	}
}

func rename(node *html.Node, name string) {
	node.Data, node.DataAtom = name, atom.Lookup([]byte(name))
}
