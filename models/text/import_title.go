package text

import (
	"regexp"
	"strings"
)

var (
	policyWords = regexp.MustCompile(`(?i)\b(?:privacy|cookies?|data protection|terms|conditions|policy|policies|notice|statement|agreement|rules?|subprocessors|sub-processors|processors|datenschutz\w*|nutzungsbedingungen|agb|richtlinien?|erklärung|confidentialité|politique|privacidad|política|privacidade|informativa|privacybeleid|privacyverklaring)\b|隐私|隱私|プライバシー|개인정보|الخصوصية|פרטיות|конфиденциальности`)
	titleEnds   = regexp.MustCompile(`(?i)((?:[\p{L}\d.&'’-]+ ){0,4}(?:policy|notice|statement|terms(?: of (?:use|service))?|conditions|agreement|rules|datenschutzerklärung))\s*$`)
	siteName    = regexp.MustCompile(`\s+(?:[|–—·»:-]|::)\s+|\s*\|\s*`)
)

const titleWords = 14 // a title is not longer

// isPolicyTitle is true for a short line that names a kind of policy.
func isPolicyTitle(words string) bool {
	count := len(strings.Fields(words))
	return count > 0 && count <= titleWords && policyWords.MatchString(words) && !strings.HasSuffix(words, ".") &&
		!strings.ContainsAny(words, ">»?") && !statesDate(words)
}

// takeTitle finds the title of the text and takes it out of the passages: a heading
// above all others, else a short line at the top that names a policy.
func takeTitle(all []passage) (title string, rest []passage) {
	for i, p := range all {
		words := withoutPointer(p.text())
		switch {
		case i > 3:
			return "", all
		case p.kind == heading && headsAll(all, i, words):
			return words, without(all, i)
		case p.kind == paragraph && len(p.lines) == 1 && isPolicyTitle(words) && !isNumbered(words):
			return words, without(all, i)
		case p.kind == heading, furnitureOf(p) == isText && !isBold(p) && !statesDate(words):
			return "", all
		}
	}
	return "", all
}

// headsAll is true for a heading that stands above all others, or that names a kind
// of policy in so many words while the others are on its level.
func headsAll(all []passage, i int, words string) bool {
	if isNumbered(words) {
		return false
	}
	for j, p := range all {
		if j != i && p.kind == heading && p.level <= all[i].level {
			return p.level == all[i].level && j > i && titleEnds.MatchString(words)
		}
	}
	return all[i].level == 1 || isPolicyTitle(words)
}

func isNumbered(words string) bool {
	number, _ := splitNumber(words)
	return number != ""
}

func without(all []passage, i int) []passage {
	return append(append([]passage{}, all[:i]...), all[i+1:]...)
}

// pageTitle is the name of the policy in the title of a whole page, which often
// names the site too.
func pageTitle(title string) string {
	for _, part := range siteName.Split(title, -1) {
		if isPolicyTitle(part) {
			return part
		}
	}
	return title
}
