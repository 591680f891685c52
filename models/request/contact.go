package request

import (
	"context"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// ContactReveal lets one person at the desk see the contact details of one case for
// some minutes.
type ContactReveal struct {
	RequestID int64
	PersonID  int64
	Until     time.Time
}

const revealLasts = 10 * time.Minute

// ContactInput is why somebody needs the contact details.
type ContactInput struct {
	Reason string `form:"reason"`
}

const keepReveal = `INSERT INTO contact_reveals (request_id, person_id, until) VALUES (?, ?, ?)
ON CONFLICT (request_id, person_id) DO UPDATE SET until = excluded.until`

// Reveal opens the contact details to the actor for some minutes and records why.
//
// Errors: store.Invalid without a reason; store.ErrForbidden; store.ErrNotFound.
func (r *Register) Reveal(ctx context.Context, by access.Actor, reference string, in ContactInput) error {
	return r.work(ctx, by, access.RevealContacts, reference, func(w *work) error {
		switch {
		case in.Reason == "":
			return store.Invalid{"reason": "contact.reason.missing"}
		case utf8.RuneCountInString(in.Reason) > maxLine:
			return store.Invalid{"reason": "field.too_long"}
		}
		if err := w.WithContext(ctx).Exec(keepReveal, w.ID, by.ID, w.Now.Add(revealLasts)).Error; err != nil {
			return err
		}
		sealed := store.Sealed{KeyID: w.key.ID.String(), Value: w.key.SealText(w.Rand, vault.Place("audit_events", "sealed", w.Reference), in.Reason)}
		return w.AuditSealed(w.SiteID, audit.ContactRevealed, w.Reference, nil, sealed)
	})
}

// revealed reports whether the actor may see the contact details now.
func revealed(ctx context.Context, db *gorm.DB, by access.Actor, request Request, now time.Time) (bool, error) {
	if !by.MayOn(access.RevealContacts, request.SiteID) {
		return false, nil
	}
	n, err := gorm.G[ContactReveal](db).Where("request_id = ? AND person_id = ? AND until > ?", request.ID, by.ID, now).Count(ctx, "*")
	return n > 0, store.Translate(err)
}
