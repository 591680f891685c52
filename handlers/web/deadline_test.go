package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/store/storetest"
)

func TestSEC_D1_TimeToSendAndReceive(t *testing.T) {
	t.Parallel()
	const short = 300 * time.Millisecond
	slowly := func(c web.Ctx) error {
		sent, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		for range 4 { // twice as long as the server's own limit, but moving
			_, _ = io.WriteString(c.Response(), "part ")
			c.Response().Flush()
			time.Sleep(short / 2)
		}
		_, err = c.Response().Write(sent)
		return err
	}
	browser := webtest.Open(t, storetest.New(t, noon), storetest.Stranger, []web.Route{
		web.Get("/download", access.Anyone, slowly), web.Post("/upload", access.Anyone, slowly),
	})
	server := httptest.NewUnstartedServer(browser.Server)
	server.Config.ReadTimeout, server.Config.WriteTimeout = short, short
	server.Start()
	t.Cleanup(server.Close)

	t.Run("a download goes on while it moves", func(t *testing.T) {
		response, err := http.Get(server.URL + "/download")
		storetest.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		storetest.NoError(t, err)
		_ = response.Body.Close()

		storetest.Equal(t, string(body), "part part part part ")
	})

	t.Run("a body has the time that its size needs", func(t *testing.T) {
		reader, writer := io.Pipe()
		go func() {
			for range 4 {
				_, _ = io.WriteString(writer, strings.Repeat("x", 1000))
				time.Sleep(short / 2)
			}
			_ = writer.Close()
		}()
		request, err := http.NewRequest(http.MethodPost, server.URL+"/upload", reader)
		storetest.NoError(t, err)
		request.ContentLength = 4000

		response, err := http.DefaultClient.Do(request)
		storetest.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		storetest.NoError(t, err)
		_ = response.Body.Close()

		storetest.Equal(t, len(body), len("part ")*4+4000)
	})
}
