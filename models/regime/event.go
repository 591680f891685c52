package regime

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"cloud.google.com/go/civil"
)

// Event is something that happened to a request and may move its clock.
type Event struct {
	Kind  EventKind
	On    civil.Date // local day
	Until civil.Date // Extended alone: the new last day
}

// EventKind names an event.
type EventKind string

// The events that a clock hears.
const (
	IdentityRequested     EventKind = "identity_requested"
	IdentityReceived      EventKind = "identity_received"
	ClarificationAsked    EventKind = "clarification_asked"
	ClarificationReceived EventKind = "clarification_received"
	FeeNotified           EventKind = "fee_notified"
	FeePaid               EventKind = "fee_paid"
	Extended              EventKind = "extended"
	Answered              EventKind = "answered"
	Closed                EventKind = "closed"
)

// PauseEvents is every event that may pause or restart a clock.
func PauseEvents() []EventKind {
	return []EventKind{IdentityRequested, IdentityReceived, ClarificationAsked, ClarificationReceived, FeeNotified, FeePaid}
}

// subject is what a pair of events is about, as the keys of lines name it.
type subject string

const (
	identity      subject = "identity"
	clarification subject = "clarification"
	fee           subject = "fee"
)

var asking = map[EventKind]subject{IdentityRequested: identity, ClarificationAsked: clarification, FeeNotified: fee}
var replying = map[EventKind]subject{IdentityReceived: identity, ClarificationReceived: clarification, FeePaid: fee}

// pause is one question and its reply.
type pause struct {
	about    subject
	asked    civil.Date
	answered civil.Date // zero: still open
	unasked  bool       // a reply without a question
}

// pauses pairs questions with their replies, by the day of the question. A second
// question about an open subject changes nothing; the first one counts.
func pauses(events []Event) []pause {
	var all []pause
	open := map[subject]int{}
	for _, event := range events {
		if about, asks := asking[event.Kind]; asks {
			if _, already := open[about]; !already {
				open[about] = len(all)
				all = append(all, pause{about: about, asked: event.On})
			}
		}
		if about, replies := replying[event.Kind]; replies {
			if at, asked := open[about]; asked {
				all[at].answered = event.On
				delete(open, about)
			} else {
				all = append(all, pause{about: about, asked: event.On, answered: event.On, unasked: true})
			}
		}
	}
	return all
}

// inOrder is the events by day; on one day questions come before replies.
func inOrder(events []Event) []Event {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b Event) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(rank(a.Kind), rank(b.Kind)))
	})
	return sorted
}

func rank(kind EventKind) int { return slices.Index(eventKinds, kind) }

var eventKinds = append(PauseEvents(), Extended, Answered, Closed)

// validate refuses what could not have happened.
func (e Event) validate(received civil.Date) error {
	switch {
	case rank(e.Kind) < 0:
		names := []string{}
		for _, kind := range eventKinds {
			names = append(names, string(kind))
		}
		return Unknown{"clock event", string(e.Kind), names}
	case !sensible(e.On) || e.Kind == Extended && !sensible(e.Until):
		return Unreadable(fmt.Sprintf("the event %s needs a day between 1970 and 2200", e.Kind))
	case e.On.Before(received):
		return Unreadable(fmt.Sprintf("the event %s on %s lies before the receipt on %s", e.Kind, e.On, received))
	}
	return nil
}

// last is the last event of one of these kinds.
func last(events []Event, kinds ...EventKind) (Event, bool) {
	for _, event := range slices.Backward(events) {
		if slices.Contains(kinds, event.Kind) {
			return event, true
		}
	}
	return Event{}, false
}

func codes() []string { return slices.Sorted(maps.Keys(loaded.calendars)) }
