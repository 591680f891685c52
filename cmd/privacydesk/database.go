package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"privacydesk/cmd/internal/config"
	"privacydesk/cmd/internal/pgserver"
	"privacydesk/models/store"
)

// database is where the data is: the portal's own PostgreSQL or one that it was
// given.
type database struct {
	own         *pgserver.Server // nil for one that was given
	url         string           // as the role that serves
	ownerURL    string           // as the role that owns the schema
	servingRole string           // to grant rights to; empty where it is the owner
}

// openDatabase starts the portal's own PostgreSQL, or attaches to it where another
// command runs it, unless the settings name one.
func openDatabase(ctx context.Context, settings *config.Config, log *slog.Logger) (*database, error) {
	if settings.Database == "" {
		server, err := pgserver.Start(ctx, settings.DataDir, pgserver.Options{Bin: settings.PGBin, Log: log})
		if err != nil {
			return nil, err
		}
		return &database{own: server, url: server.URL(), ownerURL: server.OwnerURL(), servingRole: pgserver.ServingRole}, nil
	}
	d := &database{url: settings.Database.Reveal(), ownerURL: settings.Migrate.Reveal()}
	if d.ownerURL == "" {
		log.Warn("PRIVACYDESK_MIGRATE_URL is not set: the role that serves also owns the schema, and could change what was published")
		d.ownerURL = d.url
		return d, nil
	}
	parsed, err := pgx.ParseConfig(d.url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL cannot be read")
	}
	d.servingRole = parsed.User
	return d, nil
}

// migrate brings the schema to its head.
func (d *database) migrate(ctx context.Context) error {
	return store.Migrate(ctx, d.ownerURL, d.servingRole)
}

// close stops the portal's own PostgreSQL, if this process started it.
func (d *database) close() error {
	if d.own == nil {
		return nil
	}
	return d.own.Stop()
}

const durability = `SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'),
current_setting('synchronous_commit')`

// checkDurable refuses a server that could lose what it has acknowledged, or that is
// older than the queries. (security I1)
func checkDurable(ctx context.Context, db *store.Store) error {
	const oldest = 14_00_00
	var version int
	var fsync, pages, commit string
	if err := db.Pool.QueryRow(ctx, durability).Scan(&version, &fsync, &pages, &commit); err != nil {
		return fmt.Errorf("ask the database for its settings: %w", err)
	}
	if version < oldest {
		return fmt.Errorf("the database is PostgreSQL %d: 14 or newer is needed", version/10_000)
	}
	for name, value := range map[string]string{"fsync": fsync, "full_page_writes": pages, "synchronous_commit": commit} {
		if value == "off" {
			return fmt.Errorf("the database has %s off for the role that serves, so a crash could lose what people were told is safe: switch it on", name)
		}
	}
	return nil
}
