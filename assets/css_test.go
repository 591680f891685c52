package assets_test

import (
	"regexp"
	"strings"
	"testing"

	"privacydesk/assets"
)

var (
	physical = regexp.MustCompile(`\b(left|right)\b`)
)

// The arrow of a select is painted as a background, whose position has no logical
// form; it has a rule for each direction.
func TestStylesheetHasOnlyLogicalDirections(t *testing.T) {
	inline := regexp.MustCompile(`[{;]\s*([a-z-]+)\s*:\s*([^;{}]+)`)
	found := 0
	for _, pair := range inline.FindAllStringSubmatch(string(assets.Stylesheet()), -1) {
		found++
		property, value := pair[1], pair[2]
		if property == "background-position" || strings.HasPrefix(property, "--") {
			continue
		}
		if physical.MatchString(property) || physical.MatchString(value) {
			t.Errorf("%s: %s names a side of the screen", property, strings.TrimSpace(value))
		}
	}
	if found < 300 {
		t.Fatalf("only %d declarations were read", found)
	}
}

func TestSEC_C2_TheStylesheetLoadsNothing(t *testing.T) {
	sheet := string(assets.Stylesheet())
	for _, forbidden := range []string{"url(", "@import", "@font-face", "http:", "https:", "data:"} {
		if strings.Contains(sheet, forbidden) {
			t.Errorf("the stylesheet has %q", forbidden)
		}
	}
	if strings.Count(sheet, "{") != strings.Count(sheet, "}") {
		t.Error("the stylesheet's braces do not match")
	}
	if !strings.HasPrefix(sheet, "@layer reset,tokens,base,layout,components,pages,utilities,print;") {
		t.Error("the layers are not declared first")
	}
}
