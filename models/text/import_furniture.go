package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// furniture is how sure it is that a passage belongs to the page around a policy
// and not to the policy.
type furniture int

const (
	isText   furniture = iota
	maybe              // short and without a sentence: a cell, a line of an address, a menu entry
	surely             // a menu, a row of links, a copyright line
	sentence = 15      // words from which on a line reads as prose
)

var (
	copyrightLine = regexp.MustCompile(`(?i)^(?:©|\(c\)\s|copyright\b)|all rights reserved\.?$|alle rechte vorbehalten\.?$|tous droits réservés\.?$`)
	controlLine   = regexp.MustCompile(`(?i)^(?:sign (?:in|up)|log ?(?:in|out)|register|join (?:free|now)|skip to (?:main )?content|follow us|share(?: this)?|print(?: this page)?|back to top|advanced search|search|menu|subscribe|download (?:the |our )?app|get the app|free app\b.*|available on\b.*|cookie settings|manage cookies|accept(?: all)?(?: cookies)?|was this (?:page|article) helpful\??|related (?:articles|links|pages)|browse alphabetically\b.*|select (?:your )?(?:language|country)|home|english|contact us|help(?: cent(?:er|re))?|icp\w*|table of contents)(?:\s*[|·•>»:].*)?$`)
	separators    = regexp.MustCompile(`\s+[|·•»›/>–-]\s+|\s*\|\s*`)
	languageNames = regexp.MustCompile(`(?i)\b(?:english|deutsch|español|français|italiano|português|nederlands|polski|türk(?:çe)?|indonesian?|tiếng việt|svenska|dansk|suomi|norsk|čeština|magyar|română)\b|中文|日本語|한국어|[Рр]усский|усский|हिंदी|हिन्दी|ภาษาไทย|العربية|עברית`)
	endsSentence  = regexp.MustCompile(`[.!?:;。！？؟…]["'”’)\]*_]*$`)
	contentsList  = regexp.MustCompile(`^\s*(?:[*+-]|\d+[.)])\s+\[[^\]]*\]\(#`)
	onlyLink      = regexp.MustCompile(`^\s*\[[^\]]{1,40}\]\([^)]*\)\s*\\?$`)
	contactMark   = regexp.MustCompile(`@|\d{5,}|https?://|\+\d`)
	pagePointer   = regexp.MustCompile(`(?i)^[<«‹←&lt;.\s]*(?:back|return|zurück|retour) (?:to|zu|zur|à) (?:the )?(?:list|top|home|overview|search|results|previous page|main page|liste|übersicht)\b[\s:>»|-]*`)
)

// furnitureOf judges a passage by itself.
func furnitureOf(p passage) furniture {
	switch p.kind {
	case heading, pipeTable, fence:
		return isText
	case rule:
		return maybe
	case list:
		if contentsList.MatchString(p.lines[0]) {
			return isText // the text's own contents
		}
		if isBold(p) || unicode.IsDigit([]rune(strings.TrimSpace(p.lines[0]))[0]) {
			return isText
		}
		return menuOf(p.items())
	}
	words := p.text()
	count := len(strings.Fields(words))
	switch {
	case count < 40 && copyrightLine.MatchString(words), count < 30 && controlLine.MatchString(words), isLinkRow(words),
		count < 80 && len(languageNames.FindAllString(words, -1)) > 3, isLinkColumn(p), isMenuColumn(p):
		return surely
	case isBold(p):
		return isText
	case count < sentence && !endsSentence.MatchString(words):
		return maybe
	}
	return isText
}

// menuOf judges the items of a list: entries of a menu are short and end nothing.
func menuOf(items []string) furniture {
	short := 0
	for _, item := range items {
		words := strings.TrimLeft(item, "*+-• ")
		if len(strings.Fields(words)) <= 6 && !endsSentence.MatchString(words) && !strings.HasSuffix(words, ",") && !contactMark.MatchString(words) {
			short++
		}
	}
	switch {
	case short < len(items):
		return isText
	case len(items) > 2:
		return surely
	}
	return maybe
}

// isLinkRow is true for short names with the same separator between them.
func isLinkRow(words string) bool {
	if !strings.ContainsAny(words, "|·•»›/>–-") || endsSentence.MatchString(words) {
		return false
	}
	parts := separators.Split(words, -1)
	if len(parts) < 4 {
		return false
	}
	long := 0
	for _, part := range parts {
		if len(strings.Fields(part)) > 6 {
			long++
		}
	}
	return long*4 <= len(parts)
}

// isLinkColumn is true for lines that are nothing but a link each.
func isLinkColumn(p passage) bool {
	return len(p.lines) > 2 && !slices.ContainsFunc(p.lines, func(line string) bool { return !onlyLink.MatchString(line) })
}

// isMenuColumn is true for short lines under each other, one of which only a page's
// frame has.
func isMenuColumn(p passage) bool {
	if len(p.lines) < 4 {
		return false
	}
	framed := false
	for _, line := range p.lines {
		words := oneLine(hardBreak.ReplaceAllString(line, ""))
		switch {
		case controlLine.MatchString(words), copyrightLine.MatchString(words):
			framed = true
		case len(strings.Fields(words)) > 4, endsSentence.MatchString(words), contactMark.MatchString(words), statesDate(words):
			return false
		}
	}
	return framed
}

// weight of a passage when the text is looked for in a page: prose draws it in,
// menus push it away.
func weight(p passage) int {
	switch furnitureOf(p) {
	case surely:
		return -6 - 4*len(p.lines)
	case maybe:
		return -1
	}
	if p.kind == heading {
		return 4
	}
	return min(60, len(strings.Fields(p.text())))
}

// trimFurniture cuts off what stands before and after the text of a page.
func trimFurniture(all []passage) (text []passage, before, after int) {
	start := textStart(all)
	end := textEnd(all[start:]) + start
	if end == start {
		return all, 0, 0 // nothing but short lines: better too much than nothing
	}
	before, after = start, len(all)-end
	for before > 0 && start < end && all[start].kind == rule {
		start++
	}
	for after > 0 && end > start && all[end-1].kind == rule {
		end--
	}
	return all[start:end], before, after
}

// textStart is where the stretch begins that weighs most, with the title and the
// date that stand right above it.
func textStart(all []passage) int {
	best, sum, from, start := 0, 0, 0, 0
	for i, p := range all {
		if sum += weight(p); sum <= 0 {
			sum, from = 0, i+1
		}
		if sum > best {
			best, start = sum, from
		}
	}
	if len(all) == 0 {
		return 0
	}
	if start == len(all) {
		start = 0
	}
	if title := headingTitle(all); title >= 0 && title < start+titleReach && standsForAll(all, title) && proseBefore(all[:title])*8 < best {
		return title
	}
	for start > 0 && belongsAbove(all[start-1]) {
		start--
	}
	if !anyFurniture(all[:start]) {
		return 0
	}
	held := proseBefore(all[:start]) + markedHeadings(all[:start])
	if begins := all[start].text(); held > 0 && !isPolicyTitle(withoutPointer(begins)) && !statesDate(begins) {
		return firstText(all)
	}
	return start
}

// anyFurniture is true when something surely does not belong to the text.
func anyFurniture(all []passage) bool {
	return slices.ContainsFunc(all, func(p passage) bool { return furnitureOf(p) == surely })
}

// firstText is the first passage that is no furniture.
func firstText(all []passage) int {
	for i, p := range all {
		if furnitureOf(p) == isText {
			return i
		}
	}
	return 0
}

// titleReach is how far below the first prose a marked title may stand and still be
// the title of what follows.
const titleReach = 12

// headingTitle is the first heading of level 1, or -1.
func headingTitle(all []passage) int {
	for i, p := range all {
		if p.kind == heading && p.level == 1 {
			return i
		}
	}
	return -1
}

// standsForAll is true for a heading that may be the title: the only one on its level,
// or one that names a policy.
func standsForAll(all []passage, title int) bool {
	words := all[title].text()
	return isPolicyTitle(words) || !isNumbered(words) && !slices.ContainsFunc(all[title+1:], func(p passage) bool { return p.kind == heading && p.level == 1 })
}

// proseBefore counts the words of the prose among some passages.
func proseBefore(all []passage) int {
	count := 0
	for _, p := range all {
		if furnitureOf(p) == isText && p.kind != heading {
			count += len(strings.Fields(p.text()))
		}
	}
	return count
}

// belongsAbove is true for a title, a date or a short bold line right above the text.
func belongsAbove(p passage) bool {
	words := p.text()
	if p.kind == list || furnitureOf(p) == surely {
		return false
	}
	return p.kind == heading || isBold(p) || statesDate(words) || len(p.lines) == 1 && isPolicyTitle(withoutPointer(words))
}

// textEnd is where the furniture below the text begins: from the end upwards, as long
// as passages may be furniture, the uppermost that surely is. A list alone does not
// make a footer: policies end with lists of names too.
func textEnd(all []passage) int {
	end, certain := len(all), false
	for i := len(all) - 1; i >= 0; i-- {
		judged := furnitureOf(all[i])
		if judged == isText {
			break
		}
		if judged == surely && !(all[i].kind == list && i > 0 && introduces(all[i-1])) {
			end = i
			certain = certain || all[i].kind != list
		}
	}
	if !certain {
		return len(all)
	}
	return end
}

// introduces is true for a heading, and for words that end with a colon.
func introduces(p passage) bool { return p.kind == heading || strings.HasSuffix(p.words, ":") }

func withoutPointer(words string) string { return pagePointer.ReplaceAllString(words, "") }
