package main

import (
	"context"
	"time"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/site"
)

// hearChanges forgets the pages in memory when any process, this one or another,
// tells that the public sees something else now. After a lost connection it forgets
// them all: something may have been missed.
func (p *portal) hearChanges(ctx context.Context, server *web.Server) {
	for ctx.Err() == nil {
		if err := p.listen(ctx, server); err != nil && ctx.Err() == nil {
			p.log.Warn("listening for changes broke off", "error", web.Plain(err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (p *portal) listen(ctx context.Context, server *web.Server) error {
	held, err := p.store.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	connection := held.Hijack() // it never goes back: it would listen on
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	for _, channel := range []string{site.Changed, edition.Changed} {
		if _, err := connection.Exec(ctx, "LISTEN "+channel); err != nil { // constants of ours
			return err
		}
	}
	if err := server.ReloadSites(ctx); err != nil {
		return err
	}
	for {
		heard, err := connection.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		if heard.Channel != site.Changed {
			server.Pages.Forget()
		} else if err := server.ReloadSites(ctx); err != nil {
			return err
		}
	}
}
