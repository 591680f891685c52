package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"privacydesk/models/store"
)

// policy allows what comes from here and nothing else, nothing inline. (design/ui.md
// section 7)
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// securityHeaders stand on every answer, errors and files included. (security C1)
var securityHeaders = [][2]string{
	{"Content-Security-Policy", contentPolicy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"},
}

const strictTransport = "max-age=31536000; includeSubDomains"

func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	secure := strings.HasPrefix(s.BaseURL, "https://")
	return func(c Ctx) error {
		c.Set(serverKey, s)
		header := c.Response().Header()
		for _, pair := range securityHeaders {
			header.Set(pair[0], pair[1])
		}
		if secure {
			header.Set("Strict-Transport-Security", strictTransport)
		}
		return next(c)
	}
}

// sameOrigin refuses an unsafe request that another origin made a browser send, and
// one that carries a session or signs in without saying where it comes from.
// (security C3)
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c Ctx) error {
		r := c.Request()
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
			return next(c)
		}
		if err := protection.Check(r); err != nil {
			return store.ErrForbidden
		}
		site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
		switch {
		case site == "same-origin", site == "none":
		case site != "":
			return store.ErrForbidden
		case origin != "":
			// An old browser: its origin must be the host that it asked.
			address, err := url.Parse(origin)
			if err != nil || !strings.EqualFold(address.Host, r.Host) {
				return store.ErrForbidden
			}
		case strings.HasPrefix(r.URL.Path, "/desk"), len(r.Cookies()) > 0:
			return store.ErrForbidden
		}
		return next(c)
	}
}
