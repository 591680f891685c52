package request

import (
	"context"
	"io"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Request is one incoming matter. It is open until every right it names has been
// decided and the answer given.
type Request struct {
	ID        int64
	Reference string // shown to the person and to staff: "PD-7K2M-93TX-QH4N"
	SiteID    int64
	KeyID     *uuid.UUID // of the vault key; nil once the case was erased
	Channel   Channel
	Locale    string // in which we answer
	Relation  Relation
	Requester []byte // sealed; Register.Person opens it
	HasEmail  bool

	Stage   Stage
	OwnerID *int64 // of the person at the desk who has it
	Unread  int    // messages of the person that nobody at the desk has read
	Open    bool   `gorm:"->"` // received, working or waiting

	ReceivedAt          time.Time   // when it reached an official channel
	RequestedOn         *civil.Date // the date that a letter bears
	RecordedAt          time.Time   // when it came in here
	RecordedBy          *int64      // nil: by the person, on the public form
	ConfirmedAt         *time.Time  // the e-mail address was shown to be the person's
	IdentityConfirmedAt *time.Time
	IdentityConfirmedBy *int64
	AcknowledgedAt      *time.Time
	AnsweredAt          *time.Time
	AnsweredBy          *int64
	ClosedAt            *time.Time

	Regimes           []string `gorm:"serializer:textarray"` // laws that apply
	Residence         string   // law of the place where the person lives, as they said; empty: unknown
	Zone              string   // IANA name; local days are counted in it
	Calendar          string   // of the site's holidays, at receipt
	LeadRegime        string   // the law whose day comes first
	DueOn             *civil.Date
	AckDueOn          *civil.Date
	ExtensionNoticeBy *civil.Date
	Extended          bool
	PausedLeft        *int      // days left when the clock stopped; nil while it runs
	DueAt             time.Time `gorm:"->"` // when DueOn is over in Zone; far away where there is none

	Version int64 // counts changes at the desk
}

// Channel is how a request arrived.
type Channel string

// The channels. Only Web is not entered by staff.
const (
	Web     Channel = "web"
	Email   Channel = "email"
	Post    Channel = "post"
	Phone   Channel = "phone"
	Counter Channel = "counter"
)

// Channels lists them in the order that forms show.
func Channels() []Channel { return []Channel{Web, Email, Post, Phone, Counter} }

// Relation is for whom somebody asks.
type Relation string

// The relations.
const (
	Self     Relation = "self"
	Guardian Relation = "guardian" // of a child or an adult in care
	Agent    Relation = "agent"    // with authority
)

// Relations lists them in the order that forms show.
func Relations() []Relation { return []Relation{Self, Guardian, Agent} }

// Stage is where a request stands.
type Stage string

// The stages. The first three are open.
const (
	Received Stage = "received" // nobody has begun
	Working  Stage = "working"
	Waiting  Stage = "waiting" // for something that the person must do
	Answered Stage = "answered"
	Closed   Stage = "closed"
)

// Location is the zone in which the request's days are counted.
func (r Request) Location() *time.Location {
	location, err := time.LoadLocation(r.Zone)
	if err != nil {
		return time.UTC
	}
	return location
}

// Today is the local day at a time.
func (r Request) Today(now time.Time) civil.Date { return civil.DateOf(now.In(r.Location())) }

// Register is the door to requests: one method for each thing that may happen.
type Register struct {
	Store    *store.Store
	Vault    *vault.Vault
	Sites    *site.Register
	Editions *edition.Register
	Blobs    Blobs
	Scanner  Scanner // nil: none is configured, and files say so
}

// Blobs keeps files outside the database, sealed under a key of each file's own
// (32 bytes), under names that say nothing. Deleting what is not there is no error.
type Blobs interface {
	Put(ctx context.Context, name string, key []byte, r io.Reader) error
	Get(ctx context.Context, name string, key []byte) (io.ReadCloser, error)
	Delete(ctx context.Context, name string) error
}

// lock reads the request and holds it until the transaction ends, so that two people
// cannot act on the same state. A request of a site where the actor lacks the
// capability is not found.
func lock(ctx context.Context, tx *store.Tx, need access.Capability, reference string) (Request, error) {
	return scoped(tx.Actor, need, func() (Request, error) {
		return gorm.G[Request](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("reference = ?", reference).First(ctx)
	})
}

// find is lock for reading.
func find(ctx context.Context, db *gorm.DB, actor access.Actor, need access.Capability, reference string) (Request, error) {
	return scoped(actor, need, func() (Request, error) {
		return gorm.G[Request](db).Where("reference = ?", reference).First(ctx)
	})
}

func scoped(actor access.Actor, need access.Capability, read func() (Request, error)) (Request, error) {
	request, err := read()
	if err != nil {
		return Request{}, store.Translate(err)
	}
	if !actor.MayOn(need, request.SiteID) {
		return Request{}, store.ErrNotFound
	}
	return request, nil
}

// followed is the request that the requester follows, held until the transaction ends.
func followed(ctx context.Context, tx *store.Tx) (Request, error) {
	if tx.Actor.Kind != access.Requester {
		return Request{}, store.ErrNotFound
	}
	request, err := gorm.G[Request](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", tx.Actor.ID).First(ctx)
	return request, store.Translate(err)
}

// key opens the vault key of the case.
//
// Errors: store.ErrNotFound when the case was erased.
func (r *Register) key(ctx context.Context, db *gorm.DB, request Request) (vault.Key, error) {
	if request.KeyID == nil {
		return vault.Key{}, store.ErrNotFound
	}
	return r.Vault.Open(ctx, db, *request.KeyID)
}
