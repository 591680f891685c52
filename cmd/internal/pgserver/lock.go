//go:build linux || darwin

package pgserver

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// lockOrAnswer gives the lock on the data directory, or nil when another process
// holds it and its server answers. Without the lock two processes could each
// believe that they started the one server both reach through the same socket.
func lockOrAnswer(ctx context.Context, dir string, server *Server) (io.Closer, error) {
	for {
		lock, err := lockFolder(dir)
		if lock != nil || err != nil {
			return lock, err
		}
		if server.answers(ctx, server.URL()) {
			return nil, nil
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return nil, fmt.Errorf("another process holds %s but its PostgreSQL does not answer: %w", dir, err)
		}
	}
}

// lockFolder takes the lock, or gives nil when another process holds it. The
// kernel releases it with the process, however that ends.
func lockFolder(dir string) (io.Closer, error) {
	file, err := os.OpenFile(filepath.Join(dir, "postgres.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, fmt.Errorf("lock the data directory: %w", err)
}

// plainPath is what needs no quoting in PostgreSQL's settings and in a connection
// string.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9/._-]+$`)

// socketFolder is where the socket of the cluster in dir stands: beside the
// cluster, or, where that name is too long for a socket, in a folder with a short
// name that every process finds again.
func socketFolder(dir string) string {
	const longest = 104 // bytes with the closing NUL, on macOS; 108 on Linux
	beside := filepath.Join(dir, "run")
	if len(beside)+len("/.s.PGSQL.5432.lock") < longest && plainPath.MatchString(beside) {
		return beside
	}
	name := sha256.Sum256([]byte(dir))
	return fmt.Sprintf("/tmp/privacydesk-%d-%x", os.Geteuid(), name[:6])
}
