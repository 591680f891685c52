package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"gorm.io/gorm"

	"privacydesk/cmd/internal/blobs"
	"privacydesk/cmd/internal/config"
	"privacydesk/cmd/internal/telemetry"
	"privacydesk/models/access"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/mail"
	"privacydesk/models/people"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/text"
	"privacydesk/models/vault"
)

// portal is everything that stands behind the pages, and behind each command that
// needs the database.
type portal struct {
	settings *config.Config
	log      *slog.Logger
	database *database
	store    *store.Store
	vault    *vault.Vault
	blobs    *blobs.Store
	demo     bool // filled with a sample organisation, for trying out

	sites      *site.Register
	editions   *edition.Register
	facts      *facts.Register
	policies   *policy.Register
	cookies    *cookie.Register
	processors *processor.Register
	people     *people.Register
	requests   *request.Register
	outbox     *mail.Outbox
}

// openPortal opens the database with its schema at the head, the vault and the
// files.
func openPortal(ctx context.Context, settings *config.Config, log *slog.Logger) (*portal, error) {
	p := &portal{settings: settings, log: log}
	if err := p.open(ctx); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *portal) open(ctx context.Context) (err error) {
	if p.vault, err = vault.New(p.settings.RootKeys); err != nil {
		return fmt.Errorf("PRIVACYDESK_SECRET_KEY: %w", err)
	}
	if p.database, err = openDatabase(ctx, p.settings, p.log); err != nil {
		return err
	}
	if err := p.database.migrate(ctx); err != nil {
		return err
	}
	if p.store, err = store.Open(ctx, p.database.url, store.Options{}); err != nil {
		return err
	}
	if err := checkDurable(ctx, p.store); err != nil {
		return err
	}
	if p.blobs, err = blobs.Open(ctx, p.settings.Blobs.Reveal()); err != nil {
		return err
	}
	p.plug()
	return nil
}

// plug gives every register the store, the vault and the registers that it rests on.
func (p *portal) plug() {
	p.sites = &site.Register{Store: p.store}
	p.editions = &edition.Register{Store: p.store}
	p.facts = &facts.Register{Store: p.store, Editions: p.editions, Sites: p.sites}
	p.policies = &policy.Register{Store: p.store, Editions: p.editions}
	p.cookies = &cookie.Register{Store: p.store, Editions: p.editions, Policies: p.policies}
	p.processors = &processor.Register{Store: p.store, Editions: p.editions, Policies: p.policies}
	p.policies.Knows = p.knowsCategory
	p.people = &people.Register{Store: p.store, Vault: p.vault, Base: strings.TrimSuffix(p.settings.BaseURL.String(), "/")}
	p.requests = &request.Register{Store: p.store, Vault: p.vault, Sites: p.sites, Editions: p.editions, Blobs: p.blobs, Scanner: p.scanner()}
	p.outbox = &mail.Outbox{Store: p.store, Vault: p.vault}
}

// knowsCategory reports whether a block of a policy text names a category that its
// register has.
func (p *portal) knowsCategory(ctx context.Context, db *gorm.DB, block, category string, _ int64) (bool, error) {
	switch block {
	case text.BlockCookies:
		return p.cookies.Categories().Knows(ctx, db, category)
	case text.BlockProcessors:
		return p.processors.Categories().Knows(ctx, db, category)
	}
	return true, nil
}

// close gives back what was opened, the database last.
func (p *portal) close() error {
	var faults []error
	if p.blobs != nil {
		faults = append(faults, p.blobs.Close())
	}
	if p.store != nil {
		p.store.Close()
	}
	if p.database != nil {
		faults = append(faults, p.database.close())
	}
	return errors.Join(faults...)
}

// foundFirstSite gives a fresh database its first site: main, or the sample
// organisation's. It reports whether the database was fresh.
func (p *portal) foundFirstSite(ctx context.Context, demo bool) (bool, error) {
	sites, err := p.sites.All(ctx)
	if err != nil || len(sites) > 0 {
		return false, err
	}
	first := site.AddInput{Key: "main", Name: "Main", URL: p.settings.BaseURL.String()}
	if demo {
		first = site.AddInput{Key: "harbour", Name: "Harbour Market", URL: p.demoAddress("harbour"), Zone: "Europe/Berlin"}
	}
	added, err := p.sites.Add(ctx, access.Operator, first)
	if errors.Is(err, store.Refused("constraint.site_key_is_taken")) || errors.Is(err, store.Refused("constraint.one_default_site")) {
		return false, nil // another replica was first
	}
	if err != nil {
		return false, fmt.Errorf("make the first site: %w", err)
	}
	if demo {
		return true, p.fillSample(ctx, added)
	}
	return true, nil
}

// demoAddress is where a site of the sample organisation is reached: under a name of
// its own on this machine, as browsers send every name under localhost here.
func (p *portal) demoAddress(name string) string {
	base := *p.settings.BaseURL
	host, port, err := net.SplitHostPort(base.Host)
	if err != nil {
		host, port = base.Host, ""
	}
	if host != "localhost" && !strings.HasPrefix(host, "127.") {
		return base.String()
	}
	base.Host = strings.TrimSuffix(net.JoinHostPort(name+".localhost", port), ":")
	return base.String()
}

// withPortal runs a command over the portal's database, whether it is being served
// or not.
func withPortal(ctx context.Context, k *kong.Context, flags config.Flags, do func(*portal) error) (err error) {
	settings, err := config.Load(flags, os.Getenv)
	if err != nil {
		return err
	}
	p, err := openPortal(ctx, settings, telemetry.Logger(k.Stderr))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	if _, err := p.foundFirstSite(ctx, false); err != nil {
		return err
	}
	return do(p)
}

// site is the one that a command names, or the default one.
func (p *portal) site(ctx context.Context, key string) (site.Site, error) {
	if key == "" {
		return p.sites.Default(ctx)
	}
	found, err := p.sites.ByKey(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return site.Site{}, fmt.Errorf("no site has the key %s", key)
	}
	return found, err
}
