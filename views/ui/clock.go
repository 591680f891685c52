package ui

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"
)

// ClockTrack is a request's clock as a line from its start to its due day.
type ClockTrack struct {
	Start, Due civil.Date
	Today      civil.Date // or the day of the answer, where the clock stopped
	Answered   bool       // Today is the day of the answer
	Pauses     []ClockPause
}

// ClockPause is a time in which the clock did not run.
type ClockPause struct{ From, Until civil.Date }

// Measures of the drawing in units of its own grid.
const (
	clockWidth  = 760
	clockHeight = 80
	clockStart  = 4
	clockEnd    = 708
	clockTop    = 36
	clockBar    = 16
	labelRoom   = 112 // how far apart two labels above the line stand at least
)

// mark is a piece of the line: from x on, so wide, of one class.
type mark struct {
	x, width float64
	class    string
}

// place is where a day lies on the line, from its start in reading direction.
func (c ClockTrack) place(day civil.Date) float64 {
	last := c.Due
	if last.Before(c.Today) {
		last = c.Today
	}
	whole := max(last.DaysSince(c.Start), 1)
	along := min(max(float64(day.DaysSince(c.Start))/float64(whole), 0), 1)
	return clockStart + along*(clockEnd-clockStart)
}

// marks are the pieces of the line: what remains below, what has run, what is
// overdue, and the pauses on top.
func (c ClockTrack) marks(ctx context.Context) []mark {
	pieces := []mark{{clockStart, clockEnd - clockStart, "clock__rest"}}
	run := c.Today
	if c.Due.Before(run) {
		run = c.Due
		pieces = append(pieces, mark{c.place(c.Due), c.place(c.Today) - c.place(c.Due), "clock__over"})
	}
	pieces = append(pieces, mark{clockStart, c.place(run) - clockStart, "clock__run"})
	for _, pause := range c.Pauses {
		from := c.place(pause.From)
		pieces = append(pieces, mark{from, max(c.place(pause.Until)-from, 3), "clock__ground"}, mark{from, max(c.place(pause.Until)-from, 3), "clock__pause"})
	}
	if Dir(ctx) == "rtl" {
		for i, piece := range pieces {
			pieces[i].x = clockWidth - piece.x - piece.width
		}
	}
	return pieces
}

// at is the drawing's x of a place in reading direction.
func at(ctx context.Context, place float64) float64 {
	if Dir(ctx) == "rtl" {
		return clockWidth - place
	}
	return place
}

// todayLabel keeps clear of the labels at both ends; behind the due day once that is
// past.
func (c ClockTrack) todayLabel() float64 {
	if c.Due.Before(c.Today) {
		return clockEnd
	}
	return max(min(c.place(c.Today), c.place(c.Due)-labelRoom), clockStart+150)
}

// dueLabel stands at the flag, before today's once the due day is past.
func (c ClockTrack) dueLabel() float64 {
	if c.Due.Before(c.Today) {
		return max(min(c.place(c.Due), clockEnd-labelRoom), clockStart+150)
	}
	return c.place(c.Due)
}

// pauseLabel is where the words of the pauses begin: below the first.
func (c ClockTrack) pauseLabel() float64 {
	return min(c.place(c.Pauses[0].From), 360)
}

func (c ClockTrack) pausedDays() int {
	days := 0
	for _, pause := range c.Pauses {
		days += pause.Until.DaysSince(pause.From)
	}
	return days
}

// pausedWords name one pause with its days, or how many there were.
func (c ClockTrack) pausedWords(ctx context.Context) string {
	if len(c.Pauses) == 1 {
		return T(ctx, "clock.paused", "count", c.pausedDays(), "from", ShortDate(ctx, c.Pauses[0].From), "until", ShortDate(ctx, c.Pauses[0].Until))
	}
	return T(ctx, "clock.pauses", "count", c.pausedDays())
}

func (c ClockTrack) todayWords(ctx context.Context) string {
	if c.Answered {
		return T(ctx, "clock.answered", "date", ShortDate(ctx, c.Today))
	}
	return T(ctx, "clock.today", "date", ShortDate(ctx, c.Today))
}

func (c ClockTrack) dayWords(ctx context.Context) string {
	return T(ctx, "clock.day", "day", c.Today.DaysSince(c.Start), "days", c.Due.DaysSince(c.Start))
}

// Sentence says everything that the drawing shows.
func (c ClockTrack) Sentence(ctx context.Context) string {
	parts := []string{T(ctx, "clock.sentence.started", "date", Date(ctx, c.Start))}
	if len(c.Pauses) > 0 {
		parts = append(parts, T(ctx, "clock.sentence.paused", "count", c.pausedDays()))
	}
	if c.Answered {
		parts = append(parts, T(ctx, "clock.sentence.answered", "date", Date(ctx, c.Today)))
	}
	parts = append(parts, T(ctx, "clock.sentence.due", "date", Date(ctx, c.Due)))
	if !c.Answered {
		parts = append(parts, DaysLeft(ctx, c.Due.DaysSince(c.Today))+".")
	}
	return strings.Join(parts, " ")
}

// unit is a measure as an attribute.
func unit(measure float64) string { return fmt.Sprintf("%.1f", measure) }
