package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"privacydesk/models/access"
	"privacydesk/models/audit"
)

// Store gives registers their transactions. One pool serves GORM, River and LISTEN.
type Store struct {
	DB   *gorm.DB
	SQL  *sql.DB
	Pool *pgxpool.Pool
	Now  func() time.Time // the one clock, UTC
	Rand io.Reader

	queue *river.Client[*sql.Tx] // inserts only; workers live in cmd
}

// Options are what a store may be opened with besides the address.
type Options struct {
	Connections int32            // at most; 0 = 20
	Now         func() time.Time // nil = the machine's clock
	Tracer      pgx.QueryTracer  // nil = none; tests count queries with it
}

// Open connects to the database at url, as the role that serves.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if o.Connections == 0 {
		o.Connections = 20
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Now().UTC() }
	}
	config.MaxConns = o.Connections
	config.ConnConfig.Tracer = o.Tracer
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "privacydesk"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	connections := stdlib.OpenDBFromPool(pool)
	// GORM's default of two idle connections costs hundreds of milliseconds under load.
	connections.SetMaxOpenConns(int(o.Connections))
	connections.SetMaxIdleConns(int(o.Connections))
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: connections}), &gorm.Config{
		SkipDefaultTransaction: true, PrepareStmt: true, NowFunc: o.Now,
		Logger: logger.Discard, // statements carry personal data; errors are returned and logged once
	})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	queue, err := river.NewClient(riverdatabasesql.New(connections), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return &Store{DB: db, SQL: connections, Pool: pool, Now: o.Now, Rand: rand.Reader, queue: queue}, nil
}

// Close gives all connections back.
func (s *Store) Close() {
	_ = s.SQL.Close()
	s.Pool.Close()
}

// Tx is one transaction. What it writes, audits and enqueues stands or falls together.
type Tx struct {
	*gorm.DB
	Actor access.Actor
	Now   time.Time
	Rand  io.Reader

	store *Store
}

// Write runs do in a transaction if the actor holds the capability. A refusal is
// itself recorded, also one that do comes to.
//
// Errors: ErrForbidden, and whatever do returns; ErrNotFound for a missing row;
// Refused for a broken constraint; ErrUnavailable.
func (s *Store) Write(ctx context.Context, actor access.Actor, need access.Capability, do func(*Tx) error) error {
	if !actor.May(need) {
		return s.Forbid(ctx, actor, need)
	}
	err := s.write(ctx, actor, do)
	if errors.Is(err, ErrForbidden) {
		return s.Forbid(ctx, actor, need)
	}
	return err
}

func (s *Store) write(ctx context.Context, actor access.Actor, do func(*Tx) error) error {
	return Translate(s.DB.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return do(&Tx{DB: db, Actor: actor, Now: s.Now(), Rand: s.Rand, store: s})
	}))
}

// Read is the database for reading, if the actor holds the capability. Errors of
// queries go through Translate.
func (s *Store) Read(ctx context.Context, actor access.Actor, need access.Capability) (*gorm.DB, error) {
	if !actor.May(need) {
		return nil, s.Forbid(ctx, actor, need)
	}
	return s.DB.WithContext(ctx), nil
}

// Forbid records that the actor was refused for want of a capability, and is ErrForbidden.
func (s *Store) Forbid(ctx context.Context, actor access.Actor, need access.Capability) error {
	err := s.write(ctx, actor, func(tx *Tx) error {
		return tx.Audit(audit.AccessRefused, string(need), nil)
	})
	if err != nil {
		return err
	}
	return ErrForbidden
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return Translate(s.Pool.Ping(ctx)) }
