package regime

import (
	"strings"
	"testing"
)

// Receipt on 2 March 2026 in each case; without any event the last day is 2 April.
func TestPauses(t *testing.T) {
	const receipt = "2026-03-02T10:00:00Z"
	for _, row := range []struct {
		name   string
		regime string
		right  Right
		events string
		want   string
		says   string
	}{
		{"a suspension leaves out the days after asking", "eu-gdpr", Access, "identity_requested=2026-03-04 identity_received=2026-03-11", "start=2026-03-02 due=2026-04-09", "Without it the last day is 2 April 2026"},
		{"an extension has the same days left out", "eu-gdpr", Access, "identity_requested=2026-03-04 identity_received=2026-03-11", "extended_due=2026-06-09", ""},
		{"overlapping suspensions count a day once", "eu-gdpr", Access, "identity_requested=2026-03-04 clarification_asked=2026-03-04 identity_received=2026-03-11 clarification_received=2026-03-11", "due=2026-04-09", ""},
		{"a reply on the day of asking leaves out nothing", "eu-gdpr", Access, "identity_requested=2026-03-04 identity_received=2026-03-04", "due=2026-04-02", ""},
		{"asking again while it is open changes nothing", "eu-gdpr", Access, "identity_requested=2026-03-04 identity_requested=2026-03-08 identity_received=2026-03-11", "due=2026-04-09", ""},
		{"a second pause after the first adds its days", "eu-gdpr", Access, "identity_requested=2026-03-04 identity_received=2026-03-06 clarification_asked=2026-03-10 clarification_received=2026-03-12", "due=2026-04-07", ""}, // 6 April is Easter Monday
		{"a clarification suspends an access request only", "eu-gdpr", Erasure, "clarification_asked=2026-03-04 clarification_received=2026-03-11", "due=2026-04-02", "does not stop this clock"},
		{"a fee does not stop the clock of the European Union", "eu-gdpr", Access, "fee_notified=2026-03-04", "due=2026-04-02", "Asking for a fee does not stop this clock"},
		{"an open suspension gives the earliest day", "eu-gdpr", Access, "identity_requested=2026-03-04", "due=2026-04-02", "not before 2 April 2026"},
		{"a question after the last day moves nothing", "eu-gdpr", Access, "identity_requested=2026-04-03 identity_received=2026-04-20", "due=2026-04-02", "after the last day"},
		{"a question on the last day still counts", "eu-gdpr", Access, "identity_requested=2026-04-02 identity_received=2026-04-05", "due=2026-04-07", ""},
		{"a reply nobody asked for moves nothing", "eu-gdpr", Access, "identity_received=2026-03-10", "due=2026-04-02", "had not been asked for"},

		{"Britain counts a fee paid as a new start", "uk-gdpr", Access, "fee_notified=2026-03-04 fee_paid=2026-03-10", "start=2026-03-10 due=2026-04-10", "The fee was paid on 10 March 2026"},
		{"Britain starts at the later of identity and fee", "uk-gdpr", Access, "identity_requested=2026-03-03 identity_received=2026-03-12 fee_notified=2026-03-04 fee_paid=2026-03-10", "start=2026-03-12 due=2026-04-13", ""},
		{"Britain leaves out both end days of a clarification", "uk-gdpr", Access, "clarification_asked=2026-03-04 clarification_received=2026-03-04", "due=2026-04-07", ""},
		{"Britain leaves out only days after a restart", "uk-gdpr", Access, "clarification_asked=2026-03-09 identity_requested=2026-03-09 clarification_received=2026-03-16 identity_received=2026-03-16", "start=2026-03-16 due=2026-04-17", ""},
		{"Britain does not wait for clarity about an erasure", "uk-gdpr", Erasure, "clarification_asked=2026-03-09 clarification_received=2026-03-16", "due=2026-04-02", "does not stop this clock"},
		{"an open restart gives the earliest day", "uk-gdpr", Access, "identity_requested=2026-03-05", "start=2026-03-05 due=2026-04-07", "not before 7 April 2026"},

		{"Virginia may deny what it cannot authenticate", "us-va-vcdpa", Access, "identity_requested=2026-03-04", "due=2026-04-16", "may be denied"},
		{"Virginia does not authenticate an opt-out", "us-va-vcdpa", OptOutSaleSharing, "identity_requested=2026-03-04", "due=2026-04-16", "Asking for identity does not stop this clock"},
		{"California runs on while identity is checked", "us-ca-ccpa", Access, "identity_requested=2026-03-04 identity_received=2026-03-20", "due=2026-04-16", "may be denied"},
		{"Hong Kong runs on while a fee is unpaid", "hk-pdpo", Access, "fee_notified=2026-03-04", "due=2026-04-11", "does not stop this clock"},
	} {
		t.Run(row.name, func(t *testing.T) {
			law, _ := At(row.regime, day("2026-03-02"))
			line := compute(t, row.regime, row.right, receipt, "UTC", law.CalendarFor("DE"), strings.Fields(row.events)...)

			expect(t, line, row.want)
			if row.says != "" && !strings.Contains(told(line), row.says) {
				t.Errorf("no line says %q:\n%s", row.says, told(line))
			}
			if open := strings.HasPrefix(row.name, "an open"); line.Paused != open || line.NotBefore != open {
				t.Errorf("paused %v, not before %v, want both %v", line.Paused, line.NotBefore, open)
			}
		})
	}

	t.Run("an open pause has lasted until today", func(t *testing.T) {
		in := input(t, "eu-gdpr", Access, receipt, "UTC", "DE", "identity_requested=2026-03-04")
		in.Today = day("2026-03-11")
		line, err := Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, line, "due=2026-04-09")
	})
}

func told(line Timeline) string {
	var text []string
	for _, step := range line.Lines {
		text = append(text, step.Text())
	}
	return strings.Join(text, "\n")
}
