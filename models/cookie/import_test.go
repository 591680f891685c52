package cookie_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text/texttest"
)

// outcomes is a report in short: "added _ga", "refused x: reason".
func outcomes(report entry.Report) []string {
	var all []string
	for _, row := range report.Rows {
		words := string(row.Outcome) + " " + row.Name
		if row.Reason != "" {
			words += ": " + row.Reason
		}
		all = append(all, words)
	}
	return all
}

func (d desk) bring(filename, content string, in entry.ImportInput) entry.Report {
	d.t.Helper()
	in.Raw, in.Filename = []byte(content), filename
	report, err := d.Import(d.t.Context(), access.Operator, d.at, in)
	storetest.NoError(d.t, err)
	return report
}

// declared lists the active entries in short.
func (d desk) declared() []string {
	d.t.Helper()
	return storetest.All[string](d.t, d.Store, `SELECT concat_ws(' | ', name, match, kind, provider, party, array_to_string(domains, ' '),
		lifetime_type || coalesce(' ' || nullif(lifetime_text, ''), ''), category, purposes->>'en') FROM cookies WHERE status = 'active' ORDER BY id`)
}

const markdownList = "# Sub-processors\n\n| Name of Subprocessor | Description of Processing | Location |\n|---|---|---|\n| Acme | Hosting | Ireland |\n\n" +
	"## Strictly necessary cookies\n\n| Name of Cookie | Reason | Expiration\\* |\n|---|---|---|\n| `_sess` | Keeps you<br>signed in | session |\n| **logged\\_in** | Says that you are | One year |\n\n" +
	"## Others\n\n| Provider | Cookie Name | Cookie-Type | Purpose |\n|---|---|---|---|\n" +
	"| [Counter, Inc.](https://counter.example) | _ga, _gat; `_gid` | Analyse-Cookie | Counts visits |\n| Shop (.shop.example) | x\\_f | PersistentCookie | Login |\n| Shop (.shop.example) | sig_* | until you log out | Signs |\n"

func TestImport(t *testing.T) {
	t.Run("reads all cookie tables of a Markdown file and leaves the others alone", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		report := d.bring("list.md", markdownList, entry.ImportInput{})

		storetest.Equal(t, outcomes(report), []string{"added _sess", "added logged_in", "added _ga", "added _gat", "added _gid", "added x_f", "added sig_"})
		storetest.Equal(t, report.Skipped, []string{"Sub-processors"})
		storetest.Equal(t, d.declared(), []string{
			"_sess | exact | cookie |  |  |  | session | necessary | Keeps you signed in",
			"logged_in | exact | cookie |  |  |  | duration 1 year | necessary | Says that you are",
			"_ga | exact | cookie | Counter, Inc. |  |  | unstated | analytics | Counts visits",
			"_gat | exact | cookie | Counter, Inc. |  |  | unstated | analytics | Counts visits",
			"_gid | exact | cookie | Counter, Inc. |  |  | unstated | analytics | Counts visits",
			"x_f | exact | cookie | Shop |  | shop.example | unstated | Login",
			"sig_ | prefix | cookie | Shop |  | shop.example | event until you log out | Signs",
		})
		again := d.bring("list.md", markdownList, entry.ImportInput{})
		storetest.Equal(t, again.Count(entry.RowUnchanged), 7)
		storetest.Equal(t, len(again.Rows), 7)
	})

	t.Run("writes nothing when a row is refused, and says which", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		const file = "Cookie-Name;Anbieter;Speicherdauer;Kategorie\n_a;Acme;30 Tage;Statistik\n_b;Acme;ziemlich lange;Statistik\n;Acme;1 Tag;\n_c;Acme;1 Tag;Zauberei\n"

		report := d.bring("list.csv", file, entry.ImportInput{})

		storetest.Equal(t, outcomes(report), []string{"added _a", "refused _b: cookie.lifetime.unreadable", "refused : import.row_reason.no_name", "refused _c: cookie.category.unknown"})
		storetest.Equal(t, []int{report.Rows[1].Line, report.Rows[2].Line}, []int{3, 4})
		storetest.Equal(t, report.Rows[1].Value, "ziemlich lange")
		storetest.Equal(t, report.Written, false)
		storetest.Equal(t, d.declared(), nil)
		storetest.Equal(t, storetest.Audited(t, d.Store), nil)

		report = d.bring("list.csv", file, entry.ImportInput{Partial: true})
		storetest.Equal(t, report.Written, true)
		storetest.Equal(t, d.declared(), []string{"_a | exact | cookie | Acme |  |  | duration 30 days | analytics"})
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{"cookies.imported cookies:main"})
	})

	t.Run("merges by name, provider and domains and leaves alone what the file does not say", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())

		report := d.bring("list.csv", "name,provider,lifetime,purpose\nbasket,main,1 month,\nbasket,Other,session,Theirs\nbasket,Other,session,Also theirs\n", entry.ImportInput{})

		storetest.Equal(t, outcomes(report), []string{"changed basket", "added basket", "changed basket"})
		storetest.Equal(t, d.declared(), []string{
			"basket | exact | cookie | main | first | shop.example www.shop.example | duration 1 month | necessary | Remembers what is in your basket",
			"basket | exact | cookie | Other |  |  | session | Theirs Also theirs",
		})
		report = d.bring("list.csv", "name,lifetime\nbasket,1 year\n", entry.ImportInput{})
		storetest.Equal(t, outcomes(report), []string{"refused basket: cookie.import.ambiguous"})
		report = d.bring("list.csv", "name,provider,lifetime\nbasket,Other,1 year\nbasket,Other,2 years\n", entry.ImportInput{})
		storetest.Equal(t, outcomes(report), []string{"changed basket", "refused basket: cookie.import.two_lifetimes"})
	})

	t.Run("takes formulas as text and gives them back guarded", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		const row = `'=cmd|' /C calc'!A0`
		d.bring("list.csv", "name,purpose,lifetime\nx,"+row+",session\n\"'@y\",Adds,-\n", entry.ImportInput{})
		storetest.Equal(t, d.declared(), []string{"x | exact | cookie |  |  |  | session | =cmd|' /C calc'!A0", "@y | exact | cookie |  |  |  | unstated | Adds"})

		file, err := d.Export(t.Context(), storetest.Editor, d.at, "en")

		storetest.NoError(t, err)
		storetest.Equal(t, string(file), "name,match,kind,provider,party,domains,lifetime,category,purpose,opt_out\r\n"+
			"'@y,exact,cookie,,,,persistent,,Adds,\r\nx,exact,cookie,,,,session,,'=cmd|' /C calc'!A0,\r\n")
		storetest.Equal(t, d.bring("again.csv", string(file), entry.ImportInput{}).Count(entry.RowUnchanged), 2)
	})

	for name, file := range map[string]string{"binary": "%PDF-1.7 \x00\x01", "empty": "  \n", "without a cookie table": "# Hello\n\nWe like cookies.\n",
		"with other headings": "colour,size\nred,3\n", "too large": strings.Repeat("name,lifetime\n", 300_000)} {
		t.Run("refuses a file that is "+name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			_, err := d.Import(t.Context(), storetest.Editor, d.at, entry.ImportInput{Raw: []byte(file), Filename: "list.csv"})
			invalid, ok := err.(store.Invalid)
			if !ok || invalid["file"] == "" {
				t.Fatalf("got %v", err)
			}
		})
	}

	t.Run("is not for agents", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.Import(t.Context(), storetest.Agent, d.at, entry.ImportInput{Raw: []byte("name,lifetime\nx,session\n"), Filename: "list.csv"})
		storetest.Is(t, err, store.ErrForbidden)
	})
}

func TestImportOfHistory(t *testing.T) {
	t.Run("makes an edition of each list and ends what is missing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		first := d.bring("2019.csv", "name,lifetime\na,session\nb,1 year\n", entry.ImportInput{From: onDay(2019, 5, 1)})
		second := d.bring("2020.csv", "name,lifetime\nb,2 years\n", entry.ImportInput{From: onDay(2020, 5, 1)})

		storetest.Equal(t, []int{first.Edition, second.Edition}, []int{1, 2})
		storetest.Equal(t, outcomes(second), []string{"changed b", "ended a"})
		for day, want := range map[int]string{2018: "none", 2019: "[a b]", 2021: "[b]"} {
			found, told, err := d.InForce(t.Context(), "main", onDay(day, 6, 1).In(d.at.Location()))
			if want == "none" {
				storetest.Is(t, err, store.ErrNotFound)
				continue
			}
			storetest.NoError(t, err)
			var names []string
			for _, c := range told.Cookies {
				names = append(names, c.Name)
			}
			storetest.Equal(t, fmt.Sprint(names), want)
			storetest.Equal(t, found.Imported, true)
		}
		storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT version FROM editions ORDER BY number`), []string{"1.0", "2.0"})
		storetest.Equal(t, d.declared(), []string{"b | exact | cookie |  |  |  | duration 2 years"})
	})

	t.Run("refuses a day before the newest and one to come, and changes nothing then", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.bring("2019.csv", "name,lifetime\na,session\n", entry.ImportInput{From: onDay(2019, 5, 1)})
		for _, refusal := range []struct {
			in   entry.ImportInput
			want store.Refused
		}{{entry.ImportInput{From: onDay(2018, 5, 1)}, "history.refused.order"}, {entry.ImportInput{From: onDay(2027, 5, 1)}, "history.refused.future"}} {
			refusal.in.Raw, refusal.in.Filename = []byte("name,lifetime\nb,session\n"), "x.csv"
			_, err := d.Import(t.Context(), access.Operator, d.at, refusal.in)
			storetest.Is(t, err, refusal.want)
		}
		storetest.Equal(t, d.declared(), []string{"a | exact | cookie |  |  |  | session"})
	})

	t.Run("leaves the authors to what comes after", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.Import(t.Context(), storetest.Approver, d.at, entry.ImportInput{Raw: []byte("name,lifetime\na,session\n"), Filename: "x.csv", From: onDay(2019, 5, 1)})
		storetest.NoError(t, err)
		d.add(sound())
		d.publish() // the approver wrote nothing since
	})
}

// The cookie table of a real policy, which a browser saved as paragraphs.
func TestImportOfARealPolicy(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(texttest.RealInputs(t), "marketplace-privacy-policy-2018.txt"))
	storetest.NoError(t, err)
	d := newDesk(t)

	report := d.bring("policy.txt", string(raw), entry.ImportInput{})

	storetest.Equal(t, report.Count(entry.RowAdded), 24)
	storetest.Equal(t, len(report.Rows), 24)
	storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT name || ' ' || lifetime_type || ' ' || provider || ' ' || array_to_string(domains, ' ') || ' ' || coalesce(category, '-')
		FROM cookies WHERE name IN ('_ga', 'xman_t', 'aeu_cid') ORDER BY name`), []string{
		"_ga unstated Google, Inc.  analytics", "aeu_cid unstated Aliexpress aliexpress.com -", "xman_t session Aliexpress aliexpress.com -"})
}

// The public database of known cookies is the largest real table: hardly a row may be
// refused, and none for its domain or category.
func TestImportOfAKnownCookieDatabase(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(texttest.RealInputs(t), "open-cookie-database.csv"))
	storetest.NoError(t, err)
	d := newDesk(t)

	report := d.bring("open-cookie-database.csv", string(raw), entry.ImportInput{Partial: true})

	reasons := map[string]int{}
	for _, row := range report.Rows {
		if row.Outcome == entry.RowRefused {
			reasons[row.Reason]++
		}
	}
	if refused := report.Count(entry.RowRefused); refused*100 > len(report.Rows)*8 {
		t.Fatalf("%d of %d rows are refused: %v", refused, len(report.Rows), reasons)
	}
	storetest.Equal(t, storetest.One[int64](t, d.Store, `SELECT count(*) FROM cookies WHERE category = 'necessary' AND purposes->>'en' LIKE '%preferences of a user%'`), 0)
	again := d.bring("open-cookie-database.csv", string(raw), entry.ImportInput{Partial: true})
	storetest.Equal(t, again.Count(entry.RowAdded), 0)
}

func TestTake(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Policies.Add(t.Context(), storetest.Editor, policy.DocumentInput{Title: "Privacy policy", Slug: "privacy", Category: "privacy",
		SiteIDs: []int64{d.at.ID}, GoverningLocale: "en", ReviewMonths: 12})
	storetest.NoError(t, err)
	storetest.NoError(t, d.Store.DB.Exec(`INSERT INTO offers (document_id, site_id, kind, content, offered_by, offered_at)
		SELECT id, site_id, 'cookies', '[{"Names": ["_a", "_b"], "Provider": "Acme", "Type": "Session-Cookie", "Purpose": "Counts"}]', 3, now() FROM documents`).Error)
	offers, err := d.Offers(t.Context(), storetest.Editor, d.at)
	storetest.NoError(t, err)
	storetest.Equal(t, len(offers), 1)

	report, err := d.Register.Take(t.Context(), storetest.Editor, d.at, offers[0].ID)

	storetest.NoError(t, err)
	storetest.Equal(t, outcomes(report), []string{"added _a", "added _b"})
	storetest.Equal(t, d.declared(), []string{"_a | exact | cookie | Acme |  |  | session | Counts", "_b | exact | cookie | Acme |  |  | session | Counts"})
	_, err = d.Register.Take(t.Context(), storetest.Editor, d.at, offers[0].ID)
	storetest.Is(t, err, store.ErrNotFound)
}
