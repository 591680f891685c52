// Package migrations holds the schema of the database, as goose migrations in
// order, and nothing else. They are the only source of the schema.
package migrations

import "embed"

// Files are the migrations, named 00001_….sql, each with a tested way down.
//
//go:embed *.sql
var Files embed.FS
