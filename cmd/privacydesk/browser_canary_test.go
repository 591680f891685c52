package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"privacydesk/cmd/internal/pgserver"
	"privacydesk/models/store/storetest"
)

// hides looks for what people typed in everything that the portal has kept: every row
// of every table with the arguments of all jobs, the files of the data directory with
// PostgreSQL's own, and the log. The search is proven by what must be found.
// (security G1, G2, H3)
func (w *walk) hides(t *testing.T) {
	places := map[string][]byte{"the log": []byte(w.portal.Log())}
	dump(t, w.portal.Data, places)
	files(t, w.portal.Data, places)

	if len(w.secrets) < 10 {
		t.Errorf("only %d secrets were typed", len(w.secrets))
	}
	for _, secret := range w.secrets {
		for place := range holding(places, secret) {
			t.Errorf("%s holds %s", place, secret)
		}
	}
	for known, wanted := range map[string]string{w.spoken: "table public.edition_contents", "river_migration": "", "127.0.0.1": ""} {
		found := holding(places, known)
		if len(found) == 0 || wanted != "" && !found[wanted] {
			t.Errorf("the search does not find %s, so it would not find a secret: %v", known, found)
		}
	}
}

// holding names the places where the word stands, plainly or as a database and JSON
// write bytes.
func holding(places map[string][]byte, word string) map[string]bool {
	found := map[string]bool{}
	for place, content := range places {
		for _, form := range forms(word) {
			if bytes.Contains(content, []byte(form)) {
				found[place] = true
			}
		}
	}
	return found
}

// forms are the word as text, as hexadecimal, and as Base64 wherever it may begin.
func forms(word string) []string {
	made := []string{word, strings.ToUpper(word), hex.EncodeToString([]byte(word))}
	for skipped := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat(" ", skipped) + word))
		made = append(made, coded[4:len(coded)-2]) // its ends depend on what stands beside it
	}
	return made
}

// dump reads every row of every table as text, as the role that may read all.
func dump(t *testing.T, data string, into map[string][]byte) {
	t.Helper()
	ctx := t.Context()
	server, err := pgserver.Start(ctx, data, pgserver.Options{})
	storetest.NoError(t, err)
	if !server.Attached() {
		t.Fatal("the portal does not run PostgreSQL")
	}
	config, err := pgx.ParseConfig(server.AdminURL())
	storetest.NoError(t, err)
	config.Database = "privacydesk"
	connection, err := pgx.ConnectConfig(ctx, config)
	storetest.NoError(t, err)
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()

	tables := column(t, connection, `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
	if len(tables) < 20 {
		t.Fatalf("there are only %d tables", len(tables))
	}
	for _, table := range tables {
		rows := column(t, connection, fmt.Sprintf("SELECT t::text FROM %s t", table))
		into["table "+table] = []byte(strings.Join(rows, "\n"))
	}
}

func column(t *testing.T, connection *pgx.Conn, query string) []string {
	t.Helper()
	rows, err := connection.Query(t.Context(), query)
	storetest.NoError(t, err)
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	storetest.NoError(t, err)
	return values
}

// files reads all below the data directory, also PostgreSQL's tables, its log of what
// was written, and what it said.
func files(t *testing.T, data string, into map[string][]byte) {
	t.Helper()
	storetest.NoError(t, filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil // a file of PostgreSQL's that has gone meanwhile
		}
		content, err := os.ReadFile(path)
		if err == nil {
			into["file "+strings.TrimPrefix(path, data)] = content
		}
		return nil
	}))
}
