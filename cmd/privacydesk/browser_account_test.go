package main

import (
	"regexp"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// keys are the second factor's as the page shows it, in fours.
var keys = regexp.MustCompile(`(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}`)

// invites is how somebody joins the desk: asked by an administrator, by a link in a
// mail, with a password and a second factor of their own. They then see where they are
// signed in, end what should not be, and choose how the desk looks.
func (w *walk) invites(t *testing.T) {
	office := w.administrator.window.For(t)
	w.deputy = &colleague{name: "Lea Moor", email: word() + "@desk.example", password: word() + " " + word()}
	office.Open("/desk/people")
	office.Follow(say("people.invite"))
	office.Press(say("invitation.submit"))
	office.Sees(say("person.name.missing"))
	office.Fill(say("person.name.label"), w.deputy.name)
	office.Fill(say("person.email.label"), w.deputy.email)
	office.Tick(say("role.editor.label"))
	office.Tick(say("role.approver.label"))
	office.Press(say("invitation.submit"))
	office.Sees(say("invitation.sent", "name", w.deputy.name))

	w.joins(t, links.FindString(w.box.Await(w.deputy.email, "You are invited").Text))

	office.Open("/desk/people")
	office.Follow(w.deputy.name)
	office.Choose(say("grant.role.label"), say("role.lead.label"))
	office.Press(say("grant.submit"))
	office.Sees(say("grant.given", "name", w.deputy.name, "role", say("role.lead.label")))
	w.endsSession(t)
	w.choosesTheme(t)
}

// joins follows the link once; it does not open a second time.
func (w *walk) joins(t *testing.T, link string) {
	t.Helper()
	w.deputy.window = w.visit(w.t, browsertest.Visitor{Name: w.deputy.name})
	page := w.deputy.window.For(t)
	page.Open(link)
	page.Fill(say("new_password.label"), "too short")
	page.Press(say("join.submit"))
	page.Sees(say("password.short"))
	w.deputy.factor = strings.ReplaceAll(keys.FindString(page.Text()), " ", "")
	page.Fill(say("new_password.label"), w.deputy.password)
	page.Fill(say("factor.code.label"), w.deputy.code(t))
	page.Press(say("join.submit"))
	page.Sees(say("account.codes.once"))
	w.deputy.spare = browsertest.Ask[[]string](page, `[...document.querySelectorAll("main li code")].map((code) => code.textContent)`)
	page.Press(say("account.codes.kept"))
	page.Open(link)
	page.Sees(say("link_gone.title"))
}

// endsSession signs in at a desk and with a phone, by recovery codes, and ends one
// session from the other. The one in which they joined has ended by itself, as they
// were given another role.
func (w *walk) endsSession(t *testing.T) {
	t.Helper()
	desk := w.deputy.window.For(t)
	desk.Open("/desk/account")
	desk.Fill(say("sign_in.email.label"), w.deputy.email)
	desk.Fill(say("sign_in.password.label"), "not this one, surely")
	desk.Press(say("sign_in.submit"))
	desk.Sees(say("sign_in.refused"))
	w.deputy.signsIn(desk, w.deputy.spare[0])

	w.deputy.phone = w.visit(w.t, browsertest.Visitor{Name: w.deputy.name + " by phone", Width: browsertest.Phone})
	phone := w.deputy.phone.For(t)
	phone.Open("/desk/account")
	w.deputy.signsIn(phone, w.deputy.spare[0])
	phone.Sees(say("sign_in_code.refused")) // it was used
	phone.Fill(say("sign_in_code.code.label"), w.deputy.spare[1])
	phone.Press(say("sign_in_code.submit"))
	phone.Sees(say("account.sessions.this"))
	phone.Press(say("account.sessions.end"))
	phone.Sees(say("account.sessions.ended"))
	phone.Misses(say("account.sessions.end_others"))

	desk.Open("/desk/account")
	desk.Sees(say("sign_in.title"))
	w.deputy.signsIn(desk, w.deputy.spare[2])
	desk.Sees(say("account.recovery_note", "count", len(w.deputy.spare)-3))
}

// choosesTheme makes the desk dark though the system is light.
func (w *walk) choosesTheme(t *testing.T) {
	t.Helper()
	desk := w.deputy.window.For(t)
	ink := `getComputedStyle(document.body).color`
	light := browsertest.Ask[string](desk, ink)
	desk.Press(w.deputy.name)
	desk.Press(say("theme.dark"))
	dark := browsertest.Ask[string](desk, ink)
	if dark == light {
		t.Errorf("the letters stay %s", dark)
	}
	for _, fault := range desk.Check(w.checks.axe) {
		t.Error(fault)
	}
	desk.Press(w.deputy.name)
	desk.Press(say("theme.system"))
	storetest.Equal(t, browsertest.Ask[string](desk, ink), light)
}
