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
	all = withoutSiteName(all)
	if at := headingTitle(all); at > 0 && at <= titleReach && isPolicyTitle(all[at].text()) && headsAll(all, at, all[at].text()) &&
		proseBefore(all[:at]) <= titleProse {
		return all[at].text(), without(all, at)
	}
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

// titleProse is how many words may stand above a title: a remark on where the text is
// from, or when it changed.
const titleProse = 60

// withoutSiteName leaves out a heading with the name of the site where the next one,
// with no text between, names the policy and heads the rest.
func withoutSiteName(all []passage) []passage {
	at := headingTitle(all)
	if at < 0 || at > 3 || isPolicyTitle(all[at].text()) {
		return all
	}
	for i := at + 1; i < len(all) && i <= at+3; i++ {
		switch p := all[i]; {
		case p.kind == heading && titleEnds.MatchString(p.text()) && isPolicyTitle(p.text()) && standsAlone(all, i):
			raised := without(all, at)
			raised[i-1] = passage{kind: heading, lines: []string{"# " + strings.TrimLeft(p.lines[0], "# ")}, level: 1}.read()
			return raised
		case p.kind == heading || proseBefore(all[i:i+1]) > 0:
			return all
		}
	}
	return all
}

// standsAlone is true for the only heading on its level or above.
func standsAlone(all []passage, i int) bool {
	for _, p := range all[i+1:] {
		if p.kind == heading && p.level <= all[i].level {
			return false
		}
	}
	return true
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
