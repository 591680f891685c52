package cookie

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/store"
)

// Cookie is an entry of the register, of one site.
type Cookie struct {
	ID     int64
	SiteID int64
	Entry
	Status    Status
	Version   int64 // counts saves
	CreatedAt time.Time
	SavedAt   time.Time
}

// Entry is what is said about something that pages store on or read from a device.
type Entry struct {
	Name        string            `json:"name"` // or the beginning of it, or its pattern
	Match       Match             `json:"match"`
	Kind        Kind              `json:"kind"`
	Provider    string            `json:"provider"`                            // who sets it; empty = not known yet
	Domains     []string          `json:"domains" gorm:"serializer:textarray"` // lower case, without a leading dot
	Party       Party             `json:"party"`                               // empty = not known yet
	Lifetime    Lifetime          `json:"lifetime" gorm:"embedded;embeddedPrefix:lifetime_"`
	Category    *string           `json:"category"`                        // key; nil = not classified
	Purposes    map[string]string `json:"purposes" gorm:"serializer:json"` // locale → purpose
	Basis       Basis             `json:"basis"`
	BasisReason string            `json:"basis_reason"` // why the exemption holds; internal
	OptOut      string            `json:"opt_out"`      // https address, or empty
}

// Match says how Name is compared with what a browser holds.
type Match string

// Matches.
const (
	Exact   Match = "exact"
	Prefix  Match = "prefix"  // "_ga_" is every name that begins so
	Pattern Match = "pattern" // "id-*-x": a star is any characters
)

// Kind is the technique.
type Kind string

// Kinds.
const (
	KindCookie     Kind = "cookie"
	LocalStorage   Kind = "local_storage"
	SessionStorage Kind = "session_storage"
	IndexedDB      Kind = "indexed_db"
	Pixel          Kind = "pixel"
)

// Party says whether the site itself sets it.
type Party string

// Parties.
const (
	First Party = "first"
	Third Party = "third"
)

// Basis is the legal basis of storing or reading: consent, or one of the exemptions.
type Basis string

// Bases: consent (Directive 2002/58/EC, Article 5(3), first sentence); its two
// exemptions (second sentence); and three that the United Kingdom adds (PECR, Schedule
// A1), the first of which France knows too (CNIL guidance on Article 82).
const (
	Consent          Basis = "consent"
	Transmission     Basis = "transmission"
	RequestedService Basis = "requested_service"
	Statistics       Basis = "statistics"
	Appearance       Basis = "appearance"
	Emergency        Basis = "emergency"
)

// Status says whether an entry is part of the next edition.
type Status string

// Statuses.
const (
	Active  Status = "active"
	Retired Status = "retired"
)

// What may be said, in the order of forms.
var (
	Matches  = []Match{Exact, Prefix, Pattern}
	Kinds    = []Kind{KindCookie, LocalStorage, SessionStorage, IndexedDB, Pixel}
	Parties  = []Party{First, Third}
	Bases    = []Basis{Consent, Transmission, RequestedService, Statistics, Appearance, Emergency}
	Statuses = []Status{Active, Retired}
)

// Register is the door to cookies and their categories.
type Register struct {
	Store    *store.Store
	Editions *edition.Register
	Policies *policy.Register // whose imports offer cookies
}

// register names the register among the saves of entries.
const register = "cookies"

// Categories is the door to what entries are for.
func (r *Register) Categories() entry.Categories {
	return entry.Categories{Store: r.Store, Register: register, Edit: access.EditCookies, Event: audit.CookieChanged}
}

// Get is one entry.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also on sites that are not the actor's.
func (r *Register) Get(ctx context.Context, actor access.Actor, id int64) (Cookie, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadCookies)
	if err != nil {
		return Cookie{}, err
	}
	found, err := gorm.G[Cookie](db).Where("id = ?", id).First(ctx)
	if err == nil && !actor.MayOn(access.ReadCookies, found.SiteID) {
		return Cookie{}, store.ErrNotFound
	}
	return found, store.Translate(err)
}

// lock holds the entry until the transaction ends, so that two people cannot save
// over the same state.
func lock(ctx context.Context, tx *store.Tx, id int64) (Cookie, error) {
	if err := entry.Begin(ctx, tx); err != nil {
		return Cookie{}, err
	}
	found, err := gorm.G[Cookie](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).First(ctx)
	if err == nil && !tx.Actor.MayOn(access.EditCookies, found.SiteID) {
		return Cookie{}, store.ErrNotFound
	}
	return found, err
}
