package main

import (
	"strings"

	"privacydesk/cmd/internal/browsertest"
)

// picture is one page as it is shown to somebody.
type picture struct {
	name  string
	width int64 // px; 0 is that of a desk
	dark  bool
	desk  bool
	show  func(page *browsertest.Page)
}

// pictures are all that are taken. They are few, as each weighs on every clone.
var pictures = []picture{
	{name: "home", show: open("/")},
	{name: "home-phone", width: browsertest.Phone, show: open("/")},
	{name: "policy", show: open("/policies/privacy")},
	{name: "policy-dark", dark: true, show: open("/policies/privacy")},
	{name: "policy-phone", width: browsertest.Phone, show: open("/policies/privacy")},
	{name: "policy-arabic", show: open("/ar/policies/privacy")},
	{name: "compare", show: open("/policies/seller-notice/compare/1.0...2.0")},
	{name: "cookies", show: open("/cookies")},
	{name: "companies", show: open("/companies")},
	{name: "request", show: open("/requests/new/access")},
	{name: "request-phone", width: browsertest.Phone, show: open("/requests/new/access")},
	{name: "tracking", show: func(*browsertest.Page) {}}, // where the request that was just made is followed
	{name: "dashboard", desk: true, show: open("/desk")},
	{name: "dashboard-dark", desk: true, dark: true, show: open("/desk")},
	{name: "queue", desk: true, show: open("/desk/requests")},
	{name: "queue-phone", desk: true, width: browsertest.Phone, show: open("/desk/requests")},
	{name: "case", desk: true, show: firstOf("/desk/requests", "/desk/requests/PD-")},
	{name: "case-dark", desk: true, dark: true, show: firstOf("/desk/requests", "/desk/requests/PD-")},
	{name: "editor", desk: true, show: firstDraft},
	{name: "review", desk: true, show: firstOf("/desk/proposals", "/desk/proposals/")},
}

// publicSite is where the site of the sample organisation is.
func publicSite(address string) string {
	return strings.Replace(address, "127.0.0.1", "harbour.localhost", 1)
}

func open(path string) func(*browsertest.Page) {
	return func(page *browsertest.Page) { page.Open(path) }
}

// firstOf opens the first page below an address that a list links to; the list itself
// where it is empty.
func firstOf(list, below string) func(*browsertest.Page) {
	return func(page *browsertest.Page) {
		page.Open(list)
		if path := linkBelow(page, below); path != "" {
			page.Open(path)
		}
	}
}

// firstDraft begins to write the next version of the sample's policy.
func firstDraft(page *browsertest.Page) {
	page.Open("/desk/policies/seller-notice")
	page.Press(say("draft.begin"))
	page.Open("/desk/policies/seller-notice/draft/en")
}

func linkBelow(page *browsertest.Page, below string) string {
	return browsertest.Ask[string](page, `document.querySelector('main a[href^="`+below+`"]')?.getAttribute("href") || ""`)
}
