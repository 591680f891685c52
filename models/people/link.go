package people

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// LinkKind is what a one-time link is for.
type LinkKind string

const (
	FirstLink      LinkKind = "first"      // makes the first administrator
	InvitationLink LinkKind = "invitation" // sets password and second factor of a new account
	RenewalLink    LinkKind = "renewal"    // sets both anew, started by an administrator
	ResetLink      LinkKind = "reset"      // sets the password; the second factor must be proven
)

// lifetimes of links.
var lifetimes = map[LinkKind]time.Duration{
	FirstLink: 24 * time.Hour, InvitationLink: 7 * 24 * time.Hour, RenewalLink: 24 * time.Hour, ResetLink: 30 * time.Minute,
}

// link is a row of links. A link that was used or replaced is gone.
type link struct {
	TokenHash []byte
	Kind      LinkKind
	PersonID  *int64 // nil for the first administrator's
	CreatedAt time.Time
	ExpiresAt time.Time
}

func (link) TableName() string { return "links" }

// Opened is a link as the page behind it shows it.
type Opened struct {
	Kind      LinkKind
	Name      string // of the person; empty for the first administrator
	Email     string
	ExpiresAt time.Time
	Enrolment Enrolment // the second factor to set up; empty for a reset
}

// Open reads a link, which stays usable.
//
// Errors: store.ErrNotFound when it was used, replaced, is too old or never was.
func (r *Register) Open(ctx context.Context, token string) (Opened, error) {
	found, err := r.find(ctx, r.Store.DB, token)
	if err != nil {
		return Opened{}, err
	}
	opened := Opened{Kind: found.Kind, ExpiresAt: found.ExpiresAt}
	if found.PersonID != nil {
		person, err := gorm.G[Person](r.Store.DB).Where("id = ?", *found.PersonID).First(ctx)
		if err != nil {
			return Opened{}, store.Translate(err)
		}
		if person.Status == Suspended {
			return Opened{}, store.ErrNotFound
		}
		opened.Name, opened.Email = person.Name, person.Email
	}
	if found.Kind == ResetLink {
		return opened, nil
	}
	account := opened.Email
	if account == "" {
		account = "administrator"
	}
	opened.Enrolment, err = r.enrolment(token, account)
	return opened, err
}

// find is the link with this token, if it can still be used.
func (r *Register) find(ctx context.Context, db *gorm.DB, token string, locking ...clause.Expression) (link, error) {
	for _, hash := range r.Vault.Lookups("link", token) {
		found, err := gorm.G[link](db, locking...).Where("token_hash = ? AND expires_at > ?", hash, r.Store.Now()).First(ctx)
		if !errors.Is(err, gorm.ErrRecordNotFound) {
			return found, store.Translate(err)
		}
	}
	return link{}, store.ErrNotFound
}

// take uses the link up in the transaction: of two requests with one link only the
// first finds it.
func (r *Register) take(ctx context.Context, tx *store.Tx, token string, kinds ...LinkKind) (link, error) {
	found, err := r.find(ctx, tx.DB, token, clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err != nil {
		return link{}, err
	}
	for _, kind := range kinds {
		if kind == found.Kind {
			_, err := gorm.G[link](tx.DB).Where("token_hash = ?", found.TokenHash).Delete(ctx)
			return found, err
		}
	}
	return link{}, store.ErrNotFound
}

// issue makes a link for the person, or for the first administrator when there is
// none, and lets older ones for the same end. It gives the link's full address.
func (r *Register) issue(ctx context.Context, tx *store.Tx, kind LinkKind, personID *int64) (string, error) {
	older := gorm.G[link](tx.DB).Where("kind = ?", kind)
	if personID != nil {
		older = older.Where("person_id = ?", *personID)
	}
	if _, err := older.Delete(ctx); err != nil {
		return "", err
	}
	token, err := newToken(tx.Rand)
	if err != nil {
		return "", err
	}
	row := link{TokenHash: r.Vault.Lookup("link", token), Kind: kind, PersonID: personID, CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(lifetimes[kind])}
	if err := gorm.G[link](tx.DB).Create(ctx, &row); err != nil {
		return "", err
	}
	page := "join"
	if kind == ResetLink {
		page = "reset"
	}
	return fmt.Sprintf("%s/desk/%s/%s", r.Base, page, token), nil
}

const administrators = `SELECT count(*) FROM people p JOIN grants g ON g.person_id = p.id
WHERE g.role = ? AND g.site_id IS NULL AND p.status = ? AND (g.until IS NULL OR g.until > ?)`

// First gives a fresh link for the first administrator and lets the older ones end,
// or gives nothing when somebody administers every site already.
func (r *Register) First(ctx context.Context) (string, error) {
	var address string
	err := r.Store.Write(ctx, access.Operator, access.ManagePeople, func(tx *store.Tx) error {
		there, err := administered(tx)
		if err != nil {
			return err
		}
		if there {
			_, err := gorm.G[link](tx.DB).Where("kind = ?", FirstLink).Delete(ctx)
			return err
		}
		address, err = r.issue(ctx, tx, FirstLink, nil)
		return err
	})
	return address, err
}

// administered reports whether somebody who can sign in administers every site.
func administered(tx *store.Tx) (bool, error) {
	var n int64
	err := tx.Raw(administrators, access.Administrator, Active, tx.Now).Scan(&n).Error
	return n > 0, err
}

// NewLink gives a one-time link with which the person sets password and second
// factor, for the operator at the terminal, who hands it over.
//
// Errors: store.ErrForbidden for everybody else; store.ErrNotFound; store.Refused
// when the person is suspended.
func (r *Register) NewLink(ctx context.Context, by access.Actor, email string) (string, error) {
	if by.Kind != access.System {
		return "", r.Store.Forbid(ctx, by, access.ManagePeople)
	}
	clean, problem := cleanEmail(email)
	if problem != "" {
		return "", store.Invalid{"email": problem}
	}
	var address string
	err := r.Store.Write(ctx, by, access.ManagePeople, func(tx *store.Tx) error {
		person, err := gorm.G[Person](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("email = ?", clean).First(ctx)
		if err != nil {
			return err
		}
		kind, err := person.linkKind()
		if err != nil {
			return err
		}
		if address, err = r.issue(ctx, tx, kind, &person.ID); err != nil {
			return err
		}
		return tx.Audit(audit.ResetAsked, person.subject(), map[string]any{"link": kind})
	})
	return address, err
}

// linkKind is the link with which the person can set password and second factor.
func (p Person) linkKind() (LinkKind, error) {
	switch p.Status {
	case Invited:
		return InvitationLink, nil
	case Active:
		return RenewalLink, nil
	}
	return "", store.Refused("person.refused.suspended")
}
