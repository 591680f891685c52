package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many keep-alive connections ask at once.
const connections = 64

// generateLoad asks for the path again and again over keep-alive connections for the
// given time, and prints how many answers came. A tag makes the answers 304s.
func generateLoad(address, path, tag string) error {
	request := "GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nAccept-Encoding: gzip\r\n"
	want := "HTTP/1.1 200"
	if tag != "-" {
		request += "If-None-Match: " + tag + "\r\n"
		want = "HTTP/1.1 304"
	}
	request += "\r\n"
	var answers atomic.Int64
	var failed atomic.Value
	var all sync.WaitGroup
	end := time.Now().Add(roundTime)
	for range connections {
		all.Go(func() {
			if err := ask(address, []byte(request), want, end, &answers); err != nil {
				failed.Store(err)
			}
		})
	}
	all.Wait()
	if err, ok := failed.Load().(error); ok {
		return err
	}
	fmt.Println(answers.Load())
	return nil
}

// ask is one connection.
func ask(address string, request []byte, want string, end time.Time, answers *atomic.Int64) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	reader := bufio.NewReaderSize(conn, 64<<10)
	for time.Now().Before(end) {
		if _, err := conn.Write(request); err != nil {
			return err
		}
		if err := readAnswer(reader, want); err != nil {
			return err
		}
		answers.Add(1)
	}
	return nil
}

// readAnswer reads one answer to its end and does as little as it can with it.
func readAnswer(reader *bufio.Reader, want string) error {
	length := 0
	for first := true; ; first = false {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		text := string(line)
		switch {
		case first && !strings.HasPrefix(text, want):
			return fmt.Errorf("an answer began %q", strings.TrimSpace(text))
		case strings.HasPrefix(text, "Content-Length: "):
			if length, err = strconv.Atoi(strings.TrimSpace(text[len("Content-Length: "):])); err != nil {
				return err
			}
		case text == "\r\n":
			_, err := io.CopyN(io.Discard, reader, int64(length))
			return err
		}
	}
}
