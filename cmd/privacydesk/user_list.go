package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
)

// userList lists accounts.
type userList struct {
	Settings config.Flags `embed:""`
	JSON     bool         `name:"json" help:"Print JSON."`
}

// userRow is an account as programs read it.
type userRow struct {
	Email  string    `json:"email"`
	Name   string    `json:"name"`
	Status string    `json:"status"`
	Roles  []roleRow `json:"roles"`
}

// roleRow is one role of an account; an empty site means every site.
type roleRow struct {
	Role string `json:"role"`
	Site string `json:"site,omitempty"`
}

// Run prints the accounts by name.
func (c *userList) Run(k *kong.Context, ctx context.Context) error {
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		rows, err := p.users(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(k.Stdout).Encode(rows)
		}
		table := tabwriter.NewWriter(k.Stdout, 0, 0, 3, ' ', 0)
		for _, row := range rows {
			var roles []string
			for _, held := range row.Roles {
				roles = append(roles, strings.TrimSuffix(held.Role+"@"+held.Site, "@"))
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.Email, row.Name, row.Status, strings.Join(roles, ", "))
		}
		return table.Flush()
	})
}

// users are all accounts.
func (p *portal) users(ctx context.Context) ([]userRow, error) {
	sites, err := p.sites.All(ctx)
	if err != nil {
		return nil, err
	}
	keys := map[int64]string{}
	for _, site := range sites {
		keys[site.ID] = site.Key
	}
	rows := []userRow{}
	for cursor := ""; ; {
		page, err := p.people.List(ctx, access.Operator, cursor)
		if err != nil {
			return nil, err
		}
		for _, entry := range page.Items {
			row := userRow{Email: entry.Email, Name: entry.Name, Status: string(entry.Status), Roles: []roleRow{}}
			for _, grant := range entry.Grants {
				row.Roles = append(row.Roles, roleRow{string(grant.Role), keys[grant.Site()]})
			}
			rows = append(rows, row)
		}
		if cursor = page.Next; cursor == "" {
			return rows, nil
		}
	}
}
