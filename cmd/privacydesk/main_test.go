package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// The settings of whoever runs the tests are not the tests' own.
func TestMain(m *testing.M) {
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		ours := strings.HasPrefix(name, "PRIVACYDESK_") && !strings.HasPrefix(name, "PRIVACYDESK_TEST_")
		if name == "DATABASE_URL" || ours && name != "PRIVACYDESK_PG_BIN" && name != "PRIVACYDESK_CHROMIUM" {
			_ = os.Unsetenv(name)
		}
	}
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// asProgram makes this test binary be the program itself, for tests that kill it.
const asProgram = "PRIVACYDESK_TEST_AS_PROGRAM"

func TestCommandLine(t *testing.T) {
	t.Run("--help explains itself on standard output", func(t *testing.T) {
		code, stdout, stderr := called(t, "--help")

		if code != exitDone || !strings.Contains(stdout, "Usage: privacydesk") || stderr != "" {
			t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
		}
	})

	t.Run("an unknown flag is wrong usage, told on standard error", func(t *testing.T) {
		code, stdout, stderr := called(t, "--no-such-flag")

		if code != exitUsage || stdout != "" || !strings.Contains(stderr, "--no-such-flag") {
			t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
		}
	})

	t.Run("no command is wrong usage", func(t *testing.T) {
		if code, _, _ := called(t); code == exitDone {
			t.Error("exit 0 although nothing was asked for")
		}
	})
}

func TestReport(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		want int
	}{
		{"success is 0", nil, exitDone},
		{"a failure is 1", errors.New("the disk is full"), exitFailed},
		{"wrong usage is 2, also when wrapped", fmt.Errorf("clock: %w", usageError("no such zone")), exitUsage},
	} {
		t.Run(row.name, func(t *testing.T) {
			var stderr bytes.Buffer

			if got := report(&stderr, row.err); got != row.want {
				t.Errorf("exit %d, want %d", got, row.want)
			}
			if row.err != nil && !strings.Contains(stderr.String(), row.err.Error()) {
				t.Errorf("standard error %q does not say %q", stderr.String(), row.err)
			}
		})
	}
}

func called(t *testing.T, args ...string) (code int, stdout, stderr string) {
	var out, errors bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &out, &errors)
	return code, out.String(), errors.String()
}
