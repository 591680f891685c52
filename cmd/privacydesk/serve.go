package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"text/tabwriter"
	"time"

	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/cmd/internal/jobs"
	"privacydesk/cmd/internal/telemetry"
)

// serveCommand is the portal: its pages and its job workers.
type serveCommand struct {
	Settings config.Flags `embed:""`
	Demo     bool         `help:"Fill an empty database with a sample organisation."`
}

// Time that a client has. Large bodies and long downloads are given more by
// handlers/web. (security D1)
const (
	headerTime  = 5 * time.Second
	requestTime = 60 * time.Second
	idleTime    = 60 * time.Second
	headerSize  = 32 << 10 // bytes
)

// finishTime is what running requests have when the portal is told to stop.
// (security I7)
const finishTime = 20 * time.Second

// Run serves until it is told to stop, then stops in order: no new requests, the
// running ones, jobs, PostgreSQL.
func (c *serveCommand) Run(k *kong.Context, ctx context.Context) (err error) {
	log := telemetry.Logger(k.Stderr)
	slog.SetDefault(log)
	settings, err := config.Load(c.Settings, os.Getenv)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", settings.Listen) // before the slow parts: it may be taken
	if err != nil {
		return fmt.Errorf("listen on %s: %w", settings.Listen, err)
	}
	defer func() { _ = listener.Close() }()
	p, err := openPortal(ctx, settings, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	p.demo = c.Demo
	if _, err := p.foundFirstSite(ctx, c.Demo); err != nil {
		return err
	}
	runner, err := jobs.Start(ctx, p.store.SQL, p.store.Pool, p.workers(), log, regularJobs()...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, runner.Stop()) }()
	server, err := p.pages(ctx, func(ctx context.Context) error { return p.ready(ctx, runner) })
	if err != nil {
		return err
	}
	go p.hearChanges(ctx, server)
	go p.greetScanner(ctx)
	if err := p.greet(ctx, k.Stdout); err != nil {
		return err
	}
	return serveUntil(ctx, listener, server, log)
}

// serveUntil answers until ctx ends, then lets running requests finish.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	if err := server.Shutdown(limited); err != nil {
		log.Warn("some requests did not finish in time", "error", err)
		_ = server.Close()
	}
	return nil
}

// ready reports why the portal cannot serve, if so.
func (p *portal) ready(ctx context.Context, runner *jobs.Runner) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	current, err := p.store.AtHead(ctx)
	switch {
	case err != nil:
		return err
	case !current:
		return errors.New("the schema is another release's")
	case !runner.Alive():
		return errors.New("the job queue has stopped")
	}
	return p.blobs.Check(ctx)
}

// greet says where the portal is and, as long as nobody administers it, where the
// first administrator sets password and second factor: a link that works once, a
// fresh one at every start. (security B1)
func (p *portal) greet(ctx context.Context, out io.Writer) error {
	sites, err := p.sites.All(ctx)
	if err != nil {
		return err
	}
	first, err := p.people.First(ctx)
	if err != nil {
		return fmt.Errorf("make a link for the first administrator: %w", err)
	}
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "Privacy Desk is ready.")
	for _, site := range sites {
		fmt.Fprintf(table, "  %s\t%s\n", site.Name, site.URL)
	}
	fmt.Fprintf(table, "  The desk\t%s/desk\n", p.settings.BaseURL)
	if first != "" {
		fmt.Fprintf(table, "  First administrator\t%s\n", first)
	}
	if p.settings.SMTP == "" {
		fmt.Fprintln(table, "  No mail leaves: PRIVACYDESK_SMTP_URL is not set.")
	}
	return table.Flush()
}
