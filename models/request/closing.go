package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Closing is the end of a case. It is not undone.
type Closing struct {
	ID        uuid.UUID
	RequestID int64 // unique
	Kind      string
	Note      []byte // sealed
	ClosedBy  int64
	ClosedAt  time.Time
}

// ClosingKinds are the ways in which a case ends, in the order that forms show: it
// was answered; the person took it back; they never replied to a question that the
// law lets us insist on; it is the same as another; it asks for nothing at all.
func ClosingKinds() []string {
	return []string{"answered", "withdrawn", "no_reply", "duplicate", "no_request"}
}

// ClosingInput is how the case ends.
type ClosingInput struct {
	Kind    string `form:"kind"`
	Note    string `form:"note"` // for the history; needed without an answer
	Version int64  `form:"version"`
}

// Close ends the case. A case that was answered needs no more words; any other way
// out needs its reason, stops the clock, and the person is told that it ended.
//
// Errors: store.Invalid; store.Conflict for a late form; store.Refused when it is
// closed, or closed as answered without an answer; store.ErrForbidden;
// store.ErrNotFound.
func (r *Register) Close(ctx context.Context, by access.Actor, reference string, in ClosingInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		closing, err := w.newClosing(in)
		if err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		if err := gorm.G[Closing](w.DB).Create(ctx, &closing); err != nil {
			return err
		}
		if w.Stage != Answered {
			event := ClockEvent{Kind: regime.Closed, HappenedOn: w.Today(w.Now), RecordedBy: &by.ID}
			if err := addClockEvent(ctx, w.Tx, w.key, &w.Request, event, in.Note); err != nil {
				return err
			}
			if err := w.announce("reply_announced"); err != nil {
				return err
			}
		}
		w.ClosedAt = &w.Now
		if err := w.move(Closed); err != nil {
			return err
		}
		return w.record(audit.RequestClosed, map[string]any{"kind": in.Kind})
	})
}

func (w *work) newClosing(in ClosingInput) (Closing, error) {
	if w.Stage == Closed {
		return Closing{}, store.Refused("constraint.case_is_closed_once")
	}
	invalid := store.Invalid{}
	switch {
	case !slices.Contains(ClosingKinds(), in.Kind):
		invalid["kind"] = "closing.kind.missing"
	case in.Kind == "answered" && w.Stage != Answered:
		invalid["kind"] = "closing.kind.unanswered"
	case in.Kind != "answered" && w.Stage == Answered:
		invalid["kind"] = "closing.kind.answered"
	}
	if in.Note == "" && in.Kind != "answered" {
		invalid["note"] = "closing.note.missing"
	} else if utf8.RuneCountInString(in.Note) > maxReason {
		invalid["note"] = "field.too_long"
	}
	if err := invalid.Err(); err != nil {
		return Closing{}, err
	}
	id, err := newID(w.Tx)
	return Closing{ID: id, RequestID: w.ID, Kind: in.Kind, ClosedBy: w.Actor.ID, ClosedAt: w.Now,
		Note: w.key.SealText(w.Rand, vault.Place("closings", "note", id.String()), in.Note)}, err
}
