package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	rounds    = 7
	roundTime = 2 * time.Second
	patience  = 60 * time.Second
	page      = "/policies/bench"

	portalAddress = "127.0.0.1:18431"
	bareAddress   = "127.0.0.1:18432"
)

// compare starts the portal with one long policy in it, and the bare server beside it.
func compare(ctx context.Context, binary string) error {
	folder, err := os.MkdirTemp("", "privacydesk-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.Chmod(folder, 0o755); err != nil {
		return err
	}
	portal, err := startPortal(ctx, binary, folder)
	if err != nil {
		return err
	}
	defer stop(portal)
	answer, err := record()
	if err != nil {
		return err
	}
	file := filepath.Join(folder, "answer.json")
	content, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare := exec.CommandContext(ctx, self, "bare", bareAddress, file)
	if err := bare.Start(); err != nil {
		return err
	}
	defer stop(bare)
	if err := await(bareAddress, page); err != nil {
		return err
	}
	fmt.Printf("page: %d bytes sent (gzip), %d connections, %d rounds of %s, portal / bare net/http\n",
		len(answer.Body), connections, rounds, roundTime)
	for _, shape := range []struct{ name, tag string }{{"page", "-"}, {"304", answer.Tag}} {
		if err := compareShape(ctx, self, shape.name, shape.tag, portal.Process.Pid, bare.Process.Pid); err != nil {
			return err
		}
	}
	return nil
}

// measured is one server in one round.
type measured struct {
	perSecond float64
	cpu       float64 // microseconds of the server's process for one request
}

func compareShape(ctx context.Context, self, name, tag string, portal, bare int) error {
	var speed, cost []float64
	for round := range rounds {
		var ours, theirs measured
		var err error
		measure := func(address string, pid int, into *measured) {
			if err == nil {
				*into, err = measureOnce(ctx, self, address, tag, pid)
			}
		}
		if round%2 == 0 {
			measure(portalAddress, portal, &ours)
			measure(bareAddress, bare, &theirs)
		} else {
			measure(bareAddress, bare, &theirs)
			measure(portalAddress, portal, &ours)
		}
		if err != nil {
			return err
		}
		speed, cost = append(speed, ours.perSecond/theirs.perSecond), append(cost, ours.cpu/theirs.cpu)
		fmt.Printf("  %-5s round %d: %8.0f and %8.0f requests a second, %5.1f and %5.1f µs of processor each\n",
			name, round+1, ours.perSecond, theirs.perSecond, ours.cpu, theirs.cpu)
	}
	fmt.Printf("%-5s requests a second: %.2f of bare (at least 0.90)   processor time a request: %.2f of bare (at most 1.15)\n",
		name, median(speed), median(cost))
	return nil
}

func measureOnce(ctx context.Context, self, address, tag string, pid int) (measured, error) {
	before, err := processorTime(pid)
	if err != nil {
		return measured{}, err
	}
	output, err := exec.CommandContext(ctx, self, "load", address, page, tag).Output()
	if err != nil {
		return measured{}, fmt.Errorf("load: %w", err)
	}
	after, err := processorTime(pid)
	if err != nil {
		return measured{}, err
	}
	answers, err := strconv.ParseFloat(strings.TrimSpace(string(output)), 64)
	if err != nil || answers == 0 {
		return measured{}, fmt.Errorf("the load says %q", output)
	}
	return measured{answers / roundTime.Seconds(), float64((after - before).Microseconds()) / answers}, nil
}

// processorTime is what the process has used so far, user and system, from
// /proc/PID/stat in hundredths of a second.
func processorTime(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("processor time is read from /proc, which this system does not have: %w", err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond, err
}

// startPortal starts the portal on a fresh directory and gives it a policy of about
// 45 KB of HTML.
func startPortal(ctx context.Context, binary, folder string) (*exec.Cmd, error) {
	environment := append(os.Environ(), "PRIVACYDESK_DATA_DIR="+filepath.Join(folder, "data"),
		"PRIVACYDESK_LISTEN="+portalAddress, "PRIVACYDESK_BASE_URL=http://"+portalAddress, "DATABASE_URL=")
	portal := exec.CommandContext(ctx, binary, "serve")
	portal.Env = environment
	log, err := os.Create(filepath.Join(folder, "portal.log"))
	if err != nil {
		return nil, err
	}
	portal.Stdout, portal.Stderr = log, log
	portal.Cancel = func() error { return portal.Process.Signal(syscall.SIGTERM) }
	if err := portal.Start(); err != nil {
		return nil, err
	}
	if err := await(portalAddress, "/readyz"); err != nil {
		stop(portal)
		return nil, err
	}
	text := filepath.Join(folder, "bench.md")
	if err := os.WriteFile(text, []byte(longPolicy()), 0o600); err != nil {
		stop(portal)
		return nil, err
	}
	imported := exec.CommandContext(ctx, binary, "import", "policy", text, "--document", "bench", "--in-force-from", "2020-01-01")
	imported.Env = environment
	if output, err := imported.CombinedOutput(); err != nil {
		stop(portal)
		return nil, fmt.Errorf("import the policy: %w: %s", err, output)
	}
	return portal, await(portalAddress, page)
}

func stop(process *exec.Cmd) {
	_ = process.Process.Signal(syscall.SIGTERM)
	_ = process.Wait()
}

// longPolicy is a text of our own that makes a page of about 45 KB.
func longPolicy() string {
	var text strings.Builder
	text.WriteString("# A policy of some length\n\n")
	for clause := range 24 {
		fmt.Fprintf(&text, "## %d. What part %d is about\n\n", clause+1, clause+1)
		for paragraph := range 5 {
			fmt.Fprintf(&text, "Paragraph %d of part %d says which data is used, for which purpose, on which legal basis, and for how long it is kept. "+
				"It names who receives the data and how people can object, and it was written for this measurement alone, with number %d in it.\n\n",
				paragraph+1, clause+1, clause*7919+paragraph*104729)
		}
	}
	return text.String()
}

// record asks the portal once for the page and once for its 304.
func record() (recorded, error) {
	answer := recorded{Path: page}
	get := func(tag string) (*http.Response, []byte, error) {
		request, err := http.NewRequest(http.MethodGet, "http://"+portalAddress+page, nil)
		if err != nil {
			return nil, nil, err
		}
		request.Header.Set("Accept-Encoding", "gzip")
		if tag != "" {
			request.Header.Set("If-None-Match", tag)
		}
		response, err := (&http.Client{Timeout: patience}).Do(request)
		if err != nil {
			return nil, nil, err
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		return response, body, err
	}
	whole, body, err := get("")
	if err != nil {
		return answer, err
	}
	answer.Header, answer.Body, answer.Tag = whole.Header, body, whole.Header.Get("ETag")
	small, _, err := get(answer.Tag)
	if err != nil {
		return answer, err
	}
	if whole.StatusCode != http.StatusOK || small.StatusCode != http.StatusNotModified {
		return answer, fmt.Errorf("the portal answers %d and %d", whole.StatusCode, small.StatusCode)
	}
	answer.NotModified = small.Header
	answer.Header.Del("Date")
	answer.NotModified.Del("Date")
	return answer, nil
}

// await waits until the address answers at all.
func await(address, path string) error {
	client := &http.Client{Timeout: 2 * time.Second}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		response, err := client.Get("http://" + address + path)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return fmt.Errorf("%s%s does not answer", address, path)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
