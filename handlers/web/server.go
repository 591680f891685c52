package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/site"
	"privacydesk/views/ui"
)

// Config is what the web needs from the rest of the portal.
type Config struct {
	Sites *site.Register
	// Identify tells who holds a session of the desk; an unknown token is a stranger.
	Identify func(ctx context.Context, token string) (Visitor, error)
	// Track tells which case a tracking session has opened; an unknown token is a stranger.
	Track func(ctx context.Context, token string) (access.Actor, error)
	// Forbid records that somebody was refused for want of a capability.
	Forbid func(ctx context.Context, actor access.Actor, need access.Capability) error
	// DeskShell and PublicShell dress an error page like the pages around it.
	DeskShell   func(c Ctx, title string) ui.DeskShell
	PublicShell func(c Ctx, title string) ui.PublicShell

	BaseURL string       // where the desk is reached, without a final slash
	Proxies []*net.IPNet // whose forwarded headers count
	Log     *slog.Logger
	Now     func() time.Time
}

// Visitor is who holds a session of the desk.
type Visitor struct {
	Actor   access.Actor
	Session people.Session
	Token   string // of the session
	Theme   string // "light", "dark", "" for the system's
}

// Server answers HTTP: public pages from memory, everything else through the routes.
type Server struct {
	Config
	Pages  *PageCache
	Routes []Route

	echo  *echo.Echo
	hosts *hosts
	pages map[string]bool // paths of all pages
}

// New builds the server from its route table.
//
// Errors: a table that forgets a capability, a limit or a handler.
func New(ctx context.Context, config Config, routes []Route) (*Server, error) {
	if err := check(routes); err != nil {
		return nil, err
	}
	s := &Server{Config: config, Routes: routes, echo: echo.New(), hosts: &hosts{sites: config.Sites}, pages: pagesOf(routes)}
	s.Pages = newPageCache(s.hosts, config.Now)
	if err := s.hosts.load(ctx); err != nil {
		return nil, err
	}
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(discard{})
	e.IPExtractor = clientAddress(config.Proxies)
	e.HTTPErrorHandler = s.answerError
	e.Use(s.last, s.headers, s.deadlines, s.sameOrigin, s.locate)
	for _, route := range routes {
		e.Add(route.Method, route.Path, s.handle(route))
		if route.Method == http.MethodGet {
			e.Add(http.MethodHead, route.Path, s.handle(route))
		}
	}
	return s, nil
}

// ServeHTTP answers from memory where it can, before router and middleware.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Pages.serve(w, r) {
		return
	}
	s.echo.ServeHTTP(w, r)
}

// ReloadSites reads the sites again, after one was added or changed.
func (s *Server) ReloadSites(ctx context.Context) error {
	err := s.hosts.load(ctx)
	s.Pages.Forget()
	return err
}

// handle is the way of every request: who asks, may they, how much do they send,
// then the handler.
func (s *Server) handle(route Route) echo.HandlerFunc {
	return func(c Ctx) error {
		c.Set(routeKey, route)
		if route.Reading {
			return s.read(c, route)
		}
		c.Response().Header().Set("Cache-Control", "no-store")
		if route.Personal {
			c.Response().Header().Set("Referrer-Policy", "no-referrer")
		}
		if err := s.identify(c, route); err != nil {
			return err
		}
		if !Actor(c).May(route.Needs) {
			return s.refuse(c, route)
		}
		if route.Body != NoBody {
			if c.Request().Header.Get("Content-Encoding") != "" {
				return errEncoded
			}
			// Of a form with files the text fields are read all the same: they come first, and
			// what was typed survives.
			if c.Request().ContentLength > route.Limit && route.Body != FilesBody {
				return errTooLarge
			}
			c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, route.Limit)
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), handlerTime+bodyTime(c.Request())-stallTime)
		defer cancel()
		patient := c.Request()
		c.SetRequest(patient.WithContext(ctx))
		defer func() { // an error page is still written when the time is over, with what was read of the form
			patient.Form, patient.PostForm = c.Request().Form, c.Request().PostForm
			c.SetRequest(patient)
		}()
		return route.Handle(c)
	}
}

// read answers with a public page: from memory, if all that differs from the address of
// one is a query that it does not read.
func (s *Server) read(c Ctx, route Route) error {
	if !route.Queried && c.Request().URL.RawQuery != "" {
		c.Request().URL.RawQuery = ""
		if s.Pages.serve(c.Response(), c.Request()) {
			return nil
		}
	}
	c.Set(generationKey, s.Pages.generation())
	return route.Handle(c)
}

// handlerTime is how long a handler may take, its queries included; one that reads a
// large body has longer.
const handlerTime = 55 * time.Second

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

const (
	routeKey      = "route"
	generationKey = "generation"
	actorKey      = "actor"
	visitorKey    = "visitor"
	siteKey       = "site"
	prefixKey     = "prefix"
	serverKey     = "server"
)
