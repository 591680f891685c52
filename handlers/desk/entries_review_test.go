package desk_test

import (
	"net/http"
	"net/url"
	"testing"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/people"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// approvedAndPublished takes a proposal of a list to an edition.
func approvedAndPublished(t *testing.T, db *store.Store, path string) {
	t.Helper()
	approver := entriesDesk(t, db, storetest.Approver)
	storetest.Equal(t, approver.Submit(path+"/decision", map[string]string{"outcome": "approve"}).Location, path)
	storetest.Equal(t, approver.Submit(path+"/publication", nil).Status, http.StatusSeeOther)
}

func TestReviewOfAList(t *testing.T) {
	t.Run("of cookies says in words what is added and what differs", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		editor, approver := entriesDesk(t, db, storetest.Editor), entriesDesk(t, db, storetest.Approver)
		in := url.Values{"site": {"1"}, "name": {"basket"}, "match": {"exact"}, "kind": {"cookie"}, "lifetime": {"14 days"}, "category": {"necessary"}}
		editor.SubmitAll("/desk/cookies/new", in)
		const edition = "/desk/sites/main/cookies/edition"
		path := editor.Submit(edition, map[string]string{"change_class": "material", "summary": "The first."}).Location

		page := approver.Get(path)
		storetest.Equal(t, page.Heading(), "Cookie declaration of Main")
		for _, words := range []string{"Added: basket", "Category Added: Strictly necessary", "Kept for Added: 14 days", "How the name is compared Added: Exactly this name", "1 change"} {
			storetest.Contains(t, page.Text(), words)
		}
		storetest.Contains(t, approver.Get("/desk/proposals").Text(), "Cookie declaration of Main")
		approvedAndPublished(t, db, path)

		in.Set("version", "1")
		in.Set("lifetime", "2 years")
		in.Set("category", "analytics")
		in.Set("kind", "local_storage")
		editor.SubmitAll("/desk/cookies/1", in)
		path = editor.Submit(edition, map[string]string{"change_class": "editorial", "summary": "It stays longer."}).Location
		page = approver.Get(path)
		for _, words := range []string{"Category Removed: Strictly necessary Added: Analytics", "Kept for Removed: 14 days Added: 2 years", "Technology Removed: Cookie Added: Local storage"} {
			storetest.Contains(t, page.Text(), words)
		}

		approver.Submit(path+"/comments", map[string]string{"place": "basket", "text": "Why so long?"})
		storetest.Contains(t, approver.Get(path).Text(), "Why so long?")
		storetest.Equal(t, editor.Submit(path+"/decision", map[string]string{"outcome": "approve"}).Status, http.StatusForbidden)
	})

	t.Run("of companies says countries, roles and grounds of transfers in words", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		editor, approver := entriesDesk(t, db, storetest.Editor), entriesDesk(t, db, storetest.Approver)
		in := url.Values{"name": {"Quaypay"}, "site_ids": {"1"}, "status": {"active"}, "role": {"processor"}, "categories": {"payments"}, "countries": {"US"},
			"transfers[0].country": {"US"}, "transfers[0].mechanism": {"scc_m2"}, "first_day": {"2022-03-01"}, "owner": {"3"}}
		editor.SubmitAll("/desk/processors/new", in)
		const edition = "/desk/sites/main/processors/edition"
		path := editor.Submit(edition, map[string]string{"change_class": "material", "summary": "The first."}).Location
		page := approver.Get(path)
		storetest.Equal(t, page.Heading(), "Companies of Main")
		storetest.Contains(t, page.Text(), "Since Added: 1 March 2022")
		approvedAndPublished(t, db, path)

		in.Set("version", "1")
		in.Set("role", "joint_controller")
		in.Set("countries", "IE; US")
		in.Set("transfers[0].mechanism", "adequacy")
		in.Set("categories", "risk-control")
		editor.SubmitAll("/desk/processors/1", in)
		path = editor.Submit(edition, map[string]string{"change_class": "material", "summary": "It moved."}).Location
		page = approver.Get(path)
		for _, words := range []string{"Role Removed: Processor Added: Joint controller", "Countries Removed: United States Added: Ireland and United States",
			"Safeguards Removed: United States: Standard clauses, controller to processor Added: United States: Adequacy decision",
			"Categories Removed: Payments Added: Risk control"} {
			storetest.Contains(t, page.Text(), words)
		}
		history := editor.Get("/desk/processors/1/history").Text()
		storetest.Contains(t, history, "Looked after by Added: Person 3")
		storetest.Contains(t, history, "Sites Added: Main")
	})

	t.Run("of site facts says whether a right is offered and how fast", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, entriesNoon)
		sites, editions := &site.Register{Store: db}, &edition.Register{Store: db}
		staff := &desk.Desk{Sites: sites, Editions: editions, People: &people.Register{Store: db}, Facts: &facts.Register{Store: db, Editions: editions, Sites: sites}}
		editor, approver := webtest.Open(t, db, storetest.Editor, staff.Routes()), webtest.Open(t, db, storetest.Approver, staff.Routes())
		editor.SubmitAll("/desk/sites/main/facts", url.Values{"version": {"0"}, "controllers[0].audience": {"everyone"}, "controllers[0].name": {"Sample Ltd"},
			"controllers[0].address": {"1 Quay"}, "contact.email": {"privacy@sample.example"}, "rights": {"access", "erasure"}, "days[access]": {"20"},
			"notices[en]": {"We need your data to answer."}})
		path := editor.Submit("/desk/sites/main/facts/edition", map[string]string{"summary": "The first.", "change_class": "material"}).Location

		page := approver.Get(path)

		storetest.Equal(t, page.Heading(), "Facts of Main")
		storetest.Contains(t, page.Text(), "Rights: Access Added: Offered, usually answered in 20 days")
		storetest.Contains(t, page.Text(), "Rights: Erasure Added: Offered")
	})
}

func TestALateSaveOfACompanyShowsTheirsInWords(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, entriesNoon)
	editor := entriesDesk(t, db, storetest.Editor)
	in := url.Values{"name": {"Quaypay"}, "site_ids": {"1"}, "status": {"active"}, "categories": {"payments"}, "countries": {"IE; US"},
		"transfers[0].country": {"US"}, "transfers[0].mechanism": {"scc_m2"}, "owner": {"3"}, "purposes[de]": {"Zahlungen"}}
	editor.SubmitAll("/desk/processors/new", in)
	late := url.Values{"name": {"Quaypay"}, "site_ids": {"1"}, "status": {"active"}, "version": {"0"}}

	page := editor.SubmitAll("/desk/processors/1", late)

	storetest.Equal(t, page.Status, http.StatusConflict)
	for _, words := range []string{"Categories Payments", "Countries Ireland and United States", "Transfer 1: Country United States", "Transfer 1: Ground Standard clauses, controller to processor",
		"Looked after by Person 3", "Purpose (Deutsch) Zahlungen"} {
		storetest.Contains(t, page.Text(), words)
	}
}
