package policy

import (
	"regexp"
	"slices"
	"strings"

	"privacydesk/models/text"
)

// Line is a line of text in its pieces.
type Line struct {
	Heading   bool
	Item      bool
	Formatted bool // words of it stand as before and look different: bold, a heading, an item
	Pieces    []Piece
}

// Piece is a run of words of one line.
type Piece struct {
	Op   text.RedlineOp // Equal, Insert or Delete
	Text string
}

// linesOf parts runs at line feeds and leaves blank lines out.
func linesOf(runs []text.RedlineRun) []Line {
	var lines []Line
	var line Line
	flush := func() {
		if line.settle(); len(line.Pieces) > 0 {
			lines = append(lines, line)
		}
		line = Line{}
	}
	for _, run := range runs {
		for i, part := range strings.Split(run.Text, "\n") {
			if i > 0 {
				flush()
			}
			if part != "" {
				line.Pieces = append(line.Pieces, Piece{run.Op, part})
			}
		}
	}
	flush()
	return lines
}

var (
	headingMark = regexp.MustCompile(`^ {0,3}#{1,6}[ \t]+`)
	itemMark    = regexp.MustCompile(`^[ \t]*[*+-][ \t]+`)
	underlining = regexp.MustCompile(`^ {0,3}(?:=+|-+)[ \t]*$|^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$`)
	row         = regexp.MustCompile(`^[ \t]*\|.*\|[ \t]*$`)
	rowStart    = regexp.MustCompile(`^[ \t]*\|[ \t]*`)
	rowEnd      = regexp.MustCompile(`(^|[^\\])[ \t]*\|[ \t]*$`)
	rowBar      = regexp.MustCompile(`(^|[^\\ \t])[ \t]*\|[ \t]*`)
	padding     = regexp.MustCompile(`[ \t]{2,}`)
	quietLink   = regexp.MustCompile(` \((?:https?:|mailto:|tel:|[/#.])[^()\s]*(?:[ \t]+"[^"\n]*")?\)`)
	strongMark  = strings.NewReplacer("**", "", "__", "", "`", "")
	weakMark    = regexp.MustCompile(`(^|[\s("])\*(\S)|(\S)\*($|[\s.,;:!?)"])`)
	escaped     = regexp.MustCompile(`\\([[:punct:]])`)
)

// settle takes from a line the marks that only say how it looks, and notes where
// nothing else changed.
func (l *Line) settle() {
	if len(l.Pieces) == 0 || drawn(l.said(text.Insert)) && drawn(l.said(text.Delete)) {
		l.Pieces = nil // nothing, or the line under a heading or a table's head
		return
	}
	if !l.onlyFormatted() {
		l.unmark()
		l.unstress()
	}
	l.unrule()
	var kept []Piece
	for i := 0; i < len(l.Pieces); i++ {
		piece := plain(l.Pieces[i])
		if i+1 < len(l.Pieces) && piece.Op == text.Delete && l.Pieces[i+1].Op == text.Insert {
			if after := plain(l.Pieces[i+1]); sameFields(piece.Text, after.Text) {
				l.Formatted = l.Formatted || strings.TrimSpace(after.Text) != "" // not where only spaces differ
				piece = Piece{text.Equal, after.Text}
				i++
			}
		}
		if piece.Text != "" {
			kept = append(kept, piece)
		}
	}
	l.Pieces = sharpen(kept)
}

// said is the line as one of the two texts has it: without what only the other has.
func (l *Line) said(without text.RedlineOp) string {
	var said strings.Builder
	for _, piece := range l.Pieces {
		if piece.Op != without {
			said.WriteString(piece.Text)
		}
	}
	return said.String()
}

// onlyFormatted makes a line that says the same in both texts, and looks different,
// one unchanged piece. Spaces alone make no difference.
func (l *Line) onlyFormatted() bool {
	before, after := l.said(text.Insert), l.said(text.Delete)
	old, now := Line{Pieces: []Piece{{text.Equal, before}}}, Line{Pieces: []Piece{{text.Equal, after}}}
	old.unmark()
	now.unmark()
	old.unstress()
	now.unstress()
	if before == after || !sameFields(plain(old.Pieces[0]).Text, plain(now.Pieces[0]).Text) || !sameLinks(before, after) {
		return false
	}
	*l = now
	l.Formatted = l.Formatted || !sameFields(before, after)
	return true
}

// unmark takes the mark of a heading or an item off the beginning. Where both texts
// have one, of two kinds, the line looks different.
func (l *Line) unmark() {
	for len(l.Pieces) > 1 && l.Pieces[0].Op != text.Equal && strings.Trim(l.Pieces[0].Text, "# \t") == "" {
		l.Heading, l.Formatted, l.Pieces = true, true, l.Pieces[1:]
		l.Pieces[0].Text = strings.TrimLeft(l.Pieces[0].Text, " \t")
	}
	first := &l.Pieces[0]
	if !strings.ContainsAny(first.Text, "#*+-") {
		return
	}
	if mark := headingMark.FindString(first.Text); mark != "" {
		l.Heading, first.Text = true, first.Text[len(mark):]
	} else if mark := itemMark.FindString(first.Text); mark != "" {
		l.Item, first.Text = true, first.Text[len(mark):]
	}
}

// unrule makes the bars of a table's row points between its cells, and takes off those
// at its ends and the spaces that only make columns even.
func (l *Line) unrule() {
	for _, said := range []string{l.said(text.Insert), l.said(text.Delete)} {
		if said != "" && !row.MatchString(said) {
			return
		}
	}
	for i, last := 0, len(l.Pieces)-1; i <= last; i++ {
		if i == 0 || l.Pieces[i-1].Op != text.Equal && i == 1 {
			l.Pieces[i].Text = rowStart.ReplaceAllString(l.Pieces[i].Text, "")
		}
		if i == last || l.Pieces[i+1].Op != text.Equal && i+1 == last {
			l.Pieces[i].Text = rowEnd.ReplaceAllString(l.Pieces[i].Text, "$1")
		}
		l.Pieces[i].Text = padding.ReplaceAllString(rowBar.ReplaceAllString(l.Pieces[i].Text, "$1 · "), " ")
	}
}

// plain is a piece without marks of emphasis and without addresses that did not change.
func plain(piece Piece) Piece {
	if !strings.ContainsAny(piece.Text, "*_`\\(") {
		return piece
	}
	if piece.Op == text.Equal {
		piece.Text = quietLink.ReplaceAllString(piece.Text, "")
	}
	piece.Text = escaped.ReplaceAllString(weakMark.ReplaceAllString(strongMark.Replace(piece.Text), "$1$2$3$4"), "$1")
	return piece
}

// drawn reports whether a line of one text has no words of its own.
func drawn(line string) bool {
	return line == "" || strings.Trim(line, "=-|: \t") == "" && underlining.MatchString(line)
}

// sameLinks reports whether both lines lead to the same addresses.
func sameLinks(before, after string) bool {
	return slices.Equal(quietLink.FindAllString(before, -1), quietLink.FindAllString(after, -1))
}

func sameFields(before, after string) bool {
	return slices.Equal(strings.Fields(before), strings.Fields(after))
}

var (
	keyAtEnd = regexp.MustCompile(`(?m)[ \t]*\{#[^{}\n]*\}[ \t]*$`)
	link     = regexp.MustCompile(`\[([^\[\]\n]*)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?([ \t]+"[^"\n]*")?\)`)
)

// readable is the Markdown as readers compare it: without keys, and with the address
// and the title of a link behind its words.
func readable(markdown string) string {
	return link.ReplaceAllString(keyAtEnd.ReplaceAllString(markdown, ""), "$1 ($2$3)")
}
