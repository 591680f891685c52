package main

import (
	"strings"

	"privacydesk/cmd/internal/browsertest"
)

// picture is one page as it is shown to somebody.
type picture struct {
	name  string
	width int64
	dark  bool
	desk  bool
	show  func(page *browsertest.Page)
}

// base is where the page is: the desk, or the site of the sample organisation.
func (p picture) base(address string) string {
	if p.desk {
		return address
	}
	return strings.Replace(address, "127.0.0.1", "harbour.localhost", 1)
}

// pictures are all that are taken. They are few, as each weighs on every clone.
var pictures = []picture{
	{name: "home", show: open("/")},
	{name: "home-phone", width: browsertest.Phone, show: open("/")},
	{name: "policies", show: open("/policies")},
	{name: "request", show: open("/requests/new/access")},
	{name: "request-phone", width: browsertest.Phone, show: open("/requests/new/access")},
	{name: "request-arabic", show: open("/ar/requests/new/access")},
}

func open(path string) func(*browsertest.Page) {
	return func(page *browsertest.Page) { page.Open(path) }
}
