package text

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Document is a policy text in its clauses.
type Document struct {
	Title   string // without marks; "" when the text has none
	Clauses []Clause
	tree    tree
	body    int // where the text begins in the source, behind the title
	counted lineCount
}

// Clause is a numbered part of a document: a heading of the shallowest level below
// the title and all that stands under it.
type Clause struct {
	Key      string // [a-z0-9-]; unique in the document and its id in the page
	Number   string // as the text prints it ("A", "4"), else its position; "" for the introduction
	Heading  string // without number and marks; "" for the introduction
	Level    int    // of the heading in the text, 1 to 6
	Line     int    // of the heading, counted from 1
	Markdown string // the heading's line and everything up to the next clause
	InShort  string // Markdown of the note "In short"; "" without
	Deeper   []Clause

	start, stop int // in the source
	node        *ast.Heading
	stated      bool // the text gives the key, whether or not it may be used
}

// Words counts the words of the clause, parted by white space; marks that only say
// what is a heading or a table are no words.
func (c Clause) Words() int {
	count := 0
	for word := range strings.FieldsSeq(keyMark.ReplaceAllString(c.Markdown, "")) {
		if strings.Trim(word, "#|-:") != "" || strings.Trim(word, "-") == "" && len(word) < 3 {
			count++
		}
	}
	return count
}

var keyMark = regexp.MustCompile(`(?m)[ \t]*\{#[^{}\n]*\}[ \t]*$`)

// Text is the document without its title: the Markdown of all clauses, joined by
// line feeds.
func (d Document) Text() string {
	parts := make([]string, len(d.Clauses))
	for i, clause := range d.Clauses {
		parts[i] = clause.Markdown
	}
	return strings.Join(parts, "\n")
}

// Markdown is the whole document with its title, such that Parse gives the same again.
func (d Document) Markdown() string {
	if d.Title == "" {
		return d.Text()
	}
	return strings.TrimRight("# "+Escape(d.Title)+"\n\n"+d.Text(), "\n")
}

var inlineMarks = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#&~|!]")

// Escape is words that stand in Markdown as they are, without marking anything.
func Escape(words string) string { return inlineMarks.ReplaceAllString(words, `\$0`) }

// Parse reads a policy text. The document is usable whatever the problems are; with
// any of them it must not be published. The text is normalised first.
func Parse(markdown string) (Document, []Problem) {
	var problems []Problem
	if _, err := Normalise(markdown); err != nil {
		problems = append(problems, Problem{1, err.Error(), nil})
	}
	parsed := parseTree(normalise(markdown))
	document := Document{tree: parsed}
	document.readTitle()
	document.readClauses()
	problems = append(problems, document.giveKeys()...)
	problems = append(problems, document.readBlocks()...)
	document.settleHeadings()
	return document, problems
}

// readTitle takes a heading of level 1 that opens the text, and is the only one, as
// its title.
func (d *Document) readTitle() {
	first, isHeading := d.tree.root.FirstChild().(*ast.Heading)
	if !isHeading || first.Level != 1 {
		return
	}
	for _, node := range children(d.tree.root)[1:] {
		if other, isHeading := node.(*ast.Heading); isHeading && other.Level == 1 {
			return
		}
	}
	title := oneLine(d.tree.plain(first))
	if title == "" {
		return
	}
	d.Title = title
	d.body = d.tree.headingEnd(first)
	for d.body < len(d.tree.source) && isBlank(string(d.tree.source[d.body:lineEnd(d.tree.source, d.body)])) {
		d.body = min(lineEnd(d.tree.source, d.body)+1, len(d.tree.source))
	}
}

// headingEnd is the end of a heading's last line; of one that is underlined, of the
// line under it.
func (t tree) headingEnd(heading *ast.Heading) int {
	lines := heading.Lines()
	first, last := lines.At(0).Start, lines.At(lines.Len()-1).Start
	end := lineEnd(t.source, last)
	if isBlank(string(t.source[lineStart(t.source, first):first])) && end < len(t.source) {
		return lineEnd(t.source, end+1)
	}
	return end
}

func (d *Document) readClauses() {
	headings := d.headings()
	level := 0
	for _, heading := range headings {
		if level == 0 || heading.Level < level {
			level = heading.Level
		}
	}
	source, end := d.tree.source, len(d.tree.source)
	if level == 0 {
		level = 2
	}
	start := end
	if len(headings) > 0 {
		start = headings[0].start
	}
	if strings.TrimSpace(string(source[d.body:start])) != "" {
		introduction := Clause{Level: level, Line: d.line(d.body), start: d.body}
		d.Clauses = append(d.Clauses, introduction)
	} else if len(headings) > 0 {
		headings[0].start = d.body
	}
	position := 0
	for _, heading := range headings {
		if heading.Level > level && len(d.Clauses) > 0 {
			clause := &d.Clauses[len(d.Clauses)-1]
			clause.Deeper = append(clause.Deeper, heading)
			continue
		}
		if position++; heading.Level > level { // deeper than the rest and before them all
			heading.Level = level
		}
		if heading.Number == "" {
			heading.Number = strconv.Itoa(position)
		}
		d.Clauses = append(d.Clauses, heading)
	}
	for i := range d.Clauses {
		next := end + 1
		if i+1 < len(d.Clauses) {
			next = d.Clauses[i+1].start
		}
		d.Clauses[i].finish(source, next)
	}
}

// finish gives a clause and what is deeper in it their Markdown.
func (c *Clause) finish(source []byte, next int) {
	c.stop = next - 1
	c.Markdown = string(source[c.start:c.stop])
	for i := range c.Deeper {
		deeper := &c.Deeper[i]
		deeper.stop = next - 1
		for _, later := range c.Deeper[i+1:] {
			if later.Level <= deeper.Level {
				deeper.stop = later.start - 1
				break
			}
		}
		deeper.Markdown = string(source[deeper.start:deeper.stop])
	}
}

// settleHeadings prepares the tree for pages: clauses stand at level 2 there, deeper
// headings under them, and only those that have a key keep an id.
func (d *Document) settleHeadings() {
	level := d.level()
	keyed := map[*ast.Heading]bool{}
	d.eachHeading(func(clause *Clause) {
		clause.node.RemoveAttributes()
		clause.node.SetAttributeString("id", []byte(clause.Key))
		keyed[clause.node] = true
	})
	_ = ast.Walk(d.tree.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		heading, isHeading := node.(*ast.Heading)
		if !entering || !isHeading || d.isTitle(node) {
			return ast.WalkContinue, nil
		}
		heading.Level = min(6, max(3, heading.Level-level+2))
		if !keyed[heading] {
			heading.RemoveAttributes()
		}
		return ast.WalkContinue, nil
	})
}

// headings are those that stand in the text itself, not in a list, quotation or
// block, and have words.
func (d *Document) headings() []Clause {
	var all []Clause
	for _, node := range children(d.tree.root) {
		heading, isHeading := node.(*ast.Heading)
		if !isHeading || heading.Lines().Len() == 0 {
			continue
		}
		start := lineStart(d.tree.source, heading.Lines().At(0).Start)
		words := oneLine(d.tree.plain(heading))
		if start < d.body || strings.Trim(words, "# ") == "" {
			continue
		}
		number, rest := splitNumber(words)
		all = append(all, Clause{Number: number, Heading: rest, Level: heading.Level, Line: d.line(start),
			start: start, node: heading})
	}
	return all
}

// line counts from 1. It goes on from where it last looked, since the text is mostly
// read from top to bottom.
func (d *Document) line(at int) int {
	if at < d.counted.at {
		d.counted = lineCount{}
	}
	d.counted = lineCount{at, d.counted.lines + bytes.Count(d.tree.source[d.counted.at:at], []byte("\n"))}
	return d.counted.lines + 1
}

// lineCount is how many lines end before a place.
type lineCount struct{ at, lines int }

func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }
