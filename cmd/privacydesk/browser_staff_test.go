package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
	"privacydesk/views/ui"
)

// colleague is somebody at the desk with a window of their own.
type colleague struct {
	name, email, password, factor string
	spare                         []string // recovery codes

	window, phone *browsertest.Page
}

// hire adds somebody whose password and second factor are set up by a script, and
// opens a window in which they are asked to sign in.
func (w *walk) hire(t *testing.T, name string, roles ...string) *colleague {
	t.Helper()
	who := &colleague{
		name: name, email: word() + "@desk.example", password: word() + " " + word(),
		factor: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(rand.Text()[:20])),
	}
	arguments := []string{"user", "add", "--email", who.email, "--name", who.name, "--secrets-stdin"}
	for _, role := range roles {
		arguments = append(arguments, "--role", role)
	}
	w.portal.Run(who.password+"\n"+who.factor+"\n", arguments...)
	who.window = w.visit(w.t, browsertest.Visitor{Name: name})
	who.window.For(t).Open("/desk/account")
	return who
}

// signsIn proves the password and the second factor on the page that asks for them.
func (c *colleague) signsIn(page *browsertest.Page, code string) {
	page.Fill(say("sign_in.email.label"), c.email)
	page.Fill(say("sign_in.password.label"), c.password)
	page.Press(say("sign_in.submit"))
	page.Fill(say("sign_in_code.code.label"), code)
	page.Press(say("sign_in_code.submit"))
}

// code is what their app shows.
func (c *colleague) code(t *testing.T) string {
	t.Helper()
	code, err := totp.GenerateCode(c.factor, time.Now())
	storetest.NoError(t, err)
	return code
}

// opens starts the desk: an editor who also works on requests, an approver who also
// leads, an administrator.
func (w *walk) opens(t *testing.T) {
	w.editor = w.hire(t, "Enid Falk", "editor", "agent")
	entrance := w.editor.window.For(t)
	keyboard(t, entrance)
	w.approver = w.hire(t, "Arno Beck", "approver", "lead")
	w.administrator = w.hire(t, "Ada Kern", "administrator")
	for _, who := range []*colleague{w.editor, w.approver, w.administrator} {
		page := who.window.For(t)
		who.signsIn(page, who.code(t))
		page.Sees(who.name)
	}
	for _, path := range []string{"/desk/account", "/desk/account/password", "/desk/account/factor", "/desk/account/recovery-codes", "/desk/_jobs", "/desk/people", "/desk/roles", "/desk/_mail", "/desk/_components"} {
		w.administrator.window.For(t).Open(path)
	}
}

// say is an English message of the catalogue: people find things by the words that
// stand there, which tests of their own hold to be right.
func say(key string, pairs ...any) string { return ui.T(context.Background(), key, pairs...) }
