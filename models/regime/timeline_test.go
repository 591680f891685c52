package regime

import (
	"slices"
	"strings"
	"testing"
)

func TestExtended(t *testing.T) {
	const receipt = "2026-03-05T10:00:00+01:00"
	for _, row := range []struct{ name, events, want string }{
		{"an extension gives the day to answer", "extended=2026-04-01/2026-06-05", "due=2026-04-07 extended_until=2026-06-05 answer_by=2026-06-05"},
		{"a pause since the extension comes on top", "extended=2026-04-01/2026-06-01 identity_requested=2026-04-20 identity_received=2026-04-22", "answer_by=2026-06-03"},
		{"a pause before the extension does not", "identity_requested=2026-03-10 identity_received=2026-03-12 extended=2026-04-01/2026-06-01", "answer_by=2026-06-01"},
		{"an answer stops the clock", "answered=2026-04-02", "stopped=2026-04-02"},
	} {
		t.Run(row.name, func(t *testing.T) {
			expect(t, compute(t, "eu-gdpr", Access, receipt, "Europe/Berlin", "DE", strings.Fields(row.events)...), row.want)
		})
	}

	t.Run("may be told until the first period ends, once", func(t *testing.T) {
		line := compute(t, "eu-gdpr", Access, receipt, "Europe/Berlin", "DE")
		if !line.MayExtend(day("2026-04-07")) || line.MayExtend(day("2026-04-08")) {
			t.Error("the last day for the notice is not 7 April 2026")
		}
		line = compute(t, "eu-gdpr", Access, receipt, "Europe/Berlin", "DE", "extended=2026-04-01/2026-06-05")
		if line.MayExtend(day("2026-04-02")) {
			t.Error("it may be extended twice")
		}
	})

	t.Run("a law without extensions allows none", func(t *testing.T) {
		line := compute(t, "tr-kvkk", Access, receipt, "Europe/Istanbul", "")
		if line.MayExtend(day("2026-03-06")) {
			t.Error("it may be extended")
		}
		expect(t, line, "extension_notice_by= extended_due=")
	})

	t.Run("a law without a last day asks for the notice alone", func(t *testing.T) {
		expect(t, compute(t, "hk-pdpo", Access, "2026-03-02T10:00:00+08:00", "Asia/Hong_Kong", "HK"), "extension_notice_by=2026-04-11 extended_due=")
	})

	t.Run("Canada counts the notice from the date of the request", func(t *testing.T) {
		in := input(t, "ca-pipeda", Access, "2026-04-13T10:00:00-04:00", "America/Toronto", "")
		in.RequestedOn = day("2026-04-08")
		line, err := Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, line, "due=2026-05-13 extension_notice_by=2026-05-08 extended_due=2026-06-12")
	})

	t.Run("Brazil counts from the date of the request", func(t *testing.T) {
		in := input(t, "br-lgpd", Access, "2026-03-05T10:00:00-03:00", "America/Sao_Paulo", "")
		in.RequestedOn = day("2026-03-03")
		line, err := Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, line, "start=2026-03-03 due=2026-03-18")
	})
}

func TestStopped(t *testing.T) {
	const receipt = "2026-03-05T10:00:00+01:00"
	for _, row := range []struct{ name, events, says string }{
		{"an answer in time", "answered=2026-04-07", "Answered on 7 April 2026. The clock has stopped."},
		{"an answer too late says by how much", "answered=2026-04-09", "days after the last day: 2"},
		{"a closed request", "closed=2026-03-09", "Closed on 9 March 2026"},
		{"a pause that was open", "identity_requested=2026-03-06 answered=2026-03-20", "Answered on 20 March 2026. The clock has stopped."},
	} {
		t.Run(row.name, func(t *testing.T) {
			line := compute(t, "eu-gdpr", Access, receipt, "Europe/Berlin", "DE", strings.Fields(row.events)...)
			if !strings.Contains(told(line), row.says) {
				t.Errorf("no line says %q:\n%s", row.says, told(line))
			}
			if line.Stopped == nil || line.Paused || line.NotBefore {
				t.Errorf("stopped %v, paused %v, not before %v", line.Stopped, line.Paused, line.NotBefore)
			}
		})
	}
}

func TestCalendarEnds(t *testing.T) {
	t.Run("the date is unknown, the earliest day is told", func(t *testing.T) {
		line := compute(t, "hk-pdpo", Access, "2027-12-01T10:00:00+08:00", "Asia/Hong_Kong", "HK")

		expect(t, line, "due= extension_notice_by= earliest=2028-01-10 answer_by=2028-01-10")
		if !line.NotBefore || !strings.Contains(told(line), "The calendar HK does not reach 2028") {
			t.Errorf("not before %v:\n%s", line.NotBefore, told(line))
		}
	})

	t.Run("rolling over its end is unknown too", func(t *testing.T) {
		// The fortieth day is Sunday, 26 December 2027; 27 December is a holiday, 28 December is none.
		expect(t, compute(t, "hk-pdpo", Access, "2027-11-16T10:00:00+08:00", "Asia/Hong_Kong", "HK"), "due=2027-12-28")
		// 20 working days from 15 December 2026 lie beyond the summer break.
		expect(t, compute(t, "nz-privacy", Access, "2026-12-15T10:00:00+13:00", "Pacific/Auckland", "NZ"), "due=")
	})

	t.Run("without a calendar weekends count and a line says so", func(t *testing.T) {
		line := compute(t, "eu-gdpr", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "")

		expect(t, line, "due=2026-04-06")
		if !strings.Contains(told(line), "No holiday calendar was given") {
			t.Error(told(line))
		}
	})

	t.Run("days that a site closed roll as well", func(t *testing.T) {
		in := input(t, "hk-pdpo", Access, "2026-03-02T10:00:00+08:00", "Asia/Hong_Kong", "HK")
		in.Closed = append(in.Closed, day("2026-04-11"))
		line, err := Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, line, "due=2026-04-13")
	})
}

func TestTimelinePauses(t *testing.T) {
	line := compute(t, "eu-gdpr", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE",
		"identity_requested=2026-03-06", "identity_received=2026-03-09", "fee_notified=2026-03-10", "clarification_asked=2026-03-12")

	// The fee stops nothing under this law, so it is no pause.
	want := []Pause{{day("2026-03-06"), day("2026-03-09"), false}, {day("2026-03-12"), day("2026-03-12"), true}}
	if !slices.Equal(line.Pauses, want) {
		t.Errorf("pauses %v, want %v", line.Pauses, want)
	}
}

func TestEarliest(t *testing.T) {
	europe := compute(t, "eu-gdpr", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE")
	taiwan := compute(t, "tw-pdpa", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE")
	none := compute(t, "eu-gdpr", PolicyFeedback, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE")

	if first, found := Earliest([]Timeline{none, europe, taiwan}); !found || first.Regime != "tw-pdpa" {
		t.Errorf("the earliest is %s", first.Regime)
	}
	if _, found := Earliest([]Timeline{none}); found {
		t.Error("a right without a clock has an earliest day")
	}
}

func TestDaysLeft(t *testing.T) {
	for today, want := range map[string]int{"2026-04-01": 6, "2026-04-07": 0, "2026-04-08": -1} {
		if got := DaysLeft(day("2026-04-07"), day(today)); got != want {
			t.Errorf("on %s %d days are left, want %d", today, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	t.Run("each date has a line with its source", func(t *testing.T) {
		line := compute(t, "us-ca-ccpa", Access, "2026-03-03T09:00:00-08:00", "America/Los_Angeles", "US-CA")
		for key, citation := range map[string]string{"due": "Civ. Code 1798.130(a)(2)(A); 11 CCR 7021(b)", "ack": "11 CCR 7021(a)", "extension": "Civ. Code 1798.130(a)(2)(A); 11 CCR 7021(b)", "start.receipt": "Civ. Code 10"} {
			found := false
			for _, step := range line.Lines {
				found = found || step.Key == key && step.Citation == citation
			}
			if !found {
				t.Errorf("no line %s cites %s", key, citation)
			}
		}
	})

	t.Run("a rolled day names its holiday", func(t *testing.T) {
		line := compute(t, "eu-gdpr", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE")
		for _, want := range []string{"5 April 2026 is a Sunday", "6 April 2026 is a holiday (Easter Monday)", "Answer by 7 April 2026."} {
			if !strings.Contains(told(line), want) {
				t.Errorf("no line says %q:\n%s", want, told(line))
			}
		}
	})

	t.Run("a right that the law does not know is said to have no clock", func(t *testing.T) {
		for right, want := range map[Right]string{PolicyFeedback: "no time limit of its own", WithdrawConsent: "without undue delay"} {
			if line := compute(t, "eu-gdpr", right, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE"); !strings.Contains(told(line), want) {
				t.Errorf("%s: %s", right, told(line))
			}
		}
	})
}

func TestEarliestPrefersTheClockThatRunsOnOneDay(t *testing.T) {
	due := day("2026-04-02")
	waits, runs := Timeline{Regime: "waits", Earliest: &due, Paused: true}, Timeline{Regime: "runs", Earliest: &due}
	for _, timelines := range [][]Timeline{{waits, runs}, {runs, waits}} {
		if first, _ := Earliest(timelines); first.Regime != "runs" {
			t.Errorf("the one that %s comes first", first.Regime)
		}
	}
}
