package edition

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// ProposalComment is a remark on a proposal, on one clause or entry or on the whole.
type ProposalComment struct {
	ID         int64
	ProposalID int64
	Place      string // clause key, or name of an entry; empty = the whole
	Text       string
	WrittenBy  int64
	WrittenAt  time.Time
	ResolvedBy *int64
	ResolvedAt *time.Time
}

// CommentInput is what a reviewer writes.
type CommentInput struct {
	Place string `form:"place"`
	Text  string `form:"text"`
}

const maxText = 4000 // characters of a comment, note or reason

// Comment adds a remark to an open proposal.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid, store.Refused.
func (r *Register) Comment(ctx context.Context, by access.Actor, id int64, in CommentInput) error {
	return r.Store.Write(ctx, by, access.ReviewEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ReviewEditions, id)
		if err != nil {
			return err
		}
		if !proposal.Open() {
			return store.Refused("proposal.refused.settled")
		}
		if err := checkText("text", "comment.text.", in.Text); err != nil {
			return err
		}
		comment := ProposalComment{ProposalID: id, Place: in.Place, Text: strings.TrimSpace(in.Text), WrittenBy: by.ID, WrittenAt: tx.Now}
		if err := gorm.G[ProposalComment](tx.DB).Create(ctx, &comment); err != nil {
			return err
		}
		return tx.AuditOn(proposal.SiteID, audit.ProposalCommented, string(proposal.Subject), map[string]any{"proposal": id, "comment": comment.ID})
	})
}

// ResolveComment marks a remark as settled.
func (r *Register) ResolveComment(ctx context.Context, by access.Actor, id, comment int64) error {
	return r.Store.Write(ctx, by, access.ReviewEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ReviewEditions, id)
		if err != nil {
			return err
		}
		n, err := gorm.G[ProposalComment](tx.DB).Where("id = ? AND proposal_id = ? AND resolved_at IS NULL", comment, id).
			Updates(ctx, ProposalComment{ResolvedBy: &by.ID, ResolvedAt: &tx.Now})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return tx.AuditOn(proposal.SiteID, audit.CommentResolved, string(proposal.Subject), map[string]any{"proposal": id, "comment": comment})
	})
}

// Comments are the remarks on a proposal, oldest first.
func (r *Register) Comments(ctx context.Context, id int64) ([]ProposalComment, error) {
	comments, err := gorm.G[ProposalComment](r.Store.DB).Where("proposal_id = ?", id).Order("id").Find(ctx)
	return comments, store.Translate(err)
}

// Return sends a proposal back to its authors, with what must change.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid without a note,
// store.Refused when it is settled.
func (r *Register) Return(ctx context.Context, by access.Actor, id int64, note string) error {
	return r.Store.Write(ctx, by, access.ApproveEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ApproveEditions, id)
		if err != nil {
			return err
		}
		if !proposal.Open() {
			return store.Refused("proposal.refused.settled")
		}
		if err := checkText("note", "return.note.", note); err != nil {
			return err
		}
		if err := settle(ctx, tx, proposal, Returned, strings.TrimSpace(note)); err != nil {
			return err
		}
		return tx.AuditOn(proposal.SiteID, audit.ProposalReturned, string(proposal.Subject), map[string]any{"proposal": id})
	})
}

// Recall takes a proposal back before it is published: one of its authors saw
// something to mend.
func (r *Register) Recall(ctx context.Context, by access.Actor, id int64) error {
	return r.Store.Write(ctx, by, access.ProposeEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ProposeEditions, id)
		if err != nil {
			return err
		}
		authors, err := authorsIn(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		switch {
		case !proposal.Open():
			return store.Refused("proposal.refused.settled")
		case !slices.Contains(authors, by.ID):
			return store.Refused("proposal.refused.not_author")
		}
		if err := settle(ctx, tx, proposal, Recalled, ""); err != nil {
			return err
		}
		return tx.AuditOn(proposal.SiteID, audit.ProposalRecalled, string(proposal.Subject), map[string]any{"proposal": id})
	})
}

// checkText demands words in a field. key begins its messages, ".missing" and ".long".
func checkText(field, key, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return store.Invalid{field: key + "missing"}
	case utf8.RuneCountInString(text) > maxText:
		return store.Invalid{field: key + "long"}
	}
	return nil
}
