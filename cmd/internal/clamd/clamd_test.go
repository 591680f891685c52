package clamd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// daemon speaks clamd's side: commands between z and NUL, INSTREAM in pieces of at
// most limit bytes together, one command a connection. Whatever holds the word "virus"
// is one.
type daemon struct {
	listener net.Listener
	limit    int
	got      chan []byte // what was streamed
}

func listen(t *testing.T, network, address string, limit int) *daemon {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	d := &daemon{listener: listener, limit: limit, got: make(chan []byte, 10)}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = connection.Close() }()
				d.answer(connection)
			}()
		}
	}()
	return d
}

func (d *daemon) answer(connection net.Conn) {
	reader := bufio.NewReader(connection)
	switch command, _ := reader.ReadString(0); command {
	case "zPING\x00":
		_, _ = io.WriteString(connection, "PONG\x00")
	case "zINSTREAM\x00":
		_, _ = io.WriteString(connection, d.stream(reader)+"\x00")
	default:
		_, _ = io.WriteString(connection, "UNKNOWN COMMAND\x00")
	}
}

func (d *daemon) stream(reader io.Reader) string {
	var content bytes.Buffer
	for {
		var size uint32
		if binary.Read(reader, binary.BigEndian, &size) != nil {
			return "stream: broke off ERROR"
		}
		if size == 0 {
			d.got <- content.Bytes()
			if strings.Contains(content.String(), "virus") {
				return "stream: Eicar-Test-Signature FOUND"
			}
			return "stream: OK"
		}
		if content.Len()+int(size) > d.limit {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&content, reader, int64(size)); err != nil {
			return "stream: broke off ERROR"
		}
	}
}

func scanner(t *testing.T, address string) *Scanner {
	t.Helper()
	scanner, err := Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return scanner
}

func TestSEC_D4_ScanOverTheDaemonsProtocol(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	remote := listen(t, "tcp", "127.0.0.1:0", 1<<20)
	for address, daemon := range map[string]*daemon{
		"tcp://" + remote.listener.Addr().String(): remote,
		"unix://" + socket:                         listen(t, "unix", socket, 1<<20),
	} {
		scanner := scanner(t, address)
		t.Run(address[:4]+" finds nothing in what is clean, and was sent every byte", func(t *testing.T) {
			for _, size := range []int{0, 1, piece, piece + 1, 300_000} {
				content := bytes.Repeat([]byte("a"), size)

				clean, err := scanner.Scan(t.Context(), iotest.HalfReader(bytes.NewReader(content)))

				if got := <-daemon.got; err != nil || !clean || !bytes.Equal(got, content) {
					t.Errorf("%d bytes: %v, %v, %d arrived", size, clean, err, len(got))
				}
			}
		})
		t.Run(address[:4]+" finds a virus at the end of a large file", func(t *testing.T) {
			clean, err := scanner.Scan(t.Context(), strings.NewReader(strings.Repeat("a", 200_000)+"virus"))
			if err != nil || clean {
				t.Errorf("%v, %v", clean, err)
			}
		})
		t.Run(address[:4]+" is asked whether it is there", func(t *testing.T) {
			if err := scanner.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSEC_D4_NobodyCallsCleanWhatWasNotScanned(t *testing.T) {
	small := scanner(t, "tcp://"+listen(t, "tcp", "127.0.0.1:0", 100).listener.Addr().String())
	t.Run("because it is larger than the daemon reads", func(t *testing.T) {
		for _, size := range []int{200, 5 << 20} { // it answers, or hangs up while we still send
			if clean, err := small.Scan(t.Context(), strings.NewReader(strings.Repeat("a", size))); err == nil || clean {
				t.Errorf("%d bytes: %v, %v", size, clean, err)
			}
		}
	})

	t.Run("because its sender went away", func(t *testing.T) {
		broken := errors.New("the sender went away")
		for _, err := range []error{broken, io.ErrUnexpectedEOF} {
			clean, said := small.Scan(t.Context(), io.MultiReader(strings.NewReader("a"), iotest.ErrReader(err)))
			if clean || !errors.Is(said, err) {
				t.Errorf("%v, %v", clean, said)
			}
		}
	})

	t.Run("because nobody listens", func(t *testing.T) {
		gone := listen(t, "tcp", "127.0.0.1:0", 100)
		_ = gone.listener.Close()
		away := scanner(t, "tcp://"+gone.listener.Addr().String())
		if clean, err := away.Scan(t.Context(), strings.NewReader("a")); err == nil || clean {
			t.Errorf("%v, %v", clean, err)
		}
		if away.Ping(t.Context()) == nil {
			t.Error("it is there all the same")
		}
	})

	t.Run("because something answers before it was sent all, and hangs up", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.CopyN(io.Discard, connection, int64(len("zINSTREAM\x00")+100))
			_, _ = io.WriteString(connection, "stream: OK\x00")
			_ = connection.(*net.TCPConn).CloseRead() // what we still send meets nobody
			time.Sleep(2 * time.Second)
			_ = connection.Close()
		}()
		if clean, err := scanner(t, "tcp://"+listener.Addr().String()).Scan(t.Context(), strings.NewReader(strings.Repeat("a", 64<<20))); err == nil || clean {
			t.Errorf("%v, %v", clean, err)
		}
	})

	for why, reply := range map[string]string{"the daemon says nothing": "", "the daemon talks on": strings.Repeat("stream: OK ", 1000), "something else answers": "220 mail ESMTP\r\n\x00"} {
		t.Run("because "+why, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
			go func() {
				for {
					connection, err := listener.Accept()
					if err != nil {
						return
					}
					_, _ = io.CopyN(io.Discard, connection, int64(len("zINSTREAM\x00")+4+1+4))
					_, _ = fmt.Fprint(connection, reply)
					_ = connection.Close()
				}
			}()
			if clean, err := scanner(t, "tcp://"+listener.Addr().String()).Scan(t.Context(), strings.NewReader("a")); err == nil || clean {
				t.Errorf("%v, %v", clean, err)
			}
		})
	}

	t.Run("because the request is over while the daemon thinks", func(t *testing.T) {
		silent, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = silent.Close() })
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		if clean, err := scanner(t, "tcp://"+silent.Addr().String()).Scan(ctx, strings.NewReader("a")); err == nil || clean || time.Since(began) > 5*time.Second {
			t.Errorf("%v, %v after %s", clean, err, time.Since(began))
		}
	})
}

// The real daemon, where clamd is installed, with one signature of our own: it needs no
// database from elsewhere.
func TestScanByTheRealDaemon(t *testing.T) {
	program, err := exec.LookPath("clamd")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip("clamd is not installed (apt-get install clamav-daemon)")
	}
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const word = "grumblesnatch of the ninth kind"
	if err := os.Mkdir(filepath.Join(folder, "db"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("db/own.ndb", "Own.Test:0:*:"+hex.EncodeToString([]byte(word))+"\n")
	write("clamd.conf", "LocalSocket "+folder+"/c\nDatabaseDirectory "+folder+"/db\nForeground yes\nStreamMaxLength 1M\n")
	daemon := exec.Command(program, "-c", filepath.Join(folder, "clamd.conf"))
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	scanner := scanner(t, "unix://"+folder+"/c")
	for end := time.Now().Add(20 * time.Second); scanner.Ping(t.Context()) != nil; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not answer")
		}
	}

	for name, c := range map[string]struct {
		content     string
		clean, told bool
	}{
		"what is clean":                  {strings.Repeat("hello ", 30_000), true, true},
		"what holds the word":            {strings.Repeat("hello ", 30_000) + word, false, true},
		"what is more than it reads":     {strings.Repeat("a", 2<<20), false, false},
		"much more than it reads":        {strings.Repeat("a", 30<<20), false, false},
		"nothing":                        {"", true, true},
		"more than a piece, just enough": {strings.Repeat("a", 1<<20), true, true},
	} {
		clean, err := scanner.Scan(t.Context(), strings.NewReader(c.content))
		if clean != c.clean || (err == nil) != c.told {
			t.Errorf("%s: %v, %v", name, clean, err)
		}
	}
}

func TestParse(t *testing.T) {
	for _, address := range []string{"", "scanner", "tcp://scanner", "tcp://:3310", "tcp://scanner:3310/x", "unix://run/clamd.ctl", "unix:", "http://scanner:3310", "tcp://user:hunter2@scanner:3310"} {
		if _, err := Parse(address); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
