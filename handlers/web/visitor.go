package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// Names of the cookies. Over TLS they carry the prefix __Host-; on a plain-http
// loopback address, for trying the portal out, not every browser keeps such cookies.
const (
	DeskCookie   = "desk"
	SignInCookie = "sign-in" // half of a sign-in: the code is still to come
	TrackCookie  = "case"
)

// identify reads the one cookie that the route may look at.
func (s *Server) identify(c Ctx, route Route) error {
	switch {
	case route.Needs == access.Track:
		token := s.cookie(c, TrackCookie)
		if token == "" {
			return nil
		}
		actor, err := s.Track(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.Set(actorKey, actor)
	case strings.HasPrefix(route.Path, "/desk"):
		token := s.cookie(c, DeskCookie)
		if token == "" {
			return nil
		}
		visitor, err := s.Identify(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.Set(visitorKey, visitor)
		c.Set(actorKey, visitor.Actor)
	}
	return nil
}

// refuse sends a stranger to the door and records whoever is signed in.
func (s *Server) refuse(c Ctx, route Route) error {
	actor := Actor(c)
	switch {
	case route.Needs == access.Track:
		return SeeOther(c, Path(c, "/requests"))
	case actor.Kind == access.Stranger || actor.Kind == "":
		to := "/desk/sign-in"
		if c.Request().Method == http.MethodGet {
			to += "?next=" + url.QueryEscape(c.Request().URL.RequestURI())
		}
		return SeeOther(c, to)
	}
	if err := s.Forbid(c.Request().Context(), actor, route.Needs); err != nil {
		return err
	}
	return store.ErrForbidden
}

// Actor is who asks.
func Actor(c Ctx) access.Actor {
	actor, _ := c.Get(actorKey).(access.Actor)
	return actor
}

// Asking is who holds the session of the desk.
func Asking(c Ctx) Visitor {
	visitor, _ := c.Get(visitorKey).(Visitor)
	return visitor
}

// Next is the address that a person wanted before signing in, if it is one of the
// desk's own pages; the dashboard otherwise. (security A7)
func Next(wanted string) string {
	address, err := url.Parse(wanted)
	if err != nil || address.Scheme != "" || address.Host != "" || address.User != nil || strings.ContainsAny(wanted, "\\\r\n\t") {
		return "/desk"
	}
	if address.Path != "/desk" && !strings.HasPrefix(address.Path, "/desk/") || strings.Contains(address.Path, "..") ||
		strings.HasPrefix(address.Path, "/desk/sign-in") {
		return "/desk"
	}
	return address.RequestURI()
}

// SetCookie hands a session's token to the browser.
func SetCookie(c Ctx, name, token string) { server(c).setCookie(c, name, token, 0) }

// DropCookie takes a session's token from the browser.
func DropCookie(c Ctx, name string) { server(c).setCookie(c, name, "", -1) }

// Cookie is the token of a session that the browser holds, "" without.
func Cookie(c Ctx, name string) string { return server(c).cookie(c, name) }

func (s *Server) setCookie(c Ctx, name, value string, maxAge int) {
	secure := s.secure(c)
	if secure {
		name = "__Host-" + name
	}
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (s *Server) cookie(c Ctx, name string) string {
	if s.secure(c) {
		name = "__Host-" + name
	}
	cookie, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// secure reports whether the pages are reached over TLS, as the configuration says;
// never as a header says. A site's own address decides for its pages.
func (s *Server) secure(c Ctx) bool {
	address := s.BaseURL
	if !strings.HasPrefix(c.Request().URL.Path, "/desk") {
		address = Site(c).URL
	}
	return strings.HasPrefix(address, "https://")
}

// ClientAddress is the address that the request came from, believing only the
// proxies that the configuration names; of IPv6 the network, since whoever has one
// address has a whole one of them. It is personal data: hash it before it is kept
// anywhere.
func ClientAddress(c Ctx) string {
	const network = 64 // bits
	address, err := netip.ParseAddr(c.RealIP())
	if err != nil || !address.Is6() || address.Is4In6() {
		return c.RealIP()
	}
	return netip.PrefixFrom(address.WithZone(""), network).Masked().Addr().String()
}

func clientAddress(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range proxies {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

func server(c Ctx) *Server { return c.Get(serverKey).(*Server) }
