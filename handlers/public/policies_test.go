package public_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/jackc/pgx/v5"

	"privacydesk/handlers/public"
	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
)

// wordBlock is a source that says its block's name and the day it was asked for.
type wordBlock struct{ used edition.Edition }

func (b wordBlock) BlockHTML(_ context.Context, _ site.Site, block text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error) {
	return text.SafeHTML("<p>" + block.Name + " at " + at.UTC().Format(time.DateOnly) + "</p>"), []edition.Edition{b.used}, nil
}

func (b wordBlock) BlockMarkdown(_ context.Context, _ site.Site, block text.Block, at time.Time) (string, []edition.Edition, error) {
	return block.Name + " at " + at.UTC().Format(time.DateOnly), []edition.Edition{b.used}, nil
}

// library is a site with a policy whose time a test can move.
type library struct {
	*webtest.Browser
	t        *testing.T
	db       *store.Store
	policies *policy.Register
	now      *time.Time
}

func newLibrary(t *testing.T) library { return newLibraryOn(t, store.Options{}) }

func newLibraryOn(t *testing.T, options store.Options) library {
	now := noon
	options.Now = func() time.Time { return now }
	db := storetest.Open(t, storetest.Clone(t), options)
	editions := &edition.Register{Store: db}
	policies := &policy.Register{Store: db, Editions: editions}
	readers := &public.Public{Sites: &site.Register{Store: db}, Editions: editions, Policies: policies,
		Blocks: web.Blocks{text.BlockCookies: wordBlock{edition.Edition{ID: 99, Subject: edition.Cookies("main"), Number: 3, SHA256: []byte{0xab}}}}}
	return library{webtest.Open(t, db, storetest.Stranger, readers.Routes()), t, db, policies, &now}
}

var berlin, _ = time.LoadLocation("Europe/Berlin")

func (l library) publish(markdown string, on civil.Date) edition.Edition {
	l.t.Helper()
	ctx := l.t.Context()
	if _, err := l.policies.Public(ctx, 1, "privacy"); err != nil {
		_, err := l.policies.Add(ctx, storetest.Editor, policy.DocumentInput{Title: "Privacy policy", Slug: "privacy", Category: "privacy",
			SiteIDs: []int64{1}, GoverningLocale: "en", ReviewMonths: 12})
		storetest.NoError(l.t, err)
	}
	draft, err := l.policies.OpenDraft(ctx, storetest.Editor, "privacy")
	storetest.NoError(l.t, err)
	_, err = l.policies.Save(ctx, storetest.Editor, "privacy", "en", policy.TextInput{Title: "Privacy policy", Markdown: markdown, Version: draft.Texts[0].Version})
	storetest.NoError(l.t, err)
	proposal, err := l.policies.Submit(ctx, storetest.Editor, "privacy", policy.SubmissionInput{Class: edition.Material, Summary: "Something changed."})
	storetest.NoError(l.t, err)
	storetest.NoError(l.t, l.policies.Editions.Approve(ctx, storetest.Approver, proposal.ID, ""))
	published, err := l.policies.Editions.Publish(ctx, storetest.Approver, proposal.ID, berlin, edition.PublicationInput{EffectiveOn: on})
	storetest.NoError(l.t, err)
	l.Server.Pages.Forget() // as the notice of the database does
	return published
}

const firstVersion = "Some words.\n\n## Who we are {#who}\n\nWe run the market.\n\n:::in-short\nOne market.\n:::\n\n## Cookies\n\n:::cookies {category=analytics}\n"

var christmas = civil.Date{Year: 2026, Month: time.December, Day: 24}

func TestPolicyPage(t *testing.T) {
	t.Run("shows what is in force with its clauses, notes and blocks, the same for everyone", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(firstVersion, civil.Date{})

		page := l.Get("/policies/privacy")

		storetest.Equal(t, page.Heading(), "Privacy policy")
		storetest.Contains(t, page.Text(), "In force since 23 November 2026")
		storetest.Contains(t, page.Text(), "In short One market.")
		storetest.Contains(t, page.Text(), "cookies at 2026-11-23")
		storetest.Equal(t, page.HasLink("#who"), true)
		storetest.Contains(t, page.Body, `data-print hidden`)       // until a script shows it
		storetest.Contains(t, page.Text(), "/policies/privacy/1.0") // the address for ever, on paper
		storetest.Contains(t, page.Body, `id="introduction"`)
		storetest.Equal(t, page.Header.Get("Set-Cookie"), "")
		storetest.Equal(t, page.Header.Get("ETag") != "" && !strings.HasPrefix(page.Header.Get("ETag"), "W/"), true)
		storetest.Equal(t, l.Get("/policies").HasLink("/policies/privacy"), true)
	})

	t.Run("announces the next version and turns to it by itself", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(firstVersion, civil.Date{})
		l.publish(firstVersion+"\nMore.\n", christmas)

		page := l.Get("/policies/privacy")
		storetest.Contains(t, page.Text(), "Version 2.0 takes effect on 24 December 2026.")
		storetest.Equal(t, page.HasLink("/policies/privacy/compare/1.0...2.0"), true)

		*l.now = time.Date(2026, 12, 23, 23, 0, 0, 0, time.UTC)
		storetest.Contains(t, l.Get("/policies/privacy").Text(), "Version 2.0")
		old := l.Get("/policies/privacy/1.0")
		storetest.Contains(t, old.Text(), "You are reading version 1.0, replaced on 24 December 2026.")
		storetest.Contains(t, old.Text(), "cookies at 2026-11-23")
	})

	t.Run("says from when on it is in force, and nothing of what never was", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(firstVersion, christmas)
		storetest.Contains(t, l.Get("/policies/privacy").Text(), "This policy is in force from 24 December 2026.")
		storetest.Equal(t, l.Get("/policies/privacy.json").Status, http.StatusNotFound)
		for _, nowhere := range []string{"/policies/other", "/policies/privacy/9.9", "/policies/privacy/compare/1.0...9.9", "/policies/..%2f..%2fetc", "/de/policies/other"} {
			storetest.Equal(t, l.Get(nowhere).Status, http.StatusNotFound)
		}
	})

	t.Run("shows the source language where a translation is missing", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(firstVersion, civil.Date{})
		page := l.Get("/de/policies/privacy")
		storetest.Contains(t, page.Text(), "Dieser Text ist nicht übersetzt. Er wird in dieser Sprache gezeigt: English.")
		storetest.Contains(t, page.Body, `<h1 lang="en" dir="ltr">`)
		storetest.Equal(t, page.HasLink("/de/policies/privacy/versions"), true)
		storetest.Equal(t, l.Get("/ar/policies/privacy").Status, http.StatusOK)
	})
}

func TestPolicyForPrograms(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	published := l.publish(firstVersion, civil.Date{})

	var answer struct {
		Site, Slug, Title, Version, Locale string
		Edition                            int
		SHA256                             string
		TextSHA256                         string `json:"text_sha256"`
		Resolved                           []struct {
			Subject string
			Edition int
			SHA256  string
		}
		Clauses []struct {
			Key, Heading, Markdown string
			Number                 *string
		}
	}
	page := l.Get("/policies/privacy.json")
	storetest.NoError(t, json.Unmarshal([]byte(page.Body), &answer))
	storetest.Equal(t, []string{answer.Site, answer.Slug, answer.Version, answer.Locale, answer.SHA256},
		[]string{"main", "privacy", "1.0", "en", published.Hash()})
	storetest.Equal(t, []string{answer.Resolved[0].Subject, answer.Resolved[0].SHA256}, []string{"cookies:main", "ab"})
	storetest.Equal(t, answer.Clauses[0].Number == nil && answer.Clauses[0].Heading == "", true)
	storetest.Contains(t, answer.Clauses[2].Markdown, ":::cookies {category=analytics}")
	storetest.Equal(t, l.Get("/policies/privacy/1.0.json").Body, page.Body)

	markdown := l.Get("/policies/privacy/1.0.md")
	storetest.Contains(t, markdown.Body, "# Privacy policy\n\nSome words.")
	storetest.Contains(t, markdown.Body, "cookies at 2026-11-23")
	storetest.Equal(t, strings.Contains(markdown.Body, ":::"), false)
}

func TestEditionForPrograms(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	published := l.publish(firstVersion, civil.Date{})

	page := l.Get("/editions/" + published.Hash() + ".json")

	var answer struct {
		Subject, Salt, SHA256 string
		Content               json.RawMessage
	}
	storetest.NoError(t, json.Unmarshal([]byte(page.Body), &answer))
	salt, err := hex.DecodeString(answer.Salt)
	storetest.NoError(t, err)
	again := edition.Edition{SHA256: published.SHA256, Salt: salt, Content: answer.Content}
	storetest.Equal(t, again.Checks(), true)
	storetest.Equal(t, l.Get("/editions/"+strings.Repeat("0", 64)+".json").Status, http.StatusNotFound)
	storetest.Equal(t, l.Get("/editions/nonsense").Status, http.StatusNotFound)
}

// counter counts the queries that go to the database.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestClausesLeadToWhatChangedInThem(t *testing.T) {
	const old = "## Who we are {#who}\n\nWe run the market.\n\n## Cookies {#cookies}\n\nWe set two.\n\nThey stay.\n\n## Contact {#contact}\n\nWrite to us.\n"
	t.Run("in the version in force and for ever, and nowhere else", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(old, civil.Date{})
		storetest.Equal(t, strings.Contains(l.Get("/policies/privacy").Text(), "Changed in"), false)
		*l.now = l.now.AddDate(0, 0, 1)
		l.publish(strings.Replace(strings.Replace(old, "the market", "two markets", 1), "They stay.\n\n", "", 1)+"\n## Children {#children}\n\nNone.\n", civil.Date{})

		for _, path := range []string{"/policies/privacy", "/policies/privacy/2.0"} {
			page := l.Get(path)
			storetest.Equal(t, page.Link("Changed in 2.0 Who we are"), "/policies/privacy/compare/1.0...2.0#change-1")
			storetest.Equal(t, page.Link("Changed in 2.0 Cookies"), "/policies/privacy/compare/1.0...2.0#change-2") // it lost a paragraph
			storetest.Equal(t, page.Link("New in 2.0 Children"), "/policies/privacy/compare/1.0...2.0#change-3")
			storetest.Equal(t, strings.Contains(page.Text(), "Changed in 2.0 Contact"), false)
			compared := l.Get("/policies/privacy/compare/1.0...2.0")
			storetest.Contains(t, compared.Body, `id="change-3"`)
		}
		storetest.Equal(t, strings.Contains(l.Get("/policies/privacy/1.0").Text(), "Changed in"), false)
	})

	t.Run("with one query more, however many clauses there are", func(t *testing.T) {
		t.Parallel()
		queries := &counter{}
		l := newLibraryOn(t, store.Options{Tracer: queries})
		many := func(word string, clauses int) string {
			var markdown strings.Builder
			for n := range clauses {
				fmt.Fprintf(&markdown, "## Clause %d {#c%d}\n\nThis says %s.\n\n", n, n, word)
			}
			return markdown.String()
		}
		count := func() int64 {
			before := queries.n.Load()
			storetest.Equal(t, l.Get("/policies/privacy").Status, http.StatusOK)
			return queries.n.Load() - before
		}
		l.publish(many("one thing", 2), civil.Date{})
		l.Get("/policies/privacy") // statements are prepared
		l.Server.Pages.Forget()
		first := count()
		l.publish(many("another thing", 2), civil.Date{})
		l.Get("/policies/privacy")
		l.Server.Pages.Forget()
		storetest.Equal(t, count(), first+1)
		l.publish(many("a third thing", 40), civil.Date{})
		storetest.Equal(t, count(), first+1)
		storetest.Equal(t, strings.Count(l.Get("/policies/privacy").Text(), " in 3.0 "), 40)
	})

	t.Run("in the source language too, where a translation is missing", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		l.publish(old, civil.Date{})
		l.publish(strings.Replace(old, "the market", "two markets", 1), civil.Date{})
		page := l.Get("/de/policies/privacy")
		storetest.Equal(t, page.Link("Geändert in 2.0 Who we are"), "/de/policies/privacy/compare/1.0...2.0#change-1") // both in English
	})
}

func TestPolicyVersions(t *testing.T) {
	t.Run("come in pages, newest first, each to be read and compared", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		for n := range 27 {
			_, _, err := l.policies.ImportHistory(t.Context(), storetest.Editor, site.Site{ID: 1, DefaultLocale: "en", Zone: "Europe/Berlin"},
				policy.HistoryInput{Slug: "privacy", Filename: "p.md", Raw: []byte("# Privacy policy\n\n## A\n\nWords number " + strings.Repeat("x", n+1) + ".\n"),
					EffectiveOn: civil.Date{Year: 2020, Month: 1, Day: n + 1}})
			storetest.NoError(t, err)
		}

		page := l.Get("/policies/privacy/versions")
		storetest.Equal(t, page.HasLink("/policies/privacy/27.0") && !page.HasLink("/policies/privacy/2.0"), true)
		storetest.Contains(t, page.Text(), "25 January 2020 to 25 January 2020")
		older := l.Get(page.Link("Older"))
		storetest.Equal(t, older.HasLink("/policies/privacy/2.0") && older.HasLink("/policies/privacy/1.0"), true)
		storetest.Equal(t, older.Link("Newer"), "/policies/privacy/versions")
		storetest.Equal(t, l.Get("/policies/privacy/versions?below=nonsense").Status, http.StatusNotFound)
		storetest.Contains(t, l.Get("/policies/privacy/3.0").Text(), "It was not approved here.")

		storetest.Equal(t, l.Get("/policies/privacy/compare?from=1.0&to=3.0").Location, "/policies/privacy/compare/1.0...3.0")
		storetest.Equal(t, l.Get("/policies/privacy/compare?from=1.0").Location, "/policies/privacy/versions")
	})

	t.Run("show what was withdrawn, approved alone and withheld", func(t *testing.T) {
		t.Parallel()
		l := newLibrary(t)
		first := l.publish(firstVersion, civil.Date{})
		second := l.publish(firstVersion+"\nMore.\n", christmas)
		storetest.NoError(t, l.policies.Editions.Withdraw(t.Context(), storetest.Approver, second.ID, "Too early."))
		storetest.NoError(t, l.policies.Editions.AskWithholding(t.Context(), storetest.Approver, first.ID, "A court ordered it."))
		storetest.NoError(t, l.policies.Editions.SettleWithholding(t.Context(), storetest.OtherApprover, first.ID, true))
		l.Server.Pages.Forget()

		list := l.Get("/policies/privacy/versions")
		storetest.Contains(t, list.Text(), "Withdrawn")
		storetest.Contains(t, list.Text(), "No longer shown")
		storetest.Contains(t, l.Get("/policies/privacy/2.0").Text(), "Version 2.0 was withdrawn on 23 November 2026, before it took effect. Too early.")
		for _, gone := range []string{"/policies/privacy", "/policies/privacy/1.0", "/policies/privacy.json", "/policies/privacy/1.0.md",
			"/policies/privacy/compare/1.0...2.0", "/editions/" + first.Hash() + ".json"} {
			page := l.Get(gone)
			storetest.Equal(t, page.Status, http.StatusGone)
			storetest.Contains(t, page.Body, "A court ordered it.")
			storetest.Equal(t, strings.Contains(page.Body, "We run the market"), false)
		}
		storetest.Contains(t, l.Get("/policies/privacy.json").Body, `"withheld_at":"2026-11-23T12:00:00Z"`)
	})
}

func TestPolicyCompare(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.publish("## Who we are {#who}\n\nWe run the market for 24 months.\n\nThis stays.\n", civil.Date{})
	l.publish("## Who we are {#who}\n\nWe run the market for 12 months.\n\nThis stays.\n", christmas)

	page := l.Get("/policies/privacy/compare/1.0...2.0")

	storetest.Equal(t, page.Heading(), "What changes on 24 December 2026")
	storetest.Contains(t, page.Text(), "for Removed: 24 Added: 12 months.")
	storetest.Contains(t, page.Text(), "1 change in 1 section")
	storetest.Contains(t, page.Text(), "1 paragraph has not changed")
	storetest.Equal(t, page.HasLink("#change-1"), true)
	full := l.Get("/policies/privacy/compare/1.0...2.0?text=full")
	storetest.Contains(t, full.Text(), "This stays.")
	l.Get("/policies/privacy/compare/2.0...1.0?text=full") // whose headings are in order, though no summary stands above
	storetest.Contains(t, l.Get("/de/policies/privacy/compare/2.0...1.0").Text(), "Von Fassung 2.0 zu Fassung 1.0")
}
