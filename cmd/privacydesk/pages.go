package main

import (
	"context"
	"net"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/public"
	"privacydesk/handlers/web"
	"privacydesk/models/text"
)

// pages plugs the registers into the handlers: every address of the portal.
func (p *portal) pages(ctx context.Context, ready func(context.Context) error) (*web.Server, error) {
	blocks := web.Blocks{
		text.BlockRights:     public.RightsBlock{Facts: p.facts},
		text.BlockContact:    public.ContactBlock{Facts: p.facts},
		text.BlockCookies:    public.CookiesBlock{Cookies: p.cookies},
		text.BlockProcessors: public.CompaniesBlock{Processors: p.processors},
	}
	readers := &public.Public{
		Sites: p.sites, Editions: p.editions, Facts: p.facts, Policies: p.policies, Requests: p.requests, Blocks: blocks,
	}
	staff := &desk.Desk{
		Sites: p.sites, Editions: p.editions, Facts: p.facts, People: p.people, Outbox: p.outbox, Policies: p.policies, Cookies: p.cookies, Processors: p.processors, Requests: p.requests, Blocks: blocks,
		MailKept: p.settings.SMTP == "", MailShown: p.demo && p.local(),
	}
	routes := web.Health(ready)
	routes = append(routes, readers.Routes()...)
	routes = append(routes, staff.Routes()...)
	return web.New(ctx, web.Config{
		Sites:       p.sites,
		Identify:    staff.Identify,
		Track:       p.requests.Track,
		Forbid:      p.store.Forbid,
		DeskShell:   staff.Shell,
		PublicShell: readers.Shell,
		BaseURL:     p.settings.BaseURL.String(),
		Proxies:     p.proxies(),
		Log:         p.log,
		Now:         p.store.Now,
	}, routes)
}

// local reports whether nobody but this machine can reach the portal.
func (p *portal) local() bool {
	host, _, err := net.SplitHostPort(p.settings.Listen)
	address := net.ParseIP(host)
	return err == nil && (host == "localhost" || address != nil && address.IsLoopback())
}

func (p *portal) proxies() []*net.IPNet {
	var networks []*net.IPNet
	for _, prefix := range p.settings.TrustedProxies {
		address := prefix.Masked().Addr()
		networks = append(networks, &net.IPNet{IP: address.AsSlice(), Mask: net.CIDRMask(prefix.Bits(), address.BitLen())})
	}
	return networks
}
