package text

import (
	"html"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// htmlAsText shows HTML that someone typed into a text as the characters they
// typed: nothing of it works, and no word vanishes from a published policy.
type htmlAsText struct{}

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
			raw := node.(*ast.RawHTML)
			_, err := w.WriteString(html.EscapeString(string(raw.Segments.Value(source))))
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
}
