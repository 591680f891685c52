package ui

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
)

// Date is a day: "1 September 2026", "1. September 2026", "1 سبتمبر 2026".
func Date(ctx context.Context, day civil.Date) string {
	return languageIn(ctx).rules.FmtDateLong(day.In(time.UTC))
}

// Weekday is a day with its weekday, for deadlines: "Tuesday 1 December 2026".
func Weekday(ctx context.Context, day civil.Date) string {
	known := languageIn(ctx)
	at := day.In(time.UTC)
	return T(ctx, "date.weekday", "weekday", known.rules.WeekdayWide(at.Weekday()), "date", known.rules.FmtDateLong(at))
}

// ShortDate is a day within a year, for tables of the desk only: "1 Dec".
func ShortDate(ctx context.Context, day civil.Date) string {
	return T(ctx, "date.short", "day", day.Day, "month", languageIn(ctx).rules.MonthAbbreviated(day.Month))
}

// MediumDate is a day for the desk, in little room: "1 Dec 2026".
func MediumDate(ctx context.Context, day civil.Date) string {
	return languageIn(ctx).rules.FmtDateMedium(day.In(time.UTC))
}

// Clocktime is the time of the day in the zone of the page: "09:14".
func Clocktime(ctx context.Context, at time.Time) string {
	return at.In(Zone(ctx)).Format("15:04")
}

// DateTime is a moment in the zone of the page: "26 October 2026, 09:14".
func DateTime(ctx context.Context, at time.Time) string {
	return T(ctx, "date.time", "date", Date(ctx, Day(ctx, at)), "time", Clocktime(ctx, at))
}

// Day is the day of a moment in the zone of the page.
func Day(ctx context.Context, at time.Time) civil.Date { return civil.DateOf(at.In(Zone(ctx))) }

// DaysLeft says how far away a deadline is: "8 days left", "Due today", "2 days
// overdue". A negative number is overdue.
func DaysLeft(ctx context.Context, days int) string {
	switch {
	case days < 0:
		return T(ctx, "deadline.overdue", "count", -days)
	case days == 0:
		return T(ctx, "deadline.today")
	}
	return T(ctx, "deadline.left", "count", days)
}

// moment is a time as machines read it.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }
