package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"time"

	"github.com/pquerna/otp/totp"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/views/ui"
)

// signedIn opens the desk for somebody who may see what the pictures show.
func signedIn(s *session, portal *browsertest.Portal, browser *browsertest.Browser) *browsertest.Page {
	const email = "mira.holt@harbourmarket.example"
	password := rand.Text() + rand.Text()
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(rand.Text()[:20]))
	portal.Run(password+"\n"+secret+"\n", "user", "add", "--email", email, "--name", "Mira Holt", "--secrets-stdin",
		"--role", "approver", "--role", "lead")
	page := browser.Visit(s, browsertest.Visitor{Name: "the desk", Base: portal.Address})
	page.Open("/desk")
	page.Fill(say("sign_in.email.label"), email)
	page.Fill(say("sign_in.password.label"), password)
	page.Press(say("sign_in.submit"))
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		s.Fatalf("make a code: %v", err)
	}
	page.Fill(say("sign_in_code.code.label"), code)
	page.Press(say("sign_in_code.submit"))
	return page
}

func say(key string) string { return ui.T(context.Background(), key) }
