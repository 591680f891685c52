package text

import (
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrEncoding says that a text is not valid UTF-8.
var ErrEncoding = errors.New("text.error.encoding")

// Normalise brings a text into the one form that is stored, compared and hashed:
// NFC, line feeds only, no control characters but tab and line feed, no blank lines
// around it. Errors: ErrEncoding.
func Normalise(raw string) (string, error) {
	if !utf8.ValidString(raw) {
		return "", ErrEncoding
	}
	return normalise(raw), nil
}

// lineBreaks are the other ways in which a line may end.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n")

func normalise(raw string) string {
	clean := lineBreaks.Replace(strings.ToValidUTF8(raw, "\uFFFD"))
	clean = strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, clean)
	clean = norm.NFC.String(clean)
	for first, rest, more := strings.Cut(clean, "\n"); more && isBlank(first); first, rest, more = strings.Cut(clean, "\n") {
		clean = rest
	}
	return strings.TrimRight(clean, " \t\n")
}

// isControl is true for what PostgreSQL, browsers or people stumble over: C0 and C1
// controls, and the byte order mark.
func isControl(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r == '\uFEFF'
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }
