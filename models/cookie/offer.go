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
	return r.Policies.OffersTo(ctx, actor, access.ReadCookies, at.ID, policy.OfferCookies)
}

// Take brings the cookies of an offer into the register, as Import does. The offer is
// settled when all its rows could be taken.
//
// Errors: store.ErrForbidden; store.ErrNotFound for an offer that is not open.
func (r *Register) Take(ctx context.Context, by access.Actor, at site.Site, offerID int64) (entry.Report, error) {
	var report entry.Report
	err := r.Policies.TakeOffer(ctx, by, access.EditCookies, at.ID, policy.OfferCookies, offerID, func(tx *store.Tx, offer policy.Offer) (bool, error) {
		rows, err := offer.Cookies()
		if err != nil {
			return false, err
		}
		err = r.bring(ctx, tx, at, entry.ImportInput{}, offeredLines(rows), &report)
		return report.Written, err
	})
	return report, err
}

// Dismiss settles an offer without taking anything.
//
// Errors: as Take.
func (r *Register) Dismiss(ctx context.Context, by access.Actor, at site.Site, offerID int64) error {
	return r.Policies.TakeOffer(ctx, by, access.EditCookies, at.ID, policy.OfferCookies, offerID, func(tx *store.Tx, _ policy.Offer) (bool, error) {
		return true, tx.AuditOn(at.ID, audit.CookiesImported, string(edition.Cookies(at.Key)), map[string]any{"dismissed": offerID})
	})
}
