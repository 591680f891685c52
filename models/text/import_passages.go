package text

import (
	"regexp"
	"strings"
)

// passage is a piece of an imported text between blank lines, as the import looks at
// it. Joining all with a blank line gives the text.
type passage struct {
	kind  passageKind
	lines []string
	level int // of a heading
	words string
	opens bool // stood as the first line of the paragraph that follows
}

type passageKind int

const (
	paragraph passageKind = iota
	heading               // marked as one
	list                  // items, one or more
	pipeTable             // as Markdown draws it
	fence                 // code between fences
	rule                  // a line across
)

var (
	atxHeading   = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]+(\S.*)$`)
	underline    = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	ruleLine     = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	itemLine     = regexp.MustCompile(`^\s*(?:[*+•·▪◦‣-]|\d{1,3}[.)])\s+\S`)
	fenceLine    = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	delimiterRow = regexp.MustCompile(`^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^ {0,3}\|[ \t]*:?-+:?[ \t]*\|[ \t]*$`)
	lateBullet   = regexp.MustCompile(`^\s*[•·▪◦‣●○–]\s*$`)
	otherBullet  = regexp.MustCompile(`^(\s*)[•▪◦‣●○]\s+`)
)

// passages parts a text at blank lines and before headings.
func passages(source string) []passage {
	var all []passage
	var gathered []string
	flush := func() {
		if len(gathered) > 0 {
			for _, lines := range withTitleLine(gathered) {
				all = append(all, newPassage(lines))
			}
			gathered = nil
		}
	}
	closing := ""
	for line := range strings.SplitSeq(source, "\n") {
		switch {
		case closing != "":
			gathered = append(gathered, line)
			if strings.HasPrefix(strings.TrimLeft(line, " "), closing) {
				closing = ""
				flush()
			}
		case isBlank(line):
			flush()
		case fenceLine.MatchString(line):
			flush()
			closing = fenceLine.FindStringSubmatch(line)[1]
			gathered = append(gathered, line)
		case atxHeading.MatchString(line):
			flush()
			all = append(all, newPassage([]string{line}))
		case len(gathered) > 0 && boldLine.MatchString(line) && itemLine.MatchString(line) && !itemLine.MatchString(gathered[0]):
			flush() // a point that is nothing but bold may be a heading
			gathered = append(gathered, line)
		default:
			gathered = append(gathered, line)
		}
	}
	flush()
	return withBullets(all)
}

// withTitleLine parts a bold first line, with a line break behind it, from the rest of
// its paragraph.
func withTitleLine(lines []string) [][]string {
	if len(lines) > 1 && hardBreak.MatchString(lines[0]) && boldLine.MatchString(hardBreak.ReplaceAllString(lines[0], "")) {
		return [][]string{{hardBreak.ReplaceAllString(lines[0], "")}, lines[1:]}
	}
	return [][]string{lines}
}

var hardBreak = regexp.MustCompile(`(?:  +|\\)$`)

func newPassage(lines []string) passage {
	first := lines[0]
	switch {
	case fenceLine.MatchString(first):
		return passage{kind: fence, lines: lines}
	case atxHeading.MatchString(first):
		return passage{kind: heading, lines: lines, level: len(atxHeading.FindStringSubmatch(first)[1])}
	case len(lines) > 1 && underline.MatchString(lines[len(lines)-1]) && !itemLine.MatchString(first) && !strings.Contains(first, "|"):
		level := 2
		if strings.Contains(lines[len(lines)-1], "=") {
			level = 1
		}
		words := oneLine(strings.Join(lines[:len(lines)-1], " "))
		return passage{kind: heading, lines: []string{strings.Repeat("#", level) + " " + words}, level: level}
	case len(lines) == 1 && ruleLine.MatchString(first):
		return passage{kind: rule, lines: lines}
	case len(lines) > 1 && strings.Contains(first, "|") && delimiterRow.MatchString(lines[1]):
		return passage{kind: pipeTable, lines: lines}
	case itemLine.MatchString(first):
		return passage{kind: list, lines: lines}
	}
	return passage{kind: paragraph, lines: lines}
}

// withBullets mends what browsers do to lists: a bullet alone in its paragraph, and
// bullets that Markdown does not know. Indented paragraphs that follow no list are
// not code in a policy, so they lose their indentation.
func withBullets(all []passage) []passage {
	var mended []passage
	inList, bullet := false, false
	for _, p := range all {
		if p.kind == paragraph && len(p.lines) == 1 && lateBullet.MatchString(p.lines[0]) {
			bullet = true
			continue
		}
		if p.kind == paragraph && (!inList || bullet) {
			p.lines = trimmedLines(p.lines)
		}
		if bullet && p.kind == paragraph {
			p.lines = append([]string{"* " + p.lines[0]}, indented(p.lines[1:])...)
			p.kind = list
		}
		if p.kind == list {
			for i, line := range p.lines {
				p.lines[i] = otherBullet.ReplaceAllString(line, "$1* ")
			}
		}
		bullet = false
		inList = p.kind == list || inList && p.kind == paragraph && strings.HasPrefix(p.lines[0], "  ")
		mended = append(mended, p.read())
	}
	return mended
}

func trimmedLines(lines []string) []string {
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.TrimLeft(line, " \t\u00a0")
	}
	return trimmed
}

func indented(lines []string) []string {
	for i, line := range lines {
		lines[i] = "  " + line
	}
	return lines
}

// text of the passage without marks, on one line.
func (p passage) text() string { return p.words }

// read gives the passage its words once, since they are asked for often.
func (p passage) read() passage {
	switch p.kind {
	case heading:
		p.words = oneLine(Plain(p.lines[0]))
	case fence, rule:
	default:
		p.words = oneLine(Plain(strings.Join(p.lines, "\n")))
	}
	return p
}

// items are the lines of a list as plain text, one for each item.
func (p passage) items() []string {
	var items []string
	for _, line := range p.lines {
		if itemLine.MatchString(line) {
			items = append(items, oneLine(Plain(strings.TrimLeft(line, " \t"))))
		} else if len(items) > 0 {
			items[len(items)-1] += " " + oneLine(Plain(line))
		}
	}
	return items
}

// inlineText is the text of a line without marks, such that a number at its front
// does not make it a list.
func inlineText(line string) string {
	return oneLine(Plain("# " + strings.TrimLeft(oneLine(line), "#")))
}

func joinPassages(all []passage) string {
	parts := make([]string, len(all))
	for i, p := range all {
		parts[i] = strings.Join(p.lines, "\n")
	}
	return strings.Join(parts, "\n\n")
}
