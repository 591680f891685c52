package regime

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// holiday is one rule of a calendar, in the notation that data/calendars-eu-at-gr.toml
// explains.
type holiday struct {
	On           string
	Name         string
	Move         string
	Since, Until int

	days func(year int) []civil.Date
}

var (
	fixedDay    = regexp.MustCompile(`^(\d\d)-(\d\d)$`)
	dayRange    = regexp.MustCompile(`^(\d\d-\d\d) to (\d\d-\d\d)$`)
	aroundFeast = regexp.MustCompile(`^(easter|orthodox)([+-]\d+)?$`)
	weekdayFrom = regexp.MustCompile(`^([a-z]+) from (\d\d-\d\d)$`)
	oneMove     = regexp.MustCompile(`^([a-z]{3})([+-]\d)$`)
)

// compile reads the notation once, so that a broken rule is found when it is loaded.
func (h *holiday) compile() error {
	moves, err := readMoves(h.Move)
	if err != nil {
		return err
	}
	days, err := readDays(h.On)
	if err != nil {
		return err
	}
	if h.Name == "" {
		return fmt.Errorf("%q has no name", h.On)
	}
	h.days = func(year int) []civil.Date {
		if h.Since != 0 && year < h.Since || h.Until != 0 && year > h.Until {
			return nil
		}
		found := days(year)
		for i, day := range found {
			found[i] = day.AddDays(moves[day.Weekday()])
		}
		return found
	}
	return nil
}

func readMoves(text string) (map[time.Weekday]int, error) {
	moves := map[time.Weekday]int{}
	for _, word := range strings.Fields(text) {
		parts := oneMove.FindStringSubmatch(word)
		if parts == nil {
			return nil, fmt.Errorf("%q does not move a day", word)
		}
		weekday, known := weekdayNamed(parts[1])
		if !known {
			return nil, fmt.Errorf("%q is no weekday", parts[1])
		}
		moves[weekday], _ = strconv.Atoi(parts[2])
	}
	return moves, nil
}

// readDays turns the notation into the days that it means in a year.
func readDays(on string) (func(year int) []civil.Date, error) {
	if exact, err := civil.ParseDate(on); err == nil {
		return func(year int) []civil.Date {
			if year != exact.Year {
				return nil
			}
			return []civil.Date{exact}
		}, nil
	}
	if fixedDay.MatchString(on) {
		return func(year int) []civil.Date { return []civil.Date{inYear(year, on)} }, check(on)
	}
	if parts := dayRange.FindStringSubmatch(on); parts != nil {
		return func(year int) []civil.Date { return between(year, parts[1], parts[2]) }, check(parts[1:]...)
	}
	if parts := aroundFeast.FindStringSubmatch(on); parts != nil {
		feast, away := map[string]func(int) civil.Date{"easter": easter, "orthodox": orthodoxEaster}[parts[1]], 0
		if parts[2] != "" {
			away, _ = strconv.Atoi(parts[2])
		}
		return func(year int) []civil.Date { return []civil.Date{feast(year).AddDays(away)} }, nil
	}
	if parts := weekdayFrom.FindStringSubmatch(on); parts != nil {
		weekday, known := weekdayNamed(parts[1])
		if !known {
			return nil, fmt.Errorf("%q is no weekday", parts[1])
		}
		return func(year int) []civil.Date {
			from := inYear(year, parts[2])
			return []civil.Date{from.AddDays(int(weekday-from.Weekday()+7) % 7)}
		}, check(parts[2])
	}
	return nil, fmt.Errorf("%q is no day of a calendar", on)
}

// between is the days of a year from one day to another, through its two ends when
// the range spans the turn of the year.
func between(year int, from, to string) []civil.Date {
	first, last := inYear(year, from), inYear(year, to)
	if first.After(last) {
		return slices.Concat(between(year, "01-01", to), between(year, from, "12-31"))
	}
	var days []civil.Date
	for day := first; !day.After(last); day = day.AddDays(1) {
		days = append(days, day)
	}
	return days
}

// check refuses a month and day that no year has.
func check(days ...string) error {
	for _, day := range days {
		if !inYear(2028, day).IsValid() {
			return fmt.Errorf("%q is no day of a year", day)
		}
	}
	return nil
}

func inYear(year int, day string) civil.Date {
	parts := fixedDay.FindStringSubmatch(day)
	month, _ := strconv.Atoi(parts[1])
	number, _ := strconv.Atoi(parts[2])
	return civil.Date{Year: year, Month: time.Month(month), Day: number}
}

func weekdayNamed(name string) (time.Weekday, bool) {
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		full := strings.ToLower(weekday.String())
		if name == full || name == full[:3] {
			return weekday, true
		}
	}
	return 0, false
}

// easter is Easter Sunday of the Gregorian calendar, by the anonymous computus.
func easter(year int) civil.Date {
	century, golden := year/100, year%19
	epact := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(year%100/4) - epact - year%100%4) % 7
	shift := (golden + 11*epact + 22*weekday) / 451
	month := (epact + weekday - 7*shift + 114) / 31
	return civil.Date{Year: year, Month: time.Month(month), Day: (epact+weekday-7*shift+114)%31 + 1}
}

// orthodoxEaster is Easter Sunday of the Julian calendar as a Gregorian date.
func orthodoxEaster(year int) civil.Date {
	moon := (19*(year%19) + 15) % 30
	weekday := (2*(year%4) + 4*(year%7) - moon + 34) % 7
	number := moon + weekday + 114
	julian := civil.Date{Year: year, Month: time.Month(number / 31), Day: number%31 + 1}
	return julian.AddDays(year/100 - year/400 - 2)
}
