package request

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"image"
	_ "image/jpeg" // measured before anybody decodes them
	_ "image/png"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Upload is a file that has been received and sealed, before the change that it
// belongs to is written. Whoever does not use it must Discard it.
type Upload struct {
	Name      string // as its sender gave it, without folders
	MediaType string
	Size      int64 // bytes

	scan Scan
	blob string
	key  []byte // of the file alone; it is sealed under the case's key when the file is kept
	sum  []byte
}

// Limits of one file from the public (security D2, D4).
const (
	MaxFile   = 10 << 20   // bytes
	MaxPixels = 40_000_000 // of an image
	MaxFiles  = 10         // of one form
	maxName   = 200        // characters
)

// What a file may be refused for, as message keys.
const (
	errFileEmpty = "file.empty"
	errFileLarge = "file.large"
	errFileType  = "file.type"
	errFileName  = "file.name"
	errFileImage = "file.image"
)

// Receive reads one file from the public, decides by its content what it is, and
// stores it sealed under a key of its own, if the scanner finds nothing in it. Nothing
// is unpacked or executed.
//
// Errors: store.Invalid under "files" for what is empty, too large, of a kind that
// is not on the short list, named otherwise than it is, infected, or cannot be scanned
// for the scanner is away; store.ErrUnavailable when it cannot be stored. Then nothing
// is kept.
func (r *Register) Receive(ctx context.Context, name string, content io.Reader) (Upload, error) {
	name, err := fileName(name)
	if err != nil {
		return Upload{}, err
	}
	reading := bufio.NewReaderSize(content, headSize)
	head, err := reading.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return Upload{}, fmt.Errorf("read an upload: %w", err)
	}
	kind, err := kindOf(name, head)
	if err != nil {
		return Upload{}, err
	}
	return r.keep(ctx, Upload{Name: name, MediaType: kind.mediaType}, &checked{reader: reading, most: MaxFile, text: kind.text}, r.Scanner)
}

// ReceiveForDelivery is Receive for what staff prepare: any type, up to 2 GB, not
// scanned. It only ever leaves as an attachment.
func (r *Register) ReceiveForDelivery(ctx context.Context, name string, content io.Reader) (Upload, error) {
	name, err := fileName(name)
	if err != nil {
		return Upload{}, err
	}
	return r.keep(ctx, Upload{Name: name, MediaType: "application/octet-stream"}, &checked{reader: content, most: maxDelivery}, nil)
}

const maxDelivery = 2 << 30

// headSize is how much of a file is looked at before it is stored: enough for the
// size of an image behind its metadata.
const headSize = 256 << 10

func (r *Register) keep(ctx context.Context, upload Upload, content *checked, scanner Scanner) (Upload, error) {
	random := make([]byte, 32+16)
	if _, err := io.ReadFull(r.Store.Rand, random); err != nil {
		return Upload{}, fmt.Errorf("name an upload: %w", err)
	}
	upload.key, upload.blob = random[:32], hex.EncodeToString(random[32:])
	content.sum = sha256.New()
	if err := r.begin(ctx, upload); err != nil {
		return Upload{}, err
	}
	var passing io.Reader = content
	upload.scan = Unscanned
	if scanner != nil {
		scan := scanning(ctx, scanner, content)
		defer scan.close()
		passing, upload.scan = scan, Clean
	}
	err := r.Blobs.Put(ctx, upload.blob, upload.key, passing)
	if err != nil {
		r.Discard(ctx, []Upload{upload})
	}
	if refusal := (store.Invalid{}); errors.As(err, &refusal) {
		return Upload{}, refusal
	} else if content.failed != nil {
		return Upload{}, fmt.Errorf("read an upload: %w", content.failed)
	} else if err != nil {
		return Upload{}, errors.Join(store.ErrUnavailable, err)
	}
	upload.Size, upload.sum = content.size, content.sum.Sum(nil)
	return upload, nil
}

func fileName(name string) (string, error) {
	name, err := text.Normalise(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.TrimSpace(strings.ReplaceAll(name, "\n", " "))
	if err != nil || name == "" || name == "." || name == "/" || utf8.RuneCountInString(name) > maxName {
		return "", store.Invalid{"files": errFileName}
	}
	return name, nil
}

// kind is one of the few types that the public may send.
type kind struct {
	mediaType  string
	extensions []string
	begins     []byte
	image      bool
	text       bool
}

var kinds = []kind{
	{mediaType: "application/pdf", extensions: []string{".pdf"}, begins: []byte("%PDF-")},
	{mediaType: "image/png", extensions: []string{".png"}, begins: []byte("\x89PNG\r\n\x1a\n"), image: true},
	{mediaType: "image/jpeg", extensions: []string{".jpg", ".jpeg"}, begins: []byte{0xff, 0xd8, 0xff}, image: true},
	{mediaType: "text/plain", extensions: []string{".txt"}, text: true},
}

// Accepted is what the form's file field offers, as HTML wants it.
const Accepted = ".pdf,.png,.jpg,.jpeg,.txt"

// kindOf is the kind that the name promises, if the content keeps the promise.
func kindOf(name string, head []byte) (kind, error) {
	if len(head) == 0 {
		return kind{}, store.Invalid{"files": errFileEmpty}
	}
	extension := strings.ToLower(path.Ext(name))
	for _, known := range kinds {
		for _, allowed := range known.extensions {
			if extension != allowed || !bytes.HasPrefix(head, known.begins) {
				continue
			}
			if known.image && !sensibleImage(head) {
				return kind{}, store.Invalid{"files": errFileImage}
			}
			return known, nil
		}
	}
	return kind{}, store.Invalid{"files": errFileType}
}

func sensibleImage(head []byte) bool {
	size, _, err := image.DecodeConfig(bytes.NewReader(head))
	return err == nil && size.Width > 0 && size.Height > 0 && int64(size.Width)*int64(size.Height) <= MaxPixels
}

// checked counts, sums and judges what passes through.
type checked struct {
	reader io.Reader
	most   int64
	text   bool // must be text
	sum    hash.Hash
	size   int64
	rest   []byte // begun letter at the end of the last piece
	failed error  // of the sender, not of the store
}

// Read passes a piece on, or says why the file is refused.
func (c *checked) Read(piece []byte) (int, error) {
	n, err := c.reader.Read(piece)
	c.size += int64(n)
	c.sum.Write(piece[:n])
	switch {
	case c.size > c.most:
		return 0, store.Invalid{"files": errFileLarge}
	case c.text && !c.readable(piece[:n], errors.Is(err, io.EOF)):
		return 0, store.Invalid{"files": errFileType}
	case errors.Is(err, io.EOF) && c.size == 0:
		return 0, store.Invalid{"files": errFileEmpty}
	case err != nil && !errors.Is(err, io.EOF):
		c.failed = err
	}
	return n, err
}

// readable reports whether the piece is UTF-8 without control characters.
func (c *checked) readable(piece []byte, last bool) bool {
	piece = append(c.rest, piece...)
	for len(piece) > 0 {
		if !utf8.FullRune(piece) && !last {
			break
		}
		letter, size := utf8.DecodeRune(piece)
		if letter == utf8.RuneError && size == 1 || letter < 0x20 && !strings.ContainsRune("\t\n\r\f", letter) || letter == 0x7f {
			return false
		}
		piece = piece[size:]
	}
	c.rest = bytes.Clone(piece)
	return true
}
