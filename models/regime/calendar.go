package regime

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
)

// NoCalendar is the code of the calendar that has no holidays.
const NoCalendar = "none"

// siteCalendar in a rule means that the site says which calendar counts.
const siteCalendar = "site"

// Calendar is the public holidays of a place. Those that a law fixes by rule reach
// any year; those that are announced each year are tables with a last year.
type Calendar struct {
	Code      string
	Name      string
	Version   string // changes with the days, so that a stored date can say what it was computed with
	FirstYear int    `toml:"first_year"` // zero: any year
	LastYear  int    `toml:"last_year"`
	Days      []holiday
}

// Holiday is a named free day.
type Holiday struct {
	On   civil.Date
	Name string
}

// Calendars is every calendar that is loaded, by code.
func Calendars() []Calendar {
	return slices.SortedFunc(maps.Values(loaded.calendars), func(a, b Calendar) int { return strings.Compare(a.Code, b.Code) })
}

// CalendarOf is the calendar with this code.
func CalendarOf(code string) (Calendar, bool) {
	calendar, found := loaded.calendars[code]
	return calendar, found
}

// Covers reports whether the calendar's days of that year are loaded.
func (c Calendar) Covers(year int) bool {
	return c.FirstYear == 0 || c.FirstYear <= year && year <= c.LastYear
}

// Year is the calendar's holidays in a year, in order, weekends too.
func (c Calendar) Year(year int) []Holiday {
	var holidays []Holiday
	if !c.Covers(year) {
		return nil
	}
	for _, rule := range c.Days {
		for _, day := range rule.days(year) {
			holidays = append(holidays, Holiday{day, rule.Name})
		}
	}
	slices.SortStableFunc(holidays, func(a, b Holiday) int { return a.On.Compare(b.On) })
	return holidays
}

// Holidays is a calendar together with days that a site added to it: a storm day,
// the holiday of a region.
type Holidays struct {
	Calendar Calendar
	Added    []civil.Date
}

// On is the name of the holiday on that day, and whether there is one.
func (h Holidays) On(day civil.Date) (name string, free bool) {
	for _, holiday := range h.Calendar.Year(day.Year) {
		if holiday.On == day {
			return holiday.Name, true
		}
	}
	return "a day that the site closed", slices.Contains(h.Added, day)
}

// Cover reports whether the day lies in a year that is loaded.
func (h Holidays) Cover(day civil.Date) bool { return h.Calendar.Covers(day.Year) }

// validate compiles every rule of the calendar.
func (c *Calendar) validate() error {
	if c.Code == "" || c.Name == "" || c.Version == "" || (c.FirstYear == 0) != (c.LastYear == 0) || c.LastYear < c.FirstYear {
		return fmt.Errorf("calendar %q: code, name, version and years must make sense", c.Code)
	}
	for i := range c.Days {
		if err := c.Days[i].compile(); err != nil {
			return fmt.Errorf("calendar %s: %w", c.Code, err)
		}
	}
	return nil
}
