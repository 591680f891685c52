package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"privacydesk/models/regime"
	"privacydesk/views/ui"
)

// The command line and the desk explain a clock in the same words.
func TestClockLineSaysWhatTheCommandLineSays(t *testing.T) {
	english := ui.WithLocale(context.Background(), "en")
	for key, sentence := range regime.Sentences() {
		line := regime.Line{Key: key, Args: map[string]any{}}
		for _, name := range strings.Split(sentence, "{{.")[1:] {
			name, _, _ = strings.Cut(name, "}}")
			line.Args[name] = "‹" + name + "›"
		}
		if got := ui.ClockLine(english, line); got != line.Text() {
			t.Errorf("clock.line.%s\nis  %q\nnot %q", key, got, line.Text())
		}
	}
}

func TestClockLineWritesDatesAndPeriodsInTheMannerOfTheLocale(t *testing.T) {
	timeline, err := regime.Compute(regime.Input{Regime: "us-ca-ccpa", Right: regime.Access,
		Received: time.Date(2026, 3, 3, 17, 0, 0, 0, time.UTC), Zone: time.UTC, Calendar: "US-CA"})
	if err != nil {
		t.Fatal(err)
	}
	english := ui.WithLocale(context.Background(), "en")
	for _, line := range timeline.Lines {
		if got := ui.ClockLine(english, line); got != line.Text() || strings.Contains(got, "⟦") {
			t.Errorf("%s is %q, not %q", line.Key, got, line.Text())
		}
	}
}

func TestPeriodInEveryLocale(t *testing.T) {
	for locale, want := range map[string][3]string{
		"en": {"1 month", "45 days", "10 business days"},
		"de": {"1 Monat", "45 Tage", "10 Werktage (Montag bis Freitag)"},
		"ar": {"شهر واحد", "45 يومًا", "10 أيام عمل"},
	} {
		ctx := ui.WithLocale(context.Background(), locale)
		for i, period := range []regime.Period{{N: 1, Unit: regime.CalendarMonth}, {N: 45, Unit: regime.CalendarDay}, {N: 10, Unit: regime.BusinessDay}} {
			if got := ui.Period(ctx, period); got != want[i] {
				t.Errorf("%s: %q, want %q", locale, got, want[i])
			}
		}
	}
}
