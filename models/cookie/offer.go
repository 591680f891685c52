package cookie

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Offers are the cookie tables that imported policies of the site were found to hold.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) Offers(ctx context.Context, actor access.Actor, at site.Site) ([]policy.Offer, error) {
	if _, err := r.Store.Read(ctx, actor, access.ReadCookies); err != nil {
		return nil, err
	}
	if !actor.MayOn(access.ReadCookies, at.ID) {
		return nil, store.ErrNotFound
	}
	return r.Policies.Offers(ctx, at.ID, policy.OfferCookies)
}

// Take brings the cookies of an offer into the register, as Import does, and settles
// the offer when all its rows could be taken.
//
// Errors: store.ErrForbidden; store.ErrNotFound for an offer that is not open.
func (r *Register) Take(ctx context.Context, by access.Actor, at site.Site, offerID int64) (entry.Report, error) {
	rows, err := r.offered(ctx, by, at, offerID)
	if err != nil {
		return entry.Report{}, err
	}
	report := entry.Report{}
	err = r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		if !by.MayOn(access.EditCookies, at.ID) {
			return store.ErrNotFound
		}
		if err := r.merge(ctx, tx, at, entry.ImportInput{}, rows, &report); err != nil || !report.Written {
			return err
		}
		return r.Policies.SettleOffer(ctx, tx, offerID)
	})
	return report, err
}

// Dismiss settles an offer without taking anything.
//
// Errors: as Take.
func (r *Register) Dismiss(ctx context.Context, by access.Actor, at site.Site, offerID int64) error {
	if _, err := r.offered(ctx, by, at, offerID); err != nil {
		return err
	}
	return r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		if err := r.Policies.SettleOffer(ctx, tx, offerID); err != nil {
			return err
		}
		return tx.AuditOn(at.ID, audit.CookiesImported, string(edition.Cookies(at.Key)), map[string]any{"dismissed": offerID})
	})
}

// offered are the rows of an open offer of the site.
func (r *Register) offered(ctx context.Context, by access.Actor, at site.Site, offerID int64) ([]entry.Line, error) {
	offers, err := r.Offers(ctx, by, at)
	if err != nil {
		return nil, err
	}
	for _, offer := range offers {
		if offer.ID == offerID {
			rows, err := offer.Cookies()
			return offeredLines(rows), err
		}
	}
	return nil, store.ErrNotFound
}
