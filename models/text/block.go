package text

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Block is a place in a policy text that a register fills when the text is shown,
// such as `:::cookies {category=analytics}`.
type Block struct {
	Name       string
	Attributes map[string]string
	Line       int    // counted from 1
	Body       string // Markdown between the marks; "" for a block of one line
}

// Names of the blocks.
const (
	BlockCookies    = "cookies"
	BlockProcessors = "processors"
	BlockRights     = "rights"
	BlockContact    = "contact"
	BlockInShort    = "in-short"
	BlockAudience   = "audience"
)

// blockRule is what one kind of block may hold.
type blockRule struct {
	holdsText  bool     // ends with a line ":::" of its own
	attributes []string // that may be given
	required   []string // that must be given
}

var blockRules = map[string]blockRule{
	BlockCookies:    {attributes: []string{"category"}},
	BlockProcessors: {attributes: []string{"category"}},
	BlockRights:     {},
	BlockContact:    {},
	BlockInShort:    {holdsText: true},
	BlockAudience:   {holdsText: true, attributes: []string{"for"}, required: []string{"for"}},
}

var (
	blockOpening   = regexp.MustCompile(`^:::[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*(?:\{([^{}]*)\})?[ \t]*$`)
	blockClosing   = regexp.MustCompile(`^:::+[ \t]*$`)
	blockAttribute = regexp.MustCompile(`^\s*([a-z][a-z0-9-]*)=(?:"([^"]*)"|([^\s"=]+))(?:\s|$)`)
)

// readBlock understands the opening line of a block. Attributes that cannot be read
// are reported as unreadable.
func readBlock(line string) (block Block, opens, readable bool) {
	found := blockOpening.FindStringSubmatch(strings.TrimRight(line, " \t\n"))
	if found == nil {
		return Block{}, false, false
	}
	block = Block{Name: strings.ToLower(found[1]), Attributes: map[string]string{}}
	rest := found[2]
	for strings.TrimSpace(rest) != "" {
		attribute := blockAttribute.FindStringSubmatch(rest)
		if attribute == nil {
			return block, true, false
		}
		block.Attributes[attribute[1]] = attribute[2] + attribute[3]
		rest = rest[len(attribute[0]):]
	}
	return block, true, true
}

// problems of the block by itself, whatever the registers hold.
func (b Block) problems() []Problem {
	rule, known := blockRules[b.Name]
	if !known {
		return []Problem{{b.Line, "text.problem.block_unknown", []any{"block", b.Name}}}
	}
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(b.Attributes)) {
		if !slices.Contains(rule.attributes, name) {
			problems = append(problems, Problem{b.Line, "text.problem.block_attribute_unknown", []any{"block", b.Name, "attribute", name}})
		}
	}
	for _, name := range rule.required {
		if b.Attributes[name] == "" {
			problems = append(problems, Problem{b.Line, "text.problem.block_attribute_missing", []any{"block", b.Name, "attribute", name}})
		}
	}
	return problems
}
