package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/store/storetest"
)

// program is the portal as a process of its own.
type program struct {
	address string
	log     output
	process *exec.Cmd
}

func startProgram(t *testing.T, dir string) *program {
	t.Helper()
	port := freePort(t)
	p := &program{address: "http://127.0.0.1:" + port}
	p.process = exec.Command(os.Args[0], "serve", "--data-dir", dir, "--listen", "127.0.0.1:"+port, "--base-url", p.address)
	p.process.Env = append(os.Environ(), asProgram+"=yes")
	p.process.Stdout, p.process.Stderr = &p.log, &p.log
	storetest.NoError(t, p.process.Start())
	t.Cleanup(p.kill)
	for deadline := time.Now().Add(60 * time.Second); !strings.Contains(p.log.String(), "is ready"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the portal did not start: %s", p.log.String())
		}
	}
	return p
}

// kill is kill -9.
func (p *program) kill() {
	_ = p.process.Process.Kill()
	_ = p.process.Wait()
}

// noRedirect lets the answer to a form be seen.
var noRedirect = &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// submit sends the public form with a file, and is the address of its receipt; "" when
// it was not acknowledged.
func (p *program) submit(key string) string {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"form_key", key}, {"rights", "access"}, {"name", "Zorblatt " + key[:4]}, {"email", key[:8] + "@quill.example"}, {"relation", "self"}} {
		_ = form.WriteField(field[0], field[1])
	}
	file, _ := form.CreateFormFile("files", "letter.txt")
	_, _ = file.Write(bytes.Repeat([]byte("letter "), 20_000))
	_ = form.Close()
	response, err := noRedirect.Post(p.address+"/requests/new", form.FormDataContentType(), &body)
	if err != nil {
		return ""
	}
	_ = response.Body.Close()
	return response.Header.Get("Location")
}

var formKeyOf = regexp.MustCompile(`name="form_key" value="([^"]+)"`)

func TestSEC_I2_KilledAmidRequestsNothingAcknowledgedIsLostAndNothingDoubled(t *testing.T) {
	dir := dataDirectory(t)
	first := startProgram(t, dir)
	const many = 9 // sent twice, they are fewer than one sender may send
	var keys []string
	for range many {
		_, page := (&running{address: first.address}).get(t, "/requests/new")
		keys = append(keys, formKeyOf.FindStringSubmatch(page)[1])
	}

	receipts := make([]string, many)
	var sending sync.WaitGroup
	acknowledged := make(chan bool, many)
	for i, key := range keys {
		sending.Go(func() {
			time.Sleep(time.Duration(i) * 15 * time.Millisecond)
			if receipts[i] = first.submit(key); receipts[i] != "" {
				acknowledged <- true
			}
		})
	}
	for range 3 {
		<-acknowledged
	}
	first.kill()
	sending.Wait()

	second := startProgram(t, dir) // by itself, from what the disk holds
	kept := 0
	for i, receipt := range receipts {
		if receipt == "" {
			continue
		}
		kept++
		status, page := (&running{address: second.address}).get(t, receipt)
		if status != http.StatusOK || !strings.Contains(page, "We have your request") {
			t.Errorf("form %d was acknowledged, and its receipt answers %d", i, status)
		}
	}
	t.Logf("%d of %d were acknowledged before the kill", kept, many)
	for i, key := range keys { // as a browser does when no answer came
		if second.submit(key) == "" {
			t.Errorf("form %d is not taken in afterwards", i)
		}
	}

	settings, err := config.Load(config.Flags{DataDir: dir}, func(string) string { return "" })
	storetest.NoError(t, err)
	p, err := openPortal(t.Context(), settings, slog.New(slog.DiscardHandler))
	storetest.NoError(t, err)
	defer func() { _ = p.close() }()
	counts := storetest.One[string](t, p.store, `SELECT concat_ws(' ', (SELECT count(*) FROM requests), (SELECT count(*) FROM files),
		(SELECT count(*) FROM form_keys), (SELECT count(*) FROM audit_events WHERE action = 'request.received'))`)
	storetest.Equal(t, counts, fmt.Sprintf("%d %[1]d %[1]d %[1]d", many))
	for _, name := range storetest.All[string](t, p.store, `SELECT blob FROM files`) {
		if _, err := os.Stat(dir + "/files/" + name); err != nil {
			t.Errorf("a file of a request is not there: %v", err)
		}
	}
}
