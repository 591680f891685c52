package edition_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var (
	noon      = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	berlin, _ = time.LoadLocation("Europe/Berlin")
	subject   = edition.Cookies("main")
)

const mainSite = 1

type content struct {
	Words string `json:"words"`
}

// desk is the register at a moment that a test can move.
type desk struct {
	*edition.Register
	t   *testing.T
	now *time.Time
}

func newDesk(t *testing.T) desk {
	now := noon
	db := storetest.Open(t, storetest.Clone(t), store.Options{Now: func() time.Time { return now }})
	return desk{&edition.Register{Store: db}, t, &now}
}

func (d desk) propose(by access.Actor, words string, authors ...int64) (edition.Proposal, error) {
	var proposal edition.Proposal
	err := d.Store.Write(d.t.Context(), by, access.ProposeEditions, func(tx *store.Tx) (err error) {
		proposal, err = d.Propose(d.t.Context(), tx, edition.Prepared{Subject: subject, SiteID: mainSite, Content: content{words},
			Summary: "Something changed.", Class: edition.Material, Authors: authors})
		return err
	})
	return proposal, err
}

// publish takes words the whole way, in force from the given day.
func (d desk) publish(words string, on civil.Date) edition.Edition {
	d.t.Helper()
	proposal, err := d.propose(storetest.Editor, words)
	storetest.NoError(d.t, err)
	storetest.NoError(d.t, d.Approve(d.t.Context(), storetest.Approver, proposal.ID, ""))
	published, err := d.Publish(d.t.Context(), storetest.Approver, proposal.ID, berlin, edition.PublicationInput{EffectiveOn: on})
	storetest.NoError(d.t, err)
	return published
}

func TestPublishBeginsWithTheDayWhereClocksSkipMidnight(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	santiago, err := time.LoadLocation("America/Santiago")
	storetest.NoError(t, err)
	proposal, err := d.propose(storetest.Editor, "new")
	storetest.NoError(t, err)
	storetest.NoError(t, d.Approve(t.Context(), storetest.Approver, proposal.ID, ""))

	published, err := d.Publish(t.Context(), storetest.Approver, proposal.ID, santiago, edition.PublicationInput{EffectiveOn: day(2027, 9, 5)})

	storetest.NoError(t, err)
	storetest.Equal(t, published.EffectiveAt.In(santiago).Format(time.RFC3339), "2027-09-05T01:00:00-03:00")
}

func (d desk) inForce(at time.Time) string {
	d.t.Helper()
	found, err := d.InForce(d.t.Context(), subject, at)
	if err != nil {
		storetest.Is(d.t, err, store.ErrNotFound)
		return ""
	}
	return string(found.Content)
}

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func TestPublish(t *testing.T) {
	t.Run("at once, numbers, salts and hashes what was approved", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		first := d.publish("one", civil.Date{})
		second := d.publish("two", civil.Date{})

		storetest.Equal(t, []int{first.Number, second.Number}, []int{1, 2})
		stored, err := d.ByHash(t.Context(), first.Hash())
		storetest.NoError(t, err)
		storetest.Equal(t, stored.Checks(), true)
		storetest.Equal(t, string(stored.Content), `{"words":"one"}`)
		storetest.Equal(t, d.inForce(noon), `{"words":"two"}`)
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{
			"edition.proposed cookies:main", "proposal.approved cookies:main", "edition.published cookies:main",
			"edition.proposed cookies:main", "proposal.approved cookies:main", "edition.published cookies:main"})
	})

	t.Run("later, holds from the beginning of that day in the site's zone", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.publish("one", civil.Date{})
		d.publish("two", day(2026, 12, 1))

		midnight := time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)
		storetest.Equal(t, d.inForce(midnight.Add(-time.Second)), `{"words":"one"}`)
		storetest.Equal(t, d.inForce(midnight), `{"words":"two"}`)
		nothing, err := d.NextEffect(t.Context(), []edition.Subject{edition.Facts("main")})
		storetest.NoError(t, err)
		storetest.Equal(t, nothing.IsZero(), true)
		next, err := d.NextEffect(t.Context(), []edition.Subject{subject})
		storetest.NoError(t, err)
		storetest.Equal(t, next.UTC(), midnight)
	})

	t.Run("refuses a past day and what was not approved", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		proposal, err := d.propose(storetest.Editor, "one")
		storetest.NoError(t, err)

		_, err = d.Publish(t.Context(), storetest.Approver, proposal.ID, berlin, edition.PublicationInput{})
		storetest.Is(t, err, store.Refused("publication.refused.not_approved"))

		storetest.NoError(t, d.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
		_, err = d.Publish(t.Context(), storetest.Approver, proposal.ID, berlin, edition.PublicationInput{EffectiveOn: day(2026, 11, 22)})
		storetest.Is(t, err, store.Invalid{"effective_on": "publication.effective_on.past"})
		storetest.Equal(t, d.inForce(noon), "")
	})

	t.Run("is not for editors", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		proposal, err := d.propose(storetest.Editor, "one")
		storetest.NoError(t, err)
		storetest.Is(t, d.Approve(t.Context(), storetest.Editor, proposal.ID, ""), store.ErrForbidden)
		_, err = d.Publish(t.Context(), storetest.Editor, proposal.ID, berlin, edition.PublicationInput{})
		storetest.Is(t, err, store.ErrForbidden)
	})
}

func TestPropose(t *testing.T) {
	t.Run("refuses a second open proposal and one that changes nothing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.publish("one", civil.Date{})

		_, err := d.propose(storetest.Editor, "one")
		storetest.Is(t, err, store.Refused("proposal.refused.unchanged"))
		_, err = d.propose(storetest.Editor, "two")
		storetest.NoError(t, err)
		_, err = d.propose(storetest.Editor, "three")
		storetest.Is(t, err, store.Refused("constraint.one_open_proposal"))
	})

	t.Run("can be recalled by its author, returned by an approver, and starts anew", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		first, err := d.propose(storetest.Editor, "one")
		storetest.NoError(t, err)
		storetest.Is(t, d.Recall(t.Context(), storetest.OtherApprover, first.ID), store.Refused("proposal.refused.not_author"))
		storetest.NoError(t, d.Recall(t.Context(), storetest.Editor, first.ID))

		second, err := d.propose(storetest.Editor, "two")
		storetest.NoError(t, err)
		storetest.Is(t, d.Return(t.Context(), storetest.Approver, second.ID, " "), store.Invalid{"note": "return.note.missing"})
		storetest.NoError(t, d.Comment(t.Context(), storetest.Approver, second.ID, edition.CommentInput{Place: "retention", Text: "How long?"}))
		storetest.NoError(t, d.Return(t.Context(), storetest.Approver, second.ID, "Say how long."))
		storetest.Is(t, d.Approve(t.Context(), storetest.Approver, second.ID, ""), store.Refused("proposal.refused.settled"))

		_, err = d.propose(storetest.Editor, "three")
		storetest.NoError(t, err)
	})
}

func TestSEC_A4_FourEyes(t *testing.T) {
	t.Run("refuse whoever wrote a part, even when somebody else proposed it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		proposal, err := d.propose(storetest.Editor, "one", storetest.Approver.ID)
		storetest.NoError(t, err)

		storetest.Is(t, d.Approve(t.Context(), storetest.Approver, proposal.ID, ""), store.Refused("constraint.approver_is_not_author"))
		storetest.NoError(t, d.Approve(t.Context(), storetest.OtherApprover, proposal.ID, ""))
	})

	t.Run("are held by the database itself", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		proposal, err := d.propose(storetest.Approver, "one")
		storetest.NoError(t, err)
		err = d.Store.DB.Exec(`INSERT INTO approvals (proposal_id, approved_by, approved_at) VALUES (?, ?, now())`, proposal.ID, storetest.Approver.ID).Error
		storetest.Is(t, store.Translate(err), store.Refused("constraint.approver_is_not_author"))
		err = d.Store.DB.Exec(`INSERT INTO editions (subject, number, site_id, change_class, sha256, published_at, effective_at, prepared_by, approved_by, proposal_id)
			VALUES ('cookies:main', 1, 1, 'material', '\x00', now(), now(), 3, 4, NULL)`).Error
		storetest.Is(t, store.Translate(err), store.Refused("constraint.edition_was_approved"))
	})

	t.Run("can be waived for a site, and the edition says so", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		waiver := edition.WaiverInput{Kind: edition.WaiveApproval, Reason: "One person in the team until May."}
		storetest.Is(t, d.GrantWaiver(t.Context(), storetest.Approver, mainSite, waiver), store.ErrForbidden)
		stale := storetest.Administrator
		stale.SteppedUpAt = noon.Add(-11 * time.Minute)
		storetest.Is(t, d.GrantWaiver(t.Context(), stale, mainSite, waiver), store.ErrStepUp)
		storetest.Is(t, d.GrantWaiver(t.Context(), storetest.Administrator, mainSite, edition.WaiverInput{}),
			store.Invalid{"kind": "waiver.kind.missing", "reason": "waiver.reason.missing"})
		storetest.NoError(t, d.GrantWaiver(t.Context(), storetest.Administrator, mainSite, waiver))
		storetest.Is(t, d.GrantWaiver(t.Context(), storetest.Administrator, mainSite, waiver), store.Refused("constraint.one_open_waiver"))

		proposal, err := d.propose(storetest.Approver, "one")
		storetest.NoError(t, err)
		storetest.NoError(t, d.Approve(t.Context(), storetest.Approver, proposal.ID, ""))
		published, err := d.Publish(t.Context(), storetest.Approver, proposal.ID, berlin, edition.PublicationInput{})
		storetest.NoError(t, err)
		storetest.Equal(t, published.WaiverID != nil, true)
		storetest.Equal(t, d.publish("two", civil.Date{}).WaiverID == nil, true)

		waivers, err := d.Waivers(t.Context(), mainSite)
		storetest.NoError(t, err)
		storetest.NoError(t, d.EndWaiver(t.Context(), storetest.Administrator, mainSite, waivers[0].ID))
		proposal, err = d.propose(storetest.Approver, "three")
		storetest.NoError(t, err)
		storetest.Is(t, d.Approve(t.Context(), storetest.Approver, proposal.ID, ""), store.Refused("constraint.approver_is_not_author"))
	})
}

func TestWithdraw(t *testing.T) {
	t.Run("takes back what does not hold yet and leaves a trace", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.publish("one", civil.Date{})
		later := d.publish("two", day(2026, 12, 1))

		storetest.Is(t, d.Withdraw(t.Context(), storetest.Editor, later.ID, "Wrong."), store.ErrForbidden)
		storetest.Is(t, d.Withdraw(t.Context(), storetest.Approver, later.ID, ""), store.Invalid{"reason": "withdrawal.reason.missing"})
		storetest.NoError(t, d.Withdraw(t.Context(), storetest.Approver, later.ID, "The retention table was wrong."))
		storetest.Is(t, d.Withdraw(t.Context(), storetest.Approver, later.ID, "Again."), store.Refused("constraint.withdrawn_once"))

		storetest.Equal(t, d.inForce(noon.AddDate(0, 1, 0)), `{"words":"one"}`)
		list, err := d.List(t.Context(), subject, "")
		storetest.NoError(t, err)
		storetest.Equal(t, len(list.Items), 2)
		storetest.Equal(t, list.Items[0].WithdrawnFor, "The retention table was wrong.")
	})

	t.Run("is refused once it holds", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		now := d.publish("one", civil.Date{})
		storetest.Is(t, d.Withdraw(t.Context(), storetest.Approver, now.ID, "Too late."), store.Refused("constraint.withdrawal_before_effect"))
		storetest.Equal(t, d.inForce(noon), `{"words":"one"}`)
	})
}

func TestWithhold(t *testing.T) {
	t.Run("by two people erases content and salt, and keeps number, dates and hash", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		e := d.publish("a name that slipped in", civil.Date{})

		storetest.NoError(t, d.AskWithholding(t.Context(), storetest.Approver, e.ID, "Article 17 GDPR: a customer's name stood in it."))
		storetest.Is(t, d.SettleWithholding(t.Context(), storetest.Approver, e.ID, true), store.Refused("constraint.second_person_withholds"))
		storetest.Equal(t, d.inForce(noon), `{"words":"a name that slipped in"}`)
		storetest.NoError(t, d.SettleWithholding(t.Context(), storetest.OtherApprover, e.ID, true))

		after, err := d.ByNumber(t.Context(), subject, 1)
		storetest.NoError(t, err)
		storetest.Equal(t, after.Withheld(), true)
		storetest.Equal(t, after.LegalReason, "Article 17 GDPR: a customer's name stood in it.")
		storetest.Equal(t, after.Hash(), e.Hash())
		storetest.Equal(t, len(after.Content)+len(after.Salt)+len(after.Summary), 0)
	})

	t.Run("cannot be done by one, not by the database's serving role either", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		e := d.publish("one", civil.Date{})
		storetest.NoError(t, d.AskWithholding(t.Context(), storetest.Approver, e.ID, "A court ordered it."))
		err := d.Store.DB.Exec(`SELECT withhold_edition(?)`, e.ID).Error
		storetest.Is(t, store.Translate(err), store.Refused("constraint.withholding_by_two"))
		for _, statement := range []string{`DELETE FROM edition_contents`, `UPDATE edition_contents SET content = ''`, `UPDATE editions SET number = 9`, `DELETE FROM editions`} {
			if d.Store.DB.Exec(statement).Error == nil {
				t.Errorf("%s went through", statement)
			}
		}
		storetest.NoError(t, d.SettleWithholding(t.Context(), storetest.Approver, e.ID, false))
		storetest.Equal(t, d.inForce(noon), `{"words":"one"}`)
	})

	t.Run("is not believed of a temporary table that carries the name", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		e := d.publish("one", civil.Date{})

		err := d.Store.DB.Transaction(func(tx *gorm.DB) error {
			storetest.NoError(t, tx.Exec(`CREATE TEMPORARY TABLE withholdings ON COMMIT DROP AS SELECT ?::bigint AS edition_id, 'confirmed' AS state`, e.ID).Error)
			return tx.Exec(`SELECT withhold_edition(?)`, e.ID).Error
		})

		storetest.Is(t, store.Translate(err), store.Refused("constraint.withholding_by_two"))
		storetest.Equal(t, d.inForce(noon), `{"words":"one"}`)
	})
}

func TestImport(t *testing.T) {
	record := func(d desk, words string, on civil.Date) error {
		return d.Store.Write(context.Background(), access.Operator, access.Anyone, func(tx *store.Tx) error {
			_, err := d.Register.Import(context.Background(), tx, berlin, edition.Imported{Subject: subject, SiteID: mainSite, Content: content{words}, EffectiveOn: on})
			return err
		})
	}

	t.Run("keeps several texts of one day in order", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		storetest.NoError(t, record(d, "one", day(2018, 5, 24)))
		storetest.NoError(t, record(d, "two", day(2018, 5, 24)))
		storetest.NoError(t, record(d, "two", day(2019, 1, 1)))
		storetest.Equal(t, d.inForce(time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC)), `{"words":"two"}`)
		storetest.Equal(t, d.inForce(time.Date(2018, 5, 1, 0, 0, 0, 0, time.UTC)), "")
	})

	t.Run("is no news: the latest changes are those that were published here", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		for range 3 {
			storetest.NoError(t, record(d, "old", day(2018, 5, 24)))
		}
		d.publish("new", civil.Date{})

		latest, err := d.Latest(t.Context(), []edition.Subject{subject}, 2)

		storetest.NoError(t, err)
		storetest.Equal(t, len(latest) == 1 && latest[0].Number == 4, true)
	})

	t.Run("refuses the future, disorder, and history after an ordinary edition", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		storetest.NoError(t, record(d, "one", day(2018, 5, 24)))
		storetest.Is(t, record(d, "two", day(2026, 11, 24)), store.Refused("history.refused.future"))
		storetest.Is(t, record(d, "two", day(2018, 5, 23)), store.Refused("history.refused.order"))
		d.publish("three", civil.Date{})
		storetest.Is(t, record(d, "four", day(2026, 11, 1)), store.Refused("history.refused.ordinary"))
	})
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"orders keys", map[string]any{"b": 1, "a": []string{"x"}}, `{"a":["x"],"b":1}`},
		{"composes letters", content{"e\u0301"}, `{"words":"é"}`},
		{"leaves signs as they are", content{"<a & b>"}, `{"words":"<a & b>"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := edition.Canonical(c.in)
			storetest.NoError(t, err)
			storetest.Equal(t, string(got), c.want)
			again, err := edition.Canonical(c.in)
			storetest.NoError(t, err)
			storetest.Equal(t, bytes.Equal(got, again), true)
		})
	}
	if _, err := edition.Canonical(map[string]any{"x": 1.5}); err == nil {
		t.Error("a fraction was accepted")
	}
}

func TestCommentsAreWrittenAndResolvedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	proposal, err := d.propose(storetest.Editor, "one")
	storetest.NoError(t, err)
	id := proposal.ID
	storetest.NoError(t, d.Comment(t.Context(), storetest.Approver, id, edition.CommentInput{Text: "Which years?"}))
	comments, err := d.Comments(t.Context(), id)
	storetest.NoError(t, err)

	storetest.NoError(t, d.ResolveComment(t.Context(), storetest.Editor, id, comments[0].ID))
	storetest.Is(t, d.ResolveComment(t.Context(), storetest.Editor, id, comments[0].ID), store.ErrNotFound)

	events := storetest.Audited(t, d.Store)
	storetest.Equal(t, events[len(events)-2:], []string{"proposal.commented " + string(subject), "comment.resolved " + string(subject)})
}
