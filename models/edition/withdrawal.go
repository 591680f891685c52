package edition

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Withdrawal takes back an edition before it takes effect. It is a row of its own and
// public: that something was announced and taken back can be seen for ever.
type Withdrawal struct {
	EditionID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Reason      string
	WithdrawnBy int64
	WithdrawnAt time.Time
}

// Withdraw takes back a published edition that does not hold yet.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid without a reason,
// store.Refused when it is in force or was withdrawn before.
func (r *Register) Withdraw(ctx context.Context, by access.Actor, id int64, reason string) error {
	return r.Store.Write(ctx, by, access.WithdrawEditions, func(tx *store.Tx) error {
		edition, err := scoped(tx, access.WithdrawEditions, id)
		if err != nil {
			return err
		}
		if err := checkText("reason", "withdrawal.reason.", reason); err != nil {
			return err
		}
		row := Withdrawal{EditionID: id, Reason: strings.TrimSpace(reason), WithdrawnBy: by.ID, WithdrawnAt: tx.Now}
		if err := gorm.G[Withdrawal](tx.DB).Create(ctx, &row); err != nil {
			return err
		}
		if err := tx.Notify(Changed, string(edition.Subject)); err != nil {
			return err
		}
		return tx.AuditOn(edition.SiteID, audit.EditionWithdrawn, string(edition.Subject), map[string]any{"number": edition.Number})
	})
}

// scoped is the edition, if it is on one of the actor's sites.
func scoped(tx *store.Tx, need access.Capability, id int64) (Edition, error) {
	edition, err := one(tx.DB, columns+`WHERE e.id = ?`, id)
	if err == nil && !tx.Actor.MayOn(need, edition.SiteID) {
		return Edition{}, store.ErrNotFound
	}
	return edition, err
}
