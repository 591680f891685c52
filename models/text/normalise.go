package text

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrEncoding says that a text is not valid UTF-8.
var ErrEncoding = errors.New("text.error.encoding")

// Normalise brings a text into the one form that is stored, compared and hashed:
// NFC, line feeds only, no control characters but tab and line feed, no blank lines
// around it, nothing nested absurdly deep and no table absurdly wide. Errors: ErrEncoding.
func Normalise(raw string) (string, error) {
	if !utf8.ValidString(raw) {
		return "", ErrEncoding
	}
	return normalise(raw), nil
}

// tooDeep are marks of quotations and lists nested in one line beyond any sense,
// which would cost a parser minutes. Those behind the first 32 are left out.
var tooDeep = regexp.MustCompile(`(?m)^((?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){32})(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))+`)

// mayBeTooDeep looks quickly for a line that begins with more than 32 such marks.
func mayBeTooDeep(clean string) bool {
	run := 0
	for i := range len(clean) {
		switch {
		case clean[i] == '\n':
			run = 0
		case run < 0:
		case strings.IndexByte(" \t>-*+.)0123456789", clean[i]) < 0:
			run = -1 // not until the next line
		default:
			if run++; run > 32 {
				return true
			}
		}
	}
	return false
}

// withoutWideTables cuts the line under the headings of a table after maxColumns, which
// makes it no table: a parser gives every row of one as many cells, whatever it holds.
func withoutWideTables(clean string) string {
	if strings.Count(clean, "|") <= maxColumns {
		return clean
	}
	var out strings.Builder
	for line := range strings.Lines(clean) {
		if strings.Count(line, "|") > maxColumns && strings.Trim(line, "|:- \t\n>*+.)0123456789") == "" {
			line = strings.Join(strings.SplitAfter(line, "|")[:maxColumns], "") + "\n"
		}
		out.WriteString(line)
	}
	return out.String()
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
	if clean = norm.NFC.String(clean); mayBeTooDeep(clean) {
		clean = tooDeep.ReplaceAllString(clean, "$1")
	}
	clean = withoutWideTables(clean)
	for first, rest, more := strings.Cut(clean, "\n"); more && isBlank(first); first, rest, more = strings.Cut(clean, "\n") {
		clean = rest
	}
	return strings.TrimRightFunc(clean, unicode.IsSpace)
}

// isControl is true for what PostgreSQL, browsers or people stumble over: C0 and C1
// controls, and the byte order mark.
func isControl(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r == '\uFEFF'
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }
