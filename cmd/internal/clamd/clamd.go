// Package clamd asks a ClamAV daemon whether a file holds a virus, by its INSTREAM
// command. What is asked about crosses the connection in clear: the daemon belongs on
// the same machine or in the same closed network.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Scanner is one daemon.
type Scanner struct{ network, address string }

const (
	dialTime  = 5 * time.Second
	pieceTime = 30 * time.Second // to take one piece
	thinkTime = 45 * time.Second // from the last piece to the answer
	piece     = 64 << 10         // bytes
	answer    = 4 << 10          // bytes, at most
)

// Parse reads tcp://host:3310 or unix:///run/clamav/clamd.ctl.
//
// Errors say what is wrong.
func Parse(address string) (*Scanner, error) {
	read, err := url.Parse(address)
	switch {
	case err != nil, read.User != nil, read.RawQuery != "", read.Fragment != "":
	case read.Scheme == "unix" && read.Host == "" && filepath.IsAbs(read.Path):
		return &Scanner{"unix", read.Path}, nil
	case read.Scheme == "tcp" && read.Hostname() != "" && read.Port() != "" && read.Path == "":
		return &Scanner{"tcp", read.Host}, nil
	}
	return nil, errors.New("is neither tcp://host:3310 nor unix:///run/clamav/clamd.ctl")
}

// Ping reports whether the daemon answers.
func (s *Scanner) Ping(ctx context.Context) error {
	said, err := s.ask(ctx, "zPING\x00", nil)
	if err == nil && said != "PONG" {
		err = errors.New("something else answers")
	}
	if err != nil {
		return fmt.Errorf("ask the virus scanner: %w", err)
	}
	return nil
}

// Scan sends the content to the daemon and reports whether it found nothing.
//
// Errors: that the daemon cannot be reached or did not look at everything.
func (s *Scanner) Scan(ctx context.Context, content io.Reader) (clean bool, err error) {
	said, err := s.ask(ctx, "zINSTREAM\x00", content)
	switch {
	case err != nil && said != "":
		return false, fmt.Errorf("ask the virus scanner, which says %q: %w", said, err)
	case err != nil:
		return false, fmt.Errorf("ask the virus scanner: %w", err)
	case said == "stream: OK":
		return true, nil
	case strings.HasPrefix(said, "stream: ") && strings.HasSuffix(said, " FOUND"):
		return false, nil
	}
	// Such as "INSTREAM size limit exceeded. ERROR".
	return false, fmt.Errorf("the virus scanner says %q", said)
}

// ask sends a command, with content where it takes some, and reads the answer. An answer
// may come with an error: then it is to what was not sent whole.
func (s *Scanner) ask(ctx context.Context, command string, content io.Reader) (string, error) {
	connection, err := (&net.Dialer{Timeout: dialTime}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", err
	}
	defer func() { _ = connection.Close() }()
	defer context.AfterFunc(ctx, func() { _ = connection.Close() })()
	_ = connection.SetDeadline(time.Now().Add(pieceTime))
	if _, err := io.WriteString(connection, command); err != nil {
		return "", err
	}
	if content != nil {
		err = send(connection, content)
	}
	if errors.Is(err, errBroken) {
		return "", err
	}
	// A daemon that hangs up in the middle may have said why.
	_ = connection.SetDeadline(time.Now().Add(thinkTime))
	said, failed := bufio.NewReader(io.LimitReader(connection, answer)).ReadString(0)
	if failed != nil {
		return "", errors.Join(err, failed)
	}
	return strings.TrimSuffix(said, "\x00"), err
}

// errBroken is content that cannot be read to its end: nobody wants an answer.
var errBroken = errors.New("what is to be scanned broke off")

// send writes the content in pieces, each behind its length; a piece of nothing ends it.
func send(connection net.Conn, content io.Reader) error {
	buffer := make([]byte, 4+piece)
	for ended := false; !ended; {
		n, err := content.Read(buffer[4:])
		if ended = errors.Is(err, io.EOF); err != nil && !ended {
			return errors.Join(errBroken, err)
		}
		if n > 0 {
			if err := write(connection, buffer, n); err != nil {
				return err
			}
		}
	}
	return write(connection, buffer, 0)
}

func write(connection net.Conn, buffer []byte, n int) error {
	binary.BigEndian.PutUint32(buffer, uint32(n)) // #nosec G115 -- at most the size of a piece
	_ = connection.SetDeadline(time.Now().Add(pieceTime))
	_, err := connection.Write(buffer[:4+n])
	return err
}
