package web

import (
	"net/http"
	"strconv"
	"strings"

	"privacydesk/assets"
)

// Assets serves the portal's own style sheets, scripts and icons. Their names carry
// a hash of the bytes, so they may be kept for ever.
func Assets(c Ctx) error {
	file, found := assets.Lookup(strings.TrimPrefix(c.Request().URL.Path, "/assets/"))
	if !found {
		return errNotFound
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	body, tag := file.Body, file.Tag
	if takesGzip(c.Request()) {
		header.Set("Content-Encoding", "gzip")
		body, tag = file.Gzip, file.GzipTag
	}
	header["Etag"] = []string{tag}
	if matches(c.Request().Header.Get("If-None-Match"), file.Tag, file.GzipTag) {
		header.Del("Content-Encoding")
		return c.NoContent(http.StatusNotModified)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, file.ContentType, body)
}
