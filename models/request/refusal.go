package request

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/store"
)

// RefusalConfirmation is what the second person said about a refusal, whole or in
// part: confirmed, or back to whoever decided. It is said once. The database demands
// another person than the one who refused, or an open waiver of the site, which the
// case and the person's page then show.
type RefusalConfirmation struct {
	DecisionID  uuid.UUID
	Confirmed   bool
	Note        []byte // sealed
	ConfirmedBy int64
	ConfirmedAt time.Time
	WaiverID    *int64
}

// RefusalInput is what the second person says.
type RefusalInput struct {
	Note string `form:"note"` // for the first person; needed to send it back
}

// ConfirmRefusal lets a refusal stand.
//
// Errors: store.Refused for whoever decided, unless four eyes are off, and when it
// was settled before; store.Invalid; store.ErrForbidden; store.ErrNotFound.
func (r *Register) ConfirmRefusal(ctx context.Context, by access.Actor, reference string, id uuid.UUID, in RefusalInput) error {
	return r.settleRefusal(ctx, by, reference, id, in, true)
}

// ReturnRefusal sends a refusal back: the right is open again.
//
// Errors: as ConfirmRefusal; store.Invalid without a note.
func (r *Register) ReturnRefusal(ctx context.Context, by access.Actor, reference string, id uuid.UUID, in RefusalInput) error {
	return r.settleRefusal(ctx, by, reference, id, in, false)
}

func (r *Register) settleRefusal(ctx context.Context, by access.Actor, reference string, id uuid.UUID, in RefusalInput, confirmed bool) error {
	return r.work(ctx, by, access.ConfirmRefusals, reference, func(w *work) error {
		decision, err := w.refusalNamed(id)
		if err != nil {
			return err
		}
		if err := in.check(confirmed); err != nil {
			return err
		}
		said := RefusalConfirmation{DecisionID: id, Confirmed: confirmed, Note: w.key.SealText(w.Rand, notePlace(id), in.Note),
			ConfirmedBy: by.ID, ConfirmedAt: w.Now}
		if confirmed && decision.DecidedBy == by.ID {
			if said.WaiverID, err = w.waiver(); err != nil {
				return err
			}
		}
		if err := gorm.G[RefusalConfirmation](w.DB).Create(ctx, &said); err != nil {
			return err
		}
		state, event := SentBack, audit.RefusalReturned
		if confirmed {
			state, event = Final, audit.RefusalConfirmed
		}
		if _, err := gorm.G[Decision](w.DB).Where("id = ?", id).Update(ctx, "state", state); err != nil {
			return err
		}
		if err := w.touch(); err != nil {
			return err
		}
		return w.record(event, map[string]any{"decision": id, "four_eyes_off": said.WaiverID != nil})
	})
}

// refusalNamed is a decision of the case that waits for its second person.
func (w *work) refusalNamed(id uuid.UUID) (Decision, error) {
	decision, err := gorm.G[Decision](w.DB).Where("id = ? AND request_id = ?", id, w.ID).First(w.ctx)
	switch {
	case err != nil:
		return decision, err
	case decision.State != AwaitsSecond:
		return decision, store.Refused("constraint.refusal_is_settled_once")
	}
	return decision, w.lasting()
}

// waiver is the site's open waiver of four eyes on refusals, or nil: then the
// database refuses.
func (w *work) waiver() (*int64, error) {
	waiver, err := edition.OpenWaiver(w.ctx, w.DB, w.SiteID, edition.WaiveRefusal)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &waiver.ID, err
}

func (in RefusalInput) check(confirmed bool) error {
	switch {
	case !confirmed && in.Note == "":
		return store.Invalid{"note": "refusal.note.missing"}
	case utf8.RuneCountInString(in.Note) > maxReason:
		return store.Invalid{"note": "field.too_long"}
	}
	return nil
}

const confirmationsOf = `SELECT c.decision_id, c.confirmed, c.confirmed_by, c.confirmed_at, c.waiver_id, c.note FROM refusal_confirmations c
JOIN decisions d ON d.id = c.decision_id WHERE d.request_id = ?`

// confirmationsIn reads what second persons said about the refusals of a request.
func confirmationsIn(ctx context.Context, db *gorm.DB, requestID int64) (map[uuid.UUID]RefusalConfirmation, error) {
	var rows []RefusalConfirmation
	if err := db.WithContext(ctx).Raw(confirmationsOf, requestID).Scan(&rows).Error; err != nil {
		return nil, store.Translate(err)
	}
	found := map[uuid.UUID]RefusalConfirmation{}
	for _, row := range rows {
		found[row.DecisionID] = row
	}
	return found, nil
}
