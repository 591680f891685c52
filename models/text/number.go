package text

import (
	"regexp"
	"strings"
)

// numbered are the ways in which a heading prints its number: the number is the
// first group that matched, the words the last.
var numbered = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:section|article|clause|part|chapter|annex|art\.|sec\.|artikel|abschnitt|ziffer|teil|artículo|artigo|articolo|раздел|статья)\s+(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*|[IVXLC]{1,6}|[A-Z])(?:er|º|ª|°)?\s*[.):–—-]*(?:\s+(.*))?$`),
	regexp.MustCompile(`^(?:المادة|البند|القسم|الباب|الفصل)\s+(\p{Nd}{1,3}|` + arabicOrdinal + `)\s*[.):–—-]*(?:\s+(.*))?$`),
	regexp.MustCompile(`^(` + arabicOrdinal + `)\s*[:.،–—-]\s*(.+)$`),
	regexp.MustCompile(`^§\s*(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*[a-z]?)\s*[.):–—-]*(?:\s+(.*))?$`),
	regexp.MustCompile(`^\((\p{Nd}{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})\)\s+(.+)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*)\s*[.):、．]\s*(\D.*)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:-\p{Nd}{1,3})+)\s*[.):]\s*(\D.*)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})+|\p{Nd}{1,3}\s*[–—-])\s+(.+)$`),
	regexp.MustCompile(`^([A-Z]|[IVXLC]{1,6})\s*(?:[.)]|\s[–—-]|:)\s+(.+)$`),
	regexp.MustCompile(`^([一二三四五六七八九十]{1,3})\s*[、.．]\s*(.+)$`),
	regexp.MustCompile(`^第\s*([一二三四五六七八九十百\d]{1,4})\s*[条條章节節]\s*(.*)$`),
	regexp.MustCompile(`^제\s*(\p{Nd}{1,3})\s*[조장]\s*[.:]?\s*(.*)$`),
}

// ordinals are the stems of the words with which Arabic texts number their parts:
// "أولاً", "ثانياً", "المادة الثالثة".
var ordinals = []string{"أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"}

// arabicOrdinal matches such a word with its article, its ending and their marks.
var arabicOrdinal = `(?:ال)?(?:` + strings.Join(ordinals, "|") + `)[ةى]?` + arabicMarks + `*ا?` + arabicMarks + `*`

const arabicMarks = `[\x{064B}-\x{0652}]`

// ordinalValue is which number such a word means, 0 for any other.
func ordinalValue(word string) int {
	for i, stem := range ordinals {
		if strings.HasPrefix(strings.TrimPrefix(word, "ال"), stem) {
			return i + 1
		}
	}
	return 0
}

// splitNumber parts the number that a heading prints from its words: "A. Scope" is
// "A" and "Scope". A heading that is nothing but a number keeps its words.
func splitNumber(heading string) (number, words string) {
	for _, pattern := range numbered {
		found := pattern.FindStringSubmatch(heading)
		if found == nil {
			continue
		}
		number = strings.TrimRight(found[1], " –—-")
		if words = strings.TrimSpace(found[2]); words == "" {
			words = heading
		}
		return number, words
	}
	return "", heading
}
