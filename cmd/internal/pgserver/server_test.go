//go:build linux || darwin

package pgserver

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A test that kills the portal needs another process to kill: this test binary
// again, which runs the server on the folder it is given and stays.
const helperFolder = "PGSERVER_TEST_FOLDER"

func TestMain(m *testing.M) {
	if folder := os.Getenv(helperFolder); folder != "" {
		if _, err := Start(context.Background(), folder, Options{Test: true}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("ready")
		select {}
	}
	os.Exit(m.Run())
}

func TestFirstStart(t *testing.T) {
	server := started(t, folder(t), Options{})

	t.Run("gives the owner the schema", func(t *testing.T) {
		execute(t, server.OwnerURL(), `CREATE TABLE made (id int)`)
	})

	t.Run("lets the serving role own and change nothing", func(t *testing.T) {
		for _, statement := range []string{`CREATE TABLE other (id int)`, `DROP TABLE made`, `CREATE SCHEMA mine`, `SELECT * FROM made`} {
			if err := attempt(t, server.URL(), statement); err == nil || !strings.Contains(err.Error(), "42501") && !strings.Contains(err.Error(), "must be owner") {
				t.Errorf("%s: %v, want insufficient privilege", statement, err)
			}
		}
	})

	t.Run("listens on no network", func(t *testing.T) {
		if got := one(t, server.AdminURL(), `SHOW listen_addresses`); got != "" {
			t.Errorf("listens on %q", got)
		}
	})

	t.Run("is durable", func(t *testing.T) {
		for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit", "data_checksums"} {
			if got := one(t, server.AdminURL(), "SHOW "+name); got != "on" {
				t.Errorf("%s is %s", name, got)
			}
		}
	})

	t.Run("lets no other user reach the socket", func(t *testing.T) {
		info, err := os.Stat(server.socket)
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	})
}

func TestSecondStartKeepsTheData(t *testing.T) {
	dir := folder(t)
	first := started(t, dir, Options{Test: true})
	execute(t, first.OwnerURL(), `CREATE TABLE kept AS SELECT 'here' AS word`)
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}

	begin := time.Now()
	second := started(t, dir, Options{Test: true})
	t.Logf("second start took %s", time.Since(begin))

	if got := one(t, second.OwnerURL(), `SELECT word FROM kept`); got != "here" {
		t.Errorf("found %q", got)
	}
}

func TestServerRunsInAFolderThatOnlyRootMayEnter(t *testing.T) {
	var missing string
	if os.Geteuid() != 0 || runtime.GOOS != "linux" {
		missing = "only root on Linux needs the user namespace"
	} else if exec.Command("unshare", "--user", "true").Run() != nil {
		missing = "this system forbids user namespaces, as many containers do"
	}
	switch {
	case missing != "" && os.Getenv("CI") == "true":
		t.Fatal(missing)
	case missing != "":
		t.Skip(missing)
	}
	closed := folder(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}

	server := started(t, filepath.Join(closed, "data"), Options{Test: true})

	if got := one(t, server.AdminURL(), `SELECT 'answers'`); got != "answers" {
		t.Errorf("said %q", got)
	}
}

func TestServerRunsUnderAPathTooLongForASocket(t *testing.T) {
	dir := filepath.Join(folder(t), strings.Repeat("long-name-", 12))

	server := started(t, dir, Options{Test: true})

	if got := one(t, server.AdminURL(), `SELECT 'answers'`); got != "answers" {
		t.Errorf("said %q", got)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(server.socket); err == nil {
		t.Errorf("%s was left behind", server.socket)
	}
}

func TestLockedFolderIsAttachedTo(t *testing.T) {
	dir := folder(t)
	owner := started(t, dir, Options{Test: true})

	attached := started(t, dir, Options{Test: true})

	if !attached.Attached() || owner.Attached() {
		t.Errorf("attached: %v and %v", attached.Attached(), owner.Attached())
	}
	if err := attached.Stop(); err != nil {
		t.Fatal(err)
	}
	if got := one(t, owner.URL(), `SELECT 'still there'`); got != "still there" {
		t.Errorf("said %q", got)
	}
}

func TestServerStopsWhenThePortalIsKilled(t *testing.T) {
	dir := folder(t)
	portal := exec.Command(os.Args[0])
	portal.Env = append(os.Environ(), helperFolder+"="+dir)
	output, err := portal.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := portal.Start(); err != nil {
		t.Fatal(err)
	}
	if said, _ := bufio.NewReader(output).ReadString('\n'); said != "ready\n" {
		t.Fatalf("the portal said %q", said)
	}
	attached := started(t, dir, Options{Test: true})
	if !attached.Attached() {
		t.Fatal("the portal does not run the server")
	}

	if err := portal.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = portal.Wait()

	eventually(t, "PostgreSQL has ended", func() bool {
		_, err := os.Stat(filepath.Join(dir, "postgres", "postmaster.pid"))
		return err != nil
	})
	if again := started(t, dir, Options{Test: true}); again.Attached() {
		t.Error("nobody runs the server that was attached to")
	}
}

func TestGuardEndsPostgreSQLWhenThePortalIsGone(t *testing.T) {
	watched := func() (*exec.Cmd, *guard) {
		process := exec.Command("sh", "-c", `trap 'exit 7' INT; echo ready; while :; do sleep 0.02; done`)
		output, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		if said, _ := bufio.NewReader(output).ReadString('\n'); said != "ready\n" {
			t.Fatalf("it said %q", said)
		}
		guard, err := startGuard(process.Process)
		if err != nil {
			t.Fatal(err)
		}
		return process, guard
	}

	process, guard := watched()
	_ = guard.hold.Close() // as the kernel does when a process ends
	if err := process.Wait(); process.ProcessState.ExitCode() != 7 {
		t.Errorf("ended with %v", err)
	}
	_ = guard.shell.Wait()

	process, guard = watched()
	guard.release()
	if err := process.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("a guard that was released ended it all the same: %v", err)
	}
	_ = process.Process.Kill()
	_ = process.Wait()
}

func TestEarlierServerThatDoesNotAnswerIsWaitedFor(t *testing.T) {
	dir := folder(t)
	if err := started(t, dir, Options{Test: true}).Stop(); err != nil {
		t.Fatal(err)
	}
	c, err := openCluster(t.Context(), dir, socketFolder(dir), Options{Test: true})
	if err != nil {
		t.Fatal(err)
	}
	earlier := exec.Command(c.path("postgres"), settings(c, Options{Test: true})...)
	earlier.Dir, earlier.Env, earlier.SysProcAttr = "/", environment(), c.as.attributes()
	if err := earlier.Start(); err != nil {
		t.Fatal(err)
	}
	probe := &Server{socket: socketFolder(dir)}
	eventually(t, "the earlier one answers", func() bool { return probe.answers(t.Context(), probe.AdminURL()) })
	_ = earlier.Process.Signal(syscall.SIGSTOP) // as one that is busy writing
	go func() {
		time.Sleep(8 * time.Second)
		_ = earlier.Process.Signal(syscall.SIGCONT)
		_ = earlier.Wait()
	}()

	server := started(t, dir, Options{Test: true})

	if got := one(t, server.AdminURL(), `SELECT 'answers'`); got != "answers" || server.child.process.Load().Pid == earlier.Process.Pid {
		t.Errorf("said %q", got)
	}
	eventually(t, "the earlier one has ended", func() bool { return earlier.Process.Signal(syscall.Signal(0)) != nil })
}

func TestKilledPostgreSQLComesBack(t *testing.T) {
	server := started(t, folder(t), Options{})
	execute(t, server.OwnerURL(), `CREATE TABLE kept ()`)

	if err := server.child.process.Load().Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}

	eventually(t, "PostgreSQL was started again", func() bool { return server.child.ended.Load() > 0 })
	eventually(t, "PostgreSQL answers again", func() bool { return server.answers(t.Context(), server.URL()) })
	execute(t, server.OwnerURL(), `SELECT FROM kept`)
}

func TestDataOfAnotherVersionIsLeftAlone(t *testing.T) {
	for _, row := range []struct {
		name, file, content, want string
	}{
		{"another major version", "PG_VERSION", "9\n", "made by PostgreSQL 9"},
		{"files that are no cluster", "letters.txt", "dear", "no PostgreSQL cluster"},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t)
			path := filepath.Join(dir, "postgres", row.file)
			write(t, path, row.content)

			server, err := Start(t.Context(), dir, Options{Test: true})

			if err == nil {
				_ = server.Stop()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("said %q", err)
			}
			entries, _ := os.ReadDir(filepath.Dir(path))
			if kept, _ := os.ReadFile(path); string(kept) != row.content || len(entries) != 1 {
				t.Errorf("the folder now holds %v, the file %q", entries, kept)
			}
		})
	}
}

func TestUnfinishedClusterIsMadeAnew(t *testing.T) {
	dir := folder(t)
	write(t, filepath.Join(dir, "postgres.unfinished", "PG_VERSION"), "15\n")

	server := started(t, dir, Options{Test: true})

	if got := one(t, server.AdminURL(), `SELECT 'answers'`); got != "answers" {
		t.Errorf("said %q", got)
	}
}

func TestWrongFolderOfProgramsIsNamed(t *testing.T) {
	_, err := Start(t.Context(), folder(t), Options{Bin: t.TempDir()})

	if err == nil || !strings.Contains(err.Error(), "PRIVACYDESK_PG_BIN") {
		t.Errorf("said %v", err)
	}
}

// folder is a new one that every user may enter, as a data directory is.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgserver-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func started(t *testing.T, dir string, options Options) *Server {
	t.Helper()
	server, err := Start(t.Context(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	return server
}

func attempt(t *testing.T, url, statement string) error {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	_, err = connection.Exec(t.Context(), statement)
	return err
}

func execute(t *testing.T, url, statement string) {
	t.Helper()
	if err := attempt(t, url, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func one(t *testing.T, url, query string) (answer string) {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	if err := connection.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}
