package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"privacydesk/models/access"
	"privacydesk/models/site"
)

// Ctx is one request on its way.
type Ctx = echo.Context

// Body is what a route takes in.
type Body string

const (
	NoBody    Body = "none"
	FormBody  Body = "form"      // application/x-www-form-urlencoded
	FilesBody Body = "multipart" // text fields first, then files
)

// Limits of bodies in bytes, counted before anything reads them.
const (
	formLimit  = 1 << 20  // 1 MiB: a form of ordinary fields
	textLimit  = 8 << 20  // 8 MiB: a form that carries a whole policy text
	filesLimit = 25 << 20 // 25 MiB: 25 MB of files and the fields around them

	deliveryLimit = 2<<30 + 1<<20 // 2 GB of files that staff prepare; they stream in
)

// Route is one page or action and the capability that it takes.
type Route struct {
	Method, Path string
	Needs        access.Capability
	Handle       echo.HandlerFunc
	Body         Body
	Limit        int64 // of the body, in bytes
	Reading      bool  // a public page that is the same for everyone
	Personal     bool  // one person's: its address is told to nobody
	Queried      bool  // a reading page that reads what stands behind the ? of its address
}

// Get is a page. Post is an action.
func Get(path string, needs access.Capability, handle echo.HandlerFunc) Route {
	return Route{Method: http.MethodGet, Path: path, Needs: needs, Handle: handle, Body: NoBody}
}

func Post(path string, needs access.Capability, handle echo.HandlerFunc) Route {
	return Route{Method: http.MethodPost, Path: path, Needs: needs, Handle: handle, Body: FormBody, Limit: formLimit}
}

// Text lets the form carry a whole policy text.
func (r Route) Text() Route { r.Limit = textLimit; return r }

// Files lets the form carry files.
func (r Route) Files() Route { r.Body, r.Limit = FilesBody, filesLimit; return r }

// Delivery lets the form carry files that staff prepare for somebody.
func (r Route) Delivery() Route { r.Body, r.Limit = FilesBody, deliveryLimit; return r }

// Reading is a public page that is the same bytes for everyone and kept in memory
// until an edition changes, whatever was added behind its address. It answers through
// Show, JSON or Bytes.
func Reading(path string, handle echo.HandlerFunc) Route {
	return Route{Method: http.MethodGet, Path: path, Needs: access.Anyone, Handle: handle, Body: NoBody, Reading: true}
}

// Query lets a reading page read its query. With one it is made each time.
func (r Route) Query() Route { r.Queried = true; return r }

// OfOne makes it a page of one person, at an address that opens something or behind a
// session of theirs.
func (r Route) OfOne() Route { r.Personal = true; return r }

// InEveryLanguage are the routes under their own address and under /de, /ar, …
func InEveryLanguage(routes []Route) []Route {
	all := routes
	for _, locale := range site.Locales {
		for _, route := range routes {
			route.Path = strings.TrimSuffix("/"+locale+route.Path, "/")
			all = append(all, route)
		}
	}
	return all
}

// Serves reports whether the portal has a page at this path, so that no link leads
// to one that does not exist.
func Serves(c Ctx, path string) bool { return server(c).pages[path] }

// Routes is the whole table that the portal serves, for the page that shows it.
func Routes(c Ctx) []Route { return server(c).Routes }

// pagesOf are the paths of all pages.
func pagesOf(routes []Route) map[string]bool {
	pages := map[string]bool{}
	for _, route := range routes {
		if route.Method == http.MethodGet {
			pages[route.Path] = true
		}
	}
	return pages
}

// check refuses a table that forgets something; the portal does not start with it.
func check(routes []Route) error {
	seen := map[string]bool{}
	for _, route := range routes {
		name := route.Method + " " + route.Path
		switch {
		case route.Needs == "":
			return fmt.Errorf("route %s names no capability", name)
		case route.Handle == nil:
			return fmt.Errorf("route %s has no handler", name)
		case route.Body != NoBody && route.Limit == 0:
			return fmt.Errorf("route %s takes a body without a limit", name)
		case seen[name]:
			return fmt.Errorf("route %s stands twice", name)
		}
		seen[name] = true
	}
	return nil
}
