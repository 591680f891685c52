package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// TestBrowser walks the whole portal as people do: the program as it is built, a
// durable PostgreSQL, mail that is really sent, and Chromium. The parts follow each
// other, as a policy is published before somebody asks about it.
func TestBrowser(t *testing.T) {
	w := begin(t)
	t.Run("staff sign in with two factors and the administrator sees who may do what", w.opens)
	t.Run("an editor writes a policy and somebody else lets it out", w.publishesPolicy)
	t.Run("an editor brings in cookies and companies and somebody else lets them out", w.declaresRegisters)
	t.Run("an editor tells about the site and somebody else lets it out", w.tellsFacts)
	t.Run("a reader finds a policy, its versions and what changed", w.reads)
	t.Run("a person without JavaScript asks, confirms and follows", w.asksWithoutScript)
	t.Run("a person with a phone asks and is told what is missing", w.asksByPhone)
	t.Run("an agent works on a request, a second person confirms the refusal, and the person reads the answer", w.answersRequest)
	t.Run("what people typed stands nowhere in the open", w.hides)
}

// walk is one portal with everybody who uses it.
type walk struct {
	t       *testing.T // of the whole walk: windows that stay open are its own
	portal  *browsertest.Portal
	box     *browsertest.Mailbox
	browser *browsertest.Browser
	axe     browsertest.Axe

	secrets                         []string // words that people typed and nobody may find in the database
	editor, approver, administrator *colleague

	asked    person // the one whose request is worked on
	pictures int    // kept so far
	spoken   string // a word that was published, which must be found
}

// begin starts everything, or skips where a tool is missing; not in CI.
func begin(t *testing.T) *walk {
	t.Helper()
	_, noBrowser := browsertest.FindChromium()
	axe, noAxe := browsertest.LoadAxe(root)
	if missing := errors.Join(noBrowser, noAxe); missing != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip("the browser test does not run: ", missing)
	}
	box := browsertest.OpenMailbox(t)
	return &walk{
		t: t, box: box, axe: axe, browser: browsertest.Start(t), spoken: word(),
		portal: browsertest.Serve(t, browsertest.Build(t), nil, "PRIVACYDESK_SMTP_URL="+box.URL),
	}
}

// visit opens a window for somebody on the portal.
func (w *walk) visit(t *testing.T, v browsertest.Visitor) *browsertest.Page {
	t.Helper()
	v.Base = w.portal.Address
	page := w.browser.Visit(t, v)
	t.Cleanup(func() {
		for _, fault := range page.Faults() {
			t.Errorf("%s: %s", v.Name, fault)
		}
	})
	return page
}

// check reports what is wrong with the page for people who see, hear or use it
// otherwise.
func (w *walk) check(t *testing.T, page *browsertest.Page) {
	t.Helper()
	for _, fault := range page.Check(w.axe) {
		t.Error(fault)
	}
	w.keepPicture(t, page)
}

// keepPicture puts what was checked into the folder that PRIVACYDESK_TEST_PICTURES
// names, for whoever wants to look at every page.
func (w *walk) keepPicture(t *testing.T, page *browsertest.Page) {
	t.Helper()
	folder := os.Getenv("PRIVACYDESK_TEST_PICTURES")
	if folder == "" {
		return
	}
	w.pictures++
	name := fmt.Sprintf("%02d%s.png", w.pictures, strings.NewReplacer("/", "-", "?", "-", "&", "-").Replace(page.Path()))
	width := page.Width
	for _, size := range []int64{browsertest.Desk, browsertest.Phone} {
		page.Resize(size)
		storetest.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d-%s", size, name)), page.WholePicture(), 0o600))
	}
	page.Resize(width)
}

// keyboard reports where the focus of the page cannot be seen.
func keyboard(t *testing.T, page *browsertest.Page) {
	t.Helper()
	for _, fault := range page.Keyboard(60) {
		t.Error(fault)
	}
}

// secret is a word that stands nowhere else, and that must be found nowhere.
func (w *walk) secret() string {
	made := word()
	w.secrets = append(w.secrets, made)
	return made
}

// word is one that no language has.
func word() string { return "zq" + strings.ToLower(rand.Text()[:12]) + "x" }
