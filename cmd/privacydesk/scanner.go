package main

import (
	"context"
	"io"
	"log/slog"

	"privacydesk/cmd/internal/clamd"
	"privacydesk/models/request"
)

// scanner is the configured virus scanner, nil without one.
func (p *portal) scanner() request.Scanner {
	if p.settings.Scanner == nil {
		return nil
	}
	return reportingScanner{p.settings.Scanner, p.log}
}

// reportingScanner says in the log what keeps files from being taken in, which the
// person who sends one can only wait for.
type reportingScanner struct {
	daemon *clamd.Scanner
	log    *slog.Logger
}

// Scan asks the daemon.
func (s reportingScanner) Scan(ctx context.Context, content io.Reader) (bool, error) {
	clean, err := s.daemon.Scan(ctx, content)
	switch {
	case err != nil && ctx.Err() == nil:
		s.log.WarnContext(ctx, "a file could not be scanned", "error", err)
	case err == nil && !clean:
		s.log.WarnContext(ctx, "a virus was found in a file, which was refused")
	}
	return clean, err
}

// greetScanner says at the start when files will have to be refused.
func (p *portal) greetScanner(ctx context.Context) {
	if p.settings.Scanner == nil {
		return
	}
	if err := p.settings.Scanner.Ping(ctx); err != nil {
		p.log.WarnContext(ctx, "the virus scanner is away: files from the public are refused until it answers", "error", err)
	}
}
