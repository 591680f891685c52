//go:build linux || darwin

package pgserver

import (
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// guard ends PostgreSQL when the portal is gone, where the kernel does not do it: a
// shell that waits at a pipe whose other end only the portal holds.
type guard struct {
	hold  io.WriteCloser
	shell *exec.Cmd
}

// watch asks for a fast shutdown of the process at the end of the pipe, unless it was
// told before that there is nothing left to end.
const watch = `read -r told; [ -n "$told" ] || kill -INT "$1"`

func startGuard(postgres *os.Process) (*guard, error) {
	shell := exec.Command("/bin/sh", "-c", watch, "guard", strconv.Itoa(postgres.Pid))
	shell.Env = environment()
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C reaches the portal alone
	hold, err := shell.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &guard{hold, shell}, shell.Start()
}

// release tells the guard that PostgreSQL has ended by itself.
func (g *guard) release() {
	_, _ = io.WriteString(g.hold, "ended\n")
	_ = g.hold.Close()
	_ = g.shell.Wait()
}
