package web

import (
	"context"
	"net/http"

	"privacydesk/models/access"
)

// Health are the two addresses that a supervisor asks: /livez, whether the process
// answers, and /readyz, whether it can serve.
func Health(ready func(context.Context) error) []Route {
	return []Route{
		Get("/livez", access.Anyone, func(c Ctx) error { return c.String(http.StatusOK, "ok\n") }),
		Get("/readyz", access.Anyone, func(c Ctx) error {
			if err := ready(c.Request().Context()); err != nil {
				server(c).Log.Warn("not ready", "error", Plain(err))
				return c.String(http.StatusServiceUnavailable, "not ready\n")
			}
			return c.String(http.StatusOK, "ok\n")
		}),
	}
}
