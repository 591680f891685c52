package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// keepsCookies is the daily work on a register: something is found, corrected, brought
// in by a file of which one row cannot be read, taken out, and all of it stands in the
// history of the entry and in the redline of the next edition.
func (w *walk) keepsCookies(t *testing.T) {
	author := w.editor.window.For(t)
	author.Open("/desk/cookies")
	author.Fill(say("cookies.search"), "Pixelworks")
	author.Press(say("filters.apply"))
	author.Sees("_px")
	author.Misses("basket_id")
	author.Follow("_px")
	author.Fill(say("cookie.lifetime_field.label"), "1 hour or longer")
	author.Press(say("entry.save"))
	author.Sees(say("cookie.lifetime.unreadable"))
	author.Fill(say("cookie.lifetime_field.label"), "until you log out")
	author.Choose(say("cookie.category_field.label"), "Analytics")
	author.Fill(say("cookie.purpose_in", "language", "English"), "Counts visits.")
	author.Press(say("entry.save"))
	author.Sees(say("entry.saved", "name", "_px"))
	author.Follow(say("entry.history.link"))
	author.Sees(say("entry.act.changed"), say("redline.removed_is")+"2 years", say("redline.added_is")+"until you log out", w.editor.name)

	w.importsRefusedRow(t, author)
	author.Open("/desk/cookies")
	author.Follow("basket_id")
	author.Press(say("cookie.retire"))
	author.Sees(say("cookie.retired"), say("cookie.restore"))

	w.publishesEntries(author, w.approver.window.For(t), "cookies", "c_late", "until you log out")
	w.readsCookies(t)
}

// importsRefusedRow brings in a file: nothing of it while a row is refused, then the
// rest. The register then gives the same rows as a file.
func (w *walk) importsRefusedRow(t *testing.T, author *browsertest.Page) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "more.csv")
	storetest.NoError(t, os.WriteFile(file, []byte("name,provider,domains,lifetime,category,purpose\n"+
		"c_late,Main,main.example,30 mins,functional,Remembers the language\n"+
		"c_odd,Main,main.example,1 hour or longer,functional,Nobody knows\n"), 0o600))
	author.Open("/desk/cookies")
	author.Follow(say("entries.import"))
	author.Attach(say("import.upload.label"), file)
	author.Press(say("import.submit"))
	author.Sees(say("import.not_written"), say("import.outcome.refused"), "1 hour or longer")
	author.Tick(say("import.partial.label"))
	author.Attach(say("import.upload.label"), file)
	author.Press(say("import.submit"))
	author.Sees(say("import.taken"), say("import.outcome.added"), say("import.outcome.refused"))

	author.Open("/desk/cookies")
	name, content := author.Download(say("entries.export"))
	storetest.Equal(t, filepath.Ext(name), ".csv")
	storetest.Contains(t, string(content), "c_late")
	lacks(t, string(content), "c_odd")
}

// readsCookies is the public, as a page, as JSON and as a file.
func (w *walk) readsCookies(t *testing.T) {
	t.Helper()
	page := w.visit(t, browsertest.Visitor{Name: "reader", Width: browsertest.Phone})
	page.Open("/cookies")
	page.Sees("c_late", "_px", "basket_t")
	page.Misses("basket_id", "c_odd")
	keyboard(t, page)
	var told struct{ Cookies []struct{ Name string } }
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/cookies.json", http.StatusOK)), &told))
	storetest.Equal(t, len(told.Cookies), 4)
	_, content := page.Download(say("register.csv"))
	storetest.Contains(t, string(content), "_px,exact,cookie,Pixelworks GmbH")
}

// keepsCompanies writes a company with a transfer, changes it, ends another, and lets
// the public read both.
func (w *walk) keepsCompanies(t *testing.T) {
	author := w.editor.window.For(t)
	author.Open("/desk/processors")
	author.Follow(say("processors.add"))
	author.Press(say("processor.add"))
	author.Sees(say("processor.name.missing"))
	author.Fill(say("processor.name_field.label"), "Cloudbarn")
	author.Choose(say("processor.role_field.label"), say("register.role.processor"))
	author.Fill(say("processor.purposes_in", "language", "English"), "Keeps our files")
	author.Fill(say("processor.countries_field.label"), "Ireland; US")
	author.Fill(say("processor.transfer_country_field.label"), "US")
	author.Choose(say("processor.transfer_mechanism_field.label"), say("mechanism.scc_m2"))
	author.Tick("Main")
	author.Tick(say("register.status.active"))
	author.Fill(say("processor.first_day_field.label"), "2024-05-01")
	author.Press(say("processor.add"))
	author.Sees(say("processor.added", "name", "Cloudbarn"))
	author.Open("/desk/processors")
	author.Fill(say("processors.search"), "Cloudbarn")
	author.Press(say("filters.apply"))
	author.Misses("Ferry Express")
	author.Follow("Cloudbarn")
	author.Fill(say("processor.countries_field.label"), "Ireland; US; Japan")
	author.Press(say("entry.save"))
	author.Follow(say("entry.history.link"))
	author.Sees(say("entry.act.added"), say("entry.act.changed"), "Ireland, Japan and United States")

	author.Open("/desk/processors")
	author.Follow("Ferry Express")
	author.Follow(say("processor.end.link"))
	author.Press(say("processor.end.submit"))
	author.Sees(say("processor.last_day.missing"))
	author.Fill(say("processor.last_day_field.label"), "2024-08-01")
	author.Press(say("processor.end.submit"))
	author.Sees(say("processor.ended"))

	w.publishesEntries(author, w.approver.window.For(t), "processors", "Cloudbarn")
	page := w.visit(t, browsertest.Visitor{Name: "reader", Width: browsertest.Phone})
	page.Open("/companies")
	page.Sees("Cloudbarn", say("safeguard.clauses"))
	page.Misses("Ferry Express")
	storetest.Contains(t, w.get(t, "/companies.json", http.StatusOK), `"JP"`)
	storetest.Contains(t, w.get(t, "/companies.csv", http.StatusOK), "Cloudbarn,processor")
}
