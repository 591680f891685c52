package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	// stallTime is how long a connection may make no progress, and what every body
	// and answer has at least.
	stallTime = 60 * time.Second
	// slowestBody is the speed below which a large body is not waited for.
	slowestBody = 16 << 10 // bytes a second
)

// bodyTime is how long the body of the request may take to arrive.
func bodyTime(r *http.Request) time.Duration {
	return stallTime + time.Duration(max(0, r.ContentLength)/slowestBody)*time.Second
}

// deadlines gives a large body the time that its size needs, and an answer as long
// as it moves. What they are without it, for small requests and pages from memory,
// stands at the http.Server. (security D1)
func (s *Server) deadlines(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c Ctx) error {
		control := http.NewResponseController(c.Response().Writer)
		if c.Request().ContentLength != 0 {
			now, wait := time.Now(), bodyTime(c.Request())
			// Connections of tests know no deadlines.
			_ = control.SetReadDeadline(now.Add(wait))
			_ = control.SetWriteDeadline(now.Add(wait + stallTime))
		}
		c.Response().Writer = &moving{c.Response().Writer, control}
		return next(c)
	}
}

// moving puts the deadline off with everything that is written.
type moving struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (m *moving) Write(part []byte) (int, error) {
	_ = m.control.SetWriteDeadline(time.Now().Add(stallTime))
	return m.ResponseWriter.Write(part)
}

// Unwrap lets the deadline and the flush of the connection be reached.
func (m *moving) Unwrap() http.ResponseWriter { return m.ResponseWriter }
