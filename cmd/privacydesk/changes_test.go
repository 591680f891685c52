package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestProcessesHearWhatOthersChange(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	p := &portal{store: db, log: slog.New(slog.DiscardHandler), sites: &site.Register{Store: db}}
	made := 0
	server, err := web.New(t.Context(), web.Config{Sites: p.sites, BaseURL: "http://localhost", Log: p.log, Now: time.Now}, []web.Route{
		web.Reading("/", func(c web.Ctx) error {
			made++
			return web.Bytes(c, "text/plain", []byte(web.Site(c).Name), time.Time{})
		}),
	})
	storetest.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() { p.hearChanges(ctx, server); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
	ask := func(host string) string {
		recorder, request := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://"+host+"/", nil)
		server.ServeHTTP(recorder, request)
		return recorder.Body.String()
	}
	eventually(t, "it listens", func() bool {
		return storetest.One[int](t, db, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %' AND state = 'idle'`) == 1
	})
	storetest.Equal(t, ask("harbour.localhost"), "Main")

	t.Run("a site that was added answers at its name", func(t *testing.T) {
		_, err := p.sites.Add(t.Context(), access.Operator, site.AddInput{Key: "harbour", Name: "Harbour", URL: "http://harbour.localhost"})
		storetest.NoError(t, err)

		eventually(t, "the new site answers", func() bool { return ask("harbour.localhost") == "Harbour" })
	})

	t.Run("a page is made again after an edition", func(t *testing.T) {
		before := made
		ask("localhost")
		ask("localhost")
		storetest.Equal(t, made, before+1)

		storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error { return tx.Notify(edition.Changed, "policy 1") }))

		eventually(t, "the page is made again", func() bool { ask("localhost"); return made > before+1 })
	})

	t.Run("a lost connection is made again", func(t *testing.T) {
		var killed bool
		storetest.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'LISTEN %'`).Scan(&killed))

		eventually(t, "it listens again", func() bool {
			return storetest.One[int](t, db, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`) == 1
		})
	})
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}
