package edition

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Approval is a second person's consent to a proposal. It is never taken back; a
// proposal that was approved can still be returned before it is published.
type Approval struct {
	ProposalID int64 `gorm:"primaryKey;autoIncrement:false"`
	ApprovedBy int64
	ApprovedAt time.Time
	WaiverID   *int64 // set when an author approved under a waiver
}

// Approve consents to a proposal. The database refuses an author who has no waiver.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Refused when it is settled,
// when open comments remain, or with "constraint.approver_is_not_author".
func (r *Register) Approve(ctx context.Context, by access.Actor, id int64, note string) error {
	return r.Store.Write(ctx, by, access.ApproveEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ApproveEditions, id)
		if err != nil {
			return err
		}
		if proposal.State != InReview {
			return store.Refused("proposal.refused.settled")
		}
		waiver, err := r.waiverFor(ctx, tx, proposal)
		if err != nil {
			return err
		}
		approval := Approval{ProposalID: id, ApprovedBy: by.ID, ApprovedAt: tx.Now, WaiverID: waiver}
		if err := gorm.G[Approval](tx.DB).Create(ctx, &approval); err != nil {
			return err
		}
		if err := settle(ctx, tx, proposal, Approved, strings.TrimSpace(note)); err != nil {
			return err
		}
		return tx.AuditOn(proposal.SiteID, audit.ProposalApproved, string(proposal.Subject), map[string]any{"proposal": id, "waiver": waiver})
	})
}

// waiverFor is the site's open waiver, but only where the actor is an author: an
// ordinary approval does not lean on it.
func (r *Register) waiverFor(ctx context.Context, tx *store.Tx, proposal Proposal) (*int64, error) {
	authors, err := gorm.G[ProposalAuthor](tx.DB).Where("proposal_id = ?", proposal.ID).Find(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(authors, func(a ProposalAuthor) bool { return a.PersonID == tx.Actor.ID }) {
		return nil, nil
	}
	waiver, err := OpenWaiver(ctx, tx.DB, proposal.SiteID, WaiveApproval)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil // the database refuses
	}
	return &waiver.ID, err
}

// ApprovalOf is the approval of a proposal.
//
// Errors: store.ErrNotFound before there is one.
func (r *Register) ApprovalOf(ctx context.Context, id int64) (Approval, error) {
	approval, err := gorm.G[Approval](r.Store.DB).Where("proposal_id = ?", id).First(ctx)
	return approval, store.Translate(err)
}
