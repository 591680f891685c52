package main

import (
	"regexp"

	"privacydesk/cmd/internal/browsertest"
)

var (
	reference = regexp.MustCompile(`PD-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)
	code      = regexp.MustCompile(`\b[0-9]{8}\b`)
)

// following opens a window in which somebody follows a request that they just made.
func following(s *session, portal *browsertest.Portal, browser *browsertest.Browser, box *browsertest.Mailbox) *browsertest.Page {
	const email = "robin.ames@example.com"
	page := browser.Visit(s, browsertest.Visitor{Name: "a requester", Base: publicSite(portal.Address)})
	page.Open("/requests/new/access")
	page.Fill(say("submission.message.label"), "Only my orders since June.")
	page.Fill(say("submission.name.label"), "Robin Ames")
	page.Fill(say("submission.email.label"), email)
	page.Tick(say("relation.self.label"))
	page.Press(say("submission.submit"))
	known := reference.FindString(page.Text())
	page.Open("/requests")
	page.Fill(say("code.reference.label"), known)
	page.Press(say("code.submit"))
	page.Fill(say("code.code.label"), code.FindString(box.Await(email, "Your code is").Text))
	page.Press(say("code.entry.submit"))
	return page
}
