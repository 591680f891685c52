package request

import (
	"context"
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

// Extension is the longer deadline that a law allows once for a hard request. It is
// never changed or removed: the person has been told.
type Extension struct {
	ID         uuid.UUID
	RequestID  int64  // unique
	Reason     []byte // sealed
	FromOn     civil.Date
	DueOn      civil.Date // the new last day to answer, in the zone of the case
	Citation   string
	ExtendedBy int64
	ExtendedAt time.Time
}

// ExtensionInput is what an agent states to extend a request.
type ExtensionInput struct {
	Reason  string     `form:"reason"` // sent to the person
	DueOn   civil.Date `form:"due_on"`
	Version int64      `form:"version"`
}

// Extend gives the request its one longer deadline and tells the person why, within
// the time that the law sets for telling.
//
// Errors: store.Invalid for a missing reason or a day outside the allowed time;
// store.Conflict for a late form; store.Refused when the case is over, its laws know
// no extension, it was extended before, or it is too late to tell;
// store.ErrForbidden; store.ErrNotFound.
func (r *Register) Extend(ctx context.Context, by access.Actor, reference string, in ExtensionInput) (Extension, error) {
	var extension Extension
	err := r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		var err error
		if extension, err = w.newExtension(in); err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		if err := gorm.G[Extension](w.DB).Create(ctx, &extension); err != nil {
			return err
		}
		if err := addClockEvent(ctx, w.Tx, w.key, &w.Request, extension.event(by, w.Today(w.Now)), in.Reason); err != nil {
			return err
		}
		if err := w.tell("request_extended", in.Reason); err != nil {
			return err
		}
		if err := w.move(w.begun()); err != nil {
			return err
		}
		return w.record(audit.RequestExtended, map[string]any{"from": extension.FromOn, "to": extension.DueOn})
	})
	return extension, err
}

// event is the extension on the clock, on a day in the site's zone.
func (e Extension) event(by access.Actor, on civil.Date) ClockEvent {
	return ClockEvent{Kind: regime.Extended, HappenedOn: on, UntilOn: &e.DueOn, RecordedBy: &by.ID}
}

// newExtension is the extension that the input asks for, if law and state allow it.
func (w *work) newExtension(in ExtensionInput) (Extension, error) {
	room, err := w.roomToExtend()
	if err != nil {
		return Extension{}, err
	}
	invalid := store.Invalid{}
	if in.Reason == "" {
		invalid["reason"] = "extension.reason.missing"
	} else if utf8.RuneCountInString(in.Reason) > maxReason {
		invalid["reason"] = "extension.reason.long"
	}
	switch {
	case in.DueOn.IsZero():
		invalid["due_on"] = "extension.due_on.missing"
	case !in.DueOn.After(room.From):
		invalid["due_on"] = "extension.due_on.early"
	case room.Latest != nil && in.DueOn.After(*room.Latest):
		invalid["due_on"] = "extension.due_on.late"
	case in.DueOn.After(room.From.AddYears(1)):
		invalid["due_on"] = "extension.due_on.far"
	}
	if err := invalid.Err(); err != nil {
		return Extension{}, err
	}
	id, err := newID(w.Tx)
	return Extension{
		ID: id, RequestID: w.ID, Reason: w.key.SealText(w.Rand, vault.Place("extensions", "reason", id.String()), in.Reason),
		FromOn: room.From, DueOn: in.DueOn, Citation: room.Citation, ExtendedBy: w.Actor.ID, ExtendedAt: w.Now.In(w.Location()),
	}, err
}

const maxReason = 2000 // characters

// Room is how far a request may be extended.
type Room struct {
	From     civil.Date  // the last day as it stands
	Latest   *civil.Date // the longest that every law of the case allows; nil where none sets a number
	NoticeBy civil.Date  // until then the person must be told
	Citation string
}

// roomToExtend is how far every law that sets a day allows to go.
func (w *work) roomToExtend() (Room, error) {
	if err := w.lasting(); err != nil {
		return Room{}, err
	}
	rights, err := rightsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return Room{}, err
	}
	events, err := clockEventsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return Room{}, err
	}
	today := w.Today(w.Now)
	clock, err := clockOf(w.Request, rights, events, today)
	if err != nil {
		return Room{}, err
	}
	return clock.room(today)
}

// room is how far the clock can be extended on that day.
func (c Clock) room(today civil.Date) (Room, error) {
	var room Room
	for _, timeline := range c.Timelines {
		switch {
		case timeline.AnswerBy() == nil:
			continue
		case timeline.ExtendedUntil != nil:
			return Room{}, store.Refused("constraint.one_extension")
		case timeline.ExtensionNoticeBy == nil:
			return Room{}, store.Refused("extension.refused.law")
		case !timeline.MayExtend(today):
			return Room{}, store.Refused("extension.refused.late")
		}
		if latest := timeline.ExtendedDue; latest != nil && (room.Latest == nil || latest.Before(*room.Latest)) {
			room.Latest = latest
		}
		if room.NoticeBy.IsZero() || timeline.ExtensionNoticeBy.Before(room.NoticeBy) {
			room.NoticeBy = *timeline.ExtensionNoticeBy
		}
	}
	if !c.Dated {
		return Room{}, store.Refused("extension.refused.law")
	}
	room.From = *c.Lead.AnswerBy()
	for _, line := range c.Lead.Lines {
		if line.Key == "extension" || line.Key == "extension_open" {
			room.Citation = line.Citation
		}
	}
	return room, nil
}
