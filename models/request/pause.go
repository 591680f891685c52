package request

import (
	"context"
	"slices"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// Subjects of a question that may stop the clock, and the events of asking and of
// the reply. Whether the clock stops is the law's matter (models/regime).
var questions = map[string]struct{ asked, replied regime.EventKind }{
	"identity":      {regime.IdentityRequested, regime.IdentityReceived},
	"clarification": {regime.ClarificationAsked, regime.ClarificationReceived},
	"fee":           {regime.FeeNotified, regime.FeePaid},
}

// Questions are the subjects in the order that forms show.
func Questions() []string { return []string{"identity", "clarification", "fee"} }

// PauseInput is a question to the person, without whose reply the case cannot go on.
type PauseInput struct {
	About    string `form:"about"`
	Question string `form:"question"` // sent to the person
	Version  int64  `form:"version"`
}

// Pause asks the person for something and records the question on the clock, which
// stops where the law says so. The case waits until Resume.
//
// Errors: store.Invalid; store.Conflict for a late form; store.Refused when the case
// is over, a question is open, or the law allows no fee; store.ErrForbidden;
// store.ErrNotFound.
func (r *Register) Pause(ctx context.Context, by access.Actor, reference string, in PauseInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		event, err := w.newPause(in)
		if err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		if err := addClockEvent(ctx, w.Tx, w.key, &w.Request, event, in.Question); err != nil {
			return err
		}
		if err := w.tell("reply_announced", in.Question); err != nil {
			return err
		}
		if err := w.move(Waiting); err != nil {
			return err
		}
		return w.record(audit.ClockPaused, map[string]any{"about": in.About, "paused": w.PausedLeft != nil})
	})
}

// newPause is the event that the input asks for, if law and state allow it.
func (w *work) newPause(in PauseInput) (ClockEvent, error) {
	if err := w.lasting(); err != nil {
		return ClockEvent{}, err
	}
	events, err := clockEventsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return ClockEvent{}, err
	}
	if waitingFor(events) != "" {
		return ClockEvent{}, store.Refused("pause.refused.open")
	}
	invalid := store.Invalid{}
	question, known := questions[in.About]
	if !known {
		invalid["about"] = "pause.about.missing"
	}
	if in.Question == "" {
		invalid["question"] = "pause.question.missing"
	} else if utf8.RuneCountInString(in.Question) > maxText {
		invalid["question"] = "field.too_long"
	}
	if err := invalid.Err(); err != nil {
		return ClockEvent{}, err
	}
	if in.About == "fee" {
		if err := w.mayCharge(); err != nil {
			return ClockEvent{}, err
		}
	}
	return ClockEvent{Kind: question.asked, HappenedOn: w.Today(w.Now), RecordedBy: &w.Actor.ID}, nil
}

// mayCharge refuses a fee that a law of the case forbids, and one that nobody with a
// second person's power asks for.
func (w *work) mayCharge() error {
	if !w.Actor.MayOn(access.ConfirmRefusals, w.SiteID) {
		return store.Refused("pause.refused.fee_lead")
	}
	rights, err := rightsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return err
	}
	for _, id := range w.Regimes {
		law, holds := regime.At(id, w.Today(w.ReceivedAt))
		if !holds {
			continue
		}
		never := slices.ContainsFunc(rights, func(right Right) bool { return slices.Contains(law.Fee.NeverFor, right.Key) })
		if never || law.Fee.Default == "free" && len(law.Fee.Grounds) == 0 {
			return store.Refused("pause.refused.fee")
		}
	}
	return nil
}

// ResumeInput is the day on which the reply reached us.
type ResumeInput struct {
	ReceivedOn civil.Date `form:"received_on"` // in the zone of the case
	Note       string     `form:"note"`        // for the history
	Version    int64      `form:"version"`
}

// Resume records that the person has answered the open question. The clock runs on
// as the law says, from that day.
//
// Errors: store.Invalid; store.Conflict for a late form; store.Refused when the case
// is over or nothing was asked; store.ErrForbidden; store.ErrNotFound.
func (r *Register) Resume(ctx context.Context, by access.Actor, reference string, in ResumeInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		event, err := w.newResume(in)
		if err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		if err := addClockEvent(ctx, w.Tx, w.key, &w.Request, event, in.Note); err != nil {
			return err
		}
		if err := w.move(Working); err != nil {
			return err
		}
		return w.record(audit.ClockResumed, map[string]any{"event": event.Kind, "received_on": in.ReceivedOn, "due_on": w.DueOn})
	})
}

func (w *work) newResume(in ResumeInput) (ClockEvent, error) {
	if err := w.lasting(); err != nil {
		return ClockEvent{}, err
	}
	events, err := clockEventsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return ClockEvent{}, err
	}
	open := waitingFor(events)
	if open == "" {
		return ClockEvent{}, store.Refused("resume.refused.none")
	}
	invalid := store.Invalid{}
	switch {
	case in.ReceivedOn.IsZero():
		invalid["received_on"] = "resume.received_on.missing"
	case in.ReceivedOn.After(w.Today(w.Now)):
		invalid["received_on"] = "resume.received_on.future"
	case in.ReceivedOn.Before(askedOn(events, open)):
		invalid["received_on"] = "resume.received_on.early"
	}
	if utf8.RuneCountInString(in.Note) > maxText {
		invalid["note"] = "field.too_long"
	}
	return ClockEvent{Kind: replyTo(open), HappenedOn: in.ReceivedOn, RecordedBy: &w.Actor.ID}, invalid.Err()
}

// askedOn is the day of the last question of the kind.
func askedOn(events []ClockEvent, kind regime.EventKind) civil.Date {
	for _, event := range slices.Backward(events) {
		if event.Kind == kind {
			return event.HappenedOn
		}
	}
	return civil.Date{}
}

// replyTo is the event that answers a question.
func replyTo(asked regime.EventKind) regime.EventKind {
	for _, question := range questions {
		if question.asked == asked {
			return question.replied
		}
	}
	return ""
}
