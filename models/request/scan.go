package request

import (
	"context"
	"errors"
	"io"
	"sync"

	"privacydesk/models/store"
)

// Scanner looks for viruses in what people send.
type Scanner interface {
	// Scan reads the content to its end and reports whether it is clean. The content
	// fails where its sender went away; then the answer does not matter.
	//
	// Errors: that nobody can tell.
	Scan(ctx context.Context, content io.Reader) (clean bool, err error)
}

// Scan says what is known of a file.
type Scan string

// A file that a scanner finds something in is not kept, so there is no third.
const (
	Unscanned Scan = "unscanned" // no scanner is configured, or staff prepared the file
	Clean     Scan = "clean"
)

const (
	errFileInfected    = "file.infected"
	errFileUnscannable = "file.unscannable"
)

// scanned is content that a scanner reads at the same time as the store. Its end is
// reached only when the scanner has found it clean, so that nothing else is ever
// stored: where the scanner is away, nothing is (security D4).
type scanned struct {
	content io.Reader // what it reads goes to the scanner too
	feed    *io.PipeWriter
	verdict func() error // waits for the scanner; nil = clean
}

func scanning(ctx context.Context, scanner Scanner, content io.Reader) *scanned {
	read, feed := io.Pipe()
	answer := make(chan error, 1)
	go func() {
		clean, err := scanner.Scan(ctx, read)
		switch {
		case err != nil:
			err = store.Invalid{"files": errFileUnscannable}
		case !clean:
			err = store.Invalid{"files": errFileInfected}
		}
		_ = read.Close() // whoever still feeds it need not wait
		answer <- err
	}()
	return &scanned{content: content, feed: feed, verdict: sync.OnceValue(func() error { return <-answer })}
}

// Read passes a piece on to the store and to the scanner.
func (s *scanned) Read(piece []byte) (int, error) {
	n, err := s.content.Read(piece)
	if n > 0 {
		if _, fed := s.feed.Write(piece[:n]); fed != nil {
			return 0, s.known(s.verdict())
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		_ = s.feed.Close()
		if verdict := s.verdict(); verdict != nil {
			return 0, verdict
		}
	case err != nil:
		_ = s.feed.CloseWithError(err)
	}
	return n, err
}

// known is the answer of a scanner that did not read to the end: clean is none.
func (s *scanned) known(verdict error) error {
	if verdict == nil {
		return store.Invalid{"files": errFileUnscannable}
	}
	return verdict
}

// close ends the scan where the store did not read to the end.
func (s *scanned) close() {
	_ = s.feed.CloseWithError(io.ErrUnexpectedEOF)
	_ = s.verdict()
}
