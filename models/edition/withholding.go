package edition

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Withholding takes the content of an edition out of service and erases it, for a
// legal reason and by two people: it held somebody's personal data by mistake, or a
// court ordered it. Number, dates, hash and a notice stay.
type Withholding struct {
	ID          int64
	EditionID   int64
	LegalReason string // public
	State       WithholdingState
	AskedBy     int64
	AskedAt     time.Time
	SettledBy   *int64
	SettledAt   *time.Time
}

// WithholdingState is where a withholding stands.
type WithholdingState string

const (
	WithholdingAsked     WithholdingState = "asked"
	WithholdingConfirmed WithholdingState = "confirmed"
	WithholdingDropped   WithholdingState = "dropped"
)

// AskWithholding is the first person's part: nothing is hidden yet.
//
// Errors: store.ErrForbidden, store.ErrStepUp, store.ErrNotFound, store.Invalid
// without a reason, store.Refused when it was asked before.
func (r *Register) AskWithholding(ctx context.Context, by access.Actor, id int64, legalReason string) error {
	return r.Store.Write(ctx, by, access.WithholdEditions, func(tx *store.Tx) error {
		edition, err := scoped(tx, access.WithholdEditions, id)
		if err != nil {
			return err
		}
		if !by.SteppedUp(tx.Now) {
			return store.ErrStepUp
		}
		if err := checkText("legal_reason", "withholding.legal_reason.", legalReason); err != nil {
			return err
		}
		row := Withholding{EditionID: id, LegalReason: strings.TrimSpace(legalReason), State: WithholdingAsked, AskedBy: by.ID, AskedAt: tx.Now}
		if err := gorm.G[Withholding](tx.DB).Create(ctx, &row); err != nil {
			return err
		}
		return tx.AuditOn(edition.SiteID, audit.WithholdingAsked, string(edition.Subject), map[string]any{"number": edition.Number})
	})
}

// SettleWithholding is the second person's part: to confirm, which erases the content
// for good, or to drop.
//
// Errors: store.ErrForbidden, store.ErrStepUp, store.ErrNotFound, store.Refused with
// "constraint.second_person_withholds" for the one who asked.
func (r *Register) SettleWithholding(ctx context.Context, by access.Actor, id int64, confirm bool) error {
	return r.Store.Write(ctx, by, access.WithholdEditions, func(tx *store.Tx) error {
		edition, err := scoped(tx, access.WithholdEditions, id)
		if err != nil {
			return err
		}
		if !by.SteppedUp(tx.Now) {
			return store.ErrStepUp
		}
		row, err := gorm.G[Withholding](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("edition_id = ? AND state = ?", id, WithholdingAsked).First(ctx)
		if err != nil {
			return err
		}
		to, event := WithholdingDropped, audit.WithholdingDropped
		if confirm {
			to, event = WithholdingConfirmed, audit.EditionWithheld
		}
		_, err = gorm.G[Withholding](tx.DB).Where("id = ?", row.ID).Updates(ctx, Withholding{State: to, SettledBy: &by.ID, SettledAt: &tx.Now})
		if err != nil {
			return err
		}
		if confirm {
			if err := tx.Exec(`SELECT withhold_edition(?)`, id).Error; err != nil {
				return err
			}
			if err := tx.Notify(Changed, string(edition.Subject)); err != nil {
				return err
			}
		}
		return tx.AuditOn(edition.SiteID, event, string(edition.Subject), map[string]any{"number": edition.Number})
	})
}

// Withholdings lists what was asked for an edition, oldest first.
func (r *Register) Withholdings(ctx context.Context, id int64) ([]Withholding, error) {
	rows, err := gorm.G[Withholding](r.Store.DB).Where("edition_id = ?", id).Order("id").Find(ctx)
	return rows, store.Translate(err)
}
