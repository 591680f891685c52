package processor_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
	"privacydesk/models/text/texttest"
)

func (d desk) bring(filename, content string, in entry.ImportInput) entry.Report {
	d.t.Helper()
	in.Raw, in.Filename = []byte(content), filename
	report, err := d.Import(d.t.Context(), access.Operator, d.at, in)
	storetest.NoError(d.t, err)
	return report
}

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

// listed are the entries that have not ended, in short.
func (d desk) listed() []string {
	d.t.Helper()
	return storetest.All[string](d.t, d.Store, `SELECT concat_ws(' | ', name, role, array_to_string(countries, ' '),
		array_to_string(ARRAY(SELECT jsonb_array_elements_text(purposes->'en')), '; '), status) FROM processors WHERE status <> 'ended' ORDER BY name`)
}

const markdownList = "# Who helps us\n\n## Subprocessors\n\n| Name of Subprocessor | Description of Processing | Location of Processing | Corporate Location |\n|:---|---|---|---|\n" +
	"| [Acme](https://acme.example) | Data<br>hosting | United States | Ireland |\n| **Braint\\_ree** (Pay) | Payments | Ireland, Germany | United States |\n| Acme | Mail | Germany | |\n\n" +
	"| Name of Cookie | Reason |\n|---|---|\n| `_sess` | Login |\n"

func TestImport(t *testing.T) {
	t.Run("reads all tables of companies and puts one that stands twice together", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		report := d.bring("list.md", markdownList, entry.ImportInput{})

		storetest.Equal(t, outcomes(report), []string{"added Acme", "added Braint_ree (Pay)", "changed Acme"})
		storetest.Equal(t, report.Rows[0].Line, 7)
		storetest.Equal(t, d.listed(), []string{"Acme | sub_processor | US DE | Data hosting; Mail | active", "Braint_ree (Pay) | sub_processor | DE IE | Payments | active"})
	})

	t.Run("writes nothing when a row is refused, unless it may in part", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		const file = "Unternehmen;Zweck;Land;Garantien\nEins;Hosting;Deutschland;\nZwei;Post;Atlantis;\nDrei;Post;USA;Binding corporate rules\n;Post;USA;\n"
		report := d.bring("list.csv", file, entry.ImportInput{})
		storetest.Equal(t, outcomes(report), []string{"added Eins", "refused Zwei: processor.countries.unreadable", "refused Drei: processor.import.mechanism", "refused : import.row_reason.no_name"})
		storetest.Equal(t, report.Rows[1].Line, 3)
		storetest.Equal(t, d.listed(), nil)
		storetest.Equal(t, d.bring("list.csv", file, entry.ImportInput{Partial: true}).Written, true)
		storetest.Equal(t, d.listed(), []string{"Eins |  | DE | Hosting | active"})
	})

	t.Run("changes what a row says and leaves the rest; its own export changes nothing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		report := d.bring("list.csv", "company,purpose,transfer mechanism\nquaypay,Takes payments,\n-Dash & Co,=1+1,DPF\n", entry.ImportInput{})
		storetest.Equal(t, outcomes(report), []string{"changed quaypay", "added -Dash & Co"})
		found, err := d.Get(t.Context(), storetest.Editor, 1)
		storetest.NoError(t, err)
		storetest.Equal(t, found.Transfers[0].Document, "Agreement of 2022")
		storetest.Equal(t, found.Purposes["de"], []string{"Nimmt Kartenzahlungen an"})

		file, err := d.Export(t.Context(), storetest.Editor, d.at, "en")
		storetest.NoError(t, err)
		storetest.Equal(t, string(file), "name,role,categories,purposes,data_categories,countries,transfers,status,since\r\n"+
			"'-Dash & Co,,,'=1+1,,,,active,\r\nQuaypay,processor,payments; risk-control,Takes payments,Name; Amount,IE; US,US: scc_m2,active,2022-03-01\r\n")
		again := d.bring("again.csv", string(file), entry.ImportInput{})
		storetest.Equal(t, again.Count(entry.RowUnchanged), 2)
		storetest.Equal(t, storetest.Audited(t, d.Store)[2], "processors.exported processors:main")
	})

	t.Run("refuses a file without a list of companies", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		for _, file := range []string{"# Hello\n\nNothing here.\n", "| Name of Cookie | Reason |\n|---|---|\n| x | y |\n", ""} {
			_, err := d.Import(t.Context(), storetest.Editor, d.at, entry.ImportInput{Raw: []byte(file), Filename: "list.md"})
			invalid, ok := err.(store.Invalid)
			if !ok || invalid["file"] == "" {
				t.Fatalf("got %v", err)
			}
		}
	})
}

// bulleted is a list of companies as some publish it, without a table.
const bulleted = "# Subprocessors\n\nSubprocessors located in the United States:\n* [Cloud One](https://one.example). Cloud services provider.\n* [Letter Box](https://two.example). Transactional email service.\n\n" +
	"These are located in the EU:\n\n* [Watch](https://three.example). Monitoring.\n"

func TestImportOfHistory(t *testing.T) {
	t.Run("follows successive lists", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.bring("1.md", bulleted, entry.ImportInput{From: onDay(2019, 1, 1)})
		storetest.Equal(t, d.listed(), []string{"Cloud One | sub_processor | US | Cloud services provider | active",
			"Letter Box | sub_processor | US | Transactional email service | active", "Watch | sub_processor | EU | Monitoring | active"})
		report := d.bring("2.csv", "company,purpose\nWatch,Monitoring\nNew,Polls\n", entry.ImportInput{From: onDay(2020, 1, 1)})
		storetest.Equal(t, outcomes(report), []string{"unchanged Watch", "added New", "ended Cloud One", "ended Letter Box"})
		storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT last_day::text FROM processors WHERE status = 'ended'`), []string{"2020-01-01", "2020-01-01"})
		_, told, err := d.InForce(t.Context(), "main", onDay(2019, 6, 1).In(d.at.Location()))
		storetest.NoError(t, err)
		storetest.Equal(t, len(told.Companies), 3)
	})

	t.Run("takes all real lists, oldest first", func(t *testing.T) {
		t.Parallel()
		files, err := filepath.Glob(filepath.Join(texttest.RealInputs(t), "basecamp-policies", "subprocessors-*.md"))
		storetest.NoError(t, err)
		storetest.Equal(t, len(files) > 0, true)
		d := newDesk(t)
		slices.Sort(files)
		for i, file := range files {
			raw, err := os.ReadFile(file)
			storetest.NoError(t, err)
			report := d.bring(filepath.Base(file), string(raw), entry.ImportInput{From: onDay(2018, 5, 24).AddDays(60 * i)})
			storetest.Equal(t, report.Count(entry.RowRefused), 0)
		}
		newest, told, err := d.InForce(t.Context(), "main", noon)
		storetest.NoError(t, err)
		storetest.Equal(t, newest.Number, len(files))
		storetest.Equal(t, len(told.Companies), 11)
		storetest.Equal(t, told.Countries(), []string{"EU", "US"})
	})
}

func TestTake(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Policies.Add(t.Context(), storetest.Editor, policy.DocumentInput{Title: "Privacy policy", Slug: "privacy", Category: "privacy",
		SiteIDs: []int64{d.at.ID}, GoverningLocale: "en", ReviewMonths: 12})
	storetest.NoError(t, err)
	storetest.NoError(t, d.Store.DB.Exec(`INSERT INTO offers (document_id, site_id, kind, content, offered_by, offered_at)
		SELECT id, site_id, 'recipients', '{"categories": ["Payments", "Tax advisers", "Prüfer", "محاسبون"], "companies": ["Quaypay", "Acme", "Left Out"]}', 3, now() FROM documents`).Error)
	d.add(sound())

	report, err := d.Register.Take(t.Context(), storetest.Editor, d.at, 1,
		processor.TakeInput{Companies: []string{"Quaypay", "Acme", "Smuggled"}, Categories: []string{"Payments", "Tax advisers", "Prüfer", "محاسبون"}})

	storetest.NoError(t, err)
	storetest.Equal(t, outcomes(report), []string{"unchanged Quaypay", "added Acme"})
	storetest.Equal(t, d.listed()[0], "Acme |  |  |  | proposed")
	storetest.Equal(t, storetest.All[string](t, d.Store, `SELECT key FROM entry_categories WHERE register = 'processors' ORDER BY id DESC LIMIT 3`),
		[]string{text.HashKey("category", "محاسبون"), "prufer", "tax-advisers"})
	storetest.Is(t, d.Dismiss(t.Context(), storetest.Editor, d.at, 1), store.ErrNotFound)
}
