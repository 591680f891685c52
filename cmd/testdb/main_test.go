package main

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestCommandRunsBesideAServer(t *testing.T) {
	t.Run("and finds it in its environment", func(t *testing.T) {
		file := t.TempDir() + "/said"

		code, err := run("", []string{"sh", "-c", `echo "$PRIVACYDESK_TEST_DATABASE" > ` + file})

		said, _ := os.ReadFile(file)
		if code != 0 || err != nil || !strings.Contains(string(said), "dbname=postgres") {
			t.Errorf("exit %d, %v, said %q", code, err, said)
		}
	})

	t.Run("and its exit code is passed on", func(t *testing.T) {
		if code, err := run("", []string{"sh", "-c", "exit 3"}); code != 3 || err != nil {
			t.Errorf("exit %d, %v", code, err)
		}
	})

	t.Run("and a signal reaches it, and ends the server too", func(t *testing.T) {
		file := t.TempDir() + "/said"
		go func() {
			for { // until the command has said that it runs
				if _, err := os.Stat(file); err == nil {
					_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
		}()

		code, err := run("", []string{"sh", "-c", `trap 'exit 7' TERM; echo "$PRIVACYDESK_TEST_DATABASE" > ` + file + `; while :; do sleep 0.05; done`})

		if code != 7 || err != nil {
			t.Errorf("exit %d, %v", code, err)
		}
		address, _ := os.ReadFile(file)
		if _, err := pgx.Connect(t.Context(), strings.TrimSpace(string(address))); err == nil {
			t.Errorf("a server still answers at %s", address)
		}
	})
}
