package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"privacydesk/models/store/storetest"
)

func TestServe(t *testing.T) {
	dir := dataDirectory(t)
	portal := serve(t, dir)

	t.Run("says where it is", func(t *testing.T) {
		storetest.Contains(t, strings.Join(strings.Fields(portal.stdout.String()), " "), "The desk "+portal.address+"/desk")
		storetest.Contains(t, portal.stdout.String(), "Main")
		storetest.Equal(t, joiningLink.MatchString(portal.stdout.String()), true)
	})

	t.Run("is alive and ready", func(t *testing.T) {
		for _, path := range []string{"/livez", "/readyz"} {
			if status, _ := portal.get(t, path); status != http.StatusOK {
				t.Errorf("%s answers %d", path, status)
			}
		}
	})

	t.Run("is not ready while files cannot be stored", func(t *testing.T) {
		folder := filepath.Join(dir, "files")
		storetest.NoError(t, os.Rename(folder, folder+".away"))
		status, said := portal.get(t, "/readyz")
		storetest.NoError(t, os.Rename(folder+".away", folder))
		if again, _ := portal.get(t, "/readyz"); status != http.StatusServiceUnavailable || said != "not ready\n" || again != http.StatusOK {
			t.Errorf("%d %q, then %d", status, said, again)
		}
	})

	t.Run("lets other commands use its database meanwhile", func(t *testing.T) {
		code, stdout, stderr := called(t, "migrate", "list", "--json", "--data-dir", dir)

		if code != exitDone || !strings.Contains(stdout, `"applied":true`) || strings.Contains(stdout, `"applied":false`) {
			t.Errorf("exit %d, %s%s", code, stdout, stderr)
		}
	})

	t.Run("answers for a site that was added meanwhile", func(t *testing.T) {
		code, _, stderr := called(t, "site", "add", "harbour", "--name", "Harbour", "--url", "http://harbour.localhost", "--data-dir", dir)
		if code != exitDone {
			t.Fatalf("exit %d: %s", code, stderr)
		}

		_, listed, _ := called(t, "site", "list", "--json", "--data-dir", dir)

		storetest.Contains(t, listed, `{"key":"harbour","name":"Harbour","url":"http://harbour.localhost","default":false`)
		storetest.Contains(t, listed, `{"key":"main","name":"Main","url":"`+portal.address+`","default":true`)
	})

	t.Run("says everything that keeps a site from being added", func(t *testing.T) {
		code, _, stderr := called(t, "site", "add", "Har bour", "--name", "Harbour", "--url", "http://harbour.example.com", "--zone", "Mars", "--data-dir", dir)

		if code != exitFailed {
			t.Errorf("exit %d: %s", code, stderr)
		}
		for _, field := range []string{"key: ", "url: ", "zone: "} {
			storetest.Contains(t, stderr, field)
		}
	})

	t.Run("gives links to people who were added meanwhile", func(t *testing.T) {
		code, stdout, stderr := called(t, "user", "add", "--email", "edith@example.org", "--name", "Edith", "--role", "editor", "--role", "approver", "--data-dir", dir, "--base-url", portal.address)
		if code != exitDone || !joiningLink.MatchString(stdout) {
			t.Errorf("exit %d: %s%s", code, stdout, stderr)
		}

		code, again, _ := called(t, "user", "link", "--email", "edith@example.org", "--data-dir", dir, "--base-url", portal.address)
		if code != exitDone || !joiningLink.MatchString(again) || again == stdout {
			t.Errorf("exit %d: %s", code, again)
		}
	})

	t.Run("takes secrets from standard input and prints none", func(t *testing.T) {
		var stdout, stderr output
		code := run(t.Context(), []string{"user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "administrator", "--secrets-stdin", "--data-dir", dir},
			strings.NewReader("a long walk by the harbour\nJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n"), &stdout, &stderr)

		if code != exitDone || stdout.String() != "" {
			t.Errorf("exit %d: %s%s", code, stdout.String(), stderr.String())
		}
	})

	t.Run("knows the roles and nothing else", func(t *testing.T) {
		code, _, stderr := called(t, "user", "add", "--email", "x@example.org", "--name", "X", "--role", "owner", "--data-dir", dir)

		if code != exitUsage || !strings.Contains(stderr, "approver") {
			t.Errorf("exit %d: %s", code, stderr)
		}
	})

	t.Run("names an address that is taken", func(t *testing.T) {
		code, _, stderr := called(t, "serve", "--data-dir", dir, "--listen", strings.TrimPrefix(portal.address, "http://"))

		if code != exitFailed || !strings.Contains(stderr, "address already in use") {
			t.Errorf("exit %d, %s", code, stderr)
		}
	})

	t.Run("returns by itself when PostgreSQL is killed", func(t *testing.T) {
		written, err := os.ReadFile(filepath.Join(dir, "postgres", "postmaster.pid"))
		storetest.NoError(t, err)
		first, _, _ := strings.Cut(string(written), "\n")
		pid, err := strconv.Atoi(first)
		storetest.NoError(t, err)
		storetest.NoError(t, syscall.Kill(pid, syscall.SIGKILL))

		eventually(t, "PostgreSQL was started again", func() bool {
			written, err := os.ReadFile(filepath.Join(dir, "postgres", "postmaster.pid"))
			return err == nil && !strings.HasPrefix(string(written), first+"\n")
		})
		eventually(t, "the portal is ready again", func() bool {
			status, _ := portal.get(t, "/readyz")
			return status == http.StatusOK
		})
	})

	t.Run("stops when told to, and its PostgreSQL with it", func(t *testing.T) {
		if code := portal.stop(); code != exitDone {
			t.Errorf("exit %d: %s", code, portal.stderr.String())
		}
		if _, err := os.Stat(filepath.Join(dir, "postgres", "postmaster.pid")); err == nil {
			t.Error("PostgreSQL still runs")
		}
	})

	t.Run("finds everything again at its second start", func(t *testing.T) {
		begun := time.Now()
		second := serve(t, dir)
		t.Logf("ready after %s", time.Since(begun))

		storetest.Contains(t, second.stdout.String(), "Main")
		if again := joiningLink.FindString(second.stdout.String()); again != "" {
			t.Errorf("there is an administrator, and still a link for the first: %s", again)
		}
	})
}

func TestSEC_I1_ServeRefusesADatabaseThatCouldLoseData(t *testing.T) {
	t.Parallel()
	var stdout, stderr output
	loose := storetest.Clone(t) // the server of tests does not wait for the disk

	code := runCommand(t.Context(), &stdout, &stderr, "serve", "--database-url", loose, "--data-dir", t.TempDir(), "--listen", "127.0.0.1:0")

	if code != exitFailed || !strings.Contains(stderr.String(), "off for the role that serves") || stdout.String() != "" {
		t.Errorf("exit %d, %s%s", code, stdout.String(), stderr.String())
	}
}

func TestSEC_I7_RunningRequestsFinishWhenToldToStop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	begun, finish := make(chan bool), make(chan bool)
	address, done := listening(t, ctx, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "the reference")
	}))
	answer := make(chan string)
	go func() {
		response, err := http.Get(address)
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		answer <- string(body)
	}()
	<-begun

	stop()
	time.Sleep(50 * time.Millisecond)
	if _, err := net.DialTimeout("tcp", strings.TrimPrefix(address, "http://"), time.Second); err == nil {
		t.Error("a new connection was still taken")
	}
	close(finish)

	storetest.Equal(t, <-answer, "the reference")
	storetest.NoError(t, <-done)
}

func TestSEC_D1_StuckClientsSlowNobody(t *testing.T) {
	t.Parallel()
	const many = 2000
	address, _ := listening(t, t.Context(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "here")
	}))
	stuck := make([]net.Conn, 0, many)
	for range many {
		connection, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil && os.Getenv("CI") == "true" {
			t.Fatalf("only %d of %d connections: %v", len(stuck), many, err)
		}
		if err != nil {
			t.Skipf("this system allows %d connections: %v", len(stuck), err)
		}
		defer func() { _ = connection.Close() }()
		_, _ = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		stuck = append(stuck, connection)
	}

	response, err := (&http.Client{Timeout: 3 * time.Second}).Get(address)

	storetest.NoError(t, err)
	_ = response.Body.Close()
	storetest.Equal(t, response.StatusCode, http.StatusOK)
	last := stuck[many-1]
	_ = last.SetReadDeadline(time.Now().Add(headerTime + 10*time.Second))
	if _, err := io.ReadAll(last); err != nil {
		t.Errorf("a stuck client was not shown out: %v", err)
	}
}

// running is a portal in this process with a PostgreSQL of its own.
type running struct {
	address        string
	stdout, stderr *output
	cancel         context.CancelFunc
	code           chan int
	once           sync.Once
	ended          int
}

// serve starts the portal on the data directory and waits until it is ready.
func serve(t *testing.T, dir string, arguments ...string) *running {
	t.Helper()
	port := freePort(t)
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{address: "http://127.0.0.1:" + port, stdout: &output{}, stderr: &output{}, cancel: cancel, code: make(chan int, 1)}
	arguments = append([]string{"serve", "--data-dir", dir, "--listen", "127.0.0.1:" + port, "--base-url", r.address}, arguments...)
	go func() { r.code <- runCommand(ctx, r.stdout, r.stderr, arguments...) }()
	t.Cleanup(func() { r.stop() })
	for deadline := time.Now().Add(60 * time.Second); !strings.Contains(r.stdout.String(), "is ready"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) || len(r.code) > 0 {
			t.Fatalf("the portal did not start: %s", r.stderr.String())
		}
	}
	return r
}

// stop ends the portal as SIGTERM does and gives its exit code.
func (r *running) stop() int {
	r.once.Do(func() {
		r.cancel()
		r.ended = <-r.code
	})
	return r.ended
}

func (r *running) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get(r.address + path)
	storetest.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	storetest.NoError(t, err)
	return response.StatusCode, string(body)
}

// joiningLink is a link with which somebody sets password and second factor.
var joiningLink = regexp.MustCompile(`http://\S+/desk/join/\S{20,}`)

func runCommand(ctx context.Context, stdout, stderr io.Writer, arguments ...string) int {
	return run(ctx, arguments, strings.NewReader(""), stdout, stderr)
}

func listening(t *testing.T, ctx context.Context, handler http.Handler) (address string, done <-chan error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, listener, handler, slog.New(slog.DiscardHandler)) }()
	return fmt.Sprintf("http://%s", listener.Addr()), ended
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	storetest.NoError(t, err)
	storetest.NoError(t, listener.Close())
	return port
}

// dataDirectory is one that PostgreSQL's user may enter.
func dataDirectory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "privacydesk-")
	storetest.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	storetest.NoError(t, os.Chmod(dir, 0o755))
	return dir
}

// output is what a command writes while the test reads it.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(part []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(part)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}
