package web

import (
	"io"
	"mime"
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

// Attachment hands a file over that somebody sent or prepared: under its name, never
// opened by the browser. (security D5)
func Attachment(c Ctx, name, mediaType string, size int64, content io.Reader) error {
	header := c.Response().Header()
	header.Set("Content-Type", mediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("Content-Length", strconv.FormatInt(size, 10))
	c.Response().WriteHeader(http.StatusOK)
	_, err := io.Copy(c.Response(), content)
	return err
}
