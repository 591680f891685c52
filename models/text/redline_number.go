package text

import "strings"

// renumbered says whether a line changed in nothing but its leading number.
func renumbered(old, new string) bool {
	o0, o1 := numberSpan(old)
	n0, n1 := numberSpan(new)
	return o0 < o1 && n0 < n1 &&
		old[o0:o1] != new[n0:n1] && old[:o0] == new[:n0] && old[o1:] == new[n1:]
}

// numberedWords stand before the number of a clause in the languages of the portal.
var numberedWords = map[string]bool{
	"section": true, "article": true, "clause": true, "part": true, "annex": true, "schedule": true, "appendix": true,
	"abschnitt": true, "artikel": true, "ziffer": true, "teil": true, "anhang": true, "anlage": true, "§": true,
	"المادة": true, "البند": true, "القسم": true,
}

// numberSpan finds the number with which a heading or list item begins, with its
// brackets and point: "4." in "## 4. Foo", "(b)" in "(b) foo", "4.2" in "## 4.2 Foo".
// Both ends are equal where there is none. It would rather miss one than take an
// amount or a date ("30 days", "1.5 million", "1. Mai 2018") for a number of a
// clause, since that would play down a change that matters.
func numberSpan(line string) (start, end int) {
	at := skipAny(line, 0, " \t>")
	title := skipAny(line, at, "#")
	heading := title > at
	at = skipAny(line, title, " \t*_")
	named := false
	if word, _, _ := strings.Cut(line[at:], " "); numberedWords[strings.ToLower(word)] {
		named = heading
		at = skipAny(line, at+len(word), " ")
	}

	start = at
	at = skipAny(line, at, "(")
	number := numberAt(line, at)
	if number == "" {
		return start, start
	}
	end = skipAny(line, at+len(number), ".):")
	pointed := end > at+len(number)
	inner := strings.Contains(number, ".")
	digits := strings.ContainsAny(number, "0123456789")
	if !pointed && !named && !(heading && inner) || inner && !digits {
		return start, start
	}
	rest := skipAny(line, end, "*_")
	if rest < len(line) && spaceAt(line, rest) == 0 {
		return start, start
	}
	if words := strings.Fields(line[rest:]); len(words) > 1 && isYear(words[1]) {
		return start, start
	}
	return start, end
}

// numberAt is the number of a clause at a place of the line, such as 4, 4.2, 12a,
// B, B.1 or iv; empty where there is none.
func numberAt(line string, at int) string {
	end := at
	for part := at; ; part = end + 1 {
		length := numberPart(line[min(part, len(line)):])
		if length == 0 {
			return line[at:end]
		}
		end = part + length
		if end == len(line) || line[end] != '.' {
			return line[at:end]
		}
	}
}

// numberPart is the length of one to three digits with at most a letter behind, of
// one letter, or of a small Roman number, with which s begins and no word goes on.
func numberPart(s string) int {
	n := skipAny(s, 0, "0123456789")
	switch {
	case n > 3:
		return 0
	case n > 0 && n < len(s) && isLetter(s[n]):
		n++
	case n == 0:
		if n = max(skipAny(s, 0, "ivx"), skipAny(s, 0, "IVX")); n == 0 && s != "" && isLetter(s[0]) {
			n = 1
		}
	}
	if n > 6 || n < len(s) && (isLetter(s[n]) || s[n] >= 0x80 || '0' <= s[n] && s[n] <= '9') {
		return 0
	}
	return n
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// isYear says whether a word begins like a year, as the third word of a date does.
func isYear(word string) bool { return skipAny(word, 0, "0123456789") == 4 }

// skipAny goes on from a place of s over the bytes of set.
func skipAny(s string, at int, set string) int {
	for at < len(s) && strings.IndexByte(set, s[at]) >= 0 {
		at++
	}
	return at
}
