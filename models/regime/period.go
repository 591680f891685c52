package regime

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// Unit is what a period counts.
type Unit string

// Business days and New Zealand's working days are counted alike: neither weekends
// nor days of the calendar. They differ in name and in who says what a holiday is.
const (
	CalendarDay   Unit = "calendar_day"
	CalendarMonth Unit = "calendar_month"
	BusinessDay   Unit = "business_day"
	WorkingDayNZ  Unit = "working_day_nz"
)

var units = []Unit{CalendarDay, CalendarMonth, BusinessDay, WorkingDayNZ}

// Period is a length of time in a law's own unit. The zero Period is none at all.
type Period struct {
	N    int
	Unit Unit
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p.N == 0 }

// String is the period in English: "1 month", "45 days", "10 business days".
func (p Period) String() string {
	word := map[Unit]string{CalendarDay: "day", CalendarMonth: "month", BusinessDay: "business day", WorkingDayNZ: "working day"}[p.Unit]
	if p.N != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", p.N, word)
}

// UnmarshalText reads "1 calendar_month".
func (p *Period) UnmarshalText(text []byte) error {
	number, unit, _ := strings.Cut(string(text), " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 1000 || !slices.Contains(units, Unit(unit)) {
		return fmt.Errorf("%q is not a period such as %q", text, "1 calendar_month")
	}
	*p = Period{n, Unit(unit)}
	return nil
}

// skips reports whether the period leaves out weekends and holidays as it counts.
func (p Period) skips() bool { return p.Unit == BusinessDay || p.Unit == WorkingDayNZ }

// after is the last day of the period that follows start; the day of start does
// not count. It reports false when the holidays reach less far: the day is then
// the earliest that it can be.
func (p Period) after(start civil.Date, holidays Holidays) (last civil.Date, known bool) {
	switch {
	case p.Unit == CalendarMonth:
		return addMonths(start, p.N), true
	case !p.skips():
		return start.AddDays(p.N), true
	}
	last, known = start, true
	for counted := 0; counted < p.N; {
		last = last.AddDays(1)
		_, free := holidays.On(last)
		known = known && holidays.Cover(last)
		if !weekend(last) && !free {
			counted++
		}
	}
	return last, known
}

// addMonths is the same day number n months later, or the last day of that month
// when it has no such day (Regulation 1182/71 art. 3(2)(c)). Package time would
// overflow: 31 January and a month gives 3 March there.
func addMonths(day civil.Date, n int) civil.Date {
	first := civil.Date{Year: day.Year, Month: day.Month, Day: 1}.AddMonths(n)
	last := first.AddMonths(1).AddDays(-1)
	first.Day = min(day.Day, last.Day)
	return first
}

func weekend(day civil.Date) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}
