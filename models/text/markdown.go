package text

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// ownPrefix begins the ids of the page's own elements. No key may begin with it, so
// that no text can take the place of a control.
const ownPrefix = "pd-"

// markdown is the one dialect of the portal: GitHub's tables, strike-through, task
// lists and links, footnotes, definition lists, the embedded blocks; HTML in a text
// is shown as it is written. Quotes stay as typed, so that a redline is of the text.
var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.Linkify,
		extension.TaskList,
		extension.DefinitionList,
		extension.NewFootnote(extension.WithFootnoteIDPrefix(ownPrefix)),
		blockSyntax{},
	),
	goldmark.WithParserOptions(parser.WithHeadingAttribute()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(htmlAsText{}, 100))),
)

// tree is a parsed text.
type tree struct {
	source []byte
	root   ast.Node
}

func parseTree(source string) tree {
	bytes := []byte(source)
	root := parseNodes(bytes)
	dropUnsafe(root, bytes)
	return tree{bytes, root}
}

func parseNodes(source []byte) ast.Node { return markdown.Parser().Parse(text.NewReader(source)) }

// children of a node, in order.
func children(node ast.Node) []ast.Node {
	var all []ast.Node
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		all = append(all, child)
	}
	return all
}

// Plain is the text of some Markdown without its marks: paragraphs, list items and
// cells each on a line of their own.
func Plain(markdown string) string {
	parsed := parseTree(normalise(markdown))
	return parsed.plain(parsed.root)
}

// plain is the text of a node without marks.
func (t tree) plain(node ast.Node) string {
	var words strings.Builder
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			t.writePlain(&words, n)
		} else if n.Type() == ast.TypeBlock && n != node && !strings.HasSuffix(words.String(), "\n") {
			words.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(words.String())
}

func (t tree) writePlain(words *strings.Builder, node ast.Node) {
	switch n := node.(type) {
	case *ast.Text:
		if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
			words.Write(n.Value(t.source))
		} else {
			words.WriteString(unescape(n.Value(t.source)))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			words.WriteByte('\n')
		}
	case *ast.String:
		words.Write(n.Value)
	case *ast.AutoLink:
		words.Write(n.Label(t.source))
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
		words.Write(n.Lines().Value(t.source))
	case *ast.RawHTML:
		if written := n.Segments.Value(t.source); lineBreak.Match(written) {
			words.WriteByte('\n')
		} else {
			words.Write(written)
		}
	case *east.FootnoteBacklink, *east.FootnoteLink:
	}
}

// unescape takes backslashes and entities out of a piece of Markdown.
func unescape(value []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value))))
}
