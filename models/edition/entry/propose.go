package entry

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// EditionInput is what an editor states to put the list up for approval.
type EditionInput struct {
	Summary string        `form:"summary"` // for the public, in plain words
	Class   edition.Class `form:"change_class"`
}

// List is what an edition of a register is made from.
type List struct {
	Editions  *edition.Register
	Site      site.Site
	Subject   edition.Subject
	Registers []string                                                  // whose saves make its authors
	Read      func(context.Context, *store.Tx) (content any, err error) // as it stands in this transaction
}

// Preparation is what a new edition would change.
type Preparation struct {
	Newest      *edition.Edition  // nil before the first
	Open        *edition.Proposal // nil when none waits
	Differences []Difference
	Count       int // entries in the new edition
}

// Prepare finds the newest edition and the open proposal; compare says what differs
// between the newest content (nil before the first, and where it is withheld) and
// what the register holds now.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (l List) Prepare(ctx context.Context, actor access.Actor, need access.Capability, compare func(content []byte) ([]Difference, int, error)) (Preparation, error) {
	if _, err := l.Editions.Store.Read(ctx, actor, need); err != nil {
		return Preparation{}, err
	}
	if !actor.MayOn(need, l.Site.ID) {
		return Preparation{}, store.ErrNotFound
	}
	var prepared Preparation
	var content []byte
	newest, err := l.Editions.Newest(ctx, l.Subject)
	if err == nil {
		prepared.Newest, content = &newest, newest.Content
	} else if !errors.Is(err, store.ErrNotFound) {
		return Preparation{}, err
	}
	open, err := l.Editions.OpenOf(ctx, l.Subject)
	if err == nil {
		prepared.Open = &open
	} else if !errors.Is(err, store.ErrNotFound) {
		return Preparation{}, err
	}
	prepared.Differences, prepared.Count, err = compare(content)
	return prepared, store.Translate(err)
}

// Propose puts the list up for approval. Whoever saved one of its entries since the
// newest edition is an author.
//
// Errors: store.ErrForbidden, store.Invalid for "summary" and "change_class",
// store.Refused when nothing changed or another proposal is open.
func (l List) Propose(ctx context.Context, by access.Actor, in EditionInput) (edition.Proposal, error) {
	var proposal edition.Proposal
	err := l.Editions.Store.Write(ctx, by, access.ProposeEditions, func(tx *store.Tx) error {
		if !by.MayOn(access.ProposeEditions, l.Site.ID) {
			return store.ErrNotFound
		}
		mark, err := Mark(ctx, tx)
		if err != nil {
			return err
		}
		content, err := l.Read(ctx, tx)
		if err != nil {
			return err
		}
		authors, err := l.authors(ctx, tx)
		if err != nil {
			return err
		}
		proposal, err = l.Editions.Propose(ctx, tx, edition.Prepared{
			Subject: l.Subject, SiteID: l.Site.ID, Content: content, Summary: in.Summary, Class: in.Class, Authors: authors,
		})
		if err != nil {
			return err
		}
		return l.prepared(ctx, tx, &proposal.ID, mark)
	})
	return proposal, err
}

// record makes the list an edition at once, as it was in force from a past day.
//
// Errors: those of edition.Register.Import.
func (l List) record(ctx context.Context, tx *store.Tx, from civil.Date) (edition.Edition, error) {
	content, err := l.Read(ctx, tx)
	if err != nil {
		return edition.Edition{}, err
	}
	var earlier int
	if err := tx.Raw(`SELECT count(*) FROM editions WHERE subject = ?`, l.Subject).Scan(&earlier).Error; err != nil {
		return edition.Edition{}, err
	}
	made, err := l.Editions.Import(ctx, tx, l.Site.Location(), edition.Imported{
		Subject: l.Subject, SiteID: l.Site.ID, Content: content, Version: fmt.Sprintf("%d.0", earlier+1), EffectiveOn: from,
	})
	if err != nil {
		return edition.Edition{}, err
	}
	mark, err := Mark(ctx, tx)
	if err != nil {
		return edition.Edition{}, err
	}
	return made, l.prepared(ctx, tx, nil, mark)
}

// Mark is the newest save. Until the transaction ends nobody else saves.
func Mark(ctx context.Context, tx *store.Tx) (int64, error) {
	if err := tx.WithContext(ctx).Exec(`SELECT pg_advisory_xact_lock(hashtext(?))`, savesLock).Error; err != nil {
		return 0, err
	}
	var mark int64
	err := tx.WithContext(ctx).Raw(`SELECT coalesce(max(id), 0) FROM entry_saves`).Scan(&mark).Error
	return mark, err
}

// held is the last save that the newest edition of a subject holds: that of its
// proposal, or, of imported history, the newest one when it was recorded.
const held = `SELECT coalesce(max(p.last_save), 0) FROM entry_proposals p
WHERE p.subject = ? AND (p.proposal_id IS NULL OR EXISTS (SELECT FROM editions e WHERE e.proposal_id = p.proposal_id))`

const savedSince = `SELECT DISTINCT saved_by FROM entry_saves WHERE register IN ? AND id > ? AND saved_by <> 0
AND (site_ids = '{}' OR ? = ANY(site_ids)) ORDER BY saved_by`

// authors are the people who saved an entry of the site since the newest edition of
// the subject was prepared.
func (l List) authors(ctx context.Context, tx *store.Tx) ([]int64, error) {
	var last int64
	if err := tx.WithContext(ctx).Raw(held, l.Subject).Scan(&last).Error; err != nil {
		return nil, err
	}
	var people []int64
	err := tx.WithContext(ctx).Raw(savedSince, l.Registers, last, l.Site.ID).Scan(&people).Error
	return people, err
}

// prepared remembers which saves an edition will hold, so that the authors of the
// next one are told from those of this one.
func (l List) prepared(ctx context.Context, tx *store.Tx, proposalID *int64, mark int64) error {
	return tx.WithContext(ctx).Exec(`INSERT INTO entry_proposals (subject, proposal_id, last_save) VALUES (?, ?, ?)`,
		l.Subject, proposalID, mark).Error
}
