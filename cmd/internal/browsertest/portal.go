package browsertest

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Portal is the program, serving from a data directory of its own.
type Portal struct {
	Address string // scheme, host and port
	Data    string // the data directory

	t       T
	program string
	environ []string
	output  *output
	log     *output
	process *exec.Cmd
}

// Build makes the program from the sources as they are, and gives its path.
func Build(t T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "program-")
	if err != nil {
		t.Fatalf("make a folder: %v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	program := filepath.Join(folder, "privacydesk")
	if said, err := exec.Command("go", "build", "-o", program, "privacydesk/cmd/privacydesk").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v: %s", err, said)
	}
	return program
}

// Serve starts the program with a database of its own and waits until it is ready.
// environ are more settings, as NAME=value.
func Serve(t T, program string, arguments []string, environ ...string) *Portal {
	t.Helper()
	data, err := os.MkdirTemp("", "privacydesk-")
	if err == nil {
		err = os.Chmod(data, 0o755) // PostgreSQL's user passes through it
	}
	if err != nil {
		t.Fatalf("make a data directory: %v", err)
	}
	host := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	p := &Portal{Address: "http://" + host, Data: data, t: t, program: program, output: &output{}, log: &output{}}
	p.environ = append(os.Environ(), "PRIVACYDESK_DATA_DIR="+data, "PRIVACYDESK_LISTEN="+host, "PRIVACYDESK_BASE_URL="+p.Address)
	p.environ = append(p.environ, environ...)
	p.process = exec.Command(program, append([]string{"serve"}, arguments...)...)
	p.process.Env, p.process.Stdout, p.process.Stderr = p.environ, p.output, p.log
	if err := p.process.Start(); err != nil {
		t.Fatalf("start the program: %v", err)
	}
	t.Cleanup(func() {
		p.Stop()
		_ = os.RemoveAll(data)
	})
	p.awaitReady()
	return p
}

// Stop ends the program as a system does, and waits.
func (p *Portal) Stop() {
	_ = p.process.Process.Signal(syscall.SIGTERM)
	_ = p.process.Wait()
}

// Run calls another command of the program on the same data, and gives what it says
// on standard output.
func (p *Portal) Run(input string, arguments ...string) string {
	p.t.Helper()
	command := exec.Command(p.program, arguments...)
	var stdout, stderr bytes.Buffer
	command.Env, command.Stdin, command.Stdout, command.Stderr = p.environ, strings.NewReader(input), &stdout, &stderr
	if err := command.Run(); err != nil {
		p.t.Fatalf("privacydesk %s: %v: %s", strings.Join(arguments, " "), err, stderr.String())
	}
	return stdout.String()
}

// Log is all that the program has written to standard error, and to standard output.
func (p *Portal) Log() string { return p.log.String() + p.output.String() }

func (p *Portal) awaitReady() {
	p.t.Helper()
	client := &http.Client{Timeout: time.Second}
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		response, err := client.Get(p.Address + "/readyz")
		if err != nil {
			continue
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
	p.t.Fatalf("the portal is not ready: %s", p.Log())
}

func freePort(t T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("find a free port: %v", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

// output is what the program writes while it is read.
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
