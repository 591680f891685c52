// Package storetest gives every test a database of its own: a clone of a template
// that was migrated once, on the server that `go run ./cmd/testdb` started. It also
// holds the people and the few assertions that register tests share.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"privacydesk/migrations"
	"privacydesk/models/access"
	"privacydesk/models/store"
)

// People of the tests. Each stands in the people table with this id.
var (
	Agent         = person(1, access.Agent)
	Lead          = person(2, access.Lead)
	Editor        = person(3, access.Editor)
	Approver      = person(4, access.Approver)
	Administrator = person(5, access.Administrator)
	Auditor       = person(6, access.Auditor)
	OtherAgent    = person(7, access.Agent)
	OtherApprover = person(8, access.Approver)
	Nobody        = access.Actor{Kind: access.Person, ID: 9, Name: "Nobody"} // signed in, without a role
	Stranger      = access.Actor{}
)

func person(id int64, role access.Role) access.Actor {
	return access.Actor{Kind: access.Person, ID: id, Name: fmt.Sprintf("%s %d", role, id),
		Grants: []access.Grant{{Role: role}}, SteppedUpAt: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// seed is what every test finds: the default site (id 1, key "main") and the people above.
const seed = `
INSERT INTO sites (key, name, url, is_default, default_locale, locales, zone, calendar, created_at)
VALUES ('main', 'Main', 'http://localhost', true, 'en', '{en,de,ar}', 'Europe/Berlin', 'DE', '2020-01-01');
INSERT INTO people (email, name, status, created_at)
SELECT 'person' || n || '@example.org', 'Person ' || n, 'active', '2020-01-01' FROM generate_series(1, 9) n ORDER BY n;
INSERT INTO grants (person_id, role, granted_by, granted_at)
SELECT * FROM (VALUES (1, 'agent'), (2, 'lead'), (3, 'editor'), (4, 'approver'), (5, 'administrator'), (6, 'auditor'),
  (7, 'agent'), (8, 'approver')) AS held (person_id, role), (VALUES (0, '2020-01-01'::timestamptz)) AS by (id, at);`

const role = "privacydesk_test" // serves; owns nothing

// New is a database for this test alone, at the given time, as the serving role.
func New(t testing.TB, at time.Time) *store.Store {
	t.Helper()
	return Open(t, Clone(t), store.Options{Connections: 8, Now: func() time.Time { return at.UTC() }})
}

// Open opens a cloned database with options of the test's own.
func Open(t testing.TB, address string, o store.Options) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), address, o)
	NoError(t, err)
	t.Cleanup(db.Close)
	return db
}

// Clone makes the test's database and tells its address, as the serving role.
func Clone(t testing.TB) string {
	t.Helper()
	admin := os.Getenv("PRIVACYDESK_TEST_DATABASE")
	if admin == "" {
		t.Fatal("PRIVACYDESK_TEST_DATABASE is not set: run `make test`, or `go run ./cmd/testdb go test ./...`")
	}
	ctx := context.Background()
	template, err := template(ctx, admin)
	NoError(t, err)
	random := make([]byte, 8)
	_, _ = rand.Read(random)
	name := "pd_" + hex.EncodeToString(random)
	NoError(t, execute(ctx, admin, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, template)))
	t.Cleanup(func() { _ = execute(ctx, admin, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)) })
	return with(admin, name, role)
}

// Owner is the address of a cloned database as the owner of its schema.
func Owner(t testing.TB, clone string) string {
	t.Helper()
	config, err := pgx.ParseConfig(clone)
	NoError(t, err)
	return with(os.Getenv("PRIVACYDESK_TEST_DATABASE"), config.Database, "")
}

var templates sync.Map // admin address → func() (string, error)

func template(ctx context.Context, admin string) (string, error) {
	made, _ := templates.LoadOrStore(admin, sync.OnceValues(func() (string, error) { return makeTemplate(ctx, admin) }))
	return made.(func() (string, error))()
}

// makeTemplate migrates a database once for each state of the migrations; test
// binaries that start together wait for the first.
func makeTemplate(ctx context.Context, admin string) (string, error) {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('privacydesk template'))`); err != nil {
		return "", err
	}
	name := "pdt_" + schemaHash()
	var ready bool
	if err := conn.QueryRow(ctx, `SELECT exists(SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`, name).Scan(&ready); err != nil || ready {
		return name, err
	}
	for _, statement := range []string{
		"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
		"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "') THEN CREATE ROLE " + role + " LOGIN; END IF; END $$",
		"CREATE DATABASE " + name,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	owner := with(admin, name, "")
	if err := store.Migrate(ctx, owner, role); err != nil {
		return "", err
	}
	if err := execute(ctx, owner, seed); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+name+" IS_TEMPLATE true")
	return name, err
}

func schemaHash() string {
	sum := sha256.New()
	sum.Write([]byte(seed))
	_ = fs.WalkDir(migrations.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			content, _ := migrations.Files.ReadFile(path)
			sum.Write([]byte(path))
			sum.Write(content)
		}
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

func execute(ctx context.Context, address, statement string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// with is the address of another database on the same server.
func with(address, database, user string) string {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return address
	}
	if user == "" {
		user = config.User
	}
	query := url.Values{"host": {config.Host}, "port": {fmt.Sprint(config.Port)}, "sslmode": {"disable"}}
	who := url.User(user)
	if config.Password != "" {
		who = url.UserPassword(user, config.Password)
	}
	return (&url.URL{Scheme: "postgres", User: who, Path: "/" + database, RawQuery: query.Encode()}).String()
}

// One reads a single value.
func One[T any](t testing.TB, db *store.Store, query string, args ...any) T {
	t.Helper()
	var value T
	NoError(t, db.Pool.QueryRow(t.Context(), query, args...).Scan(&value))
	return value
}

// All reads a column.
func All[T any](t testing.TB, db *store.Store, query string, args ...any) []T {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), query, args...)
	NoError(t, err)
	values, err := pgx.CollectRows(rows, pgx.RowTo[T])
	NoError(t, err)
	return values
}

// Audited lists what the log holds, oldest first, as "action subject".
func Audited(t testing.TB, db *store.Store) []string {
	t.Helper()
	return All[string](t, db, `SELECT rtrim(action || ' ' || subject) FROM audit_events ORDER BY id`)
}

// Jobs lists the kinds of the jobs that were enqueued, oldest first.
func Jobs(t testing.TB, db *store.Store) []string {
	t.Helper()
	return All[string](t, db, `SELECT kind FROM river_job ORDER BY id`)
}

// Equal fails the test when got is not want.
func Equal[T any](t testing.TB, got, want T) {
	t.Helper()
	if difference := cmp.Diff(want, got, cmpopts.EquateErrors(), cmpopts.EquateEmpty()); difference != "" {
		t.Fatalf("not as wanted (-want +got):\n%s", difference)
	}
}

// NoError fails the test when there is an error.
func NoError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// Is fails the test when the error is not the one wanted.
func Is(t testing.TB, got, want error) {
	t.Helper()
	if !errors.Is(got, want) && !reflect.DeepEqual(got, want) {
		t.Fatalf("got error %v, want %v", got, want)
	}
}

// Contains fails the test when the text lacks the part.
func Contains(t testing.TB, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Fatalf("%q is not in:\n%s", part, text)
	}
}

// InOrder fails the test at the first of these parts that does not follow those before
// it in the text.
func InOrder(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, after, found := strings.Cut(text, part)
		if !found {
			t.Fatalf("%q does not follow, but: %s", part, text)
		}
		text = after
	}
}
