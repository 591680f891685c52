package request

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Case is a request as staff see it: everything in clear but the contact details,
// which stay masked until the actor has said why they are needed.
type Case struct {
	Request     Request
	Site        site.Site
	Person      Person // masked unless Revealed
	Revealed    bool
	Rights      []DecidedRight
	Clock       Clock
	Events      []Moved
	Waiting     regime.EventKind // what the person was asked for; empty: nothing
	Messages    []Said           // oldest first, notes too
	Files       []Handed
	Tasks       []Planned
	Editions    []KeptEdition    // in force when it arrived
	Identity    string           // how it was confirmed, one of IdentityMethods; empty: not yet
	Closing     string           // how it ended, one of ClosingKinds; empty: open
	People      map[int64]string // names of those who had to do with it
	Responsible facts.Controller // for the person's data, and whom to complain to; empty: the site names nobody
	FourEyes    bool             // a refusal takes a second person; false while a waiver is open
}

// DecidedRight is one right with its decisions.
type DecidedRight struct {
	Right

	Words   string    // what the person added
	Stands  *Decided  // that was not sent back; nil: still to be decided
	History []Decided // what was sent back, oldest first
}

// Decided is a decision in clear, with what the second person said.
type Decided struct {
	Decision

	Words     string // the explanation
	Second    *RefusalConfirmation
	Said      string // the second person's note
	Alone     bool   // four eyes were off
	GroundFor string // the ground in words
}

// Moved is a clock event in clear.
type Moved struct {
	ClockEvent

	Words string
}

// Planned is a task in clear.
type Planned struct {
	Task

	Words string
}

// OpenTasks is how many steps are still to be done.
func (c Case) OpenTasks() (open int) {
	for _, task := range c.Tasks {
		if task.DoneAt == nil {
			open++
		}
	}
	return open
}

// Undecided are the rights that nobody has decided yet.
func (c Case) Undecided() []DecidedRight {
	var open []DecidedRight
	for _, right := range c.Rights {
		if right.Stands == nil {
			open = append(open, right)
		}
	}
	return open
}

// AllFinal reports whether every right is decided for good, so that it can be answered.
func (c Case) AllFinal() bool {
	for _, right := range c.Rights {
		if right.Stands == nil || right.Stands.State != Final {
			return false
		}
	}
	return true
}

// MayExtend is how far the case can be extended today; false where the law or the
// state does not allow it.
func (c Case) MayExtend(r *Register) (Room, bool) {
	if !c.Request.Open {
		return Room{}, false
	}
	room, err := c.Clock.room(c.Request.Today(r.Store.Now()))
	return room, err == nil
}

// Needs reports whether the identity must be confirmed before data of the case is
// handed over.
func (c Case) Needs() bool {
	keys := make([]regime.Right, 0, len(c.Rights))
	for _, right := range c.Rights {
		keys = append(keys, right.Key)
	}
	return c.Request.gate(keys...) != nil
}

// Case reads one request with everything that belongs to it, in a fixed number of
// queries.
//
// Errors: store.ErrNotFound, also for one of a site that is not the actor's and for
// one that was erased; store.ErrForbidden.
func (r *Register) Case(ctx context.Context, by access.Actor, reference string) (Case, error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return Case{}, err
	}
	request, err := find(ctx, db, by, access.ReadRequests, reference)
	if err != nil {
		return Case{}, err
	}
	key, err := r.key(ctx, db, request)
	if err != nil {
		return Case{}, err
	}
	found := Case{Request: request}
	for _, read := range []func(context.Context, *gorm.DB, access.Actor, vault.Key, *Case) error{
		r.readPerson, r.readRights, r.readClock, r.readConversation, r.readTasks, r.readSurroundings,
	} {
		if err := read(ctx, db, by, key, &found); err != nil {
			return Case{}, err
		}
	}
	return found, nil
}

func (r *Register) readPerson(ctx context.Context, db *gorm.DB, by access.Actor, key vault.Key, c *Case) error {
	person, err := openPerson(key, c.Request.Requester)
	if err != nil {
		return err
	}
	if c.Revealed, err = revealed(ctx, db, by, c.Request, r.Store.Now()); err != nil {
		return err
	}
	if c.Person = person; !c.Revealed {
		c.Person = person.Masked()
		c.Person.Name = nameFor(by, c.Request.SiteID, person.Name)
		c.Person.About = nameFor(by, c.Request.SiteID, person.About)
	}
	return nil
}

func (r *Register) readRights(ctx context.Context, db *gorm.DB, _ access.Actor, key vault.Key, c *Case) error {
	rights, err := rightsOf(ctx, db, c.Request.ID)
	if err != nil {
		return err
	}
	decisions, err := decisionsOf(ctx, db, c.Request.ID)
	if err != nil {
		return err
	}
	seconds, err := confirmationsIn(ctx, db, c.Request.ID)
	if err != nil {
		return err
	}
	for _, right := range rights {
		shown := DecidedRight{Right: right}
		if shown.Words, err = right.OpenDetail(key); err != nil {
			return err
		}
		for _, decision := range decisions {
			if decision.RightID != right.ID {
				continue
			}
			decided, err := openDecision(key, c.Request, right.Key, decision, seconds)
			if err != nil {
				return err
			}
			if decision.State == SentBack {
				shown.History = append(shown.History, decided)
			} else {
				shown.Stands = &decided
			}
		}
		c.Rights = append(c.Rights, shown)
	}
	return nil
}

func openDecision(key vault.Key, request Request, right regime.Right, decision Decision, seconds map[uuid.UUID]RefusalConfirmation) (Decided, error) {
	decided := Decided{Decision: decision}
	var err error
	if decided.Words, err = key.OpenText(explanationPlace(decision.ID), decision.Explanation); err != nil {
		return decided, err
	}
	if ground, known := request.ground(right, decision.Ground); known {
		decided.GroundFor = ground.Name
	}
	if second, said := seconds[decision.ID]; said {
		decided.Second, decided.Alone = &second, second.WaiverID != nil
		decided.Said, err = key.OpenText(notePlace(decision.ID), second.Note)
	}
	return decided, err
}

func (r *Register) readClock(ctx context.Context, db *gorm.DB, _ access.Actor, key vault.Key, c *Case) error {
	events, err := clockEventsOf(ctx, db, c.Request.ID)
	if err != nil {
		return err
	}
	rights := make([]Right, 0, len(c.Rights))
	for _, right := range c.Rights {
		rights = append(rights, right.Right)
	}
	if c.Clock, err = clockOf(c.Request, rights, events, c.Request.Today(r.Store.Now())); err != nil {
		return err
	}
	c.Request.showDays(c.Clock, c.Request.Today(r.Store.Now()), events)
	c.Waiting = waitingFor(events)
	for _, event := range events {
		words, err := event.OpenReason(key)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, Moved{event, words})
	}
	return nil
}

func (r *Register) readConversation(ctx context.Context, db *gorm.DB, _ access.Actor, key vault.Key, c *Case) error {
	var err error
	if c.Files, err = handedOf(ctx, db, key, c.Request.ID); err != nil {
		return err
	}
	messages, err := messagesOf(ctx, db, c.Request.ID, true)
	if err != nil {
		return err
	}
	c.Messages, err = openMessages(key, messages, c.Files)
	return err
}

func (r *Register) readTasks(ctx context.Context, db *gorm.DB, _ access.Actor, key vault.Key, c *Case) error {
	tasks, err := tasksOf(ctx, db, c.Request.ID)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		words, err := task.OpenTitle(key)
		if err != nil {
			return err
		}
		c.Tasks = append(c.Tasks, Planned{task, words})
	}
	return nil
}

const (
	ends = `SELECT coalesce((SELECT method FROM identity_confirmations WHERE request_id = ?), '') AS identity,
coalesce((SELECT kind FROM closings WHERE request_id = ?), '') AS closing,
NOT EXISTS (SELECT FROM waivers WHERE site_id = ? AND kind = 'refusal' AND ended_at IS NULL) AS four_eyes`
	// There are few people at the desk; those who once had to do with a case may have left.
	everybody = `SELECT id, name FROM people`
)

func (r *Register) readSurroundings(ctx context.Context, db *gorm.DB, _ access.Actor, _ vault.Key, c *Case) error {
	var err error
	if c.Site, err = siteOf(ctx, db, c.Request.SiteID); err != nil {
		return err
	}
	if c.Responsible, err = r.responsible(ctx, c.Request, c.Site); err != nil {
		return err
	}
	if c.Editions, err = r.editionsAtReceipt(ctx, db, c.Request.ID); err != nil {
		return err
	}
	var found struct {
		Identity, Closing string
		FourEyes          bool
	}
	if err := db.Raw(ends, c.Request.ID, c.Request.ID, c.Request.SiteID).Scan(&found).Error; err != nil {
		return store.Translate(err)
	}
	c.Identity, c.Closing, c.FourEyes = found.Identity, found.Closing, found.FourEyes
	var people []Worker
	if err := db.Raw(everybody).Scan(&people).Error; err != nil {
		return store.Translate(err)
	}
	c.People = map[int64]string{}
	for _, person := range people {
		c.People[person.ID] = person.Name
	}
	return nil
}
