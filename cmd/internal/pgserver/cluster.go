//go:build linux || darwin

package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// cluster is PostgreSQL's data in a data directory, and what runs it.
type cluster struct {
	programs
	as     identity
	data   string
	socket string
	log    string
}

// openCluster finds the cluster of the data directory, or makes it.
func openCluster(ctx context.Context, dir, socket string, options Options) (cluster, error) {
	c := cluster{data: filepath.Join(dir, "postgres"), socket: socket, log: filepath.Join(dir, "postgres.log")}
	made, err := versionOf(c.data)
	if err != nil {
		return c, err
	}
	if c.programs, err = findPrograms(ctx, options.Bin, made); err != nil {
		return c, err
	}
	if c.as, err = identityFor(c.data); err != nil {
		return c, err
	}
	if made == 0 {
		if err := c.create(ctx, options); err != nil {
			return c, err
		}
	}
	return c, c.own(socket)
}

// versionOf is the major version of PostgreSQL that made the data, 0 for none.
func versionOf(data string) (int, error) {
	written, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		if left, _ := os.ReadDir(data); len(left) > 0 {
			return 0, fmt.Errorf("%s holds files but no PostgreSQL cluster: move them away; nothing was changed", data)
		}
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the PostgreSQL data: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(written)))
	if err != nil {
		return 0, fmt.Errorf("%s/PG_VERSION is not a version: %w", data, err)
	}
	return major, nil
}

// create makes the cluster under another name first, so that a crash in the
// middle never leaves half of one where a whole one is expected.
func (c *cluster) create(ctx context.Context, options Options) error {
	unfinished := c.data + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("clear an unfinished cluster: %w", err)
	}
	said, err := c.initialise(ctx, unfinished, options)
	if errors.Is(err, fs.ErrPermission) && c.as.other() {
		// Containers often forbid changing the user but allow a user namespace.
		if inside, ok := namespaced(); ok {
			c.as = inside
			said, err = c.initialise(ctx, unfinished, options)
		}
	}
	if err != nil {
		return fmt.Errorf("make the PostgreSQL cluster as %s: %w%s", c.as, err, hint(said))
	}
	if err := os.Remove(c.data); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the new cluster in place: %w", err)
	}
	if err := os.Rename(unfinished, c.data); err != nil {
		return fmt.Errorf("put the new cluster in place: %w", err)
	}
	return nil
}

func (c *cluster) initialise(ctx context.Context, folder string, options Options) (said []byte, err error) {
	if err := c.own(folder); err != nil {
		return nil, err
	}
	arguments := []string{"-D", folder, "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust", "-k"}
	if options.Test {
		arguments = append(arguments, "-N")
	}
	return c.call(ctx, "initdb", arguments...)
}

// stopEarlier ends the server that runs on the cluster, started by a process that
// is gone. The lock says that nobody else answers for it.
func (c *cluster) stopEarlier(ctx context.Context) error {
	said, err := c.call(ctx, "pg_ctl", "stop", "-D", c.data, "-m", "fast", "-w")
	if err != nil {
		return fmt.Errorf("%w%s", err, hint(said))
	}
	return nil
}

// runs reports whether the server on the cluster is this process.
func (c *cluster) runs(pid int) bool {
	written, _ := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	first, _, _ := bytes.Cut(written, []byte("\n"))
	return string(first) == strconv.Itoa(pid)
}

// heldByEarlier reports whether the last start failed because another server still has
// the cluster.
func (c *cluster) heldByEarlier() bool {
	return strings.Contains(c.lastWords(), `lock file "postmaster.pid" already exists`)
}

// call runs one of PostgreSQL's programs as the server's user.
func (c *cluster) call(ctx context.Context, program string, arguments ...string) (said []byte, err error) {
	command := exec.CommandContext(ctx, c.path(program), arguments...)
	command.Dir, command.Env, command.SysProcAttr = "/", environment(), c.as.attributes()
	return command.CombinedOutput()
}

// own makes the folder, if missing, so that only the server's user enters it.
func (c *cluster) own(folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return fmt.Errorf("look at a folder for PostgreSQL: %w", err)
	}
	// A short socket folder stands in /tmp, where others could have made it first.
	if owner := ownerOf(info); !info.IsDir() || owner != c.as.uid && owner != os.Geteuid() {
		return fmt.Errorf("%s belongs to someone else: remove it", folder)
	}
	if err := os.Chmod(folder, 0o700); err != nil { //nolint:gosec // a folder needs its search bit
		return fmt.Errorf("close a folder for PostgreSQL: %w", err)
	}
	if !c.as.other() || c.as.namespace {
		return nil
	}
	return os.Lchown(folder, c.as.uid, c.as.gid)
}

// lastWords is the end of PostgreSQL's log, for a message on one line.
func (c *cluster) lastWords() string {
	log, err := os.ReadFile(c.log)
	if err != nil {
		return "its log cannot be read"
	}
	lines := bytes.Split(bytes.TrimSpace(log), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-3):], []byte(" | ")))
}

func hint(said []byte) string {
	switch text := strings.TrimSpace(string(said)); {
	case text == "":
		return ""
	case strings.Contains(text, "could not look up effective user ID"):
		return ": the user that runs the portal has no name on this system; give it one, or name a server you have in DATABASE_URL"
	default:
		return ": " + strings.Join(strings.Fields(text[max(0, len(text)-400):]), " ")
	}
}

// environment is all that PostgreSQL is told: none of the portal's secrets.
func environment() []string { return []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"} }
