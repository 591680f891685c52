// Command testdb runs a command beside a PostgreSQL made for tests, which loses
// its data with the run:
//
//	go run ./cmd/testdb go test ./...
//
// The command finds the server in PRIVACYDESK_TEST_DATABASE. Without a command it
// prints that variable and stays until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"privacydesk/cmd/internal/pgserver"
)

const variable = "PRIVACYDESK_TEST_DATABASE"

func main() {
	socket := flag.String("socket", "", "folder of the server's socket, for an address that stays the same")
	flag.Parse()
	code, err := run(*socket, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "testdb:", err)
	}
	os.Exit(code)
}

// run starts the server, runs the command beside it and gives its exit code.
func run(socket string, command []string) (code int, err error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	folder, err := os.MkdirTemp(roomiest(), "privacydesk-test-")
	if err != nil {
		return 1, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.Chmod(folder, 0o711); err != nil { //nolint:gosec // the server's user has to pass through it
		return 1, err
	}
	server, err := pgserver.Start(context.Background(), folder, pgserver.Options{Test: true, Socket: socket, Bin: os.Getenv("PRIVACYDESK_PG_BIN")})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()

	if len(command) == 0 {
		fmt.Printf("export %s='%s'\n", variable, server.AdminURL())
		<-signals
		return 0, nil
	}
	return beside(signals, server.AdminURL(), command)
}

// beside runs the command with the server's address and passes signals on to it.
func beside(signals <-chan os.Signal, url string, command []string) (code int, err error) {
	child := exec.Command(command[0], command[1:]...)
	child.Env = append(os.Environ(), variable+"="+url)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		return 1, err
	}
	go func() {
		for received := range signals {
			_ = child.Process.Signal(received)
		}
	}()
	var failed *exec.ExitError
	err = child.Wait()
	switch {
	case errors.As(err, &failed):
		return max(1, failed.ExitCode()), nil
	case err != nil:
		return 1, err
	}
	return 0, nil
}

// roomiest is where the test data goes: into memory when there is a gigabyte of
// it, which makes a database in a fifth of the time.
func roomiest() string {
	const memory, enough = "/dev/shm", 1 << 30
	var about syscall.Statfs_t
	if syscall.Statfs(memory, &about) != nil || about.Bavail*uint64(about.Bsize) < enough {
		return ""
	}
	probe, err := os.CreateTemp(memory, "privacydesk-probe-")
	if err != nil {
		return ""
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	return filepath.Clean(memory)
}
