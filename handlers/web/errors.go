package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

var (
	errTooLarge = echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	errEncoded  = echo.NewHTTPError(http.StatusUnsupportedMediaType)
	errNotFound = echo.NewHTTPError(http.StatusNotFound)
)

// ErrUnreadable is a body that is no form: broken encoding, wrong content type.
var ErrUnreadable = echo.NewHTTPError(http.StatusBadRequest)

// last catches what a handler let fall, so that nobody meets a stack trace. It runs
// first and logs every request.
func (s *Server) last(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c Ctx) (err error) {
		began := s.Now()
		defer func() {
			if fallen := recover(); fallen != nil {
				// The value may hold personal data; the stack names only places.
				s.Log.Error("a handler panicked", "kind", fmt.Sprintf("%T", fallen), "route", c.Path(), "stack", string(debug.Stack()))
				err = errors.New("panic")
			}
			if err != nil {
				s.answerError(err, c)
			}
			s.Log.LogAttrs(context.Background(), slog.LevelInfo, "request", slog.String("method", c.Request().Method),
				slog.String("route", c.Path()), slog.Int("status", c.Response().Status), slog.Duration("took", s.Now().Sub(began)))
		}()
		return next(c)
	}
}

// StatusOf is the status code that an error becomes.
func StatusOf(err error) int {
	var invalid store.Invalid
	var refused store.Refused
	var conflict store.Conflict
	var tooMany store.TooMany
	var tooLarge *http.MaxBytesError
	var known *echo.HTTPError
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, store.ErrForbidden), errors.Is(err, store.ErrStepUp):
		return http.StatusForbidden
	case errors.As(err, &invalid), errors.As(err, &refused):
		return http.StatusUnprocessableEntity
	case errors.As(err, &conflict):
		return http.StatusConflict
	case errors.As(err, &tooMany):
		return http.StatusTooManyRequests
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	case errors.As(err, &known):
		return known.Code
	}
	return http.StatusInternalServerError
}

// answerError is the one place where errors become answers.
func (s *Server) answerError(err error, c Ctx) {
	if c.Response().Committed {
		return
	}
	status := StatusOf(err)
	if errors.Is(err, store.ErrStepUp) && s.toStepUp(c) {
		return
	}
	if errors.Is(err, echo.ErrNotFound) && withoutSlash(c) {
		return
	}
	reference := ""
	if status >= http.StatusInternalServerError {
		reference = rand.Text()[:10]
		s.Log.Error("a request failed", "reference", reference, "route", c.Path(), "status", status, "error", Plain(err))
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Del("ETag")
	retryAfter(c, err)
	if err := s.writeError(c, status, reference, err); err != nil {
		s.Log.Error("an error page failed", "route", c.Path(), "error", Plain(err))
	}
}

// withoutSlash leads a reader who typed a slash at the end to the same address without
// it. Slashes at the start go too: two of them would lead to another host.
func withoutSlash(c Ctx) bool {
	asked := c.Request().URL
	short := "/" + strings.Trim(asked.EscapedPath(), "/")
	if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead || short == "/" || !strings.HasSuffix(asked.Path, "/") {
		return false
	}
	if asked.RawQuery != "" {
		short += "?" + asked.RawQuery
	}
	return c.Redirect(http.StatusMovedPermanently, short) == nil
}

// retryAfter says when to try again, where that helps.
func retryAfter(c Ctx, err error) {
	var tooMany store.TooMany
	if errors.As(err, &tooMany) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(tooMany.RetryAfter.Seconds()))))
	} else if StatusOf(err) == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "10")
	}
}

// Plain is an error for the log: what the database says of a row may name a person,
// so of its errors only the code and the constraint are kept.
func Plain(err error) string {
	text := err.Error()
	if at := strings.Index(text, "(SQLSTATE"); at >= 0 {
		return "database error " + text[at:]
	}
	return text
}

func (s *Server) writeError(c Ctx, status int, reference string, err error) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(status)
	}
	ctx := c.Request().Context()
	title, text := words(ctx, status, err)
	switch wanted := formatOf(c.Request().URL.Path); wanted {
	case ".json":
		problem := map[string]any{"type": "about:blank", "title": title, "status": status, "detail": text}
		if reference != "" {
			problem["instance"] = "urn:reference:" + reference
		}
		body, err := json.Marshal(problem)
		if err != nil {
			return err
		}
		return c.Blob(status, "application/problem+json", body)
	case ".csv", ".md", ".txt":
		return c.String(status, title+"\n"+text+"\n")
	}
	typed := typedAgain(c, status)
	if len(typed) > 0 {
		text = ui.T(ctx, "error.503.kept")
	}
	page := s.errorPage(c, title, text, reference)
	if len(typed) > 0 {
		return render(c, status, withChildren(page, ui.TypedAgain(c.Request().URL.RequestURI(), typed, strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/"))))
	}
	return render(c, status, page)
}

// errorPage looks like the pages around it: to those who are signed in like the desk,
// to others who wanted there like its door.
func (s *Server) errorPage(c Ctx, title, text, reference string) templ.Component {
	if path := c.Request().URL.Path; path != "/desk" && !strings.HasPrefix(path, "/desk/") {
		shell := s.PublicShell(c, title)
		shell.Hidden, shell.Canonical = true, "" // of an address that opens something too
		return ui.PublicError(shell, title, text, reference)
	}
	if _, routed := c.Get(routeKey).(Route); !routed { // nobody has asked yet who is there
		if err := s.identify(c, Route{Path: "/desk"}); err != nil {
			s.Log.Warn("an error page does not know who asks", "error", Plain(err))
		}
	}
	if Actor(c).Kind == access.Person {
		return ui.DeskError(s.DeskShell(c, title), title, text, reference)
	}
	return ui.EntryError(title, text, reference)
}

// typedAgain is what was typed into a form that the portal could not take for the
// moment, before any page of its own could keep it. Words that open something are not
// written into a page.
func typedAgain(c Ctx, status int) url.Values {
	route, known := c.Get(routeKey).(Route)
	if status != http.StatusServiceUnavailable || c.Request().Method != http.MethodPost || !known || route.Body == NoBody {
		return nil
	}
	typed := sentFields(c, route)
	for name := range typed {
		for _, secret := range []string{"password", "code", "secret", "token"} {
			if strings.Contains(name, secret) {
				return nil
			}
		}
	}
	return typed
}

// sentFields are the text fields of the form. Those of a form with files were kept
// when they were read, since a body is read once; where the database was away before
// anything was read, they are read now.
func sentFields(c Ctx, route Route) url.Values {
	if parts, read := c.Get(partsKey).(*Parts); read {
		return parts.fields
	}
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, route.Limit)
	if route.Body == FilesBody {
		if parts, err := readParts(c); err == nil {
			return parts.fields
		}
		return nil
	}
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "application/x-www-form-urlencoded") || c.Request().ParseForm() != nil {
		return nil
	}
	return c.Request().PostForm
}

// withChildren is a component around others.
func withChildren(page, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return page.Render(templ.WithChildren(ctx, children), w)
	})
}

// words are title and text of an error page; a refusal brings its own.
func words(ctx context.Context, status int, err error) (title, text string) {
	key := "error." + strconv.Itoa(status)
	if !ui.Has(ctx, key+".title") {
		key = "error.500"
		if status < http.StatusInternalServerError {
			key = "error.400"
		}
	}
	title, text = ui.T(ctx, key+".title"), ui.T(ctx, key+".text")
	var refused store.Refused
	if errors.As(err, &refused) {
		text = ui.T(ctx, string(refused))
	}
	return title, text
}

// toStepUp asks for the second factor again and leads back to the page.
func (s *Server) toStepUp(c Ctx) bool {
	if Actor(c).Kind != access.Person {
		return false
	}
	next := c.Request().URL.RequestURI()
	if c.Request().Method != http.MethodGet {
		next = Back(c)
	}
	return SeeOther(c, "/desk/step-up?next="+url.QueryEscape(Next(next))) == nil
}

// Back is the page of the desk that a form was sent from, as the browser tells it;
// the dashboard where it does not.
func Back(c Ctx) string {
	address, err := url.Parse(c.Request().Referer())
	if err != nil {
		return "/desk"
	}
	return Next(address.RequestURI())
}

func formatOf(path string) string {
	for _, suffix := range []string{".json", ".csv", ".md", ".txt"} {
		if strings.HasSuffix(path, suffix) {
			return suffix
		}
	}
	return ""
}
