package regime

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
)

// The rows of domain/regulations.md section 2D: the days of a calendar in one year.
func TestCalendars(t *testing.T) {
	for _, row := range []struct {
		code string
		year int
		want string
	}{
		{"DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"},
		{"DE", 2027, "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26"},
		{"DE", 2028, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 12-25 12-26"},
		{"FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"},
		{"IE", 2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26"},
		{"GB-EAW", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{"GB-EAW", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
		{"GB-EAW", 2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"},
		{"HK", 2026, "01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26"},
		{"HK", 2027, "01-01 02-06 02-08 02-09 03-26 03-27 03-29 04-05 05-01 05-13 06-09 07-01 09-16 10-01 10-08 12-25 12-27"},
		{"US-CA", 2026, "01-01 01-19 02-16 05-25 07-04 09-07 11-11 11-26 12-25"},
	} {
		t.Run(fmt.Sprintf("%s has its days of %d", row.code, row.year), func(t *testing.T) {
			calendar, _ := CalendarOf(row.code)
			var got []string
			for _, holiday := range calendar.Year(row.year) {
				got = append(got, holiday.On.String()[5:])
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), row.want)
			}
		})
	}

	t.Run("New Zealand counts neither its named days nor its summer break", func(t *testing.T) {
		calendar, _ := CalendarOf("NZ")
		want := strings.Fields("02-06 04-03 04-06 04-27 06-01 07-10 10-26")
		for _, holiday := range calendar.Year(2026) {
			text := holiday.On.String()[5:]
			if text >= "12-25" || text <= "01-15" {
				continue
			}
			if !slices.Contains(want, text) {
				t.Errorf("%s is a holiday", text)
			}
			want = slices.DeleteFunc(want, func(other string) bool { return other == text })
		}
		if len(want) > 0 {
			t.Errorf("%v are no holidays", want)
		}
		if days := len(calendar.Year(2026)); days != 7+15+7 {
			t.Errorf("%d days in all, want 7 named, 15 in January and 7 in December", days)
		}
	})

	t.Run("every Member State has one", func(t *testing.T) {
		for _, code := range strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK") {
			if calendar, found := CalendarOf(code); !found || len(calendar.Year(2027)) < 8 {
				t.Errorf("%s has too few days", code)
			}
		}
	})

	t.Run("a table reaches its last year and no further", func(t *testing.T) {
		calendar, _ := CalendarOf("HK")
		if !calendar.Covers(2027) || calendar.Covers(2028) || calendar.Covers(2025) || calendar.Year(2028) != nil {
			t.Error("Hong Kong reaches a year that is not loaded, or not its last one")
		}
	})
}

// A second source for the calendars that are fixed by rule. Differences of ours on
// purpose stand in the table; the library is of 2023 and knows nothing newer.
func TestCalendarsAgreeWithASecondSource(t *testing.T) {
	for _, row := range []struct {
		code   string
		other  []*cal.Holiday
		differ string // weekdays that only one of the two has, in 2024 to 2028
	}{
		{"AT", at.Holidays, ""},
		{"BE", be.Holidays, ""},
		{"CZ", cz.Holidays, ""},
		{"DE", de.Holidays, ""},
		{"ES", es.Holidays, ""},
		{"FR", fr.Holidays, ""},
		{"GB-EAW", gb.Holidays, ""},
		{"GR", gr.Holidays, ""},
		{"HR", hr.Holidays, ""},
		{"IE", ie.Holidays, ""},
		// Saint Francis, since 2026
		{"IT", it.Holidays, "2027-10-04 2028-10-04"},
		{"LT", lt.Holidays, ""},
		// Good Friday and 5 May, which we leave out
		{"NL", nl.Holidays, "2024-03-29 2025-04-18 2025-05-05 2026-04-03 2026-05-05 2027-03-26 2027-05-05 2028-04-14 2028-05-05"},
		// Christmas Eve, since 2025
		{"PL", pl.Holidays, "2025-12-24 2026-12-24 2027-12-24"},
		// 6 and 7 January, since 2024
		{"RO", ro.Holidays, "2025-01-06 2025-01-07 2026-01-06 2026-01-07 2027-01-06 2027-01-07 2028-01-06 2028-01-07"},
		// eves, which are no public holidays in law
		{"SE", se.Holidays, "2024-06-21 2024-12-24 2024-12-31 2025-06-20 2025-12-24 2025-12-31 2026-06-19 2026-12-24 2026-12-31 2027-06-25 2027-12-24 2027-12-31 2028-06-23"},
		{"SI", si.Holidays, ""},
	} {
		t.Run(row.code, func(t *testing.T) {
			ours, _ := CalendarOf(row.code)
			theirs := cal.NewBusinessCalendar()
			theirs.AddHoliday(row.other...)
			var differ []string
			for date := day("2024-01-01"); date.Year < 2029; date = date.AddDays(1) {
				if weekend(date) {
					continue
				}
				_, free := Holidays{Calendar: ours}.On(date)
				if free == theirs.IsWorkday(date.In(time.UTC)) {
					differ = append(differ, date.String())
				}
			}
			if got := strings.Join(differ, " "); got != row.differ {
				t.Errorf("differ on %s\nwant      %s", got, row.differ)
			}
		})
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int][2]string{
		2024: {"2024-03-31", "2024-05-05"}, 2025: {"2025-04-20", "2025-04-20"}, 2026: {"2026-04-05", "2026-04-12"},
		2027: {"2027-03-28", "2027-05-02"}, 2028: {"2028-04-16", "2028-04-16"}, 2038: {"2038-04-25", "2038-04-25"},
	} {
		if got := [2]civil.Date{easter(year), orthodoxEaster(year)}; got != [2]civil.Date{day(want[0]), day(want[1])} {
			t.Errorf("%d: %v, want %v", year, got, want)
		}
	}
}
