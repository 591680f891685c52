//go:build linux || darwin

package pgserver

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// child is the running postgres. When it dies without having been told to, it is
// started again.
type child struct {
	stopping atomic.Bool
	process  atomic.Pointer[os.Process]
	ended    atomic.Int32  // how often it ended without having been told to
	done     chan struct{} // closed when it has stopped for good
}

const (
	stopTime     = 60 * time.Second // a fast shutdown writes what is in memory
	firstRestart = 200 * time.Millisecond
	lastRestart  = 10 * time.Second
	logLimit     = 10 << 20 // bytes; a longer log starts anew with the server
)

// startChild runs postgres on the cluster. It returns once the process exists,
// which is before it answers.
func startChild(c cluster, options Options) (*child, error) {
	if info, err := os.Stat(c.log); err == nil && info.Size() > logLimit {
		_ = os.Truncate(c.log, 0)
	}
	log, err := os.OpenFile(c.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	postgres := &child{done: make(chan struct{})}
	started := make(chan error)
	go postgres.keep(c, options, log, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start PostgreSQL as %s: %w", c.as, err)
	}
	return postgres, nil
}

// keep starts postgres, waits for its end, and starts it again until it is told
// to stop. It stays on one thread for all that time: the kernel stops the child
// when the thread that started it ends.
func (p *child) keep(c cluster, options Options, log *os.File, started chan<- error) {
	runtime.LockOSThread()
	defer func() { _ = log.Close() }()
	defer close(p.done)
	wait := firstRestart
	for {
		began := time.Now()
		err := p.once(c, options, log, started)
		if p.stopping.Load() || started != nil && p.process.Load() == nil {
			return
		}
		started = nil
		p.ended.Add(1)
		options.Log.Warn("PostgreSQL ended by itself and is started again", "error", err)
		if time.Since(began) > lastRestart {
			wait = firstRestart
		}
		time.Sleep(wait)
		wait = min(2*wait, lastRestart)
	}
}

// once runs postgres until it ends. It says on started whether it began.
func (p *child) once(c cluster, options Options, log *os.File, started chan<- error) error {
	command := exec.Command(c.path("postgres"), settings(c, options)...)
	command.Dir, command.Env, command.SysProcAttr = "/", environment(), c.as.attributes()
	command.Stdout, command.Stderr = log, log
	moreFiles()
	err := command.Start()
	if err == nil {
		p.process.Store(command.Process)
		if !diesWithPortal {
			if guard, failed := startGuard(command.Process); failed == nil {
				defer guard.release()
			} else {
				options.Log.Warn("nothing will end PostgreSQL if the portal crashes", "error", failed)
			}
		}
		if p.stopping.Load() {
			_ = command.Process.Signal(os.Interrupt)
		}
	}
	if started != nil {
		started <- err
	}
	if err != nil {
		return err
	}
	return command.Wait()
}

// stop asks postgres for a fast shutdown and waits for it. One that does not end
// in time is ended at once, which costs the next start a recovery and no data.
func (p *child) stop() error {
	p.stopping.Store(true)
	_ = p.process.Load().Signal(os.Interrupt)
	select {
	case <-p.done:
		return nil
	case <-time.After(stopTime):
	}
	_ = p.process.Load().Signal(syscall.SIGQUIT)
	select {
	case <-p.done:
		return fmt.Errorf("PostgreSQL did not stop within %s and was ended", stopTime)
	case <-time.After(10 * time.Second):
		return fmt.Errorf("PostgreSQL does not stop")
	}
}

// settings are the server's arguments. Its log must never hold what people wrote:
// no statements, no parameters, no "Key (…)=(…)" details.
func settings(c cluster, options Options) []string {
	chosen := []string{
		"listen_addresses=", "port=5432", "unix_socket_directories=" + c.socket, "unix_socket_permissions=0700",
		"log_destination=stderr", "logging_collector=off", "log_statement=none",
		"log_min_error_statement=panic", "log_error_verbosity=terse", "log_parameter_max_length_on_error=0",
		"log_timezone=UTC", "timezone=UTC", "jit=off",
	}
	if options.Test {
		chosen = append(chosen, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "max_wal_size=4GB",
			"checkpoint_timeout=1h", "max_connections=400")
	} else {
		// Data lies on solid-state disks nowadays, where reading here and there is cheap.
		chosen = append(chosen, "shared_buffers=256MB", "random_page_cost=1.1", "wal_compression=on")
	}
	arguments := []string{"-D", c.data}
	for _, setting := range chosen {
		arguments = append(arguments, "-c", setting)
	}
	return arguments
}
