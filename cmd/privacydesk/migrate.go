package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/cmd/internal/telemetry"
	"privacydesk/models/store"
)

// migrateCommand brings the schema up, takes it back, or tells where it stands. Any
// number of replicas may call it at once.
type migrateCommand struct {
	Up   migrateUp   `cmd:"" default:"withargs" help:"Apply what is missing (the default)."`
	Down migrateDown `cmd:"" help:"Take back the newest migration."`
	List migrateList `cmd:"" help:"Tell which migrations have been applied."`
}

type migrateUp struct {
	Settings config.Flags `embed:""`
}

// Run applies what is missing.
func (c *migrateUp) Run(k *kong.Context, ctx context.Context) error {
	return withDatabase(ctx, k, c.Settings, func(d *database) error {
		if err := d.migrate(ctx); err != nil {
			return err
		}
		fmt.Fprintln(k.Stdout, "The schema is current.")
		return nil
	})
}

type migrateDown struct {
	Settings config.Flags `embed:""`
}

// Run takes back one migration.
func (c *migrateDown) Run(k *kong.Context, ctx context.Context) error {
	return withDatabase(ctx, k, c.Settings, func(d *database) error {
		if err := store.MigrateDown(ctx, d.ownerURL); err != nil {
			return err
		}
		fmt.Fprintln(k.Stdout, "The newest migration was taken back.")
		return nil
	})
}

type migrateList struct {
	Settings config.Flags `embed:""`
	JSON     bool         `name:"json" help:"For programs."`
}

// Run lists the migrations.
func (c *migrateList) Run(k *kong.Context, ctx context.Context) error {
	return withDatabase(ctx, k, c.Settings, func(d *database) error {
		list, err := store.Migrations(ctx, d.ownerURL)
		if err != nil {
			return err
		}
		if c.JSON {
			steps := make([]step, len(list))
			for i, migration := range list {
				steps[i] = step(migration)
			}
			return json.NewEncoder(k.Stdout).Encode(steps)
		}
		for _, migration := range list {
			state := "missing"
			if migration.Applied {
				state = "applied"
			}
			fmt.Fprintf(k.Stdout, "%05d  %s  %s\n", migration.Version, state, migration.Name)
		}
		return nil
	})
}

// step is a migration as programs read it.
type step struct {
	Version int64  `json:"version"`
	Name    string `json:"name"`
	Applied bool   `json:"applied"`
}

// withDatabase runs do with the database of the settings, schema as it is.
func withDatabase(ctx context.Context, k *kong.Context, flags config.Flags, do func(*database) error) (err error) {
	settings, err := config.Load(flags, os.Getenv)
	if err != nil {
		return err
	}
	d, err := openDatabase(ctx, settings, telemetry.Logger(k.Stderr))
	if err != nil {
		return err
	}
	defer func() {
		if closed := d.close(); err == nil {
			err = closed
		}
	}()
	return do(d)
}
