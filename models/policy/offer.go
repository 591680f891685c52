package policy

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// OffersTo are the open offers of a kind for a site, for those who may keep the
// register that the offers are for.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) OffersTo(ctx context.Context, actor access.Actor, need access.Capability, siteID int64, kind OfferKind) ([]Offer, error) {
	if _, err := r.Store.Read(ctx, actor, need); err != nil {
		return nil, err
	}
	if !actor.MayOn(need, siteID) {
		return nil, store.ErrNotFound
	}
	return r.Offers(ctx, siteID, kind)
}

// TakeOffer lets a register take an offer, in one transaction. take says whether that
// settles it: not when something in it was refused.
//
// Errors: store.ErrForbidden; store.ErrNotFound for an offer that is not open, or not
// of that site and kind; what take returns.
func (r *Register) TakeOffer(ctx context.Context, by access.Actor, need access.Capability, siteID int64, kind OfferKind, id int64,
	take func(*store.Tx, Offer) (settled bool, err error)) error {
	return r.Store.Write(ctx, by, need, func(tx *store.Tx) error {
		offer, err := gorm.G[Offer](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("id = ? AND site_id = ? AND kind = ? AND settled_at IS NULL", id, siteID, kind).First(ctx)
		if err != nil {
			return err
		}
		if !by.MayOn(need, siteID) {
			return store.ErrNotFound
		}
		settled, err := take(tx, offer)
		if err != nil || !settled {
			return err
		}
		return r.SettleOffer(ctx, tx, id)
	})
}
