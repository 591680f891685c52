package ui

import (
	"context"

	"cloud.google.com/go/civil"

	"privacydesk/models/regime"
)

// ClockLine is one step of a time line in words, its dates and periods in the manner
// of the locale. Citation and day of the line stand beside it.
func ClockLine(ctx context.Context, line regime.Line) string {
	var pairs []any
	for name, value := range line.Args {
		switch value := value.(type) {
		case civil.Date:
			pairs = append(pairs, name, Date(ctx, value))
		case regime.Period:
			pairs = append(pairs, name, Period(ctx, value))
		default:
			pairs = append(pairs, name, value)
		}
	}
	return T(ctx, "clock.line."+line.Key, pairs...)
}

// Period is a length of time in a law's own unit, such as "1 month" or "10 business
// days". The zero Period is no text.
func Period(ctx context.Context, period regime.Period) string {
	if period.IsZero() {
		return ""
	}
	return T(ctx, "period."+string(period.Unit), "count", period.N)
}
