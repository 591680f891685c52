package web

import (
	"net/http"
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
	header["Etag"] = []string{file.ETag()}
	if c.Request().Header.Get("If-None-Match") == file.ETag() {
		return c.NoContent(http.StatusNotModified)
	}
	body := file.Body
	if len(file.Gzip) > 0 && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = file.Gzip
	}
	return c.Blob(http.StatusOK, file.ContentType, body)
}
