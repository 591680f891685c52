package request

import (
	"context"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// AnswerInput is what accompanies the decisions on their way to the person.
type AnswerInput struct {
	Text    string `form:"text"` // words of our own, may be empty
	Version int64  `form:"version"`
}

// Answer tells the person how every right was decided, hands over the files, and
// stops the clock. It cannot be taken back. A mail announces it; what it says is
// read on the tracking page. Sending data takes a second factor of some minutes.
//
// Errors: store.ErrStepUp; store.Invalid; store.Conflict for a late form;
// store.Refused when a right is not decided, a refusal not confirmed, the identity
// not confirmed, or the case over; store.ErrForbidden; store.ErrNotFound.
func (r *Register) Answer(ctx context.Context, by access.Actor, reference string, in AnswerInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if !by.SteppedUp(w.Now) {
			return store.ErrStepUp
		}
		if err := w.lasting(); err != nil {
			return err
		}
		if utf8.RuneCountInString(in.Text) > maxText {
			return store.Invalid{"text": "field.too_long"}
		}
		if err := w.allDecided(); err != nil {
			return err
		}
		if err := w.expect(in.Version, nil); err != nil {
			return err
		}
		return w.answer(in)
	})
}

func (w *work) answer(in AnswerInput) error {
	event := ClockEvent{Kind: regime.Answered, HappenedOn: w.Today(w.Now), RecordedBy: &w.Actor.ID}
	if err := addClockEvent(w.ctx, w.Tx, w.key, &w.Request, event, ""); err != nil {
		return err
	}
	var err error
	if in.Text != "" {
		err = w.tell("request_answered", in.Text)
	} else {
		err = w.announce("request_answered")
	}
	if err != nil {
		return err
	}
	if err := w.read(); err != nil {
		return err
	}
	w.AnsweredAt, w.AnsweredBy = &w.Now, &w.Actor.ID
	if err := w.move(Answered); err != nil {
		return err
	}
	return w.record(audit.RequestAnswered, map[string]any{"due_on": w.DueOn})
}

// allDecided refuses an answer that leaves a right open, and one that would disclose
// data to somebody who may not be the person.
func (w *work) allDecided() error {
	rights, err := rightsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return err
	}
	decisions, err := decisionsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return err
	}
	states := map[string]DecisionState{}
	var granted []regime.Right
	for _, decision := range decisions {
		if decision.State != SentBack {
			states[decision.RightID.String()] = decision.State
		}
		for _, right := range rights {
			if right.ID == decision.RightID && decision.State == Final && decision.Outcome != Refused {
				granted = append(granted, right.Key)
			}
		}
	}
	for _, right := range rights {
		switch states[right.ID.String()] {
		case Final:
		case AwaitsSecond:
			return store.Refused("answer.refused.unconfirmed")
		default:
			return store.Refused("answer.refused.undecided")
		}
	}
	return w.gateWithFiles(rights, granted)
}

// gateWithFiles is the gate for what an answer hands over: what was granted and, if
// there are files, everything that was asked for.
func (w *work) gateWithFiles(rights []Right, granted []regime.Right) error {
	files, err := gorm.G[File](w.DB).Where("request_id = ? AND direction = ?", w.ID, FileOut).Count(w.ctx, "*")
	if err != nil {
		return err
	}
	if files > 0 {
		granted = keysOf(rights)
	}
	return w.gate(granted...)
}
