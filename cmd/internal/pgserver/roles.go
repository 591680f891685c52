//go:build linux || darwin

package pgserver

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const makeRoles = `
DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'privacydesk_owner') THEN
		CREATE ROLE privacydesk_owner LOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'privacydesk') THEN
		CREATE ROLE privacydesk LOGIN;
	END IF;
END $$`

const makeDatabase = `CREATE DATABASE privacydesk OWNER privacydesk_owner`

// The serving role may enter and read names; each migration run grants it what it
// may do with the tables.
const closeDatabase = `
REVOKE ALL ON DATABASE privacydesk FROM PUBLIC;
GRANT CONNECT ON DATABASE privacydesk TO privacydesk;
ALTER SCHEMA public OWNER TO privacydesk_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO privacydesk`

// prepare makes the roles and the database, if missing. It is the only use of the
// superuser, and safe to run again after a crash in its middle.
func (s *Server) prepare(ctx context.Context) error {
	exists := false
	if err := s.asAdmin(ctx, "postgres", func(admin *pgx.Conn) error {
		if _, err := admin.Exec(ctx, makeRoles); err != nil {
			return err
		}
		err := admin.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&exists)
		if err != nil || exists {
			return err
		}
		_, err = admin.Exec(ctx, makeDatabase)
		return err
	}); err != nil {
		return fmt.Errorf("make the roles and the database: %w", err)
	}
	if err := s.asAdmin(ctx, database, func(admin *pgx.Conn) error {
		_, err := admin.Exec(ctx, closeDatabase)
		return err
	}); err != nil {
		return fmt.Errorf("close the database to others: %w", err)
	}
	return nil
}

func (s *Server) asAdmin(ctx context.Context, database string, do func(*pgx.Conn) error) error {
	admin, err := pgx.Connect(ctx, s.dsn("postgres", database))
	if err != nil {
		return err
	}
	defer func() { _ = admin.Close(ctx) }()
	return do(admin)
}
