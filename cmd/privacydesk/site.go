package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
	"privacydesk/models/site"
)

// siteCommand is for sites, also from scripts.
type siteCommand struct {
	Add  siteAdd  `cmd:"" help:"Add a site."`
	List siteList `cmd:"" help:"List the sites."`
}

type siteAdd struct {
	Settings config.Flags `embed:""`

	Key    string `arg:"" help:"A short name of small letters, digits and hyphens."`
	Name   string `required:"" placeholder:"N" help:"What the public calls the site."`
	URL    string `required:"" placeholder:"URL" help:"Where the public reaches its privacy centre."`
	Locale string `placeholder:"L" help:"Its first language: en, de or ar (en)."`
	Zone   string `placeholder:"Z" help:"The time zone of its legal dates (UTC)."`
}

// Run adds the site.
func (c *siteAdd) Run(k *kong.Context, ctx context.Context) error {
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		added, err := p.sites.Add(ctx, access.Operator, site.AddInput{Key: c.Key, Name: c.Name, URL: c.URL, Locale: c.Locale, Zone: c.Zone})
		if err != nil {
			return inWords(ctx, err)
		}
		fmt.Fprintf(k.Stdout, "%s is at %s\n", added.Name, added.URL)
		return nil
	})
}

type siteList struct {
	Settings config.Flags `embed:""`
	JSON     bool         `name:"json" help:"For programs."`
}

// listedSite is a site as programs read it.
type listedSite struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	URL     string   `json:"url"`
	Default bool     `json:"default"`
	Locales []string `json:"locales"`
	Zone    string   `json:"zone"`
}

// Run lists the sites by key.
func (c *siteList) Run(k *kong.Context, ctx context.Context) error {
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		sites, err := p.sites.All(ctx)
		if err != nil {
			return inWords(ctx, err)
		}
		listed := make([]listedSite, len(sites))
		for i, s := range sites {
			listed[i] = listedSite{s.Key, s.Name, s.URL, s.IsDefault, s.Locales, s.Zone}
		}
		if c.JSON {
			return json.NewEncoder(k.Stdout).Encode(listed)
		}
		table := tabwriter.NewWriter(k.Stdout, 0, 0, 2, ' ', 0)
		for _, s := range listed {
			mark := ""
			if s.Default {
				mark = "default"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Key, s.Name, s.URL, mark)
		}
		return table.Flush()
	})
}
