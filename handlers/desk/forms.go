package desk

import (
	"errors"
	"io"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"privacydesk/handlers/web"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// shown is a form's page, under the status of what was wrong with it, if anything.
func shown(c web.Ctx, problem error, page templ.Component) error {
	if problem == nil {
		return web.Page(c, page)
	}
	return web.Refuse(c, problem, page)
}

// rejected is web.Rejected that also keeps what was typed when the second factor
// has grown too old in the meantime.
func rejected[Input any](form *ui.Form[Input], err error) bool {
	if errors.Is(err, store.ErrStepUp) {
		form.Refused = "step_up.expired"
		return true
	}
	return web.Rejected(form, err)
}

// lateSave writes a late save into the form, so that a second one goes over what
// stands now, knowingly: both can be seen. message says so.
func lateSave[Input any](form *ui.Form[Input], err error, message string) (theirs map[string]string, late bool) {
	var conflict store.Conflict
	if !errors.As(err, &conflict) {
		return nil, false
	}
	form.Refused = message
	form.Typed.Set("version", strconv.FormatInt(conflict.Version, 10))
	return conflict.Theirs, true
}

// oneFile reads the file of a form that has one, and no more of it than shows that it
// is too large.
//
// Errors: store.Invalid under "file" where none was chosen.
func oneFile(parts *web.Parts, limit int64) (name string, raw []byte, err error) {
	err = parts.EachFile(func(chosen string, content io.Reader) (err error) {
		name = chosen
		raw, err = io.ReadAll(io.LimitReader(content, limit+1))
		return err
	})
	if err == nil && name == "" {
		err = store.Invalid{"file": "import.file.missing"}
	}
	return name, raw, err
}

// number is an id of the address.
//
// Errors: store.ErrNotFound for what is no number.
func number(c web.Ctx, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil {
		return 0, store.ErrNotFound
	}
	return id, nil
}

// key is an id of the address that the program made, of something of a case or a
// session.
//
// Errors: store.ErrNotFound for what is none.
func key(c web.Ctx) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return uuid.Nil, store.ErrNotFound
	}
	return id, nil
}

// ways are the addresses of the pages before and after one of a list that is walked
// from its start: "" where there is none.
func ways(path, cursor, next string) (first, further string) {
	if cursor != "" {
		first = path
	}
	if next != "" {
		further = path + "?after=" + next
	}
	return first, further
}
