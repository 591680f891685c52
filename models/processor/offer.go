package processor

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

// Offers are the recipients that imported policies of the site were found to name.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) Offers(ctx context.Context, actor access.Actor, at site.Site) ([]policy.Offer, error) {
	return r.Policies.OffersTo(ctx, actor, access.ReadProcessors, at.ID, policy.OfferRecipients)
}

// TakeInput is which names of an offer are taken over.
type TakeInput struct {
	Companies  []string `form:"companies"`
	Categories []string `form:"categories"`
}

// Take brings the chosen companies of an offer into the register, as proposed: a name
// in a text says little yet. Chosen categories become categories of recipients, which
// takes somebody who may change those. The offer is then settled.
//
// Errors: store.ErrForbidden; store.ErrNotFound for an offer that is not open.
func (r *Register) Take(ctx context.Context, by access.Actor, at site.Site, offerID int64, in TakeInput) (entry.Report, error) {
	var report entry.Report
	err := r.Policies.TakeOffer(ctx, by, access.EditProcessors, at.ID, policy.OfferRecipients, offerID, func(tx *store.Tx, offer policy.Offer) (bool, error) {
		names, err := offer.Recipients()
		if err != nil {
			return false, err
		}
		var lines []entry.Line
		for i, name := range chosen(names.Companies, in.Companies) {
			lines = append(lines, entry.Line{Number: i + 1, Cells: map[string]string{"name": name}})
		}
		if err := r.bring(ctx, tx, at, entry.ImportInput{}, Proposed, lines, &report); err != nil || !report.Written {
			return false, err
		}
		return true, r.Categories().Found(ctx, tx, at.DefaultLocale, chosen(names.Categories, in.Categories))
	})
	return report, err
}

// chosen are the offered names that somebody ticked, and no others.
func chosen(offered, ticked []string) []string {
	var names []string
	for _, name := range offered {
		for _, tick := range ticked {
			if name == tick {
				names = append(names, name)
				break
			}
		}
	}
	return names
}

// Dismiss settles an offer without taking anything.
//
// Errors: as Take.
func (r *Register) Dismiss(ctx context.Context, by access.Actor, at site.Site, offerID int64) error {
	return r.Policies.TakeOffer(ctx, by, access.EditProcessors, at.ID, policy.OfferRecipients, offerID, func(tx *store.Tx, _ policy.Offer) (bool, error) {
		return true, tx.AuditOn(at.ID, audit.ProcessorsImported, string(edition.Processors(at.Key)), map[string]any{"dismissed": offerID})
	})
}
