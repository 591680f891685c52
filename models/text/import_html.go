package text

import (
	"regexp"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
)

// toMarkdown keeps tables, which the library's own short way would flatten. They must
// be drawable: a span of a cell costs it as much memory as it says.
var toMarkdown = converter.NewConverter(converter.WithPlugins(
	base.NewBasePlugin(),
	commonmark.NewCommonmarkPlugin(commonmark.WithBulletListMarker("*"), commonmark.WithListEndComment(false)),
	strikethrough.NewStrikethroughPlugin(),
	table.NewTablePlugin(
		table.WithNewlineBehavior(table.NewlineBehaviorPreserve),
		table.WithHeaderPromotion(true),
		table.WithSkipEmptyRows(true),
	),
))

// fragmentToMarkdown turns a piece of HTML into Markdown and counts the cells of its
// tables that reached over several places.
func fragmentToMarkdown(fragment string, words spanned) (markdown string, merged int) {
	document, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return Plain(fragment), 0
	}
	merged = drawable(document, words)
	return nodeToMarkdown(document), merged
}

// nodeToMarkdown turns a part of a page, whose tables are drawable, into Markdown.
func nodeToMarkdown(node *html.Node) string {
	converted, err := toMarkdown.ConvertNode(node)
	if err != nil {
		return Plain(nodeText(node))
	}
	return severalBreaks.ReplaceAllString(string(converted), "<br>")
}

// savedPage is what the HTML of a whole page says about itself, and its text.
type savedPage struct {
	title, locale, markdown string
	anchors                 map[string]string
	tables                  []Table // with the words of a merged cell in every place
	merged                  int     // places that a cell of a table reached over, beside its first
}

// readPage finds the text in a page: what stands in its main part, without scripts,
// navigation, headers, footers and forms.
func readPage(source string) (savedPage, error) {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return savedPage{}, ErrTooDeep // the one fault that the parser of HTML knows
	}
	page := savedPage{title: oneLine(nodeText(firstElement(document, "title")))}
	if root := firstElement(document, "html"); root != nil {
		page.locale = attribute(root, "lang")
	}
	body := firstElement(document, "body")
	if body == nil {
		return page, nil
	}
	removeFurniture(body)
	main := mainPart(body)
	unwrapLayout(main)
	dropScripted(main)
	page.anchors, page.tables = anchorsIn(main), tablesIn(main)
	page.merged = drawable(main, once)
	page.markdown = normalise(nodeToMarkdown(main))
	return page, nil
}

var neverText = []string{"script", "style", "noscript", "template", "iframe", "svg", "canvas", "object", "video", "audio",
	"img", "picture", "link", "meta", "select", "input", "textarea"}

// dropScripted takes the addresses from links that lead nowhere outside the page that
// was saved: scripts, data, files of the machine.
func dropScripted(root *html.Node) {
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == "a" && scriptedLink.MatchString(attribute(node, "href")) {
			node.Attr = nil
		}
	}
}

var scriptedLink = regexp.MustCompile(`(?i)^[\s\x00-\x1f]*(?:javascript|vbscript|data|file|about|blob):`)

// mainPart is the smallest marked part that holds most of the words, or the one part
// that calls itself the main one and is no mere remainder.
func mainPart(body *html.Node) *html.Node {
	best, all := body, len(nodeText(body))
	for node := range body.Descendants() {
		isMain := isElement(node, "main") || node.Type == html.ElementNode && attribute(node, "role") == "main"
		if !isMain && !isElement(node, "article") {
			continue
		}
		if words := len(nodeText(node)); 2*words > all || isMain && 5*words > all && best == body {
			best = node
		}
	}
	return best
}

func isElement(node *html.Node, name string) bool {
	return node.Type == html.ElementNode && node.Data == name
}

// unwrapLayout turns tables that only arrange a page into plain divisions.
func unwrapLayout(root *html.Node) {
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == "table" && isLayout(node) {
			node.Data, node.DataAtom = "div", 0
			for _, part := range tableParts(node) {
				part.Data, part.DataAtom = "div", 0
			}
		}
	}
}

// tableParts are a table's sections, rows and cells, without those of tables in it.
func tableParts(table *html.Node) []*html.Node {
	var parts []*html.Node
	for child := range table.ChildNodes() {
		if child.Type == html.ElementNode && slices.Contains([]string{"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}, child.Data) {
			parts = append(append(parts, child), tableParts(child)...)
		}
	}
	return parts
}

func isLayout(table *html.Node) bool {
	if attribute(table, "role") == "presentation" {
		return true
	}
	widest := 0
	for _, part := range tableParts(table) {
		if part.Data == "tr" {
			cells := 0
			for child := range part.ChildNodes() {
				if child.Data == "td" || child.Data == "th" {
					cells++
				}
			}
			widest = max(widest, cells)
		}
	}
	for inner := range table.Descendants() {
		if inner.Type == html.ElementNode && slices.Contains([]string{"table", "h1", "h2", "h3"}, inner.Data) {
			return true
		}
	}
	return widest < 2
}

func firstElement(root *html.Node, name string) *html.Node {
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == name {
			return node
		}
	}
	return nil
}

func attribute(node *html.Node, name string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == name {
			return attribute.Val
		}
	}
	return ""
}

func hasAttribute(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// nodeText is the text of a node and all in it. White space is as in the page, but that
// a line break or a new paragraph, point or cell is a line feed.
func nodeText(node *html.Node) string {
	if node == nil {
		return ""
	}
	var words strings.Builder
	for inner := range node.Descendants() {
		switch {
		case inner.Type == html.TextNode:
			words.WriteString(lineFeeds.Replace(inner.Data))
		case inner.Type == html.ElementNode && slices.Contains([]string{"br", "p", "div", "li", "tr", "td"}, inner.Data):
			words.WriteByte('\n')
		}
	}
	return words.String()
}

var lineFeeds = strings.NewReplacer("\n", " ", "\r", " ")
