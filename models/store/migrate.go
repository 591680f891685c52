package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"slices"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"privacydesk/migrations"
)

// Migrate brings the schema to its head, as the role that owns it, and lets the role
// that serves use it. Several processes may call it at once: an advisory lock lets
// one in at a time.
func Migrate(ctx context.Context, ownerURL, servingRole string) error {
	return withOwner(ctx, ownerURL, func(db *sql.DB, provider *goose.Provider) error {
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("migrate the schema: %w", err)
		}
		if err := migrateQueue(ctx, db); err != nil {
			return err
		}
		if servingRole == "" {
			return nil
		}
		return grant(ctx, db, servingRole)
	})
}

// MigrateDown takes back the newest migration.
func MigrateDown(ctx context.Context, ownerURL string) error {
	return withOwner(ctx, ownerURL, func(_ *sql.DB, provider *goose.Provider) error {
		if _, err := provider.Down(ctx); err != nil {
			return fmt.Errorf("take back a migration: %w", err)
		}
		return nil
	})
}

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

// Migrations lists all steps and whether each has been applied.
func Migrations(ctx context.Context, ownerURL string) ([]Migration, error) {
	var list []Migration
	err := withOwner(ctx, ownerURL, func(_ *sql.DB, provider *goose.Provider) error {
		states, err := provider.Status(ctx)
		for _, state := range states {
			list = append(list, Migration{state.Source.Version, state.Source.Path, state.State == goose.StateApplied})
		}
		return err
	})
	return list, err
}

// AtHead reports whether the schema is the one this program was built for.
func (s *Store) AtHead(ctx context.Context) (bool, error) {
	var version int64
	err := s.Pool.QueryRow(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err != nil {
		return false, Translate(err)
	}
	return version == newestMigration, nil
}

// newestMigration is the version that the embedded files end with.
var newestMigration = func() int64 {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil || len(names) == 0 {
		panic(fmt.Sprintf("no migrations embedded: %v", err))
	}
	version, err := goose.NumericComponent(slices.Max(names))
	if err != nil {
		panic(fmt.Sprintf("a migration without a number: %v", err))
	}
	return version
}()

func withOwner(ctx context.Context, url string, do func(*sql.DB, *goose.Provider) error) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("connect as the owner of the schema: %w", err)
	}
	defer pool.Close()
	db := stdlib.OpenDBFromPool(pool)
	defer func() { _ = db.Close() }()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return fmt.Errorf("prepare the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	return do(db, provider)
}

// migrateQueue brings River's own tables to their head.
func migrateQueue(ctx context.Context, db *sql.DB) error {
	lone, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect for the job queue's migrations: %w", err)
	}
	defer func() { _ = lone.Close() }()
	// River's migrator takes no lock of its own; replicas that start together wait here.
	if _, err := lone.ExecContext(ctx, `SELECT pg_advisory_lock(hashtext('privacydesk river'))`); err != nil {
		return fmt.Errorf("lock the job queue's migrations: %w", err)
	}
	defer func() {
		_, _ = lone.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtext('privacydesk river'))`)
	}()
	migrator, err := rivermigrate.New(riverdatabasesql.New(db), nil)
	if err != nil {
		return fmt.Errorf("read the job queue's migrations: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}

// grantAll gives the serving role (%I) its rights: every table and sequence, except
// that what carries the trigger append_only can only be read and added to. PostgreSQL 14
// lets everybody make tables of their own unless that is taken away.
const grantAll = `DO $do$ DECLARE t regclass; r text := %s; BEGIN
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
EXECUTE format('GRANT USAGE ON SCHEMA public TO %%I', r);
EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %%I', r);
EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %%I', r);
FOR t IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only' LOOP
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %%s FROM %%I', t, r);
END LOOP;
EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON goose_db_version FROM %%I', r);
END $do$`

func grant(ctx context.Context, db *sql.DB, role string) error {
	var literal string
	if err := db.QueryRowContext(ctx, `SELECT quote_literal($1::text)`, role).Scan(&literal); err != nil {
		return fmt.Errorf("quote the serving role: %w", err)
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf(grantAll, literal)); err != nil {
		return fmt.Errorf("grant rights to the serving role: %w", err)
	}
	return nil
}
