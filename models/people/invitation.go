package people

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// InvitationInput is somebody who shall work at the desk, with their first roles.
type InvitationInput struct {
	Name   string        `form:"name"`
	Email  string        `form:"email"`
	Roles  []access.Role `form:"roles"`
	SiteID int64         `form:"site"` // 0 = every site
}

// Invite makes an account and sends its owner a link to set password and second
// factor. The other administrators are told.
//
// Errors: store.ErrStepUp; store.ErrForbidden for a role that the actor may not give;
// store.Invalid; store.Refused when the address has an account.
func (r *Register) Invite(ctx context.Context, by access.Actor, in InvitationInput) (Person, error) {
	var person Person
	err := r.managing(ctx, by, func(tx *store.Tx) (err error) {
		if person, err = r.add(ctx, tx, in); err != nil {
			return err
		}
		address, err := r.issue(ctx, tx, InvitationLink, &person.ID)
		if err != nil {
			return err
		}
		if err := r.post(ctx, tx, &person, mail.Letter{Kind: "invitation", Params: map[string]string{"link": address}}); err != nil {
			return err
		}
		return r.invited(ctx, tx, person, in)
	})
	return person, err
}

// Add is Invite for the operator at the terminal, who gets the link instead of a mail.
//
// Errors: as Invite; store.ErrForbidden for everybody else.
func (r *Register) Add(ctx context.Context, by access.Actor, in InvitationInput) (Person, string, error) {
	if by.Kind != access.System {
		return Person{}, "", r.Store.Forbid(ctx, by, access.ManagePeople)
	}
	var person Person
	var address string
	err := r.managing(ctx, by, func(tx *store.Tx) (err error) {
		if person, err = r.add(ctx, tx, in); err != nil {
			return err
		}
		if address, err = r.issue(ctx, tx, InvitationLink, &person.ID); err != nil {
			return err
		}
		return r.invited(ctx, tx, person, in)
	})
	return person, address, err
}

// Secrets are what a script brings for an account instead of a link.
type Secrets struct {
	Password   string
	TOTPSecret string // Base32
}

// AddReady is Add with password and second factor, for scripts.
//
// Errors: as Add; store.Invalid for a password or secret that is not good enough.
func (r *Register) AddReady(ctx context.Context, by access.Actor, in InvitationInput, secrets Secrets) (Person, error) {
	if by.Kind != access.System {
		return Person{}, r.Store.Forbid(ctx, by, access.ManagePeople)
	}
	if problem := checkPassword(secrets.Password, in.Name, in.Email); problem != "" {
		return Person{}, store.Invalid{"password": problem}
	}
	secret, err := readSecret(secrets.TOTPSecret)
	if err != nil {
		return Person{}, err
	}
	hash, err := hashPassword(ctx, secrets.Password)
	if err != nil {
		return Person{}, err
	}
	var person Person
	err = r.managing(ctx, by, func(tx *store.Tx) (err error) {
		if person, err = r.add(ctx, tx, in); err != nil {
			return err
		}
		if err := r.equip(ctx, tx, &person, hash, secret, 0); err != nil {
			return err
		}
		return r.invited(ctx, tx, person, in)
	})
	return person, err
}

// add writes the person and their first roles.
func (r *Register) add(ctx context.Context, tx *store.Tx, in InvitationInput) (Person, error) {
	person, err := in.person()
	if err != nil {
		return Person{}, err
	}
	person.CreatedAt = tx.Now
	if err := gorm.G[Person](tx.DB).Create(ctx, &person); err != nil {
		return Person{}, err
	}
	for _, role := range slices.Compact(slices.Sorted(slices.Values(in.Roles))) {
		if !tx.Actor.MayGrant(role, in.SiteID) {
			return Person{}, store.ErrForbidden
		}
		grant := Grant{PersonID: person.ID, Role: role, SiteID: siteOrAll(in.SiteID), GrantedBy: tx.Actor.ID, GrantedAt: tx.Now}
		if err := gorm.G[Grant](tx.DB).Create(ctx, &grant); err != nil {
			return Person{}, err
		}
	}
	return person, nil
}

// person is the account that the input describes.
func (in InvitationInput) person() (Person, error) {
	invalid := store.Invalid{}
	name, problem := cleanName(in.Name)
	if problem != "" {
		invalid["name"] = problem
	}
	email, problem := cleanEmail(in.Email)
	if problem != "" {
		invalid["email"] = problem
	}
	if len(in.Roles) == 0 {
		invalid["roles"] = "invitation.roles.missing"
	}
	for _, role := range in.Roles {
		if !role.Known() {
			invalid["roles"] = "grant.role.unknown"
		}
	}
	return Person{Email: email, Name: name, Status: Invited, Theme: "system"}, invalid.Err()
}

func (r *Register) invited(ctx context.Context, tx *store.Tx, person Person, in InvitationInput) error {
	if err := r.tellAdministrators(ctx, tx, person, in.SiteID); err != nil {
		return err
	}
	return tx.AuditOn(in.SiteID, audit.PersonInvited, person.subject(), map[string]any{"roles": in.Roles, "ready": person.Status == Active})
}
