package request

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Confirmation is the link by which a person shows that an e-mail address is theirs.
// The clock does not wait for it.
type Confirmation struct {
	TokenHash []byte
	RequestID int64
	ExpiresAt time.Time
	UsedAt    *time.Time
}

const confirmationLasts = 7 * 24 * time.Hour

// askToConfirm mails the link, if there is an address and it may get one more mail.
func (r *Register) askToConfirm(ctx context.Context, tx *store.Tx, key vault.Key, request Request, person Person, of site.Site) error {
	if !request.HasEmail {
		return nil
	}
	if allowed, err := r.mayWrite(ctx, tx, request, person); err != nil || !allowed {
		return err
	}
	return mailLink(ctx, tx, key, request, person, of)
}

func mailLink(ctx context.Context, tx *store.Tx, key vault.Key, request Request, person Person, of site.Site) error {
	token, hash, err := newToken(tx)
	if err != nil {
		return err
	}
	row := Confirmation{TokenHash: hash, RequestID: request.ID, ExpiresAt: tx.Now.Add(confirmationLasts)}
	if err := gorm.G[Confirmation](tx.DB).Create(ctx, &row); err != nil {
		return err
	}
	return mail.Post(ctx, tx, key, mail.Letter{SiteID: of.ID, Kind: "request_received", Locale: request.Locale, To: person.Email, Params: map[string]string{
		"reference": request.Reference, "link": address(of, request.Locale, "/requests/confirm/"+token),
	}})
}

// ConfirmationOpen reports whether the link can still be used, and whether it was.
//
// Errors: store.ErrNotFound for a link that never was; store.Refused for one that
// has run out.
func (r *Register) ConfirmationOpen(ctx context.Context, token string) (used bool, err error) {
	row, err := gorm.G[Confirmation](r.Store.DB).Where("token_hash = ?", hashToken(token)).First(ctx)
	if err != nil {
		return false, store.Translate(err)
	}
	return row.usable(r.Store.Now())
}

func (c Confirmation) usable(now time.Time) (used bool, err error) {
	switch {
	case c.UsedAt != nil:
		return true, nil
	case !now.Before(c.ExpiresAt):
		return false, store.Refused("confirmation.refused.expired")
	}
	return false, nil
}

// Confirm takes the link as proof that the address is the person's. A second time
// changes nothing.
//
// Errors: as ConfirmationOpen.
func (r *Register) Confirm(ctx context.Context, by access.Actor, token string) error {
	return r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		row, err := gorm.G[Confirmation](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("token_hash = ?", hashToken(token)).First(ctx)
		if err != nil {
			return err
		}
		if used, err := row.usable(tx.Now); used || err != nil {
			return err
		}
		if _, err := gorm.G[Confirmation](tx.DB).Where("token_hash = ?", row.TokenHash).Update(ctx, "used_at", tx.Now); err != nil {
			return err
		}
		return confirmAddress(ctx, tx, row.RequestID)
	})
}

// confirmAddress records that the person reads mail at the address.
func confirmAddress(ctx context.Context, tx *store.Tx, requestID int64) error {
	request, err := gorm.G[Request](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", requestID).First(ctx)
	if err != nil || request.ConfirmedAt != nil {
		return err
	}
	if _, err := gorm.G[Request](tx.DB).Where("id = ?", requestID).Update(ctx, "confirmed_at", tx.Now); err != nil {
		return err
	}
	return tx.AuditOn(request.SiteID, audit.RequestConfirmed, request.Reference, nil)
}
