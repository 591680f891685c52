package web

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"privacydesk/models/site"
	"privacydesk/views/ui"
)

// hosts finds the site of a host name, without a query.
type hosts struct {
	sites *site.Register
	table atomic.Pointer[hostTable]
}

type hostTable struct {
	byHost map[string]*site.Site
	byKey  map[string]*site.Site
	common *site.Site // answers hosts that no site has
}

func (h *hosts) load(ctx context.Context) error {
	sites, err := h.sites.All(ctx)
	if err != nil {
		return err
	}
	table := &hostTable{byHost: map[string]*site.Site{}, byKey: map[string]*site.Site{}, common: &site.Site{DefaultLocale: "en"}}
	for i := range sites {
		known := &sites[i]
		table.byKey[known.Key] = known
		for _, host := range known.Hosts {
			table.byHost[host] = known
		}
		if known.IsDefault {
			table.common = known
		}
	}
	h.table.Store(table)
	return nil
}

// of is the site that a Host header means.
func (h *hosts) of(host string) *site.Site {
	table := h.table.Load()
	if known := table.byHost[host]; known != nil { // no port, lower case: the usual way
		return known
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if known := table.byHost[strings.ToLower(host)]; known != nil {
		return known
	}
	return table.common
}

// locate finds the site by host name and the language by the address, and hands
// both to the views.
func (s *Server) locate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c Ctx) error {
		found := s.hosts.of(c.Request().Host)
		locale, prefix := found.DefaultLocale, ""
		if first, _, _ := strings.Cut(strings.TrimPrefix(c.Request().URL.Path, "/"), "/"); slices.Contains(site.Locales, first) {
			locale, prefix = first, "/"+first
		}
		if strings.HasPrefix(c.Request().URL.Path, "/desk") {
			locale = ui.Fallback // the desk speaks English
		}
		c.Set(siteKey, found)
		c.Set(prefixKey, prefix)
		ctx := ui.WithZone(ui.WithLocale(c.Request().Context(), locale), found.Location())
		c.SetRequest(c.Request().WithContext(ctx))
		if prefix != "" && !found.Speaks(locale) || !legible(c.Request().URL) {
			return errNotFound
		}
		return next(c)
	}
}

// legible reports whether an address is text that a database can be asked for. No page
// has any other. (security D3)
func legible(address *url.URL) bool {
	words := []string{address.Path}
	for _, values := range address.Query() {
		words = append(words, values...)
	}
	return !strings.ContainsFunc(address.Path, unicode.IsControl) &&
		!slices.ContainsFunc(words, func(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) })
}

// Site is the public property whose host name was asked.
func Site(c Ctx) site.Site {
	if found, ok := c.Get(siteKey).(*site.Site); ok {
		return *found
	}
	return site.Site{DefaultLocale: "en"}
}

// Path is a public address in the language of the request: "/policies" is
// "/de/policies" under /de.
func Path(c Ctx, path string) string {
	prefix, _ := c.Get(prefixKey).(string)
	if path == "/" && prefix != "" {
		return prefix
	}
	return prefix + path
}

// Languages are the ways to the same page in the site's other languages.
func Languages(c Ctx) []ui.Language {
	here, _ := c.Get(prefixKey).(string)
	bare := strings.TrimPrefix(c.Request().URL.EscapedPath(), here)
	found := Site(c)
	var all []ui.Language
	for _, locale := range found.Locales {
		href := bare
		if locale != found.DefaultLocale {
			href = strings.TrimSuffix("/"+locale+bare, "/")
		}
		if href == "" {
			href = "/"
		}
		all = append(all, ui.Language{Locale: locale, Href: href, Current: locale == ui.Locale(c.Request().Context())})
	}
	return all
}

// Canonical is the full address of the page, from the site's settings and never from
// the request's headers; the default language stands without its prefix.
func Canonical(c Ctx) string {
	for _, language := range Languages(c) {
		if language.Current {
			return Site(c).URL + language.Href
		}
	}
	return Site(c).URL + c.Request().URL.EscapedPath()
}
