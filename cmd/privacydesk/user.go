package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
	"privacydesk/models/people"
)

// userCommand is for accounts of staff, also from scripts.
type userCommand struct {
	Add  userAdd  `cmd:"" help:"Add somebody and print the link with which they set password and second factor."`
	Link userLink `cmd:"" help:"Print a fresh link for somebody who lost theirs, or password and second factor."`
	List userList `cmd:"" help:"List the accounts with their roles."`
}

type userAdd struct {
	Settings config.Flags `embed:""`

	Email        string   `required:"" placeholder:"E" help:"With which they sign in."`
	Name         string   `required:"" placeholder:"N" help:"As others at the desk read it."`
	Role         []string `required:"" placeholder:"R" enum:"agent,lead,editor,approver,administrator,auditor" help:"One or more of ${enum}."`
	Site         string   `placeholder:"S" help:"Key of the site that the roles count on; every site otherwise."`
	SecretsStdin bool     `help:"Take the password from the first line of standard input and the Base32 secret of the second factor from the second, and print no link."`
}

// Run adds the person.
func (c *userAdd) Run(k *kong.Context, ctx context.Context, stdin io.Reader) error {
	var secrets people.Secrets
	if c.SecretsStdin {
		lines := bufio.NewScanner(stdin)
		for _, line := range []*string{&secrets.Password, &secrets.TOTPSecret} {
			if !lines.Scan() {
				return usageError("--secrets-stdin needs two lines on standard input: the password, and the secret of the second factor in Base32")
			}
			*line = strings.TrimRight(lines.Text(), "\r")
		}
	}
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		in := people.InvitationInput{Name: c.Name, Email: c.Email}
		for _, role := range c.Role {
			in.Roles = append(in.Roles, access.Role(role))
		}
		if c.Site != "" {
			on, err := p.site(ctx, c.Site)
			if err != nil {
				return err
			}
			in.SiteID = on.ID
		}
		if c.SecretsStdin {
			_, err := p.people.AddReady(ctx, access.Operator, in, secrets)
			return inWords(ctx, err)
		}
		_, link, err := p.people.Add(ctx, access.Operator, in)
		if err != nil {
			return inWords(ctx, err)
		}
		fmt.Fprintln(k.Stdout, link)
		return nil
	})
}

type userLink struct {
	Settings config.Flags `embed:""`

	Email string `required:"" placeholder:"E" help:"With which they sign in."`
}

// Run prints the link.
func (c *userLink) Run(k *kong.Context, ctx context.Context) error {
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		link, err := p.people.NewLink(ctx, access.Operator, c.Email)
		if err != nil {
			return inWords(ctx, err)
		}
		fmt.Fprintln(k.Stdout, link)
		return nil
	})
}
