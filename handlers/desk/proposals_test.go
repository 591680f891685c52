package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// publishedOn takes the first draft to an edition that takes effect on the day.
func publishedOn(t *testing.T, db *store.Store, day string) string {
	t.Helper()
	path := givenProposal(t, db)
	approver := policyDesk(t, db, storetest.Approver)
	storetest.Equal(t, approver.Submit(path+"/decision", map[string]string{"outcome": "approve"}).Location, path)
	page := approver.Submit(path+"/publication", map[string]string{"effective_on": day})
	storetest.Equal(t, page.Location, "/desk/editions/1")
	return page.Location
}

func TestReview(t *testing.T) {
	t.Run("shows what changed, who wrote it and what it will say in public", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := givenProposal(t, db)

		page := policyDesk(t, db, storetest.Approver).Get(path)

		storetest.Equal(t, page.Heading(), "Privacy policy 1.0")
		storetest.Contains(t, page.Text(), "Added: We run the market.")
		storetest.Contains(t, page.Text(), "Person 3 wrote a part of it and cannot approve it")
		storetest.Contains(t, page.Text(), "Opens when it is approved.")
		storetest.Equal(t, policyDesk(t, db, storetest.Approver).Get("/desk/proposals").HasLink(path), true)
	})

	t.Run("keeps comments on clauses until they are resolved", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := givenProposal(t, db)
		approver := policyDesk(t, db, storetest.Approver)

		page := approver.Submit(path+"/comments", map[string]string{"place": "who-we-are", "text": ""})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Comment").Error, "Write the comment")
		approver.Submit(path+"/comments", map[string]string{"place": "who-we-are", "text": "Which market?"})
		approver.Submit(path+"/comments", map[string]string{"place": "", "text": "Well done."})
		page = approver.Get(path)
		storetest.Contains(t, page.Text(), "2 open, 0 resolved")
		storetest.Contains(t, page.Text(), "Who we are Which market?") // the clause by its heading
		storetest.Contains(t, page.Text(), "On the whole or on what has not changed: Read comment 2")
		for _, target := range []string{"pin-1", "comment-1", "pin-2", "comment-2", "change-1"} { // there and back
			storetest.Equal(t, strings.Count(page.Body, `id="`+target+`"`), 1)
			storetest.Equal(t, page.HasLink("#"+target), true)
		}
		approver.Submit(path+"/comments/1/resolution", nil)
		page = approver.Get(path)
		storetest.Contains(t, page.Text(), "Comment 1, resolved by Person 4")
		storetest.Contains(t, page.Text(), "1 open, 1 resolved")
		storetest.Equal(t, page.HasLink("#comment-1") && strings.Contains(page.Body, `id="comment-1"`), true)
	})

	t.Run("says a comment once, after the clause it is about and before the next", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := givenProposal(t, db)
		approver := policyDesk(t, db, storetest.Approver)
		approver.Submit(path+"/comments", map[string]string{"place": "introduction", "text": "Which words?"})
		approver.Submit(path+"/comments", map[string]string{"place": "", "text": "Well done."})

		said := approver.Get(path).Text()

		storetest.InOrder(t, said, "What the public will be told", "Added: Some words.", "Which words?", "Added: We run the market.", "Well done.", "Add the comment", "Your decision")
		storetest.Equal(t, strings.Count(said, "Which words?"), 1)
	})

	t.Run("sends back only with what must change, and the draft opens again", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := givenProposal(t, db)
		approver := policyDesk(t, db, storetest.Approver)

		page := approver.Submit(path+"/decision", map[string]string{"outcome": "return"})
		storetest.Equal(t, page.Field("Note to the authors").Error, "Say what must change")
		storetest.Equal(t, approver.Submit(path+"/decision", map[string]string{"outcome": "return", "note": "Shorter."}).Location, path)
		storetest.Contains(t, approver.Get(path).Text(), "Shorter.")
		saved := policyDesk(t, db, storetest.Editor).Submit("/desk/policies/privacy/draft/en", map[string]string{"title": "P", "markdown": "## A\n\nB.", "version": "2"})
		storetest.Equal(t, saved.Status, http.StatusSeeOther)
	})

	t.Run("refuses an approver who wrote a part, and editors altogether", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		givenDraft(t, db)
		approver := policyDesk(t, db, storetest.Approver)
		approver.Submit("/desk/policies/privacy/draft/en", map[string]string{"title": "P", "markdown": deskText + "More.", "version": "2"})
		path := policyDesk(t, db, storetest.Editor).Submit("/desk/policies/privacy/submission", map[string]string{"change_class": "material", "summary": "The first."}).Location

		page := approver.Submit(path+"/decision", map[string]string{"outcome": "approve", "note": "Fine."})

		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "You wrote a part of this, so somebody else must approve it")
		storetest.Equal(t, page.Field("Note to the authors").Value, "Fine.")
		storetest.Equal(t, policyDesk(t, db, storetest.Editor).Submit(path+"/decision", map[string]string{"outcome": "approve"}).Status, http.StatusForbidden)
		storetest.Equal(t, storetest.One[int](t, db, `SELECT count(*) FROM approvals`), 0)
	})

	t.Run("publishes what was approved, not into the past", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := givenProposal(t, db)
		approver := policyDesk(t, db, storetest.Approver)
		approver.Submit(path+"/decision", map[string]string{"outcome": "approve"})

		page := approver.Submit(path+"/publication", map[string]string{"effective_on": "2026-11-22"})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Equal(t, page.Field("Takes effect on").Value, "2026-11-22")
		storetest.Equal(t, page.Field("Takes effect on").Error, "Choose today or a later day")

		page = approver.Submit(path+"/publication", map[string]string{"effective_on": "2026-12-24"})
		storetest.Equal(t, page.Location, "/desk/editions/1")
		storetest.Contains(t, approver.Get("/desk/policies").Text(), "1.0 from 24 Dec 2026")
	})
}

func TestWithdrawal(t *testing.T) {
	t.Run("needs a reason and takes back what does not hold yet", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := publishedOn(t, db, "2026-12-24")
		approver := policyDesk(t, db, storetest.Approver)
		storetest.Equal(t, approver.Get(path).HasLink(path+"/withdrawal"), true)

		page := approver.Submit(path+"/withdrawal", map[string]string{"reason": " "})
		storetest.Equal(t, page.Field("Reason").Error, "Say why it is taken back")
		storetest.Equal(t, approver.Submit(path+"/withdrawal", map[string]string{"reason": "Too early."}).Location, path)
		storetest.Contains(t, approver.Get(path).Text(), "Too early.")
	})

	t.Run("is refused once it is in force", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, monday)
		path := publishedOn(t, db, "")
		page := policyDesk(t, db, storetest.Approver).Submit(path+"/withdrawal", map[string]string{"reason": "Too late."})
		storetest.Equal(t, page.Status, http.StatusUnprocessableEntity)
		storetest.Contains(t, page.Alert(), "It is in force already")
		storetest.Equal(t, page.Field("Reason").Value, "Too late.")
	})
}

func TestWithholding(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, monday)
	path := publishedOn(t, db, "")
	first, second := policyDesk(t, db, storetest.Approver), policyDesk(t, db, storetest.OtherApprover)

	storetest.Equal(t, first.Submit(path+"/withholding", nil).Field("Legal reason").Error, "State the legal reason: the public reads it")
	storetest.Equal(t, first.Submit(path+"/withholding", map[string]string{"legal_reason": "A court ordered it."}).Location, path+"/withholding")
	page := first.Submit(path+"/withholding/decision", map[string]string{"confirm": "yes"})
	storetest.Contains(t, page.Alert(), "You asked for it, so somebody else must confirm it")
	storetest.Contains(t, second.Get(path+"/withholding").Text(), "A court ordered it.")
	storetest.Equal(t, second.Submit(path+"/withholding/decision", map[string]string{"confirm": "yes"}).Location, path)
	storetest.Contains(t, second.Get(path).Text(), "No longer shown")
	storetest.Equal(t, storetest.One[int](t, db, `SELECT count(*) FROM edition_contents`), 0)

	review := second.Get("/desk/proposals/1")
	storetest.Equal(t, review.Status, http.StatusOK)
	storetest.Contains(t, review.Text(), "These words were erased")

	storetest.Equal(t, second.Get("/desk/proposals/1").Status, http.StatusOK) // its words are gone too

	tired := storetest.Approver
	tired.SteppedUpAt = monday.AddDate(0, 0, -1)
	page = policyDesk(t, db, tired).Submit(path+"/withholding", map[string]string{"legal_reason": "Again."})
	storetest.Equal(t, page.Status, http.StatusSeeOther) // to the second factor
	storetest.Equal(t, policyDesk(t, db, storetest.Editor).Get(path+"/withholding").Status, http.StatusForbidden)
}

func TestAWithholdingThatIsDroppedKeepsTheEdition(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, monday)
	path := publishedOn(t, db, "")
	first, second := policyDesk(t, db, storetest.Approver), policyDesk(t, db, storetest.OtherApprover)
	first.Submit(path+"/withholding", map[string]string{"legal_reason": "A court ordered it."})

	storetest.Equal(t, second.Submit(path+"/withholding/decision", map[string]string{"confirm": "no"}).Location, path)

	events := storetest.Audited(t, db)
	storetest.Equal(t, events[len(events)-2:], []string{"withholding.asked policy:privacy", "withholding.dropped policy:privacy"})
	storetest.Equal(t, storetest.One[int](t, db, `SELECT count(*) FROM edition_contents`), 1)
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, monday)
	path := givenProposal(t, db)
	administrator := policyDesk(t, db, storetest.Administrator)
	const waivers = "/desk/sites/main/waivers"
	storetest.Equal(t, policyDesk(t, db, storetest.Approver).Get(waivers).Status, http.StatusForbidden)

	page := administrator.Submit(waivers, map[string]string{"kind": "approval"})
	storetest.Equal(t, page.Field("Reason").Error, "Say why")
	storetest.Equal(t, administrator.Submit(waivers, map[string]string{"kind": "approval", "reason": "One of us is ill."}).Location, waivers)
	page = administrator.Submit(waivers, map[string]string{"kind": "approval", "reason": "Once more."})
	storetest.Contains(t, page.Alert(), "It is turned off already")

	writing := access.Actor{Kind: access.Person, ID: storetest.Editor.ID, Grants: []access.Grant{{Role: access.Approver}}}
	author := policyDesk(t, db, writing)
	storetest.Contains(t, author.Get(path).Text(), "Four eyes are off for this site")
	storetest.Equal(t, author.Submit(path+"/decision", map[string]string{"outcome": "approve"}).Location, path)
	storetest.Equal(t, administrator.Submit(waivers+"/1/end", nil).Location, waivers)
	storetest.Equal(t, administrator.Submit(waivers+"/1/end", nil).Status, http.StatusNotFound)
}
