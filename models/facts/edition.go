package facts

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// EditionInput is what an editor says of the change.
type EditionInput struct {
	Summary     string        `form:"summary"`
	ChangeClass edition.Class `form:"change_class"`
}

// Propose puts the working state up for approval.
//
// Errors: store.ErrForbidden; store.ErrNotFound when nobody has begun; those of
// edition.Propose.
func (r *Register) Propose(ctx context.Context, by access.Actor, at site.Site, in EditionInput) (edition.Proposal, error) {
	var proposal edition.Proposal
	err := r.Store.Write(ctx, by, access.ProposeEditions, func(tx *store.Tx) error {
		if !by.MayOn(access.ProposeEditions, at.ID) {
			return store.ErrNotFound
		}
		draft, err := gorm.G[Draft](tx.DB).Where("site_id = ?", at.ID).First(ctx)
		if err != nil {
			return err
		}
		var authors []int64
		if err := tx.Raw(authorsSince, at.ID, edition.Facts(at.Key)).Scan(&authors).Error; err != nil {
			return err
		}
		proposal, err = r.Editions.Propose(ctx, tx, edition.Prepared{
			Subject: edition.Facts(at.Key), SiteID: at.ID, Content: draft.Content,
			Summary: in.Summary, Class: in.ChangeClass, Authors: authors,
		})
		return err
	})
	return proposal, err
}

// authorsSince are those who saved since the newest edition was prepared. Whoever
// saved before wrote what a second person has approved already.
const authorsSince = `SELECT person_id FROM fact_authors WHERE site_id = ? AND saved_at > coalesce(
  (SELECT p.prepared_at FROM editions e JOIN proposals p ON p.id = e.proposal_id WHERE e.subject = ? ORDER BY e.number DESC LIMIT 1),
  '-infinity') ORDER BY person_id`

// Told is what the public is told about a site.
type Told struct {
	Facts
	Edition edition.Edition // zero where the standard notice stands in
}

// InForce is what the public is told at a time: the edition in force, or the standard
// made from the site's settings until there is one. A withheld edition falls back
// to the standard as well.
func (r *Register) InForce(ctx context.Context, at site.Site, when time.Time) (Told, error) {
	found, err := r.Editions.InForce(ctx, edition.Facts(at.Key), when)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Told{Facts: Standard(at)}, nil
	case err != nil:
		return Told{}, err
	case found.Withheld():
		return Told{Facts: Standard(at), Edition: found}, nil
	}
	facts, err := Read(found.Content)
	return Told{facts, found}, err
}

// Edition is what the public was told by one edition, for somebody at the desk; of a
// withheld one only the edition itself is left.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also for a site that is not the
// actor's.
func (r *Register) Edition(ctx context.Context, actor access.Actor, at site.Site, number int) (Told, error) {
	if _, err := r.Store.Read(ctx, actor, access.ReadFacts); err != nil {
		return Told{}, err
	}
	if !actor.MayOn(access.ReadFacts, at.ID) {
		return Told{}, store.ErrNotFound
	}
	found, err := r.Editions.ByNumber(ctx, edition.Facts(at.Key), number)
	if err != nil || found.Withheld() {
		return Told{Edition: found}, err
	}
	facts, err := Read(found.Content)
	return Told{facts, found}, err
}

// Change is one line of the difference between two states, for the review.
type Change struct {
	Place    string // "controllers: everyone", "notice: de"
	Old, New string // empty where it is new or gone; of a right the days to answer, "0" when none are stated
}

// Compare lists what differs, in the order of the form.
func Compare(old, now Facts) []Change {
	before, after := lines(old), lines(now)
	var changes []Change
	for _, place := range places(old, now) {
		if before[place] != after[place] {
			changes = append(changes, Change{place, before[place], after[place]})
		}
	}
	return changes
}

// places are the keys of lines of both states, in the order of the form.
func places(states ...Facts) []string {
	var order []string
	seen := map[string]bool{}
	for _, facts := range states {
		for _, line := range listed(facts) {
			if !seen[line[0]] {
				seen[line[0]] = true
				order = append(order, line[0])
			}
		}
	}
	return order
}

// lines are the facts as texts by place.
func lines(facts Facts) map[string]string {
	found := map[string]string{}
	for _, line := range listed(facts) {
		if found[line[0]] != "" {
			found[line[0]] += "\n"
		}
		found[line[0]] += line[1]
	}
	return found
}

func listed(facts Facts) [][2]string {
	var all [][2]string
	add := func(place string, parts ...string) {
		if text := strings.Join(slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" }), "\n"); text != "" {
			all = append(all, [2]string{place, text})
		}
	}
	for _, c := range facts.Controllers {
		add("controllers: "+c.Audience, c.Name, c.Address, c.Email, c.Authority, c.AuthorityURL)
	}
	add("contact", facts.Contact.Name, facts.Contact.Email, facts.Contact.Phone, facts.Contact.Address)
	for _, person := range facts.Representatives {
		add("representatives: "+person.Region, person.Name, person.Address, person.Email)
	}
	for _, offer := range facts.Rights {
		add("rights: "+offer.Right, strconv.Itoa(offer.Days))
	}
	for _, notice := range facts.Notices {
		add("notices: "+notice.Locale, notice.Text)
	}
	return all
}
