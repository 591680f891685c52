package request_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// scanner finds the word "virus"; with away it finds out nothing, and with deaf it does
// not even read.
type scanner struct {
	away, deaf bool
	read       int // bytes
}

func (s *scanner) Scan(_ context.Context, content io.Reader) (bool, error) {
	if s.deaf {
		return true, nil
	}
	all, err := io.ReadAll(content)
	s.read += len(all)
	if s.away {
		err = errors.New("connection refused")
	}
	return err == nil && !strings.Contains(string(all), "virus"), err
}

func TestSEC_D4_WhereAScannerIsConfiguredNothingElseIsKept(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("all is well ", 200_000)
	refused := func(t *testing.T, scanner *scanner, name, content, want string) {
		t.Helper()
		d := newDesk(t)
		d.Scanner = scanner
		_, err := d.Receive(t.Context(), name, strings.NewReader(content))
		storetest.Equal(t, err, error(store.Invalid{"files": want}))
		storetest.Equal(t, len(d.files.Kept), 0)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM uploads`), 0)
	}

	t.Run("a clean file is, and says that it was scanned", func(t *testing.T) {
		d, scanner := newDesk(t), &scanner{}
		d.Scanner = scanner
		_, err := d.submit(d.asking(), d.receive("long.txt", long))
		storetest.NoError(t, err)
		storetest.Equal(t, scanner.read, len(long))
		storetest.Equal(t, storetest.All[string](t, d.db, `SELECT scan FROM files`), []string{"clean"})
	})
	t.Run("a virus at the end of a file", func(t *testing.T) { refused(t, &scanner{}, "a.txt", long+"virus", "file.infected") })
	t.Run("a file while the scanner is away", func(t *testing.T) { refused(t, &scanner{away: true}, "a.txt", "hello", "file.unscannable") })
	t.Run("a large file that the scanner did not read", func(t *testing.T) { refused(t, &scanner{deaf: true}, "a.txt", long, "file.unscannable") })
	t.Run("a small file that the scanner did not read", func(t *testing.T) { refused(t, &scanner{deaf: true}, "a.txt", "hello", "file.unscannable") })
	t.Run("a file of another type, which no scanner need see", func(t *testing.T) {
		scanner := &scanner{}
		refused(t, scanner, "a.zip", "PK", "file.type")
		storetest.Equal(t, scanner.read, 0)
	})
	t.Run("a file that breaks off", func(t *testing.T) {
		d := newDesk(t)
		d.Scanner = &scanner{}
		broken := io.MultiReader(strings.NewReader(long), iotest.ErrReader(io.ErrUnexpectedEOF))
		_, err := d.Receive(t.Context(), "a.txt", broken)
		storetest.Is(t, err, io.ErrUnexpectedEOF)
		storetest.Equal(t, len(d.files.Kept), 0)
	})
	t.Run("a file when the store is away", func(t *testing.T) {
		d := newDesk(t)
		d.Scanner, d.files.Away = &scanner{}, true
		_, err := d.Receive(t.Context(), "a.txt", strings.NewReader("hello"))
		storetest.Is(t, err, store.ErrUnavailable)
	})
}

func TestSEC_D4_WhereNoneIsFilesSayThatTheyAreUnscanned(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.submit(d.asking(), d.receive("a.txt", "hello"))
	storetest.NoError(t, err)
	storetest.Equal(t, storetest.All[request.Scan](t, d.db, `SELECT scan FROM files`), []request.Scan{request.Unscanned})
}
