package regime

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"cloud.google.com/go/civil"
)

var (
	calendarOf = regexp.MustCompile(`cal=([\w-]+)`)
	eventOf    = regexp.MustCompile(`(\w+)=(\d{4}-\d\d-\d\d)`)
)

func TestVectors(t *testing.T) {
	rows := vectors(t)
	if len(rows) != 56 {
		t.Fatalf("%d vectors, want 56", len(rows))
	}
	for _, row := range rows {
		name := strings.Join([]string{row["regime"], row["request_type"], row["received_at_rfc3339"], row["event"]}, " ")
		t.Run(name, func(t *testing.T) {
			line := compute(t, row["regime"], Right(row["request_type"]), row["received_at_rfc3339"], row["timezone"],
				calendarOf.FindStringSubmatch(row["rule"])[1], eventOf.FindAllString(row["rule"], -1)...)

			if got := dates(line)[row["event"]]; got != row["expected_date"] {
				t.Errorf("%s is %s, want %s (%s)", row["event"], got, row["expected_date"], row["rule"])
			}
		})
	}
}

// The worked examples of domain/regulations.md section 2C, by their number.
func TestWorkedExamples(t *testing.T) {
	for _, row := range []struct {
		name, regime  string
		right         Right
		received      string
		zone, holiday string
		events        string
		want          string
	}{
		{"1 extends from the receipt and not from the rolled day", "eu-gdpr", Access, "2026-03-05T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2026-04-07 extended_due=2026-06-05"},
		{"2 clamps to February and rolls", "eu-gdpr", Access, "2026-01-31T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2026-03-02 extended_due=2026-04-30"},
		{"3 clamps both periods", "eu-gdpr", Access, "2026-08-31T10:00:00+02:00", "Europe/Berlin", "DE", "", "due=2026-09-30 extended_due=2026-11-30"},
		{"4 ends on the leap day from the 31st", "eu-gdpr", Access, "2028-01-31T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2028-02-29"},
		{"4 ends on the leap day from the 29th", "eu-gdpr", Access, "2028-01-29T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2028-02-29"},
		{"5 rolls from a Sunday at the end of February", "eu-gdpr", Access, "2027-01-30T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2027-03-01"},
		{"6 keeps the number 29", "eu-gdpr", Access, "2028-02-29T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2028-03-29 extended_due=2028-05-29"},
		{"7 counts from the local day in Berlin", "eu-gdpr", Access, "2026-03-31T22:30:00Z", "Europe/Berlin", "DE", "", "start=2026-04-01 due=2026-05-04"},
		{"8 counts from the local day in London", "uk-gdpr", Access, "2026-03-31T22:30:00Z", "Europe/London", "GB-EAW", "", "start=2026-03-31 due=2026-04-30"},
		{"9 knows no May holiday on a Friday in England", "uk-gdpr", Access, "2026-03-31T23:30:00Z", "Europe/London", "GB-EAW", "", "due=2026-05-01"},
		{"10 works on 28 December in Germany", "eu-gdpr", Access, "2026-11-25T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2026-12-28"},
		{"11 does not in England", "uk-gdpr", Access, "2026-11-25T10:00:00Z", "Europe/London", "GB-EAW", "", "due=2026-12-29"},
		{"12 skips two substitute days", "uk-gdpr", Access, "2027-11-25T10:00:00Z", "Europe/London", "GB-EAW", "", "due=2027-12-29"},
		{"13 starts on a Saturday", "eu-gdpr", Access, "2026-05-16T10:00:00+02:00", "Europe/Berlin", "DE", "", "start=2026-05-16 due=2026-06-16"},
		{"14 rolls from a holiday on a Saturday", "eu-gdpr", Access, "2026-09-03T10:00:00+02:00", "Europe/Berlin", "DE", "", "due=2026-10-05"},
		{"15 rolls an extension", "eu-gdpr", Access, "2026-11-30T10:00:00+01:00", "Europe/Berlin", "DE", "", "due=2026-12-30 extended_due=2027-03-01"},
		{"16 rolls from 14 July in France", "eu-gdpr", Access, "2026-06-14T10:00:00+02:00", "Europe/Paris", "FR", "", "due=2026-07-15"},
		{"17 rolls from 17 March in Ireland", "eu-gdpr", Access, "2026-02-17T10:00:00Z", "Europe/Dublin", "IE", "", "due=2026-03-18"},
		{"18 adds eight excluded days", "uk-gdpr", Access, "2026-03-02T10:00:00Z", "Europe/London", "GB-EAW", "clarification_asked=2026-03-09 clarification_received=2026-03-16", "start=2026-03-02 due=2026-04-10"},
		{"19 restarts with the proof of identity", "uk-gdpr", Access, "2026-03-02T10:00:00Z", "Europe/London", "GB-EAW", "identity_requested=2026-03-03 identity_received=2026-03-16", "start=2026-03-16 due=2026-04-16 extended_due=2026-06-16"},
		{"20 acknowledges a complaint in 30 days", "uk-gdpr", Complaint, "2026-07-01T10:00:00+01:00", "Europe/London", "GB-EAW", "", "ack_due=2026-07-31 due="},
		{"20 rolls the acknowledgement", "uk-gdpr", Complaint, "2026-07-02T10:00:00+01:00", "Europe/London", "GB-EAW", "", "ack_due=2026-08-03"},
		{"21 has three clocks in California", "us-ca-ccpa", Access, "2026-03-03T09:00:00-08:00", "America/Los_Angeles", "US-CA", "", "ack_due=2026-03-17 due=2026-04-17 extended_due=2026-06-01 optout_due="},
		{"21 stops a sale in 15 business days", "us-ca-ccpa", OptOutSaleSharing, "2026-03-03T09:00:00-08:00", "America/Los_Angeles", "US-CA", "", "optout_due=2026-03-24 due= ack_due="},
		{"22 counts from the local day in California", "us-ca-ccpa", Erasure, "2026-07-01T02:00:00Z", "America/Los_Angeles", "US-CA", "", "due=2026-08-14"},
		{"23 counts days and not hours", "us-ca-ccpa", Erasure, "2026-02-10T23:30:00-08:00", "America/Los_Angeles", "US-CA", "", "due=2026-03-27"},
		{"24 lets a Saturday stand", "hk-pdpo", Access, "2026-03-02T10:00:00+08:00", "Asia/Hong_Kong", "HK", "", "due=2026-04-11"},
		{"24 rolls from a Sunday", "hk-pdpo", Access, "2026-03-03T10:00:00+08:00", "Asia/Hong_Kong", "HK", "", "due=2026-04-13"},
		{"25 rolls over the Lunar New Year", "hk-pdpo", Access, "2026-01-08T10:00:00+08:00", "Asia/Hong_Kong", "HK", "", "due=2026-02-20"},
		{"26 takes 90 and 135 days in Iowa", "us-ia-icdpa", Access, "2026-01-06T10:00:00-06:00", "America/Chicago", "", "", "due=2026-04-06 extended_due=2026-05-21"},
		{"27 answers an appeal in Oregon", "us-or-ocpa", Appeal, "2026-06-01T10:00:00-07:00", "America/Los_Angeles", "", "", "appeal_due=2026-07-16 due="},
		{"27 answers an appeal in Virginia", "us-va-vcdpa", Appeal, "2026-04-02T10:00:00-04:00", "America/New_York", "", "", "appeal_due=2026-06-01"},
		{"28 waits ten days after a fee notice", "ch-fadp", Access, "2026-03-03T10:00:00+01:00", "Europe/Zurich", "", "fee_notified=2026-03-05", "start=2026-03-15 due=2026-04-14"},
		{"28 does not without one", "ch-fadp", Access, "2026-03-03T10:00:00+01:00", "Europe/Zurich", "", "", "due=2026-04-02"},
		{"29 counts working days in New Zealand", "nz-privacy", Access, "2026-04-01T10:00:00+13:00", "Pacific/Auckland", "NZ", "", "due=2026-05-04"},
	} {
		t.Run(row.name, func(t *testing.T) {
			expect(t, compute(t, row.regime, row.right, row.received, row.zone, row.holiday, strings.Fields(row.events)...), row.want)
		})
	}
}

func TestDaylightSaving(t *testing.T) {
	for _, row := range []struct{ name, received, zone, want string }{
		{"the hour that does not exist", "2026-03-29T02:30:00+01:00", "Europe/Berlin", "start=2026-03-29 due=2026-04-29"},
		{"the hour that comes twice", "2026-10-25T02:30:00+01:00", "Europe/Berlin", "start=2026-10-25 due=2026-11-25"},
		{"one second before midnight", "2026-10-24T21:59:59Z", "Europe/Berlin", "start=2026-10-24 due=2026-11-24"},
		{"midnight itself", "2026-10-24T22:00:00Z", "Europe/Berlin", "start=2026-10-25 due=2026-11-25"},
	} {
		t.Run(row.name, func(t *testing.T) {
			expect(t, compute(t, "eu-gdpr", Access, row.received, row.zone, "DE"), row.want)
		})
	}

	t.Run("a last day is over at midnight, also where clocks skip it", func(t *testing.T) {
		for _, row := range []struct{ due, zone, want string }{
			{"2026-03-28", "Europe/Berlin", "2026-03-29T00:00:00+01:00"},
			{"2026-03-29", "Europe/Berlin", "2026-03-30T00:00:00+02:00"},
			{"2018-11-03", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
		} {
			zone, _ := time.LoadLocation(row.zone)
			if got := OverdueAt(day(row.due), zone).Format(time.RFC3339); got != row.want {
				t.Errorf("%s in %s is over at %s, want %s", row.due, row.zone, got, row.want)
			}
		}
	})
}

func TestComputeRefuses(t *testing.T) {
	good := Input{Regime: "eu-gdpr", Right: Access, Received: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Calendar: "DE"}
	for _, row := range []struct {
		name  string
		wrong func(*Input)
		says  string
	}{
		{"an unknown law", func(in *Input) { in.Regime = "gdpr" }, "eu-gdpr"},
		{"an unknown right", func(in *Input) { in.Right = "acces" }, "access"},
		{"an unknown calendar", func(in *Input) { in.Calendar = "XX" }, "GB-EAW"},
		{"an unknown event", func(in *Input) { in.Events = []Event{{Kind: "paid", On: day("2026-03-06")}} }, "fee_paid"},
		{"an event before the receipt", func(in *Input) { in.Events = []Event{{Kind: FeePaid, On: day("2026-03-04")}} }, "before the receipt"},
		{"an event without a day", func(in *Input) { in.Events = []Event{{Kind: FeePaid}} }, "needs a day"},
		{"an extension without a new day", func(in *Input) { in.Events = []Event{{Kind: Extended, On: day("2026-03-06")}} }, "needs a day"},
		{"a receipt before the law", func(in *Input) { in.Received = in.Received.AddDate(-10, 0, 0) }, "2018-05-25"},
		{"a receipt in the far future", func(in *Input) { in.Received = in.Received.AddDate(900, 0, 0) }, "2200"},
		{"no zone", func(in *Input) { in.Zone = nil }, "zone"},
	} {
		t.Run(row.name, func(t *testing.T) {
			in := good
			row.wrong(&in)

			line, err := Compute(in)

			if err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("error %v does not say %q", err, row.says)
			}
			if !reflect.DeepEqual(line, Timeline{}) {
				t.Errorf("a time line came with the error: %+v", line)
			}
		})
	}
}

// compute is a time line from text, as the vectors write it.
func compute(t *testing.T, id string, right Right, received, zone, calendar string, events ...string) Timeline {
	t.Helper()
	line, err := Compute(input(t, id, right, received, zone, calendar, events...))
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func input(t *testing.T, id string, right Right, received, zone, calendar string, events ...string) Input {
	t.Helper()
	at, err := time.Parse(time.RFC3339, received)
	if err != nil {
		t.Fatal(err)
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Regime: id, Right: right, Received: at, Zone: place, Calendar: calendar}
	for _, text := range events {
		kind, on, _ := strings.Cut(text, "=")
		on, until, _ := strings.Cut(on, "/")
		event := Event{Kind: EventKind(kind), On: day(on)}
		if until != "" {
			event.Until = day(until)
		}
		in.Events = append(in.Events, event)
	}
	return in
}

// dates is every date of a time line by its name, empty where there is none.
func dates(line Timeline) map[string]string {
	named := map[string]string{}
	for name, date := range map[string]*civil.Date{
		"start": line.Start, "ack_due": line.AckDue, "due": line.Due, "extension_notice_by": line.ExtensionNoticeBy,
		"extended_due": line.ExtendedDue, "optout_due": line.OptoutDue, "appeal_due": line.AppealDue,
		"consent_stop_due": line.ConsentStopDue, "earliest": line.Earliest, "extended_until": line.ExtendedUntil,
		"stopped": line.Stopped, "answer_by": line.AnswerBy(),
	} {
		named[name] = ""
		if date != nil {
			named[name] = date.String()
		}
	}
	return named
}

// expect compares the dates that want names; "due=" means that there is none.
func expect(t *testing.T, line Timeline, want string) {
	t.Helper()
	got := dates(line)
	for _, pair := range strings.Fields(want) {
		name, date, _ := strings.Cut(pair, "=")
		if found, known := got[name]; !known || found != date {
			t.Errorf("%s is %q, want %q", name, found, date)
		}
	}
	if t.Failed() {
		for _, step := range line.Lines {
			t.Log(step.Text())
		}
	}
}
