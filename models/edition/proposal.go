package edition

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// State is where a proposal stands.
type State string

const (
	InReview  State = "in_review"
	Returned  State = "returned" // sent back by a reviewer
	Recalled  State = "recalled" // taken back by an author
	Approved  State = "approved"
	Published State = "published"
)

// Proposal is what somebody wants the public to be told, frozen for review. One
// stands open for each subject at a time.
type Proposal struct {
	ID          int64
	Subject     Subject
	SiteID      int64
	Content     []byte // canonical JSON
	Summary     string
	ChangeClass Class
	Version     string
	State       State
	PreparedBy  int64
	PreparedAt  time.Time
	SettledBy   *int64
	SettledAt   *time.Time
	Note        string

	Title string `gorm:"->;-:migration"` // read beside the row: of a policy its own, of the others the site's name
}

// Open reports whether it still waits for approval or publication.
func (p Proposal) Open() bool { return p.State == InReview || p.State == Approved }

// ProposalAuthor is somebody who wrote a part of the proposal.
type ProposalAuthor struct{ ProposalID, PersonID int64 }

// Prepared is what a register wants to propose.
type Prepared struct {
	Subject Subject
	SiteID  int64
	Content any // becomes canonical JSON
	Summary string
	Class   Class
	Version string  // of a document
	Authors []int64 // everyone who wrote any part; the one who proposes is added
}

const maxSummary = 2000 // characters

// Propose freezes what a register has prepared, in the register's own transaction.
//
// Errors: store.Invalid for "summary" and "change_class"; store.Refused when nothing
// changed since the newest edition, or another proposal is open.
func (r *Register) Propose(ctx context.Context, tx *store.Tx, in Prepared) (Proposal, error) {
	if err := checkWords(in.Summary, in.Class); err != nil {
		return Proposal{}, err
	}
	content, err := Canonical(in.Content)
	if err != nil {
		return Proposal{}, err
	}
	if err := Hold(ctx, tx, in.Subject); err != nil {
		return Proposal{}, err
	}
	if last, err := newest(tx.DB, in.Subject); err == nil && bytes.Equal(last.Content, content) && !last.Withdrawn() {
		return Proposal{}, store.Refused("proposal.refused.unchanged")
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Proposal{}, err
	}
	proposal := Proposal{
		Subject: in.Subject, SiteID: in.SiteID, Content: content, Summary: strings.TrimSpace(in.Summary), ChangeClass: in.Class,
		Version: in.Version, State: InReview, PreparedBy: tx.Actor.ID, PreparedAt: tx.Now,
	}
	if err := gorm.G[Proposal](tx.DB).Create(ctx, &proposal); err != nil {
		return Proposal{}, err
	}
	if err := writeAuthors(ctx, tx, proposal.ID, append(in.Authors, tx.Actor.ID)); err != nil {
		return Proposal{}, err
	}
	return proposal, tx.AuditOn(in.SiteID, audit.EditionProposed, string(in.Subject), map[string]any{"proposal": proposal.ID, "version": in.Version})
}

func checkWords(summary string, class Class) error {
	invalid := store.Invalid{}
	if strings.TrimSpace(summary) == "" {
		invalid["summary"] = "proposal.summary.missing"
	} else if utf8.RuneCountInString(summary) > maxSummary {
		invalid["summary"] = "proposal.summary.long"
	}
	if !class.Known() {
		invalid["change_class"] = "proposal.change_class.missing"
	}
	return invalid.Err()
}

func writeAuthors(ctx context.Context, tx *store.Tx, proposal int64, people []int64) error {
	rows := []ProposalAuthor{}
	for _, person := range people {
		rows = append(rows, ProposalAuthor{proposal, person})
	}
	return gorm.G[ProposalAuthor](tx.DB, clause.OnConflict{DoNothing: true}).CreateInBatches(ctx, &rows, len(rows))
}

const (
	withoutContent = "id, subject, site_id, summary, change_class, version, state, prepared_by, prepared_at, settled_by, settled_at, note"
	proposalTitle  = `CASE WHEN subject LIKE 'policy:%' THEN coalesce(convert_from(nullif(content, ''), 'UTF8')::json->>'title', '')
  ELSE (SELECT name FROM sites WHERE sites.id = site_id) END AS title`
)

// Proposal is one proposal, for those who review.
func (r *Register) Proposal(ctx context.Context, actor access.Actor, id int64) (Proposal, error) {
	db, err := r.Store.Read(ctx, actor, access.ReviewEditions)
	if err != nil {
		return Proposal{}, err
	}
	proposal, err := gorm.G[Proposal](db).Select("*, "+proposalTitle).Where("id = ?", id).First(ctx)
	if err == nil && !actor.MayOn(access.ReviewEditions, proposal.SiteID) {
		return Proposal{}, store.ErrNotFound
	}
	return proposal, store.Translate(err)
}

// OpenOf is the open proposal of a subject.
//
// Errors: store.ErrNotFound when none is open.
func (r *Register) OpenOf(ctx context.Context, subject Subject) (Proposal, error) {
	return OpenIn(ctx, r.Store.DB, subject)
}

// Open lists the proposals that wait for somebody, oldest first, on the actor's
// sites, without content. At most a hundred: one stands open for each subject.
func (r *Register) Open(ctx context.Context, actor access.Actor) ([]Proposal, error) {
	db, err := r.Store.Read(ctx, actor, access.ReviewEditions)
	if err != nil {
		return nil, err
	}
	query := gorm.G[Proposal](db).Select(withoutContent+", "+proposalTitle).Where("state IN ?", []State{InReview, Approved})
	if sites, all := actor.Sites(access.ReviewEditions); !all {
		query = query.Where("site_id IN ?", sites)
	}
	proposals, err := query.Order("prepared_at, id").Limit(100).Find(ctx)
	return proposals, store.Translate(err)
}

// Authors are the people who wrote any part of the proposal.
func (r *Register) Authors(ctx context.Context, id int64) ([]int64, error) {
	return authorsIn(ctx, r.Store.DB, id)
}

func authorsIn(ctx context.Context, db *gorm.DB, id int64) ([]int64, error) {
	rows, err := gorm.G[ProposalAuthor](db).Where("proposal_id = ?", id).Order("person_id").Find(ctx)
	people := make([]int64, len(rows))
	for i, row := range rows {
		people[i] = row.PersonID
	}
	return people, store.Translate(err)
}

// lockProposal holds the proposal until the transaction ends, if it is on the
// actor's sites.
func lockProposal(ctx context.Context, tx *store.Tx, need access.Capability, id int64) (Proposal, error) {
	proposal, err := gorm.G[Proposal](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).First(ctx)
	if err == nil && !tx.Actor.MayOn(need, proposal.SiteID) {
		return Proposal{}, store.ErrNotFound
	}
	return proposal, err
}

// settle moves a proposal to another state.
func settle(ctx context.Context, tx *store.Tx, proposal Proposal, to State, note string) error {
	_, err := gorm.G[Proposal](tx.DB).Where("id = ?", proposal.ID).
		Updates(ctx, Proposal{State: to, SettledBy: &tx.Actor.ID, SettledAt: &tx.Now, Note: note})
	return err
}
