package web

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"privacydesk/models/site"
)

// Show answers a reading page with a view. until is when another edition that the
// page would show takes effect, zero when none is known.
func Show(c Ctx, view templ.Component, until time.Time) error {
	var html bytes.Buffer
	if err := view.Render(c.Request().Context(), &html); err != nil {
		return err
	}
	return Bytes(c, echo.MIMETextHTMLCharsetUTF8, html.Bytes(), until)
}

// JSON answers a reading page with data for programs.
func JSON(c Ctx, value any, until time.Time) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	return Bytes(c, "application/json; charset=utf-8", body.Bytes(), until)
}

// Bytes answers a reading page with bytes of any kind and keeps them in memory.
func Bytes(c Ctx, contentType string, body []byte, until time.Time) error {
	s := server(c)
	var extra [][2]string
	if strings.HasPrefix(s.BaseURL, "https://") {
		extra = append(extra, [2]string{"Strict-Transport-Security", strictTransport})
	}
	made := newPage(contentType, body, until, extra)
	begun, reading := c.Get(generationKey).(uint64)
	if of, ok := c.Get(siteKey).(*site.Site); ok && reading && c.Request().URL.RawQuery == "" {
		s.Pages.keep(of, c.Request().URL.Path, made, begun)
	}
	made.write(c.Response(), c.Request(), s.Now())
	return nil
}

// Format parts a name at the end of an address from the form it is wanted in:
// "privacy.json" is "privacy" and ".json"; "7.1" stays whole.
func Format(name string) (string, string) {
	for _, suffix := range []string{".json", ".csv", ".md"} {
		if bare, found := strings.CutSuffix(name, suffix); found {
			return bare, suffix
		}
	}
	return name, ""
}
