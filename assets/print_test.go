package assets_test

import (
	"regexp"
	"strings"
	"testing"

	"privacydesk/assets"
)

// Paper drops what is behind words, so that a colour made for a dark ground would leave
// them pale. Print sets every colour of the screen again.
func TestPaperHasItsOwnValueOfEveryColour(t *testing.T) {
	sheet := string(assets.Stylesheet())
	colour := regexp.MustCompile(`(--[a-z0-9-]+):\s*#[0-9A-Fa-f]{6}`)
	screen, paper, found := strings.Cut(sheet, "@media print")
	if !found {
		t.Fatal("nothing is said about print")
	}
	printed := map[string]bool{}
	for _, match := range colour.FindAllStringSubmatch(paper, -1) {
		printed[match[1]] = true
	}
	names := 0
	for _, match := range colour.FindAllStringSubmatch(screen, -1) {
		names++
		if !printed[match[1]] {
			t.Errorf("%s has no value on paper", match[1])
		}
	}
	if names < 60 {
		t.Fatalf("only %d colours were read", names)
	}
}
