package request

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// ConfirmationInput asks for another mail with a link to confirm.
type ConfirmationInput struct {
	Version int64 `form:"version"`
}

// SendConfirmation mails a new link to confirm the address, within what an address
// that nobody has confirmed may get (security E6). Links that went out before go on
// working.
//
// Errors: store.Refused when the case is over, has no address, a confirmed one, or
// one that has had its mails; store.Conflict for a late form; store.ErrForbidden;
// store.ErrNotFound.
func (r *Register) SendConfirmation(ctx context.Context, by access.Actor, reference string, in ConfirmationInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if err := w.lasting(); err != nil {
			return err
		}
		switch {
		case !w.HasEmail:
			return store.Refused("confirmation.refused.no_address")
		case w.ConfirmedAt != nil:
			return store.Refused("confirmation.refused.confirmed")
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		sent, err := r.confirmAgain(ctx, w.Tx, w.Request)
		if err != nil {
			return err
		}
		if !sent {
			return store.Refused("confirmation.refused.budget")
		}
		return w.touch()
	})
}

// AskConfirmationByReceipt has another mail with a link sent to whoever holds the
// receipt of a request. What comes back says nothing about the address: not whether
// it was confirmed, nor whether a mail was left for it (security B4, E6).
//
// Errors: store.ErrNotFound when there is no such receipt, or no more.
func (r *Register) AskConfirmationByReceipt(ctx context.Context, by access.Actor, token string) error {
	return r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		receipt, err := gorm.G[Receipt](tx.DB).Where("token_hash = ? AND expires_at > ?", hashToken(token), tx.Now).First(ctx)
		if err != nil {
			return err
		}
		return r.answerAsked(ctx, tx, receipt.RequestID)
	})
}

// AskConfirmationByLink is AskConfirmationByReceipt for whoever holds a link that
// was mailed before, mostly one that has run out.
//
// Errors: store.ErrNotFound when there is no such link.
func (r *Register) AskConfirmationByLink(ctx context.Context, by access.Actor, token string) error {
	return r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		link, err := gorm.G[Confirmation](tx.DB).Where("token_hash = ?", hashToken(token)).First(ctx)
		if err != nil {
			return err
		}
		return r.answerAsked(ctx, tx, link.RequestID)
	})
}

func (r *Register) answerAsked(ctx context.Context, tx *store.Tx, requestID int64) error {
	request, err := gorm.G[Request](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", requestID).First(ctx)
	if err != nil {
		return err
	}
	if request.ConfirmedAt != nil || request.Stage == Closed {
		return nil
	}
	_, err = r.confirmAgain(ctx, tx, request)
	return err
}

// confirmAgain mails one more link and records that it did. It counts as a mail to an
// address that nobody has confirmed even if another case has: anybody can name an
// address, and must not fill its box by asking again and again.
func (r *Register) confirmAgain(ctx context.Context, tx *store.Tx, request Request) (sent bool, err error) {
	key, err := r.key(ctx, tx.DB, request)
	if err != nil {
		return false, err
	}
	person, err := openPerson(key, request.Requester)
	if err != nil || person.Email == "" {
		return false, err
	}
	if sent, err = spendMail(ctx, tx, r.Vault.Lookup(byEmail, person.Email)); err != nil || !sent {
		return false, err
	}
	of, err := siteOf(ctx, tx.DB, request.SiteID)
	if err != nil {
		return false, err
	}
	if err := mailLink(ctx, tx, key, request, person, of); err != nil {
		return false, err
	}
	return true, tx.AuditOn(request.SiteID, audit.ConfirmationSent, request.Reference, nil)
}
