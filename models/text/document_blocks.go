package text

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Blocks are the embedded blocks of the document, in its order, those inside others
// included.
func (d Document) Blocks() []Block {
	var blocks []Block
	for _, node := range d.blockNodes() {
		blocks = append(blocks, node.block)
	}
	return blocks
}

func (d Document) blockNodes() []*blockNode {
	var nodes []*blockNode
	_ = ast.Walk(d.tree.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if block, isBlock := node.(*blockNode); isBlock && entering {
			nodes = append(nodes, block)
		}
		return ast.WalkContinue, nil
	})
	return nodes
}

// readBlocks takes the "In short" notes to their clauses and reports what is wrong
// with the blocks.
func (d *Document) readBlocks() []Problem {
	var problems []Problem
	for _, node := range d.blockNodes() {
		problems = append(problems, node.block.problems()...)
		if !node.readable {
			problems = append(problems, Problem{node.block.Line, "text.problem.block_unreadable", []any{"block", node.block.Name}})
		}
		if node.open {
			problems = append(problems, Problem{node.block.Line, "text.problem.block_unclosed", []any{"block", node.block.Name}})
		}
		if node.block.Name == BlockInShort && !d.takeNote(node) {
			problems = append(problems, Problem{node.block.Line, "text.problem.in_short_twice", nil})
		}
		for _, heading := range children(node) {
			if h, isHeading := heading.(*ast.Heading); isHeading && h.Level <= d.level() {
				problems = append(problems, Problem{d.lineOf(h), "text.problem.block_over_clauses", []any{"block", node.block.Name}})
			}
		}
	}
	return append(problems, d.strayMarks()...)
}

// takeNote gives a note to the clause around it; false when that has one.
func (d *Document) takeNote(node *blockNode) bool {
	for i := range d.Clauses {
		clause := &d.Clauses[i]
		if node.start < clause.start || node.start > clause.stop {
			continue
		}
		if clause.InShort != "" {
			return false
		}
		clause.InShort = strings.TrimSpace(node.block.Body)
	}
	return true
}

// strayMarks are lines that look like a block's and are none: unreadable, without a
// block to close, or inside a list or quotation.
func (d *Document) strayMarks() []Problem {
	var problems []Problem
	_ = ast.Walk(d.tree.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || node.Kind() != ast.KindParagraph && node.Kind() != ast.KindTextBlock {
			return ast.WalkContinue, nil
		}
		for _, segment := range node.Lines().Sliced(0, node.Lines().Len()) {
			line := strings.TrimSpace(string(segment.Value(d.tree.source)))
			if strings.HasPrefix(line, ":::") {
				problems = append(problems, Problem{d.line(segment.Start), "text.problem.block_stray", []any{"line", line}})
			}
		}
		return ast.WalkContinue, nil
	})
	return problems
}

// level is that of the clauses.
func (d *Document) level() int {
	if len(d.Clauses) == 0 {
		return 2
	}
	return d.Clauses[0].Level
}

func (d *Document) lineOf(heading *ast.Heading) int {
	if heading.Lines().Len() == 0 {
		return 1
	}
	return d.line(heading.Lines().At(0).Start)
}
