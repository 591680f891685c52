package main

import (
	"net/http"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// forgetsPassword is the way back to the desk by a link in a mail: only the newest link
// opens, once, and only with the second factor. The old password and every session end
// with it.
func (w *walk) forgetsPassword(t *testing.T) {
	guest := w.visit(t, browsertest.Visitor{Name: "somebody who forgot", Width: browsertest.Phone})
	guest.Open("/desk/sign-in")
	guest.Follow(say("sign_in.forgotten"))
	guest.Press(say("forgotten.submit"))
	guest.Sees(say("person.email.missing"))
	w.asksForLink(guest, word()+"@desk.example") // told the same as everyone
	older := w.asksForLink(guest, w.deputy.email)
	link := w.asksForLink(guest, w.deputy.email)
	for _, letter := range w.box.All() {
		if letter.Subject == say("mail.reset.subject") {
			t.Errorf("somebody else got a link: %s", letter.To)
		}
	}

	guest.Open(older)
	storetest.Equal(t, guest.Status(), http.StatusNotFound)
	guest.Sees(say("link_gone.title"))
	guest.Open(link)
	guest.Sees(say("reset.lead", "email", w.deputy.email))
	guest.Fill(say("new_password.label"), "too short")
	guest.Fill(say("sign_in_code.code.label"), w.deputy.spare[0]) // used to sign in
	guest.Press(say("reset.submit"))
	guest.Sees(say("password.short"))
	former := w.deputy.password
	w.deputy.password = word() + " " + word()
	guest.Fill(say("new_password.label"), w.deputy.password)
	guest.Press(say("reset.submit"))
	guest.Sees(say("sign_in_code.refused"))
	guest.Fill(say("new_password.label"), w.deputy.password)
	guest.Fill(say("sign_in_code.code.label"), w.deputy.spare[3])
	guest.Press(say("reset.submit"))
	guest.Sees(say("reset.done"))
	w.box.Await(w.deputy.email, say("mail.password_changed.subject"))
	guest.Open(link)
	guest.Sees(say("link_gone.title"))

	for _, window := range []*browsertest.Page{w.deputy.window, w.deputy.phone} {
		page := window.For(t)
		page.Open("/desk/policies")
		page.Sees(say("sign_in.title"))
	}
	desk := w.deputy.window.For(t)
	desk.Fill(say("sign_in.email.label"), w.deputy.email)
	desk.Fill(say("sign_in.password.label"), former)
	desk.Press(say("sign_in.submit"))
	desk.Sees(say("sign_in.refused"))
	w.deputy.signsIn(desk, w.deputy.spare[4])
	desk.Sees(say("documents.title")) // where they were going
}

// asksForLink asks for a new password and gives the link of the mail, if one is sent.
func (w *walk) asksForLink(guest *browsertest.Page, email string) (link string) {
	guest.Open("/desk/forgotten")
	guest.Fill(say("forgotten.email.label"), email)
	guest.Press(say("forgotten.submit"))
	guest.Sees(say("forgotten.sent.title"), say("forgotten.sent.lead"))
	if email != w.deputy.email {
		return ""
	}
	return links.FindString(w.box.Await(email, say("mail.reset.subject")).Text)
}
