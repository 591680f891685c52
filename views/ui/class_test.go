package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"privacydesk/assets"
)

var (
	styled    = regexp.MustCompile(`\.([a-zA-Z][\w-]*)`)
	fixed     = regexp.MustCompile(`class="([^"]*)"`)
	composed  = regexp.MustCompile(`class=\{([^}]*)\}`)
	compared  = regexp.MustCompile(`[!=]= "[^"]*"`)
	className = regexp.MustCompile(`"([a-z][\w -]*)"`)
)

// The names of these blocks stand for their parts and have no look of their own.
var unstyled = []string{"checks", "spark", "chart__scale", "chart__label"}

// A class that no rule knows looks like nothing: line breaks were lost that way.
func TestEveryClassOfATemplateHasARule(t *testing.T) {
	known := map[string]bool{}
	for _, match := range styled.FindAllStringSubmatch(string(assets.Stylesheet()), -1) {
		known[match[1]] = true
	}
	found := 0
	check := func(name, classes string) {
		for _, class := range strings.Fields(classes) {
			found++
			if !known[class] && !strings.HasSuffix(class, "-") && !slices.Contains(unstyled, class) {
				t.Errorf("%s has the class %q, for which there is no rule", name, class)
			}
		}
	}
	for name, source := range sources(t) {
		if !strings.HasSuffix(name, ".templ") {
			continue
		}
		for _, match := range fixed.FindAllStringSubmatch(source, -1) {
			check(name, match[1])
		}
		for _, match := range composed.FindAllStringSubmatch(source, -1) {
			for _, part := range className.FindAllStringSubmatch(compared.ReplaceAllString(match[1], ""), -1) {
				check(name, part[1])
			}
		}
	}
	if found < 200 {
		t.Fatalf("only %d classes were read", found)
	}
}

// A class of the style sheet that no page has is dead weight that readers of the sheet
// cannot tell from the rest.
func TestEveryClassOfTheStyleSheetIsOnAPage(t *testing.T) {
	used := map[string]bool{} // every word between quotes
	for _, source := range sources(t) {
		for _, quoted := range regexp.MustCompile(`"[^"\n]*"`).FindAllString(source, -1) {
			for _, word := range strings.Fields(strings.Trim(quoted, `"`)) {
				used[word] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, match := range regexp.MustCompile(`\.([a-z][a-z0-9_-]*)[^{};]*\{`).FindAllStringSubmatch(string(assets.Stylesheet()), -1) {
		for _, class := range regexp.MustCompile(`\.([a-z][a-z0-9_-]*)`).FindAllStringSubmatch(match[0], -1) {
			seen[class[1]] = true
		}
	}
	if len(seen) < 100 {
		t.Fatalf("only %d classes were found", len(seen))
	}
	for class := range seen {
		block, _, variant := strings.Cut(class, "--")
		if !used[class] && (!variant || !used[block+"--"]) {
			t.Errorf("no page has the class %s", class)
		}
	}
}
