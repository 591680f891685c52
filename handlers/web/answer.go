package web

import (
	"bytes"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"privacydesk/views/ui"
)

// Page answers with a page.
func Page(c Ctx, view templ.Component) error { return render(c, http.StatusOK, view) }

// Again answers with the form's page once more, as not accepted.
func Again(c Ctx, view templ.Component) error { return render(c, http.StatusUnprocessableEntity, view) }

// Status answers with a page under another status code, such as 409 or 410.
func Status(c Ctx, status int, view templ.Component) error { return render(c, status, view) }

// SeeOther sends the browser on after a change.
func SeeOther(c Ctx, path string) error { return c.Redirect(http.StatusSeeOther, path) }

// render writes into memory first, so that a view that fails is an error page and
// never half a page.
func render(c Ctx, status int, view templ.Component) error {
	var page bytes.Buffer
	if err := view.Render(c.Request().Context(), &page); err != nil {
		return err
	}
	return c.Blob(status, echo.MIMETextHTMLCharsetUTF8, page.Bytes())
}

// Flash is what the next page says about what just happened: a message key with
// its values.
type Flash struct {
	Tone    ui.Tone           `json:"tone"`
	Message string            `json:"message"`
	Values  map[string]string `json:"values,omitempty"`
}
