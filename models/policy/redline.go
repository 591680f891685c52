package policy

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"privacydesk/models/text"
)

// Redline is what changed between two texts of a document, in pieces that a page
// shows one after the other.
type Redline struct {
	Passages []Passage
	Changes  int // changes; a renumbering alone is none
	Sections int // clauses that have any
	Inserted int // words
	Deleted  int
}

// Passage is a run of paragraphs that did not change, or one change.
type Passage struct {
	Op         text.RedlineOp
	ID         string // of a change, in the page: "change-3"
	Section    Section
	Lines      []Line
	Paragraphs int     // in it
	Renumbered int     // headings and items of an unchanged run that only got another number
	Elsewhere  Section // of a move: where it was, or where it is now
	Gone       bool    // of a move: this is the place where it was
	Formatted  bool    // of a change: words stand as before and look different
}

// Section names a clause.
type Section struct {
	Key, Number, Heading string
	Old                  bool // only the old text has it at this place
	New                  bool // the old text had no clause of this key
}

// Compare shows what changed between two texts. Keys of clauses are not part of what
// is compared; the address of a link is.
func Compare(before, after Words) Redline {
	old, new := newSide(before), newSide(after)
	redline := text.Compare(old.source, new.source)
	shaped := Redline{Inserted: redline.InsertedWords, Deleted: redline.DeletedWords}
	known := map[string]bool{}
	for _, clause := range old.document.Clauses {
		known[clause.Key] = true
	}
	// Where each block stands, for moves to name the place of their other half.
	sections := make([]Section, len(redline.Blocks))
	for i, block := range redline.Blocks {
		sections[i] = sectionOf(block, &old, &new)
		sections[i].New = !sections[i].Old && len(known) > 0 && !known[sections[i].Key] && sections[i].Key != ""
	}
	touched := map[Section]bool{}
	for i, block := range redline.Blocks {
		passage := passageOf(block, sections[i])
		if len(passage.Lines) == 0 {
			continue // nothing but blank lines, or the line under a table's headings
		}
		if block.Op == text.Move {
			passage.Elsewhere, passage.Gone = sections[block.Peer], block.Old != ""
		}
		if block.Op == text.Equal || block.Renumbered || onlySpaces(block) {
			passage.Op = text.Equal
			shaped.addUnchanged(passage)
			continue
		}
		if shaped.continues(passage) {
			continue
		}
		shaped.Changes++
		passage.ID = fmt.Sprintf("change-%d", shaped.Changes)
		touched[sections[i]] = true
		shaped.Passages = append(shaped.Passages, passage)
	}
	shaped.Sections = len(touched)
	return shaped
}

// CompareTexts is Compare for two Markdown texts of the same language.
func CompareTexts(before, after string) Redline {
	return Compare(wordsOf("", before), wordsOf("", after))
}

// addUnchanged joins a run to the one before it.
func (r *Redline) addUnchanged(passage Passage) {
	if last := len(r.Passages) - 1; last >= 0 && r.Passages[last].Op == text.Equal {
		before := &r.Passages[last]
		before.Lines = append(before.Lines, passage.Lines...)
		before.Paragraphs += passage.Paragraphs
		before.Renumbered += passage.Renumbered
		return
	}
	r.Passages = append(r.Passages, passage)
}

// onlySpaces reports whether a block changed in nothing but its spaces and line feeds.
func onlySpaces(block text.RedlineBlock) bool {
	return block.Op == text.Change && slices.Equal(strings.Fields(block.Old), strings.Fields(block.New))
}

// continues joins what was added or removed to the same just before it in its
// section: a new section is one change.
func (r *Redline) continues(passage Passage) bool {
	last := len(r.Passages) - 1
	if last < 0 || passage.Op != text.Insert && passage.Op != text.Delete {
		return false
	}
	before := &r.Passages[last]
	if before.Op != passage.Op || before.Section != passage.Section {
		return false
	}
	before.Lines = append(before.Lines, passage.Lines...)
	before.Paragraphs += passage.Paragraphs
	return true
}

// side is one of the two texts on its way through the blocks.
type side struct {
	document text.Document
	source   string
	line     int // the next one, counted from 1
}

func newSide(words Words) side {
	return side{document: words.Document(), source: readable(words.Markdown()), line: 1}
}

// section is the clause at the line.
func (s side) section(line int) Section {
	clauses := s.document.Clauses
	at := sort.Search(len(clauses), func(i int) bool { return clauses[i].Line > line }) - 1
	if at < 0 {
		return Section{}
	}
	return Section{Key: clauses[at].Key, Number: clauses[at].Number, Heading: clauses[at].Heading}
}

// sectionOf is the clause in which a block begins to say something, in the new text
// where it stands there. It moves both sides past the block.
func sectionOf(block text.RedlineBlock, old, new *side) Section {
	words, of := block.New, new
	if words == "" {
		words, of = block.Old, old
	}
	blank := len(words) - len(strings.TrimLeft(words, "\n"))
	section := of.section(of.line + blank)
	section.Old = block.New == "" && block.Op != text.Equal
	old.line += strings.Count(block.Old, "\n")
	new.line += strings.Count(block.New, "\n")
	return section
}

func passageOf(block text.RedlineBlock, section Section) Passage {
	passage := Passage{Op: block.Op, Section: section}
	runs := block.Runs
	switch {
	case block.Op == text.Equal || block.Op == text.Move || block.Renumbered:
		words := block.New
		if words == "" {
			words = block.Old
		}
		runs = []text.RedlineRun{{Op: text.Equal, Text: words}}
	case block.Op == text.Insert:
		runs = []text.RedlineRun{{Op: text.Insert, Text: block.New}}
	case block.Op == text.Delete:
		runs = []text.RedlineRun{{Op: text.Delete, Text: block.Old}}
	}
	if block.Renumbered {
		passage.Op, passage.Renumbered = text.Equal, 1
	}
	passage.Lines = linesOf(runs)
	passage.Paragraphs = len(passage.Lines)
	passage.Formatted = slices.ContainsFunc(passage.Lines, func(line Line) bool { return line.Formatted })
	return passage
}
