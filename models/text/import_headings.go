package text

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// boldLine is a paragraph that is bold from end to end, perhaps with its number
// outside. Its words are in the second group.
var boldLine = regexp.MustCompile(`^\s*((?:\d{1,3}(?:\.\d{1,3})*|[A-Z]|[IVXLC]{1,6})\\?[.)]\s*)?[*_]{2,3}([^*\s](?:[^*]|\*[^*])*?)[*_]{2,3}\s*[:.]?\s*$`)

// headingWords is the longest heading in words; one that prints a number may be longer.
const headingWords = 14

// isBold is true for a passage that is nothing but one bold line.
func isBold(p passage) bool {
	return (p.kind == paragraph || p.kind == list) && len(p.lines) == 1 && boldLine.MatchString(p.lines[0])
}

// boldWords are the words of such a passage, its number first.
func boldWords(p passage) string {
	found := boldLine.FindStringSubmatch(p.lines[0])
	return oneLine(strings.ReplaceAll(found[1], `\`, "") + " " + inlineText(strings.Trim(found[2], "*_ ")))
}

// markHeadings turns what stands for a heading in a text without marked ones into
// headings: bold lines that carry letters or numbers in sequence, with other short
// bold lines one deeper; else numbered lines; else lines in capitals; else, as a
// guess, short lines above prose.
func markHeadings(all []passage) (marked []passage, guessed bool) {
	bold := candidates(all, func(p passage) string {
		if !isBold(p) || statesDate(p.text()) {
			return ""
		}
		return boldWords(p)
	})
	dropContents(bold)
	if inSequence := sequence(bold); len(inSequence) > 1 && len(inSequence) > markedHeadings(all)/2 {
		return withHeadings(all, bold, inSequence, headingLevel(all)), false
	}
	if markedHeadings(all) > 1 {
		return all, false
	}
	plain := candidates(all, plainLine)
	dropContents(plain)
	if inSequence := sequence(plain); len(inSequence) > 2 && spread(all, inSequence) {
		return withHeadings(all, merged(plain, bold), inSequence, 2), false
	}
	short := shortOnes(bold)
	if len(short) > 1 {
		return withHeadings(all, bold, short, 2), false
	}
	capitals := map[int]bool{}
	for i, words := range plain {
		if words == strings.ToUpper(words) && strings.ContainsFunc(words, unicode.IsUpper) && len(words) > 3 {
			capitals[i] = true
		}
	}
	if len(capitals) > 1 {
		return withHeadings(all, plain, capitals, 2), false
	}
	above := abovePlain(all, plain)
	if len(above) > 2 {
		return withHeadings(all, plain, above, 2), true
	}
	return all, false
}

// abovePlain are the short lines that stand above prose, or stood on top of it without
// a blank line between.
func abovePlain(all []passage, plain map[int]string) map[int]bool {
	above := map[int]bool{}
	for i := range plain {
		if all[i].opens || i+1 < len(all) && proseBefore(all[i+1:i+2]) >= sentence && !statesDate(plain[i]) {
			above[i] = true
		}
	}
	for i := range all[:max(0, len(all)-1)] { // a heading of headings; not of more, which would be a list
		if plain[i] != "" && above[i+1] && all[i].kind == paragraph && !statesDate(plain[i]) && (i == 0 || plain[i-1] == "") {
			above[i] = true
		}
	}
	return above
}

// markedHeadings counts those that the text itself marks.
func markedHeadings(all []passage) int {
	count := 0
	for _, p := range all {
		if p.kind == heading {
			count++
		}
	}
	return count
}

// headingLevel is the level that unmarked headings get: that of the marked ones, if
// there are any.
func headingLevel(all []passage) int {
	level := 0
	for _, p := range all {
		if p.kind == heading && (level == 0 || p.level < level) {
			level = p.level
		}
	}
	return max(2, level)
}

// candidates are the passages that may be headings, with their words.
func candidates(all []passage, words func(passage) string) map[int]string {
	found := map[int]string{}
	for i, p := range all {
		if w := words(p); w != "" {
			found[i] = w
		}
	}
	return found
}

// contentsLines is how many headings in a row a list of contents has at least.
const contentsLines = 3

// dropContents takes out of the candidates a row of lines with no text between, each of
// which comes again below: they list what the text holds.
func dropContents(found map[int]string) {
	words := func(i int) string { return strings.ToLower(withoutNumber(found[i])) }
	last := map[string]int{}
	for i := range found {
		last[words(i)] = max(last[words(i)], i)
	}
	places := slices.Sorted(maps.Keys(found))
	for from := 0; from < len(places); {
		to := from
		for to < len(places) && places[to] == places[from]+to-from && last[words(places[to])] > places[to] {
			to++
		}
		if to-from >= contentsLines {
			for _, place := range places[from:to] {
				delete(found, place)
			}
		}
		from = max(to, from+1)
	}
}

// plainLine is the words of a short line that is neither a sentence nor in a list. A
// question may be a heading: "What do we collect?".
func plainLine(p passage) string {
	if p.kind != paragraph && p.kind != list || len(p.lines) != 1 || isBold(p) {
		return ""
	}
	line := strings.TrimSpace(p.lines[0])
	if p.kind == list && !unicode.IsDigit(rune(line[0])) {
		return ""
	}
	words := inlineText(line)
	count := len(strings.Fields(words))
	if count == 0 || count > headingWords || endsSentence.MatchString(words) && !asks.MatchString(words) || strings.HasSuffix(words, ",") ||
		contactMark.MatchString(words) || !unicode.IsUpper(firstLetter(words)) && unicode.IsLower(firstLetter(words)) {
		return ""
	}
	return words
}

var asks = regexp.MustCompile(`[?？؟]$`)

func firstLetter(words string) rune {
	for _, r := range words {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}

// shortOnes are the candidates that are no sentences.
func shortOnes(found map[int]string) map[int]bool {
	short := map[int]bool{}
	for i, words := range found {
		if isShort(words) {
			short[i] = true
		}
	}
	return short
}

func isShort(words string) bool {
	count := len(strings.Fields(words))
	return count > 0 && count <= headingWords && !(count > 3 && strings.HasSuffix(words, ".")) && !strings.HasSuffix(words, ";")
}

// spread is true when text stands between the passages: a list of short points with
// numbers is no row of headings.
func spread(all []passage, chosen map[int]bool) bool {
	between := 0
	for i := range all {
		if chosen[i] && i+1 < len(all) && !chosen[i+1] {
			between++
		}
	}
	return between*4 >= len(chosen)*3
}

func merged(a, b map[int]string) map[int]string {
	both := map[int]string{}
	for i, words := range a {
		both[i] = words
	}
	for i, words := range b {
		both[i] = words
	}
	return both
}

// withHeadings makes headings of the chosen passages at the level, and of the other
// short bold ones one level deeper; dots in a number go deeper still.
func withHeadings(all []passage, found map[int]string, chosen map[int]bool, level int) []passage {
	marked := append([]passage{}, all...)
	for i, words := range found {
		depth := level
		if number, _ := splitNumber(words); !chosen[i] {
			if !isBold(all[i]) && !strings.Contains(number, ".") || !isShort(words) {
				continue
			}
			depth = min(6, level+max(1, strings.Count(number, ".")))
		}
		marked[i] = passage{kind: heading, lines: []string{strings.Repeat("#", depth) + " " + escapeHeading(words)}, level: depth}.read()
	}
	inPoint := false // of a list whose points were headings
	for i, p := range marked {
		if p.kind == heading {
			inPoint = all[i].kind == list
		} else if inPoint && p.kind == paragraph {
			marked[i].lines = trimmedLines(p.lines)
		}
	}
	return marked
}

// escapeHeading keeps the words of a heading what they are.
func escapeHeading(words string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "`", "\\`", "{", `\{`).Replace(words)
}
