package text

import (
	"html"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// htmlAsText shows HTML that someone typed into a text as the characters they
// typed: nothing of it works, and no word vanishes from a published policy. Only
// <br> breaks the line, since Markdown has no other way to do so in a table.
type htmlAsText struct{}

var lineBreak = regexp.MustCompile(`(?i)^<br\s*/?>$`)

// RegisterFuncs is what goldmark asks of a renderer.
func (htmlAsText) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			block := node.(*ast.HTMLBlock)
			written := string(block.Lines().Value(source))
			if block.HasClosure() {
				written += string(block.ClosureLine.Value(source))
			}
			_, err := w.WriteString("<p>" + html.EscapeString(written) + "</p>\n")
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			written := string(node.(*ast.RawHTML).Segments.Value(source))
			if lineBreak.MatchString(written) {
				_, err := w.WriteString("<br>")
				return ast.WalkSkipChildren, err
			}
			_, err := w.WriteString(html.EscapeString(written))
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
}
