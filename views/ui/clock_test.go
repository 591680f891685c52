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

func TestClockLabelsStandInTheOrderOfTheirDays(t *testing.T) {
	label := regexp.MustCompile(`<text class="clock__strong" x="([0-9.]+)" y="18"[^>]*>([^<]+)<`)
	for name, track := range map[string]ui.ClockTrack{
		"long before the due day": {Start: day(time.November, 1), Today: day(time.November, 3), Due: day(time.December, 1)},
		"on the due day":          {Start: day(time.November, 1), Today: day(time.December, 1), Due: day(time.December, 1)},
		"a day late":              {Start: day(time.October, 23), Today: day(time.November, 24), Due: day(time.November, 23)},
		"very late":               {Start: day(time.January, 1), Today: day(time.December, 24), Due: day(time.January, 31)},
	} {
		var places []float64
		var words []string
		for _, found := range label.FindAllStringSubmatch(rendered(t, "en", ui.Clock(track)), -1) {
			x, _ := strconv.ParseFloat(found[1], 64)
			places, words = append(places, x), append(words, found[2])
		}
		if len(places) != 3 {
			t.Fatalf("%s: the labels are %v", name, words)
		}
		late := places[2] < places[1] // today's comes second, the due day's third
		if late != track.Due.Before(track.Today) {
			t.Errorf("%s: %v stand at %v", name, words, places)
		}
		if gap := places[2] - places[1]; gap < 100 && gap > -100 {
			t.Errorf("%s: %v run into each other at %v", name, words, places)
		}
	}
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
