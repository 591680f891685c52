// Package telemetry is what the portal says about itself to those who run it.
package telemetry

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"
	"unicode"
)

// Logger writes one line a record, times in UTC: JSON for machines, words when w is
// a terminal. What people typed may reach the log inside an error, so control
// characters and those that turn the direction of text are escaped.
func Logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: inUTC}
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(oneLine{w}, options))
	}
	return slog.New(slog.NewJSONHandler(oneLine{w}, options))
}

func inUTC(_ []string, attribute slog.Attr) slog.Attr {
	if at, ok := attribute.Value.Any().(time.Time); ok {
		attribute.Value = slog.TimeValue(at.UTC())
	}
	return attribute
}

// oneLine escapes what could break out of a line. Handlers write a record at once,
// with one line feed at its end.
type oneLine struct{ io.Writer }

func (o oneLine) Write(record []byte) (int, error) {
	text := strings.TrimSuffix(string(record), "\n")
	if strings.IndexFunc(text, breaksOut) < 0 {
		return o.Writer.Write(record)
	}
	var line strings.Builder
	for _, r := range text {
		if breaksOut(r) {
			fmt.Fprintf(&line, `\u%04x`, r)
		} else {
			line.WriteRune(r)
		}
	}
	if _, err := io.WriteString(o.Writer, line.String()+"\n"); err != nil {
		return 0, err
	}
	return len(record), nil
}

func breaksOut(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
