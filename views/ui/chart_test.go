package ui_test

import (
	"strings"
	"testing"

	"privacydesk/views/ui"
)

func TestAChartHasADrawingWhoseWordsAPhoneDoesNotShrink(t *testing.T) {
	page := rendered(t, "en", ui.Chart([]ui.Bar{{Label: "25 Nov", Note: "Today", Over: 1}, {Label: "26 Nov", Track: 2}}, "Deadlines"))

	contains(t, page, `class="chart chart--narrow" viewBox="0 0 340 210"`, `class="chart chart--wide" viewBox="0 0 680 190"`)
	for _, words := range []string{`aria-label="Deadlines"`, ">26 Nov</text>"} {
		if strings.Count(page, words) != 2 { // the style sheet shows one of them
			t.Errorf("%q does not stand in both drawings", words)
		}
	}
}
