package people

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Grant is a role that a person holds, everywhere or on one site.
type Grant struct {
	ID        int64
	PersonID  int64
	Role      access.Role
	SiteID    *int64     // nil = every site
	Until     *time.Time // when the role ends by itself; nil = never
	GrantedBy int64      // 0 = at the terminal
	GrantedAt time.Time
}

// Site is the id of the grant's site, 0 for every site.
func (g Grant) Site() int64 {
	if g.SiteID == nil {
		return 0
	}
	return *g.SiteID
}

// GrantInput is a role that an administrator gives.
type GrantInput struct {
	Role   access.Role `form:"role"`
	SiteID int64       `form:"site"`  // 0 = every site
	Until  civil.Date  `form:"until"` // last day, UTC; zero = no end
}

// Grant gives somebody a role. Their sessions end, so that the next one begins with
// what they may do now, and the other administrators are told. (security A4)
//
// Errors: store.ErrStepUp; store.ErrForbidden for a role that the actor may not give;
// store.ErrNotFound for a person outside the actor's sites; store.Invalid;
// store.Refused for one's own roles or a role that is held already.
func (r *Register) Grant(ctx context.Context, by access.Actor, id int64, in GrantInput) (Grant, error) {
	grant := Grant{PersonID: id}
	err := r.administer(ctx, by, id, func(tx *store.Tx, person Person) error {
		until, err := in.check(tx.Now)
		if err != nil {
			return err
		}
		if !tx.Actor.MayGrant(in.Role, in.SiteID) {
			return store.ErrForbidden
		}
		grant.Role, grant.SiteID, grant.Until, grant.GrantedBy, grant.GrantedAt = in.Role, siteOrAll(in.SiteID), until, tx.Actor.ID, tx.Now
		if err := gorm.G[Grant](tx.DB).Create(ctx, &grant); err != nil {
			return err
		}
		return r.roleChanged(ctx, tx, person, grant, audit.RoleGranted)
	})
	return grant, err
}

// check reads the input.
func (in GrantInput) check(now time.Time) (*time.Time, error) {
	invalid := store.Invalid{}
	if !in.Role.Known() {
		invalid["role"] = "grant.role.unknown"
	}
	var until *time.Time
	if !in.Until.IsZero() {
		end := in.Until.AddDays(1).In(time.UTC)
		if !end.After(now) {
			invalid["until"] = "grant.until.past"
		}
		until = &end
	}
	return until, invalid.Err()
}

// Revoke takes a role away. Their sessions end, and the other administrators are told.
//
// Errors: as Grant.
func (r *Register) Revoke(ctx context.Context, by access.Actor, id, grantID int64) error {
	return r.administer(ctx, by, id, func(tx *store.Tx, person Person) error {
		grant, err := gorm.G[Grant](tx.DB).Where("id = ? AND person_id = ?", grantID, id).First(ctx)
		if err != nil {
			return err
		}
		if !tx.Actor.MayGrant(grant.Role, grant.Site()) {
			return store.ErrForbidden
		}
		if _, err := gorm.G[Grant](tx.DB).Where("id = ?", grantID).Delete(ctx); err != nil {
			return err
		}
		return r.roleChanged(ctx, tx, person, grant, audit.RoleRevoked)
	})
}

func (r *Register) roleChanged(ctx context.Context, tx *store.Tx, person Person, grant Grant, event audit.Event) error {
	if err := endAll(ctx, tx, person.ID); err != nil {
		return err
	}
	if err := r.tellAdministrators(ctx, tx, person, grant.Site()); err != nil {
		return err
	}
	return tx.AuditOn(grant.Site(), event, person.subject(), map[string]any{"role": grant.Role, "until": grant.Until})
}

// administer runs a change to another person's account: by somebody who manages
// people at this very moment, has proven the second factor recently, and does not
// mean themself. One such change runs at a time, so that two administrators cannot
// take each other's role away.
func (r *Register) administer(ctx context.Context, by access.Actor, id int64, change func(*store.Tx, Person) error) error {
	return r.managing(ctx, by, func(tx *store.Tx) error {
		if id == tx.Actor.ID {
			return store.Refused("constraint.nobody_changes_own_roles")
		}
		person, err := lockPerson(ctx, tx, id)
		if err != nil {
			return err
		}
		grants, err := gorm.G[Grant](tx.DB).Where("person_id = ?", id).Find(ctx)
		if err != nil {
			return err
		}
		if !within(tx.Actor, grants) {
			return store.ErrNotFound
		}
		return change(tx, person)
	})
}

// managing runs a change by somebody who manages people, with the roles that they
// hold inside the transaction.
func (r *Register) managing(ctx context.Context, by access.Actor, change func(*store.Tx) error) error {
	if by.May(access.ManagePeople) && !by.SteppedUp(r.Store.Now()) {
		return store.ErrStepUp
	}
	return r.Store.Write(ctx, by, access.ManagePeople, func(tx *store.Tx) error {
		if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtext('privacydesk roles'))`).Error; err != nil {
			return err
		}
		if by.Kind == access.Person {
			held, err := gorm.G[Grant](tx.DB).Where("person_id = ? AND (until IS NULL OR until > ?)", by.ID, tx.Now).Find(ctx)
			if err != nil {
				return err
			}
			tx.Actor.Grants = nil
			for _, grant := range held {
				tx.Actor.Grants = append(tx.Actor.Grants, access.Grant{Role: grant.Role, SiteID: grant.Site()})
			}
			if !tx.Actor.May(access.ManagePeople) {
				return store.ErrForbidden
			}
		}
		return change(tx)
	})
}

// within reports whether the person who holds these grants is the actor's to manage:
// everyone for who manages every site, else those whose roles all are on the
// actor's sites.
func within(actor access.Actor, grants []Grant) bool {
	sites, all := actor.Sites(access.ManagePeople)
	if all {
		return true
	}
	for _, grant := range grants {
		if !slices.Contains(sites, grant.Site()) {
			return false
		}
	}
	return len(grants) > 0
}

func siteOrAll(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}
