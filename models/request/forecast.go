package request

import (
	"context"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/regime"
)

// Forecast is what a change would do to the clock, shown before anything is saved.
type Forecast struct {
	Before *civil.Date // the day as it stands
	After  Clock       // with the change
	Reply  *civil.Date // of a question: the day if the reply came in a week
}

// ForecastPause tells what asking would do. Nothing is changed.
//
// Errors: those of Pause.
func (r *Register) ForecastPause(ctx context.Context, by access.Actor, reference string, in PauseInput) (Forecast, error) {
	return r.forecast(ctx, by, reference, func(w *work) (ClockEvent, error) { return w.newPause(in) })
}

// ForecastResume tells what a reply does. Nothing is changed.
//
// Errors: those of Resume.
func (r *Register) ForecastResume(ctx context.Context, by access.Actor, reference string, in ResumeInput) (Forecast, error) {
	return r.forecast(ctx, by, reference, func(w *work) (ClockEvent, error) { return w.newResume(in) })
}

// ForecastExtension tells what an extension would do. Nothing is changed.
//
// Errors: those of Extend.
func (r *Register) ForecastExtension(ctx context.Context, by access.Actor, reference string, in ExtensionInput) (Forecast, error) {
	return r.forecast(ctx, by, reference, func(w *work) (ClockEvent, error) {
		extension, err := w.newExtension(in)
		return extension.event(by, w.Today(w.Now)), err
	})
}

func (r *Register) forecast(ctx context.Context, by access.Actor, reference string, event func(*work) (ClockEvent, error)) (Forecast, error) {
	var forecast Forecast
	err := r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		added, err := event(w)
		if err != nil {
			return err
		}
		rights, err := rightsOf(ctx, w.DB, w.ID)
		if err != nil {
			return err
		}
		events, err := clockEventsOf(ctx, w.DB, w.ID)
		if err != nil {
			return err
		}
		today := w.Today(w.Now)
		before, err := clockOf(w.Request, rights, events, today)
		if err != nil {
			return err
		}
		if before.Dated {
			forecast.Before = before.Lead.AnswerBy()
		}
		if forecast.After, err = clockOf(w.Request, rights, append(events, added), today); err != nil {
			return err
		}
		if reply := replyTo(added.Kind); reply != "" {
			inAWeek := today.AddDays(7)
			clock, err := clockOf(w.Request, rights, append(events, added, ClockEvent{Kind: reply, HappenedOn: inAWeek}), inAWeek)
			if err != nil {
				return err
			}
			forecast.Reply = clock.Lead.AnswerBy()
		}
		return nil
	})
	return forecast, err
}

// theLaws are the laws of the case by their short names, with what they say about
// extensions.
func (r Request) theLaws() []regime.Regime {
	var laws []regime.Regime
	for _, id := range r.Regimes {
		if law, holds := regime.At(id, r.Today(r.ReceivedAt)); holds {
			laws = append(laws, law)
		}
	}
	return laws
}
