package telemetry

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSEC_H3_LogIsOneLineARecordWithControlCharactersEscaped(t *testing.T) {
	var log bytes.Buffer
	typed := "a\nb\r\x1b[31m\x7f\u0085\u2028\u202ec"

	Logger(&log).Error("first\nsecond", "typed", typed, "error", errors.New(typed))

	line := log.String()
	if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
		t.Errorf("not one line: %q", line)
	}
	if strings.IndexFunc(strings.TrimSuffix(line, "\n"), breaksOut) >= 0 {
		t.Errorf("a control character got through: %q", line)
	}
	var record map[string]any
	if err := json.Unmarshal([]byte(line), &record); err != nil {
		t.Fatal(err)
	}
	if record["typed"] != typed || record["error"] != typed {
		t.Errorf("the record lost what was typed: %v", record)
	}
}

func TestSEC_H3_LogTimesAreUTC(t *testing.T) {
	var log bytes.Buffer

	Logger(&log).Info("due", "at", time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("", 3600)))

	var record map[string]string
	if err := json.Unmarshal(log.Bytes(), &record); err != nil {
		t.Fatal(err)
	}
	if record["at"] != "2026-11-24T09:00:00Z" || !strings.HasSuffix(record["time"], "Z") {
		t.Errorf("times are %s and %s", record["at"], record["time"])
	}
}
