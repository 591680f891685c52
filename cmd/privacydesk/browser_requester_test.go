package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
	"privacydesk/views/ui"
)

// person asks for something. Every word of it is secret.
type person struct {
	name, email, message string
	reference            string
	told                 told // to everyone when they asked
}

func (w *walk) person() person {
	return person{name: w.secret() + " " + w.secret(), email: w.secret() + "@" + w.secret() + ".example", message: "About " + w.secret() + "."}
}

// references are what a receipt shows.
var references = regexp.MustCompile(`PD-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

var (
	links = regexp.MustCompile(`http://\S+`)
	codes = regexp.MustCompile(`\b[0-9]{8}\b`)
)

// asksWithoutScript is the whole way of a request where no script runs.
func (w *walk) asksWithoutScript(t *testing.T) {
	who := w.person()
	page := w.visit(t, browsertest.Visitor{Name: "requester without script", NoScript: true})
	page.Open("/requests/new")
	page.Tick("Get a copy of your data")
	page.Tick("Delete your data")
	page.Tick("Object to what we do")
	page.Fill(say("submission.objection.label"), "Stop "+w.secret())
	page.Fill("Is there anything in particular?", who.message)
	page.Fill("Full name", who.name)
	page.Fill("Email address", who.email)
	page.Tick("Myself")
	proof := filepath.Join(t.TempDir(), w.secret()+".txt")
	storetest.NoError(t, os.WriteFile(proof, []byte("This is "+w.secret()), 0o600))
	page.Attach("Files", proof)
	page.Press("Send request")
	page.Sees("We have your request")
	who.reference = references.FindString(page.Text())
	who.told = w.tells(t)

	page.Open(links.FindString(w.box.Await(who.email, "Show us that this address is yours").Text))
	page.Press("Confirm this address")
	page.Sees("Your address is confirmed")
	w.follows(page, who)
	page.Sees("We are working on your request", who.message)
	page.Press("Close my request")
	w.asked = who
}

// asksByPhone forgets something first, and finds everything else as it was.
func (w *walk) asksByPhone(t *testing.T) {
	who := w.person()
	page := w.visit(t, browsertest.Visitor{Name: "requester by phone", Width: browsertest.Phone})
	page.Open("/requests/new/erasure")
	keyboard(t, page)
	page.Fill("Full name", who.name)
	page.Fill("Email address", "nobody@shop")
	page.Fill("Is there anything in particular?", who.message)
	page.Press("Send request")
	storetest.Equal(t, page.Status(), 422)
	page.Sees("There are 2 problems", "Enter an email address in the format name@example.com")
	storetest.Equal(t, page.Value("Full name"), who.name)
	storetest.Equal(t, page.Value("Is there anything in particular?"), who.message)

	page.Fill("Email address", who.email)
	page.Tick("Myself")
	page.Press("Send request")
	page.Sees("We have your request")
	who.reference = references.FindString(page.Text())
	page.Follow("Go to my tracking page")
	w.follows(page, who)
	keyboard(t, page)
}

// asksInArabic is the whole way of a request from right to left.
func (w *walk) asksInArabic(t *testing.T) {
	arabic := ui.WithLocale(context.Background(), "ar")
	said := func(key string) string { return ui.T(arabic, key) }
	who := w.person()
	page := w.visit(t, browsertest.Visitor{Name: "requester in Arabic", Width: browsertest.Phone})
	page.Open("/ar/requests/new")
	page.Press(said("submission.submit"))
	page.Sees(said("submission.rights.missing"))
	page.Tick(said("right.access.label"))
	page.Fill(said("submission.name.label"), who.name)
	page.Fill(said("submission.email.label"), who.email)
	page.Tick(said("relation.self.label"))
	page.Press(said("submission.submit"))
	page.Sees(said("receipt.title"))
	who.reference = references.FindString(page.Text())
	page.Open(links.FindString(w.box.Await(who.email, said("mail.request_received.subject")).Text))
	page.Press(said("confirmation.submit"))
	page.Sees(said("confirmation.done.title"))

	page.Open("/ar/requests")
	page.Fill(said("code.reference.label"), who.reference)
	page.Press(said("code.submit"))
	page.Fill(said("code.code.label"), codes.FindString(w.box.Await(who.email, said("mail.tracking_code.subject")).Text))
	page.Press(said("code.entry.submit"))
	page.Sees(who.reference, said("tracking.progress"))
	storetest.Equal(t, browsertest.Ask[string](page, `document.dir`), "rtl")
	page.Fill(said("conversation.text.label"), "Hello "+w.secret())
	page.Press(said("conversation.submit"))
	page.Sees(said("conversation.sent"))
}

// follows opens the tracking page with the reference and the code from the mail.
func (w *walk) follows(page *browsertest.Page, who person) {
	page.Open("/requests")
	page.Fill("Reference", who.reference)
	page.Press("Send me a code")
	page.Fill("Code", codes.FindString(w.box.Await(who.email, "Your code is").Text))
	page.Press("Open my request")
	page.Sees(who.reference)
}
