package desk

import (
	"context"
	"net/url"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/views/ui"
)

// sampleInput is a form for the gallery, with a field of each kind.
type sampleInput struct {
	Name   string   `form:"name"`
	Email  string   `form:"email"`
	About  string   `form:"about"`
	Day    string   `form:"day"`
	Site   string   `form:"site"`
	Rights []string `form:"rights"`
	For    string   `form:"for"`
}

var (
	sampleDay    = civil.Date{Year: 2026, Month: time.December, Day: 1}
	sampleMoment = time.Date(2026, time.November, 23, 11, 2, 0, 0, time.UTC)
)

// sample is a word of the gallery.
func sample(ctx context.Context, name string) string { return ui.T(ctx, "gallery."+name) }

func sampleForms() ui.Form[sampleInput] {
	return ui.Form[sampleInput]{
		Typed:  url.Values{"name": {"Marta Lindqvist"}, "email": {"marta@"}, "rights": {"access"}},
		Errors: map[string]string{"for": "gallery.for_missing", "email": "gallery.email_wrong"},
	}
}

func sampleTrack() ui.ClockTrack {
	return ui.ClockTrack{Start: sampleDay.AddDays(-36), Today: sampleDay.AddDays(-8), Due: sampleDay,
		Pauses: []ui.ClockPause{{From: sampleDay.AddDays(-34), Until: sampleDay.AddDays(-29)}}}
}

func sampleBars(ctx context.Context) []ui.Bar {
	bars := []ui.Bar{{Over: 1, Soon: 2, Note: sample(ctx, "today")}, {Soon: 2, Track: 1}, {Soon: 3, Track: 1}, {Track: 4}, {Track: 3}, {}, {}, {Track: 5}, {Track: 4}}
	for i := range bars {
		bars[i].Label = ui.ShortDate(ctx, sampleDay.AddDays(i-8))
	}
	return bars
}
