package regime

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/civil"
)

// Input is what a clock needs to know. The law, the day of receipt and the events
// decide everything; the same input always gives the same time line.
type Input struct {
	Regime   string // id
	Right    Right
	Received time.Time      // when it reached an official channel, noticed or not
	Zone     *time.Location // of the site: its local days count
	Calendar string         // code; empty: no holidays
	Closed   []civil.Date   // days that the site added to its calendar, such as storm days
	Events   []Event        // in any order

	RequestedOn civil.Date // the date that the request itself bears; zero: the day of receipt
	Today       civil.Date // an open pause has lasted at least until then; zero: not known
}

// Compute is the time line of one right under one law.
//
// Errors: Unknown for a regime, right, calendar or event that does not exist;
// Unreadable when the law has no rules for that day or a date makes no sense.
func Compute(in Input) (Timeline, error) {
	c, err := newClock(in)
	if err != nil {
		return Timeline{}, err
	}
	c.begin()
	c.hear()
	c.answer()
	c.extend()
	c.lengthen()
	c.special()
	c.source()
	c.stop()
	return c.line, nil
}

// clock is a time line in the making.
type clock struct {
	in       Input
	regime   Regime
	rule     Rule
	known    bool // the law has a rule for the right
	holidays Holidays
	received civil.Date
	events   []Event // in order

	starts   []civil.Date        // every day from which a full period runs; the last one to end counts
	excluded map[civil.Date]bool // days that do not count, each once however many pauses hold it
	line     Timeline
}

func newClock(in Input) (*clock, error) {
	rows, found := loaded.regimes[in.Regime]
	if !found {
		return nil, Unknown{"regime", in.Regime, Regimes()}
	}
	if !in.Right.Timed() {
		return nil, Unknown{"right", string(in.Right), rightNames()}
	}
	code := in.Calendar
	if code == "" {
		code = NoCalendar
	}
	calendar, found := CalendarOf(code)
	if !found {
		return nil, Unknown{"calendar", in.Calendar, codes()}
	}
	if in.Zone == nil || in.Received.IsZero() {
		return nil, Unreadable("a clock needs the time of receipt and the zone of the site")
	}
	received := civil.DateOf(in.Received.In(in.Zone))
	if !sensible(received) || !in.RequestedOn.IsZero() && !sensible(in.RequestedOn) || !in.Today.IsZero() && !sensible(in.Today) {
		return nil, Unreadable("a clock runs from 1970 to 2200")
	}
	row, found := At(in.Regime, received)
	if !found {
		return nil, Unreadable(fmt.Sprintf("%s has rules from %s on, not for %s", rows[0].Short, rows[0].ValidFrom, received))
	}
	for _, event := range in.Events {
		if err := event.validate(received); err != nil {
			return nil, err
		}
	}
	rule, known := row.Rule(in.Right, received)
	return &clock{
		in: in, regime: row, rule: rule, known: known, received: received,
		holidays: Holidays{calendar, in.Closed}, events: inOrder(in.Events), excluded: map[civil.Date]bool{},
		line: Timeline{Regime: row.ID, Right: in.Right, Received: received, Calendar: calendar.Code, Version: calendar.Version},
	}, nil
}

// begin is the first day and what it rests on.
func (c *clock) begin() {
	start := c.received
	c.say("start.receipt", &start, c.regime.Counting, map[string]any{"day": start, "zone": c.in.Zone.String()})
	if c.regime.Start == "request_date" && !c.in.RequestedOn.IsZero() && c.in.RequestedOn.Before(start) {
		start = c.in.RequestedOn
		c.say("start.request", &start, c.rule.Citation, map[string]any{"day": start})
	}
	c.starts = []civil.Date{start}
	c.line.Start = &start
	if !c.known {
		c.say("no_right", nil, c.regime.Citation, map[string]any{"law": c.regime.Short})
	} else if c.rule.Period.IsZero() && c.rule.Ack.IsZero() && c.rule.Optout.IsZero() && c.rule.Appeal.IsZero() && c.rule.ConsentStop.IsZero() {
		c.say("no_number", nil, c.rule.Citation, map[string]any{"law": c.regime.Short})
	}
}

// answer is the last day of the first period.
func (c *clock) answer() {
	if c.rule.Period.IsZero() {
		return
	}
	raw, from, counted := c.end(c.rule.Period)
	args := map[string]any{"period": c.rule.Period, "start": from, "day": raw, "days": c.uncounted(from)}
	if c.uncounted(from) == 0 {
		c.say("period", &raw, c.rule.Citation, args)
	} else {
		c.say("period_paused", &raw, c.rule.Citation, args)
	}
	due, known := c.roll(raw, true)
	if !counted || !known {
		c.line.Earliest, c.line.NotBefore = &raw, true
		c.ends(raw)
		return
	}
	c.line.Due, c.line.Earliest, c.line.NotBefore = &due, &due, c.line.Paused
	key := "due"
	if c.line.NotBefore {
		key = "not_before"
	}
	c.say(key, &due, c.rule.Citation, map[string]any{"day": due})
}

// extend is how long the law allows to take at most.
func (c *clock) extend() {
	rule := c.rule.Extension
	if rule == nil || c.line.Due == nil {
		return
	}
	notice := *c.line.Due
	if rule.NoticeFrom == "request" {
		from := c.received
		if !c.in.RequestedOn.IsZero() && c.in.RequestedOn.Before(from) {
			from = c.in.RequestedOn
		}
		notice, _ = rule.Notice.after(from, c.holidays)
	}
	c.line.ExtensionNoticeBy = &notice
	args := map[string]any{"condition": rule.Condition, "notice": notice, "period": rule.Total}
	if rule.Open {
		c.say("extension_open", &notice, c.rule.Citation, args)
	} else if raw, _, counted := c.end(rule.Total); counted {
		if until, known := c.roll(raw, false); known {
			c.line.ExtendedDue, args["day"] = &until, until
			c.say("extension", &until, c.rule.Citation, args)
		} else {
			c.ends(raw)
		}
	}
}

// lengthen is the extension that was made, if one was.
func (c *clock) lengthen() {
	if made, found := last(c.events, Extended); found {
		until := c.extended(made)
		c.line.ExtendedUntil = &until
		c.say("extended", &until, c.rule.Citation, map[string]any{"on": made.On, "day": until})
	}
}

// extended is the last day of an extension that was made; days that have not
// counted since come on top.
func (c *clock) extended(made Event) civil.Date {
	days := c.uncounted(made.On.AddDays(1))
	if days == 0 {
		return made.Until
	}
	until, _ := c.roll(made.Until.AddDays(days), false)
	return until
}

// special is the clocks that run beside the answer, from the receipt.
func (c *clock) special() {
	ackCitation := c.rule.AckCitation
	if ackCitation == "" {
		ackCitation = c.rule.Citation
	}
	for _, clock := range []struct {
		key      string
		period   Period
		due      **civil.Date
		citation string
	}{
		{"ack", c.rule.Ack, &c.line.AckDue, ackCitation},
		{"optout", c.rule.Optout, &c.line.OptoutDue, c.rule.Citation},
		{"appeal", c.rule.Appeal, &c.line.AppealDue, c.rule.Citation},
		{"consent_stop", c.rule.ConsentStop, &c.line.ConsentStopDue, c.rule.Citation},
	} {
		if clock.period.IsZero() {
			continue
		}
		raw, counted := clock.period.after(c.received, c.holidays)
		day, known := c.roll(raw, true)
		if !counted || !known {
			c.ends(raw)
			continue
		}
		*clock.due = &day
		c.say(clock.key, &day, clock.citation, map[string]any{"day": day, "period": clock.period})
	}
}

// source is what the days were counted with.
func (c *clock) source() {
	rolls := c.regime.Rollover.Rule != rollNone
	timed := !c.rule.Period.IsZero() || !c.rule.Ack.IsZero() || !c.rule.Optout.IsZero() || !c.rule.Appeal.IsZero() || !c.rule.ConsentStop.IsZero()
	switch {
	case timed && (rolls || c.rule.counts()) && c.holidays.Calendar.Code == NoCalendar:
		c.say("calendar.none", nil, "", nil)
	case timed && (rolls || c.rule.counts()):
		c.say("calendar.used", nil, "", map[string]any{"calendar": c.holidays.Calendar.Name, "version": c.holidays.Calendar.Version})
	}
	if timed && !rolls && !c.rule.Period.skips() {
		c.say("roll.never", nil, c.regime.Rollover.Citation, nil)
	}
}

// stop is the end of the clock, if it has come.
func (c *clock) stop() {
	end, stopped := last(c.events, Answered, Closed)
	if !stopped {
		return
	}
	c.line.Stopped, c.line.Paused, c.line.NotBefore = &end.On, false, c.line.NotBefore && c.line.Due == nil
	by := c.line.AnswerBy()
	switch {
	case end.Kind == Closed:
		c.say("closed", &end.On, "", map[string]any{"day": end.On})
	case by != nil && end.On.After(*by):
		c.say("answered_late", &end.On, "", map[string]any{"day": end.On, "days": end.On.DaysSince(*by)})
	default:
		c.say("answered", &end.On, "", map[string]any{"day": end.On})
	}
}

// end is the last day of a period before it rolls, with the start that it runs from:
// the one that ends last, so that a restart never shortens the time. Days that do
// not count are in it.
func (c *clock) end(period Period) (latest, from civil.Date, known bool) {
	for i, start := range c.starts {
		day, counted := period.after(start, c.holidays)
		day = day.AddDays(c.uncounted(start))
		if i == 0 || !day.Before(latest) {
			latest, from, known = day, start, counted
		}
	}
	return latest, from, known
}

// uncounted is how many days from that day on do not count.
func (c *clock) uncounted(from civil.Date) (days int) {
	for day := range c.excluded {
		if !day.Before(from) {
			days++
		}
	}
	return days
}

// roll moves a last day that is not a working day, as the law says. It reports
// false when the calendar does not reach.
func (c *clock) roll(day civil.Date, explain bool) (rolled civil.Date, known bool) {
	if c.regime.Rollover.Rule == rollNone {
		return day, true
	}
	for ; c.holidays.Cover(day); day = day.AddDays(1) {
		holiday, free := c.holidays.On(day)
		reason := ""
		switch {
		case day.Weekday() == time.Sunday:
			reason = "roll.sunday"
		case day.Weekday() == time.Saturday && c.regime.Rollover.Rule == rollWorkingDay:
			reason = "roll.saturday"
		case free:
			reason = "roll.holiday"
		default:
			return day, true
		}
		if explain {
			on := day
			c.say(reason, &on, c.regime.Rollover.Citation, map[string]any{"day": day, "holiday": holiday})
		}
	}
	return day, false
}

// ends says that the calendar does not reach far enough.
func (c *clock) ends(raw civil.Date) {
	year := max(raw.Year, c.holidays.Calendar.LastYear+1)
	if raw.Year < c.holidays.Calendar.FirstYear {
		year = raw.Year
	}
	c.say("calendar.ends", &raw, "", map[string]any{"calendar": c.holidays.Calendar.Code, "year": strconv.Itoa(year), "day": raw})
}

func (c *clock) say(key string, on *civil.Date, citation string, args map[string]any) {
	c.line.Lines = append(c.line.Lines, Line{On: on, Key: key, Args: args, Citation: citation})
}

func rightNames() []string {
	var names []string
	for _, right := range append(slices.Clone(Rights()), Appeal) {
		names = append(names, string(right))
	}
	return names
}
