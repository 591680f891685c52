package processor

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/store"
)

// Processor is an entry of the register: somebody who receives personal data, on one
// or more sites.
type Processor struct {
	ID int64
	Entry
	Version   int64 // counts saves
	CreatedAt time.Time
	SavedAt   time.Time
}

// Entry is what is said about a recipient.
type Entry struct {
	Name           string              `json:"name"`
	LegalName      string              `json:"legal_name"`
	Address        string              `json:"address"`
	Website        string              `json:"website"` // https, or empty
	PrivacyPolicy  string              `json:"privacy_policy"`
	Role           Role                `json:"role"`                                      // empty = not known yet
	USRole         USRole              `json:"us_role"`                                   // under Californian terms; empty = none
	Categories     []string            `json:"categories" gorm:"->;serializer:textarray"` // keys
	Purposes       map[string][]string `json:"purposes" gorm:"serializer:json"`           // locale → list
	DataCategories map[string][]string `json:"data_categories" gorm:"serializer:json"`    // locale → list
	Countries      []string            `json:"countries" gorm:"serializer:textarray"`     // ISO 3166-1 alpha-2
	Transfers      []Transfer          `json:"transfers" gorm:"->;serializer:json"`
	SiteIDs        []int64             `json:"site_ids" gorm:"->;serializer:bigintarray"`
	Status         Status              `json:"status"`
	FirstDay       *civil.Date         `json:"first_day"` // in the site's zone; nil = not known
	LastDay        *civil.Date         `json:"last_day"`
	OwnerID        *int64              `json:"owner_id"`  // the person who looks after it here
	ReviewOn       *civil.Date         `json:"review_on"` // when it is looked at again
	Note           string              `json:"note"`      // internal
}

// Transfer is the ground on which data may go to a country.
type Transfer struct {
	ProcessorID int64       `json:"-"`
	Country     string      `json:"country"`
	Mechanism   string      `json:"mechanism"` // key of a Mechanism
	Document    string      `json:"document"`  // decision or agreement it rests on
	ValidFrom   *civil.Date `json:"valid_from"`
	ValidUntil  *civil.Date `json:"valid_until"`
}

// TableName is where transfers lie.
func (Transfer) TableName() string { return "processor_transfers" }

// Role is what the recipient is under the GDPR (Articles 4, 26 and 28).
type Role string

// USRole is what the recipient is under the California Civil Code, 1798.140.
type USRole string

// Status is where an entry stands. Announced, active and ending ones are public.
type Status string

// Statuses.
const (
	Proposed  Status = "proposed"  // being considered; internal
	Announced Status = "announced" // begins on its first day
	Active    Status = "active"
	Ending    Status = "ending" // until its last day
	Ended     Status = "ended"
)

// What may be said, in the order of forms.
var (
	Roles    = []Role{"processor", "sub_processor", "controller", "joint_controller", "affiliate", "authority"}
	USRoles  = []USRole{"service_provider", "contractor", "third_party"}
	Statuses = []Status{Proposed, Announced, Active, Ending, Ended}
	public   = []Status{Announced, Active, Ending}
)

// Register is the door to processors and the categories of recipients.
type Register struct {
	Store    *store.Store
	Editions *edition.Register
	Policies *policy.Register // whose imports offer recipients
}

// register names the register among the saves of entries.
const register = "processors"

// Categories is the door to the categories of recipients.
func (r *Register) Categories() entry.Categories {
	return entry.Categories{Store: r.Store, Register: register, Edit: access.EditProcessors, Event: audit.ProcessorChanged}
}

// columns reads a processor with its sites, categories and transfers in one query.
const columns = `SELECT p.*,
  (SELECT coalesce(array_agg(s.site_id ORDER BY s.site_id), '{}') FROM processor_sites s WHERE s.processor_id = p.id) AS site_ids,
  (SELECT coalesce(array_agg(c.category ORDER BY g.position, c.category), '{}') FROM processor_categories c
     JOIN entry_categories g ON g.register = c.register AND g.key = c.category WHERE c.processor_id = p.id) AS categories,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('country', t.country, 'mechanism', t.mechanism, 'document', t.document,
     'valid_from', t.valid_from, 'valid_until', t.valid_until) ORDER BY t.country, t.mechanism), '[]')
     FROM processor_transfers t WHERE t.processor_id = p.id) AS transfers
FROM processors p `

// Get is one entry.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also where no site of it is the actor's.
func (r *Register) Get(ctx context.Context, actor access.Actor, id int64) (Processor, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadProcessors)
	if err != nil {
		return Processor{}, err
	}
	found, err := one(db, columns+`WHERE p.id = ?`, id)
	if err == nil && !onAnySite(actor, access.ReadProcessors, found.SiteIDs) {
		return Processor{}, store.ErrNotFound
	}
	return found, err
}

func one(db *gorm.DB, query string, args ...any) (Processor, error) {
	found, err := several(db, query, args...)
	if err == nil && len(found) == 0 {
		return Processor{}, store.ErrNotFound
	}
	if err != nil {
		return Processor{}, err
	}
	return found[0], nil
}

func several(db *gorm.DB, query string, args ...any) ([]Processor, error) {
	var rows []Processor
	err := db.Raw(query, args...).Scan(&rows).Error
	return rows, store.Translate(err)
}

func onAnySite(actor access.Actor, need access.Capability, siteIDs []int64) bool {
	for _, id := range siteIDs {
		if actor.MayOn(need, id) {
			return true
		}
	}
	return false
}

// onEverySite is what it takes to change an entry: the actor's word counts on each of
// its sites.
func onEverySite(actor access.Actor, siteIDs []int64) bool {
	for _, id := range siteIDs {
		if !actor.MayOn(access.EditProcessors, id) {
			return false
		}
	}
	return len(siteIDs) > 0
}
