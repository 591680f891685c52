package text

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blockNode is a Block in the syntax tree, with where it stands in the source.
type blockNode struct {
	ast.BaseBlock
	block               Block
	readable            bool // its attributes were understood
	open                bool // still waits for its closing line
	start, stop         int  // of the whole block, without the last line feed
	bodyStart, bodyStop int
}

var kindBlock = ast.NewNodeKind("PolicyBlock")

func (n *blockNode) Kind() ast.NodeKind { return kindBlock }

// Dump is what goldmark asks of every node.
func (n *blockNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// blockSyntax teaches goldmark the blocks of policy texts.
type blockSyntax struct{}

// Extend is what goldmark asks of an extension.
func (blockSyntax) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithBlockParsers(util.Prioritized(blockSyntax{}, 90)))
}

// Trigger says which byte may begin a block.
func (blockSyntax) Trigger() []byte { return []byte{':'} }

// Open begins a block. One inside a list or a quotation stays text, since it could
// not be shown apart; Parse reports it.
func (blockSyntax) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if parent.Kind() != ast.KindDocument && parent.Kind() != kindBlock {
		return nil, parser.NoChildren
	}
	line, segment := reader.PeekLine()
	block, opens, readable := readBlock(string(line[pc.BlockOffset():]))
	if !opens {
		return nil, parser.NoChildren
	}
	block.Line = 1 + bytes.Count(reader.Source()[:segment.Start], []byte("\n"))
	end := lineEnd(reader.Source(), segment.Start)
	node := &blockNode{block: block, readable: readable, start: segment.Start, stop: end}
	node.bodyStart = min(end+1, len(reader.Source()))
	node.bodyStop = node.bodyStart
	node.open = blockRules[block.Name].holdsText
	reader.AdvanceToEOL()
	if node.open {
		return node, parser.HasChildren
	}
	return node, parser.NoChildren
}

// Continue ends a block at its closing line, which belongs to the innermost block
// that is open and not to text inside a code fence.
func (blockSyntax) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	node := n.(*blockNode)
	if !node.open {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	if !blockClosing.MatchString(strings.Trim(string(line), " \t\n")) || !innermost(node, pc) {
		return parser.Continue | parser.HasChildren
	}
	node.open = false
	node.bodyStop = max(node.bodyStart, segment.Start-1)
	node.stop = lineEnd(reader.Source(), segment.Start)
	reader.AdvanceToEOL()
	return parser.Close
}

// Close gives a block that was never closed all that follows.
func (blockSyntax) Close(n ast.Node, reader text.Reader, _ parser.Context) {
	node := n.(*blockNode)
	if node.open {
		node.bodyStop, node.stop = len(reader.Source()), len(reader.Source())
	}
	node.block.Body = string(reader.Source()[node.bodyStart:node.bodyStop])
}

// CanInterruptParagraph lets a block follow a paragraph without a blank line.
func (blockSyntax) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine leaves indented code alone.
func (blockSyntax) CanAcceptIndentedLine() bool { return false }

func innermost(node *blockNode, pc parser.Context) bool {
	opened := pc.OpenedBlocks()
	for i := len(opened) - 1; i >= 0; i-- {
		switch inner := opened[i].Node.(type) {
		case *ast.FencedCodeBlock:
			return false
		case *blockNode:
			if inner.open {
				return inner == node
			}
		}
	}
	return false
}

// lineEnd is where the line around at ends, without its line feed.
func lineEnd(source []byte, at int) int {
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(source)
}

// lineStart is where the line around at begins.
func lineStart(source []byte, at int) int {
	return bytes.LastIndexByte(source[:at], '\n') + 1
}
