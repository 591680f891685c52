package ui_test

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/views/ui"
)

func day(month time.Month, number int) civil.Date {
	return civil.Date{Year: 2026, Month: month, Day: number}
}

func TestClockSaysWhatItShows(t *testing.T) {
	track := ui.ClockTrack{Start: day(time.October, 26), Today: day(time.November, 23), Due: day(time.December, 1),
		Pauses: []ui.ClockPause{{From: day(time.October, 28), Until: day(time.November, 2)}}}

	equal(t, track.Sentence(in("en")), "The clock started on 26 October 2026. It was paused for 5 days. The answer is due on 1 December 2026. 8 days left.")
	contains(t, rendered(t, "en", ui.Clock(track)), `role="img"`, "Paused 5 days, 28 Oct to 2 Nov", "Today, 23 Nov", "clock__pause")
}

func TestClockShowsWhatIsOverdue(t *testing.T) {
	track := ui.ClockTrack{Start: day(time.October, 1), Today: day(time.November, 20), Due: day(time.November, 1)}

	contains(t, track.Sentence(in("en")), "19 days overdue")
	contains(t, rendered(t, "en", ui.Clock(track)), "clock__over")
}

// Every piece of the drawing stays on its ground, in both directions, whatever the
// days are.
func TestClockStaysOnItsGround(t *testing.T) {
	number := regexp.MustCompile(`<rect class="[a-z_]+" x="([0-9.-]+)" y="[0-9.]+" width="([0-9.-]+)"`)
	for _, track := range []ui.ClockTrack{
		{Start: day(time.October, 26), Today: day(time.October, 26), Due: day(time.October, 26)},
		{Start: day(time.October, 26), Today: day(time.October, 1), Due: day(time.November, 26)},
		{Start: day(time.October, 1), Today: day(time.December, 20), Due: day(time.November, 1), Pauses: []ui.ClockPause{{From: day(time.October, 2), Until: day(time.October, 2)}}},
	} {
		for _, locale := range []string{"en", "ar"} {
			pieces := number.FindAllStringSubmatch(rendered(t, locale, ui.Clock(track)), -1)
			if len(pieces) < 2 {
				t.Fatalf("only %d pieces were drawn", len(pieces))
			}
			for _, piece := range pieces {
				x, _ := strconv.ParseFloat(piece[1], 64)
				width, _ := strconv.ParseFloat(piece[2], 64)
				if x < 0 || width < 0 || x+width > 760 {
					t.Errorf("a piece runs from %.1f over %.1f in %s", x, width, locale)
				}
			}
		}
	}
}
