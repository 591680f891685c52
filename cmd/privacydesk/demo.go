package main

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"path"
	"strings"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/site"
)

// sample is what the sample organisation tells the public.
//
//go:embed sample
var sample embed.FS

// demo fills a fresh database with a sample organisation, the way that its staff
// would: one writes, another approves.
type demo struct {
	*portal
	on       site.Site
	writer   access.Actor
	approver access.Actor
	agent    access.Actor
}

// fillSample makes the sample organisation on its site.
func (p *portal) fillSample(ctx context.Context, on site.Site) error {
	d := demo{portal: p, on: on}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"people", d.hire}, {"settings", d.settle}, {"facts", d.tellFacts}, {"cookies", d.declareCookies}, {"companies", d.listCompanies},
		{"policies", d.writePolicies}, {"requests", d.takeRequests},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("fill in the sample's %s: %w", step.name, err)
		}
	}
	return nil
}

// hire makes the accounts of three members of staff. Nobody can sign in to them: their
// passwords are thrown away.
func (d *demo) hire(ctx context.Context) error {
	for _, hired := range []struct {
		actor *access.Actor
		name  string
		email string
		role  access.Role
	}{
		{&d.writer, "Sample editor", "editor@harbourmarket.example", access.Editor},
		{&d.approver, "Sample approver", "approver@harbourmarket.example", access.Approver},
		{&d.agent, "Sample agent", "agent@harbourmarket.example", access.Agent},
	} {
		person, err := d.people.AddReady(ctx, access.Operator, people.InvitationInput{Name: hired.name, Email: hired.email, Roles: []access.Role{hired.role}},
			people.Secrets{Password: rand.Text() + rand.Text(), TOTPSecret: rand.Text() + rand.Text()})
		if err != nil {
			return err
		}
		*hired.actor = access.Actor{Kind: access.Person, ID: person.ID, Name: hired.name, Grants: []access.Grant{{Role: hired.role}}}
	}
	return nil
}

// settle gives the site the holidays of its place, which its clocks count with.
func (d *demo) settle(ctx context.Context) (err error) {
	d.on, err = d.sites.Change(ctx, access.Operator, d.on.Key, site.ChangeInput{
		Version: d.on.Version, Name: d.on.Name, URL: d.on.URL, Hosts: strings.Join(d.on.Hosts, "\n"), DefaultLocale: d.on.DefaultLocale,
		Locales: d.on.Locales, Zone: d.on.Zone, Regime: d.on.Regime, Calendar: "DE", DueSoonDays: d.on.DueSoonDays,
	})
	return err
}

func (d *demo) read(name string) (string, error) {
	content, err := sample.ReadFile(path.Join("sample", name))
	return string(content), err
}
