package regime

import (
	"time"

	"cloud.google.com/go/civil"
)

// Timeline is what follows from the law for one right of a request, explained. A
// date is nil where the law sets none, and where the holiday calendar does not
// reach that far, which a line then says.
type Timeline struct {
	Regime   string
	Right    Right
	Calendar string // code and version of the holidays that were used
	Version  string
	Received civil.Date // the local day of receipt

	Start             *civil.Date // the period runs from the day after
	AckDue            *civil.Date
	Due               *civil.Date // the earliest possible day while NotBefore
	ExtensionNoticeBy *civil.Date
	ExtendedDue       *civil.Date // the longest that an extension may last
	OptoutDue         *civil.Date
	AppealDue         *civil.Date
	ConsentStopDue    *civil.Date

	// Earliest is Due or, where the calendar does not reach, the last day before
	// holidays move it.
	Earliest *civil.Date
	// NotBefore says that Earliest may still move: a pause is open or a calendar ends.
	NotBefore bool
	Paused    bool
	Pauses    []Pause // those that moved the clock, by the day of asking

	ExtendedUntil *civil.Date // the extension that was made, with the pauses since
	Stopped       *civil.Date // answered or closed

	Lines []Line
}

// Pause is a time in which the clock waited for a reply.
type Pause struct {
	From, Until civil.Date // the days of asking and of the reply; while Open, the latest day known
	Open        bool
}

// AnswerBy is the day by which the right must be carried out or answered, under an
// extension that was made the longer one. It is nil where the law sets none.
func (t Timeline) AnswerBy() *civil.Date {
	first := t.Earliest
	if t.ExtendedUntil != nil && (first == nil || t.ExtendedUntil.After(*first)) {
		first = t.ExtendedUntil
	}
	for _, day := range []*civil.Date{t.OptoutDue, t.AppealDue, t.ConsentStopDue} {
		if day != nil && (first == nil || day.Before(*first)) {
			first = day
		}
	}
	return first
}

// MayExtend reports whether on that day the law still allows to tell the person
// that the answer will take longer.
func (t Timeline) MayExtend(today civil.Date) bool {
	return t.ExtensionNoticeBy != nil && t.ExtendedUntil == nil && t.Stopped == nil && !today.After(*t.ExtensionNoticeBy)
}

// Earliest is the time line whose answer is due first: where several laws apply to a
// case, it is worked to that one. Of two that are due on one day, one that is paused
// gives way: its day still moves, the other's does not. It reports false when none of
// them has a date.
func Earliest(timelines []Timeline) (first Timeline, found bool) {
	for _, timeline := range timelines {
		by := timeline.AnswerBy()
		if by == nil {
			continue
		}
		if !found || by.Before(*first.AnswerBy()) || *by == *first.AnswerBy() && first.Paused && !timeline.Paused {
			first, found = timeline, true
		}
	}
	return first, found
}

// DaysLeft is how many days there are from today until the last day, negative when
// it has passed.
func DaysLeft(due, today civil.Date) int { return due.DaysSince(today) }

// OverdueAt is the moment at which the last day is over in its zone.
func OverdueAt(due civil.Date, zone *time.Location) time.Time {
	return BeginningOf(due.AddDays(1), zone)
}

// BeginningOf is the first instant of a day in a zone, also where clocks skip midnight:
// there package time may give an hour of the day before.
func BeginningOf(day civil.Date, zone *time.Location) time.Time {
	moment := day.In(zone)
	for civil.DateOf(moment).Before(day) {
		moment = moment.Add(15 * time.Minute)
	}
	return moment
}
