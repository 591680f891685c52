package web

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/a-h/templ"
	playground "github.com/go-playground/form/v4"
	"golang.org/x/text/unicode/norm"

	"privacydesk/models/store"
	"privacydesk/views/ui"
)

var decoder = newDecoder()

func newDecoder() *playground.Decoder {
	decoder := playground.NewDecoder()
	decoder.RegisterCustomTypeFunc(func(typed []string) (any, error) {
		return civil.ParseDate(typed[0])
	}, civil.Date{})
	decoder.SetMaxArraySize(200)
	return decoder
}

// Submitted reads the posted form into the register's own input. A field that
// cannot be read is a store.Invalid, and what was typed stays in the form.
//
// Errors: store.Invalid; ErrUnreadable for what is no form; too large a body.
func Submitted[Input any](c Ctx) (ui.Form[Input], error) {
	var form ui.Form[Input]
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return form, ErrUnreadable
	}
	if err := c.Request().ParseForm(); err != nil {
		if StatusOf(err) == 413 {
			return form, err
		}
		return form, ErrUnreadable
	}
	return Fill[Input](c.Request().PostForm)
}

// Fill reads values into the register's own input, as Submitted does.
func Fill[Input any](posted url.Values) (ui.Form[Input], error) {
	form := ui.Form[Input]{Typed: url.Values{}}
	invalid := store.Invalid{}
	for name, values := range posted {
		for _, value := range values {
			text, ok := readable(value)
			if !ok {
				invalid[name] = "field.unreadable"
			}
			form.Typed.Add(name, text)
		}
	}
	var unreadable playground.DecodeErrors
	if err := decoder.Decode(&form.Input, filled(form.Typed)); errors.As(err, &unreadable) {
		for name := range unreadable {
			invalid[name] = "field.unreadable"
		}
	} else if err != nil {
		return form, ErrUnreadable
	}
	return form, invalid.Err()
}

// readable is a typed text as the portal keeps it: UTF-8 in NFC, line feeds, no
// control characters, no space around. It reports false for what was no text at
// all; what can be read of it is kept. (security D3)
func readable(typed string) (string, bool) {
	ok := utf8.ValidString(typed) && !strings.ContainsRune(typed, 0)
	text := strings.ReplaceAll(strings.ToValidUTF8(typed, "\uFFFD"), "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		if r == '\r' {
			return '\n'
		}
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(norm.NFC.String(text)), ok
}

// Rejected reports whether err is about what was typed, or about the state of
// things, and if so writes it into the form, for the page to be shown again.
func Rejected[Input any](form *ui.Form[Input], err error) bool {
	var invalid store.Invalid
	var refused store.Refused
	switch {
	case errors.As(err, &invalid):
		form.Errors = invalid
	case errors.As(err, &refused):
		form.Refused = string(refused)
	case StatusOf(err) == http.StatusTooManyRequests:
		form.Refused = "error.429.text"
	case StatusOf(err) == http.StatusRequestEntityTooLarge:
		form.Refused = "error.413.text"
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		form.Refused = "error.503.text"
	default:
		return false
	}
	return true
}

// Refuse answers with the form's page once more under the error's own status, and
// says when to try again where that helps. Why something is away, such as a full disk,
// stands in the log.
func Refuse(c Ctx, err error, view templ.Component) error {
	retryAfter(c, err)
	status := StatusOf(err)
	if status >= http.StatusInternalServerError {
		server(c).Log.Error("a form could not be taken in", "route", c.Path(), "status", status, "error", Plain(err))
	}
	return render(c, status, view)
}

func filled(typed url.Values) url.Values {
	kept := url.Values{}
	for name, values := range typed {
		for _, value := range values {
			if value != "" {
				kept.Add(name, value)
			}
		}
	}
	return kept
}
