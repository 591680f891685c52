package text

import (
	"bytes"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Why a file cannot be imported, as message keys. ErrEncoding is another.
var (
	ErrEmpty    = errors.New("text.error.empty")
	ErrBinary   = errors.New("text.error.binary")
	ErrTooLarge = errors.New("text.error.too_large")
	ErrTooDeep  = errors.New("text.error.too_deep")
	ErrTooMany  = errors.New("text.error.too_many")
)

// MaxImport is how large an imported file may be, in bytes.
const MaxImport = 2 << 20

// MaxParagraphs is how many paragraphs, headings and items a text may have. The longest
// policies have some hundreds; a page that shows each with its marks has an end here.
const MaxParagraphs = 20_000

// Paragraphs counts the lines of a text that hold something.
func Paragraphs(markdown string) int {
	filled := 0
	for line := range strings.Lines(markdown) {
		if !isBlank(line) {
			filled++
		}
	}
	return filled
}

// binaryMarks begin the files that people most often take for text.
var binaryMarks = [][]byte{[]byte("%PDF-"), []byte("PK\x03\x04"), []byte("\x89PNG"), []byte("\xff\xd8\xff"),
	[]byte("GIF8"), []byte("MZ"), []byte("\x7fELF"), []byte("\x1f\x8b"), []byte("\xd0\xcf\x11\xe0"), []byte("{\\rtf")}

// decode is the file as a normalised text and whether it is HTML. Errors: ErrEmpty,
// ErrBinary, ErrTooLarge, ErrEncoding.
func decode(raw []byte, filename string) (source string, isHTML bool, err error) {
	if len(raw) > MaxImport {
		return "", false, ErrTooLarge
	}
	if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
		wide := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		if raw, _, err = transform.Bytes(wide, raw); err != nil {
			return "", false, ErrEncoding
		}
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))) == 0 {
		return "", false, ErrEmpty
	}
	if isBinary(raw) {
		return "", false, ErrBinary
	}
	isHTML = looksLikeHTML(raw, filename)
	if !utf8.Valid(raw) {
		if raw, err = declared(raw, isHTML); err != nil {
			return "", false, err
		}
	}
	if source = normalise(string(raw)); source == "" {
		return "", false, ErrEmpty
	}
	return source, isHTML, nil
}

func isBinary(raw []byte) bool {
	for _, mark := range binaryMarks {
		if bytes.HasPrefix(raw, mark) {
			return true
		}
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return true
	}
	controls := 0
	for _, b := range raw {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' {
			controls++
		}
	}
	return controls*50 > len(raw)
}

var (
	htmlStart   = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b`)
	htmlBlocks  = regexp.MustCompile(`(?i)<(?:p|div|h[1-6]|ul|ol|li|table|tr|td|section|article)\b[^>]*>`)
	markedLines = regexp.MustCompile(`(?m)^(?:#{1,6} |[*+-] |\d+\. |\|)`)
	charsetName = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_:-]+)`)
)

// looksLikeHTML goes by the file's name where that is clear, else by what stands in
// it: Markdown may hold some HTML and stays Markdown.
func looksLikeHTML(raw []byte, filename string) bool {
	switch strings.ToLower(filepath.Ext(filename)) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".md", ".markdown":
		return false
	}
	if htmlStart.Match(raw) {
		return true
	}
	return len(htmlBlocks.FindAllIndex(raw, -1)) > 3+2*len(markedLines.FindAllIndex(raw, -1))
}

// declared decodes a page that says in which older encoding it is written.
func declared(raw []byte, isHTML bool) ([]byte, error) {
	found := charsetName.FindSubmatch(raw)
	if !isHTML || found == nil {
		return nil, ErrEncoding
	}
	encoding, name := charset.Lookup(string(found[1]))
	if encoding == nil || name == "utf-8" || name == "replacement" {
		return nil, ErrEncoding
	}
	decoded, _, err := transform.Bytes(encoding.NewDecoder(), raw)
	if err != nil || !utf8.Valid(decoded) {
		return nil, ErrEncoding
	}
	return decoded, nil
}
