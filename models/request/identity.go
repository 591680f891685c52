package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// IdentityConfirmation says how somebody at the desk became sure that it is the
// person. The evidence itself is not kept.
type IdentityConfirmation struct {
	ID          uuid.UUID
	RequestID   int64 // unique
	Method      string
	Reason      []byte // sealed
	ConfirmedBy int64
	ConfirmedAt time.Time
}

// IdentityMethods are the ways, in the order that forms show: signed in or confirmed
// by their account; answered questions; known before the request; seen a document,
// of which no copy is kept; shown authority to act for another.
func IdentityMethods() []string {
	return []string{"account", "questions", "known_before", "seen", "authority"}
}

// IdentityInput is how somebody became sure.
type IdentityInput struct {
	Method     string     `form:"method"`
	Reason     string     `form:"reason"`
	ReceivedOn civil.Date `form:"received_on"` // day of the reply, where we had asked for identity
	Version    int64      `form:"version"`
}

// ConfirmIdentity records that it is the person. Where the case waited for that, its
// clock runs on from the day of the reply.
//
// Errors: store.Invalid; store.Conflict for a late form; store.Refused a second time;
// store.ErrForbidden; store.ErrNotFound.
func (r *Register) ConfirmIdentity(ctx context.Context, by access.Actor, reference string, in IdentityInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if err := w.lasting(); err != nil {
			return err
		}
		row, err := w.newIdentity(in)
		if err != nil {
			return err
		}
		if err := gorm.G[IdentityConfirmation](w.DB).Create(ctx, &row); err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		to := w.begun()
		events, err := clockEventsOf(ctx, w.DB, w.ID)
		if err != nil {
			return err
		}
		if waitingFor(events) == regime.IdentityRequested {
			event, err := w.newResume(ResumeInput{ReceivedOn: in.ReceivedOn})
			if err != nil {
				return err
			}
			if err := addClockEvent(ctx, w.Tx, w.key, &w.Request, event, in.Reason); err != nil {
				return err
			}
			to = Working
		}
		w.IdentityConfirmedAt, w.IdentityConfirmedBy = &w.Now, &by.ID
		if err := w.move(to); err != nil {
			return err
		}
		return w.record(audit.IdentityConfirmed, map[string]any{"method": in.Method})
	})
}

func (w *work) newIdentity(in IdentityInput) (IdentityConfirmation, error) {
	invalid := store.Invalid{}
	if !slices.Contains(IdentityMethods(), in.Method) {
		invalid["method"] = "identity.method.missing"
	}
	if in.Reason == "" {
		invalid["reason"] = "identity.reason.missing"
	} else if utf8.RuneCountInString(in.Reason) > maxReason {
		invalid["reason"] = "field.too_long"
	}
	if err := invalid.Err(); err != nil {
		return IdentityConfirmation{}, err
	}
	id, err := newID(w.Tx)
	return IdentityConfirmation{
		ID: id, RequestID: w.ID, Method: in.Method, ConfirmedBy: w.Actor.ID, ConfirmedAt: w.Now,
		Reason: w.key.SealText(w.Rand, vault.Place("identity_confirmations", "reason", id.String()), in.Reason),
	}, err
}
