package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// Limits of a form with files besides the route's own limit of bytes (security D2).
const (
	maxParts      = 40
	maxFiles      = 10
	maxPartHeader = 16 << 10 // bytes of what stands above a part
	readAhead     = 4 << 10  // bytes that the multipart reader takes beyond what it looks at
	maxFields     = 1 << 20  // bytes of all text fields together
)

// Parts is a form with files on its way in. Its text fields have been read, since
// they come first in every form; what was typed therefore survives whatever is
// wrong with a file. The files wait to be read one by one.
type Parts struct {
	fields url.Values
	reader *multipart.Reader
	body   *gauge
	last   *multipart.Part // whose content is being read, nil before the first
	next   *multipart.Part // the first file, nil when there is none
	parts  int
}

// gauge lets no more through than there is room, while there is a limit. The
// multipart reader itself would take in heads of many megabytes.
type gauge struct {
	io.ReadCloser

	limited bool
	room    int // bytes
}

// Read takes from the body what there is room for.
func (g *gauge) Read(piece []byte) (int, error) {
	if g.limited && g.room <= 0 {
		return 0, errTooLarge
	}
	if g.limited && len(piece) > g.room {
		piece = piece[:g.room]
	}
	n, err := g.ReadCloser.Read(piece)
	g.room -= n
	return n, err
}

// partsKey is where the form is kept for the page of an error.
const partsKey = "parts of the form"

// SubmittedParts reads a form with files as Submitted reads one without. What was typed
// is in the form whatever is wrong with the rest; the files wait in the parts.
//
// Errors: store.Invalid; ErrUnreadable for what is no such form; too large a body.
func SubmittedParts[Input any](c Ctx) (ui.Form[Input], *Parts, error) {
	parts, err := readParts(c)
	if parts == nil {
		return ui.Form[Input]{}, nil, err
	}
	form, unread := Fill[Input](parts.fields)
	if err == nil {
		err = unread
	}
	return form, parts, err
}

// readParts reads the text fields of the form. Where the whole is announced to be too
// large, its files are not read at all.
func readParts(c Ctx) (*Parts, error) {
	r := c.Request()
	body := &gauge{ReadCloser: r.Body}
	r.Body = body
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, ErrUnreadable
	}
	parts := &Parts{fields: url.Values{}, reader: reader, body: body}
	c.Set(partsKey, parts)
	if err := parts.readFields(); err != nil {
		return parts, err
	}
	if route, known := c.Get(routeKey).(Route); known && r.ContentLength > route.Limit {
		return parts, errTooLarge
	}
	return parts, nil
}

func (p *Parts) readFields() error {
	room := int64(maxFields)
	for {
		part, isFile, err := p.advance()
		if err != nil || part == nil {
			return err
		}
		if isFile {
			p.next = part
			return nil
		}
		value, err := io.ReadAll(io.LimitReader(part, room+1))
		if err != nil {
			return ofSender(err)
		}
		if room -= int64(len(value)); room < 0 {
			return errTooLarge
		}
		p.fields.Add(part.FormName(), string(value))
	}
}

// Taken are the files of the form, as take takes each in. What was taken in before one
// was refused is dropped again.
//
// Errors: those of EachFile.
func Taken[Upload any](p *Parts, take func(name string, content io.Reader) (Upload, error), drop func([]Upload)) ([]Upload, error) {
	var taken []Upload
	err := p.EachFile(func(name string, content io.Reader) error {
		one, err := take(name, content)
		if err == nil {
			taken = append(taken, one)
		}
		return err
	})
	if err != nil {
		drop(taken)
		return nil, err
	}
	return taken, nil
}

// EachFile hands over the files in turn. A file field in which nothing was chosen is
// left out.
//
// Errors: those of take; store.Invalid under "files" for too many; ErrUnreadable for
// a text field behind a file; too large a body.
func (p *Parts) EachFile(take func(name string, content io.Reader) error) error {
	files := 0
	for part := p.next; part != nil; {
		if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition")); err != nil {
			return ErrUnreadable
		} else if params["filename"] != "" {
			if files++; files > maxFiles {
				return store.Invalid{"files": "file.many"}
			}
			if err := take(part.FileName(), part); errors.Is(err, io.ErrUnexpectedEOF) {
				return ErrUnreadable
			} else if err != nil {
				return err
			}
		}
		next, isFile, err := p.advance()
		if err != nil {
			return err
		}
		if next != nil && !isFile {
			return ErrUnreadable
		}
		part = next
	}
	return nil
}

// advance is the next part and whether it is a file field; nil at the end.
func (p *Parts) advance() (part *multipart.Part, isFile bool, err error) {
	if p.last != nil { // what nobody wanted of it is part of no head
		if _, err := io.Copy(io.Discard, p.last); err != nil {
			return nil, false, ofSender(err)
		}
	}
	p.body.limited, p.body.room = true, maxPartHeader+readAhead
	part, err = p.reader.NextRawPart()
	p.body.limited, p.last = false, part
	if errors.Is(err, io.EOF) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, ofSender(err)
	}
	if p.parts++; p.parts > maxParts {
		return nil, false, errTooLarge
	}
	size := 0
	for name, values := range part.Header {
		for _, value := range values {
			size += len(name) + len(value)
		}
	}
	if size > maxPartHeader {
		return nil, false, errTooLarge
	}
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || part.FormName() == "" {
		return nil, false, ErrUnreadable
	}
	_, isFile = params["filename"]
	return part, isFile, nil
}

// ofSender makes what the multipart reader says of a broken body an error of the
// sender; errors that have a status of their own keep it.
func ofSender(err error) error {
	if StatusOf(err) != http.StatusInternalServerError {
		return err
	}
	return ErrUnreadable
}
