package text

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"
)

// SafeHTML may go into a page as it is: this package made it, or a view's own
// component did.
type SafeHTML string

// HTMLResolver gives the HTML of a block. body is the HTML of the text between the
// block's marks, "" for a block of one line.
type HTMLResolver func(block Block, body SafeHTML) (SafeHTML, error)

// Page is a document as HTML.
type Page struct {
	Title     string // text, not HTML
	Clauses   []PageClause
	Footnotes SafeHTML // "" without
}

// PageClause is a clause as HTML. The element that stands for it in the page bears
// the id Key: HTML has it on its heading; whoever uses Heading and Body sets it.
type PageClause struct {
	Clause
	HTML        SafeHTML // <h2> and text; of the introduction only text
	HeadingHTML SafeHTML // what stands inside the heading, its number included
	BodyHTML    SafeHTML // the text under the heading, without the note "In short"
	InShortHTML SafeHTML // "" without
}

// HTML renders the document. Clauses are headings of level 2 whatever the text
// calls them, deeper ones follow. Errors: what the resolver returns.
func (d Document) HTML(resolve HTMLResolver) (Page, error) {
	page := Page{Title: d.Title}
	nodes, footnotes := d.nodesByClause()
	for i, clause := range d.Clauses {
		shown, err := clauseHTML(d.tree, clause, nodes[i], resolve)
		if err != nil {
			return Page{}, fmt.Errorf("clause %q: %w", clause.Key, err)
		}
		page.Clauses = append(page.Clauses, shown)
	}
	if footnotes != nil {
		page.Footnotes = d.tree.safe(footnotes)
	}
	return page, nil
}

func clauseHTML(t tree, clause Clause, nodes []ast.Node, resolve HTMLResolver) (PageClause, error) {
	shown := PageClause{Clause: clause}
	show := shower{t, resolve, &shown.InShortHTML}
	body, err := show.html(nodes)
	if err != nil {
		return shown, err
	}
	shown.BodyHTML, shown.HTML = body, body
	if clause.node != nil {
		shown.HeadingHTML = t.inlineHTML(clause.node)
		shown.HTML = SafeHTML(fmt.Sprintf("<h2 id=%q>%s</h2>\n", clause.Key, shown.HeadingHTML)) + body
	}
	return shown, nil
}

// nodesByClause are the parts of the tree under each clause's heading, and the list
// of footnotes, which belongs to no clause.
func (d Document) nodesByClause() (byClause [][]ast.Node, footnotes ast.Node) {
	byClause = make([][]ast.Node, len(d.Clauses))
	opens := map[ast.Node]int{}
	for i, clause := range d.Clauses {
		if clause.node != nil {
			opens[clause.node] = i
		}
	}
	current := 0 // the introduction, or the first clause where an empty heading stands before it
	for _, node := range children(d.tree.root) {
		if i, isHeading := opens[node]; isHeading {
			current = i
			continue
		}
		switch {
		case node.Kind() == east.KindFootnoteList:
			footnotes = node
		case len(d.Clauses) > 0 && !d.isTitle(node):
			byClause[current] = append(byClause[current], node)
		}
	}
	return byClause, footnotes
}

func (d Document) isTitle(node ast.Node) bool {
	heading, isHeading := node.(*ast.Heading)
	return isHeading && heading.Level == 1 && d.Title != ""
}

// shower renders runs of nodes, with blocks between them resolved.
type shower struct {
	tree    tree
	resolve HTMLResolver
	note    *SafeHTML
}

func (s shower) html(nodes []ast.Node) (SafeHTML, error) {
	var out strings.Builder
	for _, node := range nodes {
		block, isBlock := node.(*blockNode)
		if !isBlock {
			out.WriteString(string(s.tree.safe(node)))
			continue
		}
		body, err := s.html(children(block))
		if err != nil {
			return "", err
		}
		if block.block.Name == BlockInShort {
			*s.note += body
			continue
		}
		filled, err := s.resolve(block.block, body)
		if err != nil {
			return "", fmt.Errorf("block %q: %w", block.block.Name, err)
		}
		out.WriteString(string(filled))
	}
	return SafeHTML(out.String()), nil
}

// safe renders a node and cleans what comes out.
func (t tree) safe(node ast.Node) SafeHTML {
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, t.source, node); err != nil {
		return SafeHTML("<p>" + html.EscapeString(t.plain(node)) + "</p>\n")
	}
	return SafeHTML(sanitiser.SanitizeBytes(out.Bytes()))
}

// inlineHTML is the HTML of what a node holds, without the node itself.
func (t tree) inlineHTML(node ast.Node) SafeHTML {
	var out strings.Builder
	for _, child := range children(node) {
		out.WriteString(string(t.safe(child)))
	}
	return SafeHTML(strings.TrimSpace(out.String()))
}
