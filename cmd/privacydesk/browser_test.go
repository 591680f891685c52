package main

import (
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
)

// TestBrowser walks the whole portal as people do: the program as it is built, a
// durable PostgreSQL, mail that is really sent, and Chromium. The parts follow each
// other, as a policy is published before somebody asks about it.
func TestBrowser(t *testing.T) {
	w := begin(t)
	t.Run("staff sign in with two factors and the administrator sees who may do what", w.opens)
	t.Run("somebody is invited, signs in twice, ends one session and darkens the desk", w.invites)
	t.Run("somebody forgets the password and comes back by a link in a mail", w.forgetsPassword)
	t.Run("an editor brings in a text that a browser saved, and takes over what it names", w.importsPolicy)
	t.Run("an editor brings in the text of a real shop, and readers get all of it", w.importsRealPolicy)
	t.Run("two people save one draft, and neither text is lost", w.savesLate)
	t.Run("an editor writes a policy and somebody else lets it out", w.publishesPolicy)
	t.Run("a version is sent back, comes again, is published for later and withdrawn", w.reviewsPolicy)
	t.Run("a text is taken out of service by two people, and the public reads why", w.withholdsText)
	t.Run("four eyes are turned off, which the version says, and on again", w.waivesFourEyes)
	t.Run("a text gets a translation, which readers choose and which is told to be behind", w.translates)
	t.Run("an editor brings in cookies and companies and somebody else lets them out", w.declaresRegisters)
	t.Run("an editor finds, mends, brings in and retires cookies, and readers see it", w.keepsCookies)
	t.Run("an editor adds a company, changes it and ends another, and readers see it", w.keepsCompanies)
	t.Run("two people save one cookie and one company, and the later one sees both", w.savesEntryLate)
	t.Run("an editor tells about the site and somebody else lets it out", w.tellsFacts)
	t.Run("an editor adds a category, and a retired cookie comes back under it", w.keepsCategories)
	t.Run("a reader compares editions of both lists, and turns the pages of old versions", w.readsVersions)
	t.Run("a reader finds a policy, its versions and what changed", w.reads)
	t.Run("a person without JavaScript asks, confirms and follows", w.asksWithoutScript)
	t.Run("a person with a phone asks and is told what is missing", w.asksByPhone)
	t.Run("a person asks in Arabic and follows", w.asksInArabic)
	t.Run("an agent logs what came otherwise, narrows the queue and finds a person", w.logsRequests)
	t.Run("an agent works on a request, a second person confirms the refusal, and the person reads the answer", w.answersRequest)
	t.Run("two people work on one case, and the later one sees what stands", w.savesCaseLate)
	t.Run("a person asks for the link again, confirms and takes the request back", w.closesEarly)
	t.Run("staff with a phone find, decide and review, and nobody confirms their own refusal", w.worksByPhone)
	t.Run("a lead confirms the own refusal while the second person is turned off, which the person reads", w.refusesAlone)
	t.Run("a case shows what the public was told when it arrived, after all of that has changed", w.looksBack)
	t.Run("the settings of a document do what they say, on two sites", w.settlesDocument)
	t.Run("every public page stands in Arabic", w.speaksArabic)
	t.Run("what people typed stands nowhere in the open", w.hides)
}

// walk is one portal with everybody who uses it.
type walk struct {
	t       *testing.T // of the whole walk: windows that stay open are its own
	portal  *browsertest.Portal
	box     *browsertest.Mailbox
	browser *browsertest.Browser
	checks  *checks

	secrets                         []string // words that people typed and nobody may find in the database
	editor, approver, administrator *colleague
	deputy                          *colleague // invited: an editor who also approves and leads

	asked  person   // the one whose request is worked on
	logged []person // whose requests came by post, phone, counter and mail
	spoken string   // a word that was published, which must be found
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
		t: t, box: box, checks: &checks{axe: axe, pages: map[string]bool{}, kinds: map[string]bool{}}, browser: browsertest.Start(t), spoken: word(),
		portal: browsertest.Serve(t, browsertest.Build(t), nil, "PRIVACYDESK_SMTP_URL="+box.URL),
	}
}

// visit opens a window for somebody on the portal.
func (w *walk) visit(t *testing.T, v browsertest.Visitor) *browsertest.Page {
	t.Helper()
	v.Base, v.Arrived = w.portal.Address, w.checks.arrives
	page := w.browser.Visit(t, v)
	t.Cleanup(func() {
		for _, fault := range page.Faults() {
			t.Errorf("%s: %s", v.Name, fault)
		}
	})
	return page
}

// lacks reports words that should not stand in a text.
func lacks(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("the text holds %q", part)
		}
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
