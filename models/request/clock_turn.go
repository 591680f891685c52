package request

import (
	"context"
	"sort"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// TurnArgs is the job that looks at the clock of a request again on the day on which
// its lead passes to a law, or a right, that does not wait.
type TurnArgs struct {
	RequestID int64     `json:"request_id"`
	EventID   uuid.UUID `json:"event_id"` // of the clock, after which it was planned
}

// Kind names the job.
func (TurnArgs) Kind() string { return "request.turn" }

// planTurn has the clock looked at again when no event does it: while one law waits
// for a reply its day moves on, past that of another which runs. From then on the
// request is due on the other's day, and the queue must not call it paused.
func planTurn(ctx context.Context, tx *store.Tx, request Request, rights []Right, events []ClockEvent) error {
	if request.PausedLeft == nil || len(events) == 0 {
		return nil
	}
	today := request.Today(tx.Now)
	now, err := clockOf(request, rights, events, today)
	if err != nil {
		return err
	}
	running, runs := regime.Earliest(now.running())
	if !runs {
		return nil
	}
	// A day that moves is never before the day on which it is looked at, so that the
	// running one leads at the latest on the day after its own.
	days := max(running.AnswerBy().DaysSince(today)+1, 1)
	turns := sort.Search(days, func(ahead int) bool {
		later, failed := clockOf(request, rights, events, today.AddDays(ahead+1))
		if failed != nil {
			err = failed
		}
		return !later.Lead.Paused
	}) + 1
	if err != nil {
		return err
	}
	at := regime.BeginningOf(today.AddDays(turns), request.Location())
	return tx.Enqueue(ctx, TurnArgs{request.ID, events[len(events)-1].ID}, &river.InsertOpts{ScheduledAt: at})
}

// running are the time lines that wait for nothing.
func (c Clock) running() []regime.Timeline {
	var running []regime.Timeline
	for _, timeline := range c.Timelines {
		if !timeline.Paused {
			running = append(running, timeline)
		}
	}
	return running
}

// Turn stores the days of a request as they stand now, for the job. When something
// else has happened since it was planned, or the case is over, there is nothing to do.
func (r *Register) Turn(ctx context.Context, args TurnArgs) error {
	return r.Store.Write(ctx, access.Operator, access.Anyone, func(tx *store.Tx) error {
		request, err := gorm.G[Request](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", args.RequestID).First(ctx)
		if err != nil || !request.Open || request.PausedLeft == nil {
			return nothingToDo(err)
		}
		events, err := clockEventsOf(ctx, tx.DB, request.ID)
		if err != nil || len(events) == 0 || events[len(events)-1].ID != args.EventID {
			return err
		}
		rights, err := rightsOf(ctx, tx.DB, request.ID)
		if err != nil {
			return err
		}
		clock, err := clockOf(request, rights, events, request.Today(tx.Now))
		if err != nil {
			return err
		}
		if clock.Lead.Paused { // the job came too early: its machine's time differs
			return planTurn(ctx, tx, request, rights, events)
		}
		if err := settleClock(ctx, tx, &request); err != nil {
			return err
		}
		return tx.AuditOn(request.SiteID, audit.ClockTurned, request.Reference, map[string]any{"due_on": request.DueOn})
	})
}
