package request

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// ClockEvent is something that moves the clock of a request. Events are only added.
type ClockEvent struct {
	ID         uuid.UUID
	Seq        int64 `gorm:"->"`
	RequestID  int64
	Kind       regime.EventKind
	HappenedOn civil.Date
	UntilOn    *civil.Date // the new last day of an extension
	Reason     []byte      // sealed
	RecordedBy *int64      // nil: the person who asks, or the portal
	RecordedAt time.Time
}

func reasonPlace(id uuid.UUID) string { return vault.Place("clock_events", "reason", id.String()) }

// OpenReason is why it was recorded, in clear.
func (e ClockEvent) OpenReason(key vault.Key) (string, error) {
	return key.OpenText(reasonPlace(e.ID), e.Reason)
}

// Clock is the explained time line of a request: one for each law and each right.
type Clock struct {
	Timelines []regime.Timeline
	Lead      regime.Timeline // whose day comes first; of the first law where none sets a day
	Dated     bool            // some law sets a day
}

// clockOf computes the clock from what the request began with and what happened.
func clockOf(request Request, rights []Right, events []ClockEvent, today civil.Date) (Clock, error) {
	var clock Clock
	received := civil.DateOf(request.ReceivedAt.In(request.Location()))
	for _, law := range request.Regimes {
		row, holds := regime.At(law, received)
		if !holds {
			continue
		}
		for _, right := range rights {
			timeline, err := regime.Compute(regime.Input{
				Regime: law, Right: right.Key, Received: request.ReceivedAt, Zone: request.Location(),
				Calendar: row.CalendarFor(request.Calendar), Events: lawEvents(events),
				RequestedOn: orZero(request.RequestedOn), Today: today,
			})
			if err != nil {
				return Clock{}, fmt.Errorf("compute the clock of %s under %s: %w", request.Reference, law, err)
			}
			clock.Timelines = append(clock.Timelines, timeline)
		}
	}
	if len(clock.Timelines) == 0 {
		return clock, nil
	}
	if clock.Lead, clock.Dated = regime.Earliest(clock.Timelines); !clock.Dated {
		clock.Lead = clock.Timelines[0]
	}
	return clock, nil
}

func lawEvents(events []ClockEvent) []regime.Event {
	law := make([]regime.Event, 0, len(events))
	for _, event := range events {
		law = append(law, regime.Event{Kind: event.Kind, On: event.HappenedOn, Until: orZero(event.UntilOn)})
	}
	return law
}

// firstOf is the earliest of the days that a time line may have.
func (c Clock) firstOf(day func(regime.Timeline) *civil.Date) *civil.Date {
	var first *civil.Date
	for _, timeline := range c.Timelines {
		if found := day(timeline); found != nil && (first == nil || found.Before(*first)) {
			first = found
		}
	}
	return first
}

// dueOf is the day by which one right must be answered.
func (c Clock) dueOf(right regime.Right) *civil.Date {
	return c.firstOf(func(t regime.Timeline) *civil.Date {
		if t.Right != right {
			return nil
		}
		return t.AnswerBy()
	})
}

// addClockEvent records what moves the clock and computes the days anew.
func addClockEvent(ctx context.Context, tx *store.Tx, key vault.Key, request *Request, event ClockEvent, reason string) error {
	id, err := newID(tx)
	if err != nil {
		return err
	}
	event.ID, event.RequestID, event.RecordedAt = id, request.ID, tx.Now
	event.Reason = key.SealText(tx.Rand, reasonPlace(id), reason)
	if err := gorm.G[ClockEvent](tx.DB).Create(ctx, &event); err != nil {
		return err
	}
	return settleClock(ctx, tx, request)
}

// settleClock stores the days that follow from the clock, for the queue.
func settleClock(ctx context.Context, tx *store.Tx, request *Request) error {
	rights, err := rightsOf(ctx, tx.DB, request.ID)
	if err != nil {
		return err
	}
	events, err := clockEventsOf(ctx, tx.DB, request.ID)
	if err != nil {
		return err
	}
	clock, err := clockOf(*request, rights, events, request.Today(tx.Now))
	if err != nil {
		return err
	}
	request.takeDays(clock, request.Today(tx.Now), events)
	if err := planTurn(ctx, tx, *request, rights, events); err != nil {
		return err
	}
	for _, right := range rights {
		if _, err := gorm.G[Right](tx.DB).Where("id = ?", right.ID).Update(ctx, "due_on", clock.dueOf(right.Key)); err != nil {
			return err
		}
	}
	_, err = gorm.G[Request](tx.DB).Where("id = ?", request.ID).
		Select("due_on", "ack_due_on", "extension_notice_by", "lead_regime", "extended", "paused_left").Updates(ctx, *request)
	return err
}

// takeDays copies the days of the clock into the request's row.
func (r *Request) takeDays(clock Clock, today civil.Date, events []ClockEvent) {
	r.DueOn, r.LeadRegime, r.PausedLeft = nil, r.Regimes[0], nil
	r.AckDueOn = clock.firstOf(func(t regime.Timeline) *civil.Date { return t.AckDue })
	r.ExtensionNoticeBy = clock.firstOf(func(t regime.Timeline) *civil.Date { return t.ExtensionNoticeBy })
	r.Extended = slices.ContainsFunc(events, func(e ClockEvent) bool { return e.Kind == regime.Extended })
	if !clock.Dated {
		return
	}
	r.DueOn, r.LeadRegime = clock.Lead.AnswerBy(), clock.Lead.Regime
	if clock.Lead.Paused {
		left := regime.DaysLeft(*r.DueOn, today)
		r.PausedLeft = &left
	}
}

// showDays lets a request that is still open show its days as they are on a day: while
// a pause lasts they move with every day, and those in the row are of the last event.
// How many days were left when the clock stopped stays what it was.
func (r *Request) showDays(clock Clock, today civil.Date, events []ClockEvent) {
	if !r.Open {
		return
	}
	left := r.PausedLeft
	if r.takeDays(clock, today, events); r.PausedLeft != nil && left != nil {
		r.PausedLeft = left
	}
}

func clockEventsOf(ctx context.Context, db *gorm.DB, requestID int64) ([]ClockEvent, error) {
	events, err := gorm.G[ClockEvent](db).Where("request_id = ?", requestID).Order("seq").Find(ctx)
	return events, store.Translate(err)
}

func orZero(day *civil.Date) civil.Date {
	if day == nil {
		return civil.Date{}
	}
	return *day
}
