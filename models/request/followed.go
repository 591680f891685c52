package request

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Followed is a case as the person who asks sees it on the tracking page.
type Followed struct {
	Request     Request
	Person      Person
	Rights      []FollowedRight
	Clock       Clock
	Events      []ClockEvent
	Waiting     regime.EventKind // what we asked for and have not got; empty: nothing
	Messages    []Said           // without notes, oldest first
	Responsible facts.Controller // for the person's data, and whom to complain to; empty: the site names nobody
	Files       []Handed         // that we hand over, newest last
}

// FollowedRight is one right with what was decided, once the case was answered.
type FollowedRight struct {
	Key    regime.Right
	Detail string // what the person added

	Outcome     string // granted, partly, refused; empty before the answer
	Explanation string
	Citation    string
	Remedies    []string // keys of regime: what a refusal under the laws must name
	Authority   string   // whom to complain to, as the law says
	Alone       bool     // one person refused, since four eyes were off
}

// Said is a message in clear.
type Said struct {
	Message

	Body  string
	Files []Handed
}

// Handed is a file by its name, without content.
type Handed struct {
	File

	Name string
	Sum  string // SHA-256 in lower-case hex
}

// Followed reads the case that the requester follows.
//
// Errors: store.ErrForbidden for anybody else; store.ErrNotFound when it was erased.
func (r *Register) Followed(ctx context.Context, by access.Actor) (Followed, error) {
	db, err := r.Store.Read(ctx, by, access.Track)
	if err != nil {
		return Followed{}, err
	}
	request, err := gorm.G[Request](db).Where("id = ?", by.ID).First(ctx)
	if err != nil {
		return Followed{}, store.Translate(err)
	}
	key, err := r.key(ctx, db, request)
	if err != nil {
		return Followed{}, err
	}
	followed := Followed{Request: request}
	if followed.Person, err = openPerson(key, request.Requester); err != nil {
		return Followed{}, err
	}
	if err := r.followClock(ctx, db, key, &followed); err != nil {
		return Followed{}, err
	}
	of, err := siteOf(ctx, db, request.SiteID)
	if err != nil {
		return Followed{}, err
	}
	if followed.Responsible, err = r.responsible(ctx, request, of); err != nil {
		return Followed{}, err
	}
	files, err := handedOf(ctx, db, key, request.ID)
	if err != nil {
		return Followed{}, err
	}
	messages, err := messagesOf(ctx, db, request.ID, false)
	if err != nil {
		return Followed{}, err
	}
	followed.Messages, err = openMessages(key, messages, files)
	for _, file := range files {
		if file.Direction == FileOut && request.AnsweredAt != nil {
			followed.Files = append(followed.Files, file)
		}
	}
	return followed, err
}

// followClock adds the rights, their decisions and the clock.
func (r *Register) followClock(ctx context.Context, db *gorm.DB, key vault.Key, followed *Followed) error {
	request := followed.Request
	rights, err := rightsOf(ctx, db, request.ID)
	if err != nil {
		return err
	}
	events, err := clockEventsOf(ctx, db, request.ID)
	if err != nil {
		return err
	}
	if followed.Clock, err = clockOf(request, rights, events, request.Today(r.Store.Now())); err != nil {
		return err
	}
	followed.Request.showDays(followed.Clock, request.Today(r.Store.Now()), events)
	followed.Events, followed.Waiting = events, waitingFor(events)
	for _, right := range rights {
		detail, err := right.OpenDetail(key)
		if err != nil {
			return err
		}
		followed.Rights = append(followed.Rights, FollowedRight{Key: right.Key, Detail: detail})
	}
	if request.AnsweredAt == nil {
		return nil
	}
	return addOutcomes(ctx, db, key, request, rights, followed.Rights)
}

// outcomes are the decisions that the person is told: final ones, of an answered case.
const outcomes = `SELECT d.id, d.right_id, d.outcome, d.citation, d.explanation, c.waiver_id IS NOT NULL AS alone FROM decisions d
LEFT JOIN refusal_confirmations c ON c.decision_id = d.id WHERE d.request_id = ? AND d.state = 'final'`

func explanationPlace(id uuid.UUID) string {
	return vault.Place("decisions", "explanation", id.String())
}

func addOutcomes(ctx context.Context, db *gorm.DB, key vault.Key, request Request, rights []Right, shown []FollowedRight) error {
	var rows []struct {
		ID, RightID       uuid.UUID
		Outcome, Citation string
		Explanation       []byte
		Alone             bool
	}
	if err := db.WithContext(ctx).Raw(outcomes, request.ID).Scan(&rows).Error; err != nil {
		return store.Translate(err)
	}
	remedies, authority := request.Remedies()
	for _, row := range rows {
		for i, right := range rights {
			if right.ID != row.RightID {
				continue
			}
			explanation, err := key.OpenText(explanationPlace(row.ID), row.Explanation)
			if err != nil {
				return err
			}
			shown[i].Outcome, shown[i].Citation, shown[i].Explanation = row.Outcome, row.Citation, explanation
			if row.Outcome != "granted" {
				shown[i].Remedies, shown[i].Authority, shown[i].Alone = remedies, authority, row.Alone
			}
		}
	}
	return nil
}

// waitingFor is the last question to the person that has no answer.
func waitingFor(events []ClockEvent) regime.EventKind {
	var open regime.EventKind
	for _, event := range events {
		switch event.Kind {
		case regime.IdentityRequested, regime.ClarificationAsked, regime.FeeNotified:
			open = event.Kind
		case regime.IdentityReceived, regime.ClarificationReceived, regime.FeePaid, regime.Answered, regime.Closed:
			open = ""
		}
	}
	return open
}

// openMessages opens messages and puts their files beside them.
func openMessages(key vault.Key, messages []Message, files []Handed) ([]Said, error) {
	said := make([]Said, 0, len(messages))
	for _, message := range messages {
		body, err := message.OpenBody(key)
		if err != nil {
			return nil, err
		}
		one := Said{Message: message, Body: body}
		for _, file := range files {
			if file.MessageID != nil && *file.MessageID == message.ID {
				one.Files = append(one.Files, file)
			}
		}
		said = append(said, one)
	}
	return said, nil
}

// handedOf opens the names of a case's files.
func handedOf(ctx context.Context, db *gorm.DB, key vault.Key, requestID int64) ([]Handed, error) {
	files, err := filesOf(ctx, db, requestID)
	if err != nil {
		return nil, err
	}
	handed := make([]Handed, 0, len(files))
	for _, file := range files {
		name, err := file.OpenName(key)
		if err != nil {
			return nil, err
		}
		sum, err := file.OpenSum(key)
		if err != nil {
			return nil, err
		}
		handed = append(handed, Handed{file, name, sum})
	}
	return handed, nil
}

// State is what the tracking page says first.
type State string

// The states, in the order in which a case usually goes through them.
const (
	Unconfirmed  State = "unconfirmed" // the e-mail address is not confirmed
	Checking     State = "checking"    // we asked for identity
	NeedsYou     State = "needs_you"   // we asked for something else
	Preparing    State = "preparing"
	FilesReady   State = "files_ready"
	HaveAnswered State = "answered"
	HasClosed    State = "closed"
)

// State is where the case stands, in the person's words.
func (f Followed) State() State {
	switch {
	case f.Request.Stage == Closed:
		return HasClosed
	case f.Request.Stage == Answered && len(f.Files) > 0:
		return FilesReady
	case f.Request.Stage == Answered:
		return HaveAnswered
	case f.Waiting == regime.IdentityRequested:
		return Checking
	case f.Waiting != "":
		return NeedsYou
	case f.Request.HasEmail && f.Request.ConfirmedAt == nil:
		return Unconfirmed
	}
	return Preparing
}

// AnsweredInTime reports whether the answer came by the last day.
func (f Followed) AnsweredInTime() bool {
	at := f.Request.AnsweredAt
	return at != nil && (f.Request.DueOn == nil || !f.Request.Today(*at).After(*f.Request.DueOn))
}

// markRead notes that the person has seen our messages. Nothing depends on it but
// what staff see beside a message.
const markRead = `UPDATE messages SET read_at = ? WHERE request_id = ? AND kind = 'out' AND read_at IS NULL`

// SawMessages notes that the person has opened the page with our messages.
func (r *Register) SawMessages(ctx context.Context, by access.Actor, at time.Time) error {
	db, err := r.Store.Read(ctx, by, access.Track)
	if err != nil {
		return err
	}
	return store.Translate(db.Exec(markRead, at, by.ID).Error)
}
