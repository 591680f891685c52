package text

import (
	"regexp"
	"strings"
)

// numbered are the ways in which a heading prints its number: the number is the
// first group that matched, the words the last.
var numbered = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:section|article|clause|part|chapter|annex|art\.|sec\.|artikel|abschnitt|ziffer|teil|artículo|artigo|articolo|раздел|статья)\s+(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*|[IVXLC]{1,6}|[A-Z])\s*[.):–—-]*(?:\s+(.*))?$`),
	regexp.MustCompile(`^§\s*(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*[a-z]?)\s*[.):–—-]*(?:\s+(.*))?$`),
	regexp.MustCompile(`^\((\p{Nd}{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})\)\s+(.+)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*)\s*[.):、．]\s*(\D.*)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:-\p{Nd}{1,3})+)\s*[.):]\s*(\D.*)$`),
	regexp.MustCompile(`^(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})+|\p{Nd}{1,3}\s*[–—-])\s+(.+)$`),
	regexp.MustCompile(`^([A-Z]|[IVXLC]{1,6})\s*(?:[.)]|\s[–—-]|:)\s+(.+)$`),
	regexp.MustCompile(`^([一二三四五六七八九十]{1,3})\s*[、.．]\s*(.+)$`),
	regexp.MustCompile(`^第\s*([一二三四五六七八九十百\d]{1,4})\s*[条條章节節]\s*(.*)$`),
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
