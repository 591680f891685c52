package text

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// MarkdownResolver gives the Markdown of a block. body is the text between the
// block's marks with its own blocks resolved, "" for a block of one line.
type MarkdownResolver func(block Block, body string) (string, error)

// Resolved is the document with its title as Markdown in which every block is
// replaced by what the resolver gives. Errors: what the resolver returns.
func (d Document) Resolved(resolve MarkdownResolver) (string, error) {
	body, err := d.tree.resolved(children(d.tree.root), d.body, len(d.tree.source), resolve)
	if err != nil || d.Title == "" {
		return body, err
	}
	return "# " + Escape(d.Title) + "\n\n" + body, nil
}

// resolved is the source between two places with the blocks among the nodes filled.
func (t tree) resolved(nodes []ast.Node, from, to int, resolve MarkdownResolver) (string, error) {
	var out strings.Builder
	for _, node := range nodes {
		block, isBlock := node.(*blockNode)
		if !isBlock {
			continue
		}
		body, err := t.resolved(children(block), block.bodyStart, block.bodyStop, resolve)
		if err != nil {
			return "", err
		}
		filled, err := resolve(block.block, body)
		if err != nil {
			return "", fmt.Errorf("block %q: %w", block.block.Name, err)
		}
		out.Write(t.source[from:block.start])
		out.WriteString(filled)
		from = block.stop
	}
	out.Write(t.source[min(from, to):to])
	return out.String(), nil
}
