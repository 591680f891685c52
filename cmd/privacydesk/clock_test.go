package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestClock(t *testing.T) {
	ask := func(more ...string) []string {
		return append([]string{"clock", "--regime", "eu-gdpr", "--right", "access",
			"--received", "2026-03-05T10:00:00+01:00", "--tz", "Europe/Berlin"}, more...)
	}

	t.Run("prints every date, null where the law has none, and why", func(t *testing.T) {
		code, stdout, stderr := called(t, ask("--calendar", "DE", "--json")...)

		var answer map[string]any
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil || code != exitDone || stderr != "" {
			t.Fatalf("exit %d, %v, standard error %q", code, err, stderr)
		}
		for name, want := range map[string]any{
			"start": "2026-03-05", "due": "2026-04-07", "extension_notice_by": "2026-04-07", "extended_due": "2026-06-05",
			"ack_due": nil, "optout_due": nil, "appeal_due": nil, "consent_stop_due": nil,
		} {
			if got, there := answer[name]; !there || got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
		}
		if !strings.Contains(stdout, "Easter Monday") || !strings.Contains(stdout, "1182/71 art. 3(4)") {
			t.Errorf("no line explains the last day with its source: %s", stdout)
		}
	})

	t.Run("prints text for people", func(t *testing.T) {
		code, stdout, _ := called(t, ask("--calendar", "DE")...)

		if code != exitDone || !strings.Contains(stdout, "2026-04-07\n") || !strings.Contains(stdout, "Answer by 7 April 2026. [GDPR 12(3)]") {
			t.Errorf("exit %d, %s", code, stdout)
		}
	})

	t.Run("takes events, several of them", func(t *testing.T) {
		_, stdout, _ := called(t, ask("--event", "identity_requested=2026-03-09", "--event", "identity_received=2026-03-12", "--json")...)

		if !strings.Contains(stdout, `"due": "2026-04-08"`) {
			t.Error(stdout)
		}
	})

	t.Run("says that no holidays applied without a calendar", func(t *testing.T) {
		_, stdout, _ := called(t, ask("--json")...)

		if !strings.Contains(stdout, `"due": "2026-04-06"`) || !strings.Contains(stdout, "No holiday calendar") {
			t.Error(stdout)
		}
	})

	t.Run("says not before while a pause is open", func(t *testing.T) {
		_, stdout, _ := called(t, ask("--event", "identity_requested=2026-03-09", "--json")...)

		if !strings.Contains(stdout, "not before 6 April 2026") {
			t.Error(stdout)
		}
	})

	for _, wrong := range []struct {
		name string
		args []string
		says string
	}{
		{"an unknown law", ask("--regime", "gdpr"), "eu-gdpr"},
		{"an unknown right", ask("--right", "acces"), "access"},
		{"an unknown zone", ask("--tz", "Europe/Atlantis"), "Europe/Berlin"},
		{"the zone of this machine", ask("--tz", "Local"), "Europe/Berlin"},
		{"an unknown calendar", ask("--calendar", "XX"), "GB-EAW"},
		{"a receipt without a zone", ask("--received", "2026-03-05"), "2026-03-05T10:00:00+01:00"},
		{"an unknown event", ask("--event", "identity=2026-03-09"), "identity_requested"},
		{"an event without a day", ask("--event", "fee_paid"), "2026-03-16"},
		{"a day that does not exist", ask("--event", "fee_paid=2026-02-30"), "2026-03-16"},
		{"an event before the receipt", ask("--event", "fee_paid=2026-03-01"), "before the receipt"},
		{"a receipt before the law was in force", ask("--received", "2017-03-05T10:00:00Z"), "2018-05-25"},
		{"no law at all", []string{"clock"}, "--regime"},
	} {
		t.Run(wrong.name+" is wrong usage, told with what is allowed", func(t *testing.T) {
			code, stdout, stderr := called(t, wrong.args...)

			if code != exitUsage || stdout != "" || !strings.Contains(stderr, wrong.says) {
				t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
			}
		})
	}
}
