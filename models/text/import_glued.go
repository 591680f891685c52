package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// withLinesApart parts headings from the text that follows on the next line, for texts
// that mark no headings and leave no blank line under them. One line alone proves
// nothing: only where several paragraphs begin so are they headings.
func withLinesApart(all []passage) []passage {
	if innerHeadings(all) > 1 {
		return all
	}
	all = withTitlesApart(all)
	opens, glued := make([]bool, len(all)), 0
	for i, p := range all {
		if opens[i] = opensParagraph(p); opens[i] {
			glued++
		}
	}
	var apart []passage
	for i, p := range all {
		first, rest := passage{}, passage{}
		if top := i < titleReach && p.kind == paragraph && len(p.lines) > 1; top || opens[i] {
			first, rest = splitFirst(p)
		}
		switch titled := isPolicyTitle(first.text()) && !isPolicyTitle(rest.text()) && p.kind == paragraph; {
		case titled && i < titleReach, opens[i] && glued >= gluedHeadings:
			first.opens = opens[i] && !(titled && i < titleReach)
			apart = append(append(apart, first), datedLine(rest)...)
		default:
			apart = append(apart, p)
		}
	}
	return apart
}

// withTitlesApart parts a title and the date under it from a menu that was saved with no
// blank line between.
func withTitlesApart(all []passage) []passage {
	var apart []passage
	for i, p := range all {
		at := titleInMenu(p)
		if i > titleReach || at < 1 {
			apart = append(apart, p)
			continue
		}
		apart = append(apart, newPassage(p.lines[:at]).read(), newPassage(p.lines[at:at+1]).read())
		if at+1 < len(p.lines) {
			apart = append(apart, newPassage(p.lines[at+1:]).read())
		}
	}
	return apart
}

// titleInMenu is where a title with a date under it stands among short lines, or -1.
func titleInMenu(p passage) int {
	if p.kind != paragraph {
		return -1
	}
	for at := 1; at+1 < len(p.lines); at++ {
		if len(strings.Fields(p.lines[at-1])) > 4 {
			return -1
		}
		if isPolicyTitle(oneLine(p.lines[at])) && statesDate(oneLine(p.lines[at+1])) {
			return at
		}
	}
	return -1
}

// innerHeadings counts the marked headings that are not titles.
func innerHeadings(all []passage) int {
	count := 0
	for _, p := range all {
		if p.kind == heading && p.level > 1 && !isPolicyTitle(p.text()) {
			count++
		}
	}
	return count
}

// gluedHeadings is how many paragraphs must begin with a heading for any of them to be one.
const gluedHeadings = 3

// datedLine parts a date from what follows it.
func datedLine(p passage) []passage {
	if first, rest := splitFirst(p); len(p.lines) > 1 && statesDate(first.text()) {
		return []passage{first, rest}
	}
	return []passage{p}
}

// splitFirst parts the first line of a passage from the rest.
func splitFirst(p passage) (first, rest passage) {
	if len(p.lines) == 0 {
		return p, p
	}
	line := strings.TrimSpace(hardBreak.ReplaceAllString(p.lines[0], ""))
	first = newPassage([]string{line}).read()
	if len(p.lines) > 1 {
		rest = newPassage(p.lines[1:]).read()
	}
	return first, rest
}

// opensParagraph is true for a paragraph whose first line reads as a heading of the
// rest: short, no sentence, and either numbered or far shorter than what it heads.
func opensParagraph(p passage) bool {
	if p.kind != paragraph && p.kind != list || len(p.lines) < 2 {
		return false
	}
	if len(p.lines[0]) > 4*headingBytes || len(strings.Fields(p.lines[0])) > gluedWords+2 {
		return false // far too long, whatever its marks are
	}
	first, rest := splitFirst(p)
	words := plainLine(first)
	next := strings.TrimSpace(p.lines[1])
	if words == "" || len(strings.Fields(words)) > gluedWords || statesDate(words) || startsLower(next) && !itemLine.MatchString(p.lines[1]) {
		return false
	}
	if number, _ := splitNumber(words); number != "" {
		following, _ := splitNumber(inlineText(next))
		return following == "" || strings.Contains(following, number+".") || strings.HasPrefix(next, "(") || strings.HasPrefix(next, number+".")
	}
	if p.kind != paragraph {
		return false
	}
	length, under := utf8.RuneCountInString(first.text()), utf8.RuneCountInString(next)
	return rest.kind == list && len(rest.lines) > 1 || under >= gluedUnder && 2*under >= 3*length
}

const (
	gluedWords = 10 // a heading without a blank line under it is not longer
	gluedUnder = 40 // characters that the line under it has at least

	headingBytes = 80
)

func startsLower(line string) bool { return unicode.IsLower(firstLetter(line)) }
