//go:build linux || darwin

package pgserver

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// The roles and the database that every cluster has. The owner migrates; the
// serving role owns nothing.
const (
	OwnerRole   = "privacydesk_owner"
	ServingRole = "privacydesk"
	database    = "privacydesk"
)

// Options are what a caller may choose.
type Options struct {
	Bin    string       // folder of PostgreSQL's programs; empty: found
	Socket string       // folder of the socket; empty: chosen
	Test   bool         // fast settings that lose data in a crash
	Log    *slog.Logger // nil: slog.Default()
}

// Server is a running PostgreSQL, ours or that of another process on the same
// data directory.
type Server struct {
	socket string
	child  *child // nil when another process runs it
	lock   io.Closer
}

// startTime is how long PostgreSQL may take to answer. Recovery after a crash of
// a large cluster is the slow case.
const startTime = 2 * time.Minute

// Start runs PostgreSQL on dir, or attaches to the one that already runs there.
// dir keeps the cluster (postgres/), its log and a lock; it is made when missing.
//
// Errors are sentences for the person who started the portal: no programs found,
// a cluster of another version, a folder that the server's user cannot enter.
func Start(ctx context.Context, dir string, options Options) (*Server, error) {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the data directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o711); err != nil { //nolint:gosec // PostgreSQL's user passes through it
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()

	socket := options.Socket
	if socket == "" {
		socket = socketFolder(dir)
	}
	server := &Server{socket: socket}
	if server.lock, err = lockOrAnswer(ctx, dir, server); err != nil {
		return nil, err
	}
	if server.lock == nil {
		return server, nil
	}
	if err := server.run(ctx, dir, options); err != nil {
		_ = server.Stop()
		return nil, err
	}
	return server, nil
}

// URL connects as the role that serves: it owns nothing.
func (s *Server) URL() string { return s.dsn(ServingRole, database) }

// OwnerURL connects as the role that owns the schema and migrates it.
func (s *Server) OwnerURL() string { return s.dsn(OwnerRole, database) }

// AdminURL connects as the superuser to the maintenance database. The portal
// never serves with it.
func (s *Server) AdminURL() string { return s.dsn("postgres", "postgres") }

// Attached reports whether another process runs the server.
func (s *Server) Attached() bool { return s.lock == nil }

// Stop ends PostgreSQL and waits for it; an attached one is left alone.
func (s *Server) Stop() error {
	var err error
	if s.child != nil {
		err = s.child.stop()
		_ = os.Remove(s.socket) // empty by now; where it is not, it stays
	}
	if s.lock != nil {
		_ = s.lock.Close()
	}
	return err
}

// run makes the cluster if there is none and starts it. The lock is held.
func (s *Server) run(ctx context.Context, dir string, options Options) error {
	cluster, err := openCluster(ctx, dir, s.socket, options)
	if err != nil {
		return err
	}
	if err := s.endEarlier(ctx, cluster); err != nil {
		return err
	}
	if s.child, err = startChild(cluster, options); err != nil {
		return err
	}
	if err := s.awaitAnswer(ctx, cluster); err != nil {
		return err
	}
	return s.prepare(ctx)
}

// endEarlier waits for a server that a killed portal left behind. On Linux it is
// shutting down by itself; elsewhere it is told to.
func (s *Server) endEarlier(ctx context.Context, cluster cluster) error {
	for tries := 0; s.answers(ctx, s.AdminURL()); tries++ {
		if tries == 40 {
			if err := cluster.stopEarlier(ctx); err != nil {
				return fmt.Errorf("stop an earlier PostgreSQL on %s: %w", cluster.data, err)
			}
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("an earlier PostgreSQL still runs on %s: %w", cluster.data, err)
		}
	}
	return nil
}

// awaitAnswer waits until the child accepts connections. A start or two may fail while
// the remains of an earlier server are still going away, and more while such a server
// still writes what it had in memory; one that comes back instead is ended.
func (s *Server) awaitAnswer(ctx context.Context, cluster cluster) error {
	const enough = 4
	for kept := int32(0); ; { // from starting, by an earlier one, so often
		ended := s.child.ended.Load()
		switch {
		case !s.answers(ctx, s.AdminURL()):
			if ended > kept && cluster.heldByEarlier() {
				kept = ended
			} else if ended >= kept+enough {
				return fmt.Errorf("PostgreSQL did not start: %s", cluster.lastWords())
			}
		case cluster.runs(s.child.process.Load().Pid):
			return nil
		default:
			if err := cluster.stopEarlier(ctx); err != nil {
				return fmt.Errorf("stop an earlier PostgreSQL on %s: %w", cluster.data, err)
			}
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return fmt.Errorf("PostgreSQL did not answer: %w; the end of its log: %s", err, cluster.lastWords())
		}
	}
}

func (s *Server) answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	connection, err := pgx.Connect(ctx, url)
	if err != nil {
		return false
	}
	_ = connection.Close(ctx)
	return true
}

func pause(ctx context.Context, wait time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

func (s *Server) dsn(role, database string) string {
	return fmt.Sprintf("host=%s port=5432 user=%s dbname=%s sslmode=disable", s.socket, role, database)
}
