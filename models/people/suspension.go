package people

import (
	"context"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// Suspend keeps somebody out: sessions end and links die. What they did stays under
// their name.
//
// Errors: store.ErrStepUp; store.ErrForbidden; store.ErrNotFound; store.Refused for
// oneself or for somebody who is suspended.
func (r *Register) Suspend(ctx context.Context, by access.Actor, id int64) error {
	return r.administer(ctx, by, id, func(tx *store.Tx, person Person) error {
		if person.Status == Suspended {
			return store.Refused("person.refused.suspended")
		}
		if _, err := gorm.G[link](tx.DB).Where("person_id = ?", id).Delete(ctx); err != nil {
			return err
		}
		return r.setStatus(ctx, tx, person, Suspended, audit.PersonSuspended)
	})
}

// Restore lets somebody in again who was suspended, with the password and the second
// factor they had; who had none yet is invited again.
//
// Errors: as Suspend.
func (r *Register) Restore(ctx context.Context, by access.Actor, id int64) error {
	return r.administer(ctx, by, id, func(tx *store.Tx, person Person) error {
		if person.Status != Suspended {
			return store.Refused("person.refused.not_suspended")
		}
		if person.PasswordHash != nil {
			return r.setStatus(ctx, tx, person, Active, audit.PersonRestored)
		}
		address, err := r.issue(ctx, tx, InvitationLink, &person.ID)
		if err != nil {
			return err
		}
		if err := r.post(ctx, tx, &person, mail.Letter{Kind: "invitation", Params: map[string]string{"link": address}}); err != nil {
			return err
		}
		return r.setStatus(ctx, tx, person, Invited, audit.PersonRestored)
	})
}

func (r *Register) setStatus(ctx context.Context, tx *store.Tx, person Person, status Status, event audit.Event) error {
	if _, err := gorm.G[Person](tx.DB).Where("id = ?", person.ID).Update(ctx, "status", status); err != nil {
		return err
	}
	if err := endAll(ctx, tx, person.ID); err != nil {
		return err
	}
	if err := r.tellAdministrators(ctx, tx, person, 0); err != nil {
		return err
	}
	return tx.Audit(event, person.subject(), nil)
}

// StartRenewal sends somebody who lost password or device a link to set both anew.
// Until it is used the old ones stay. The administrator never sees the link nor
// chooses a password. (security B3)
//
// Errors: as Suspend; store.Refused when the person is suspended.
func (r *Register) StartRenewal(ctx context.Context, by access.Actor, id int64) error {
	return r.administer(ctx, by, id, func(tx *store.Tx, person Person) error {
		kind, err := person.linkKind()
		if err != nil {
			return err
		}
		address, err := r.issue(ctx, tx, kind, &person.ID)
		if err != nil {
			return err
		}
		if err := r.post(ctx, tx, &person, mail.Letter{Kind: string(kind), Params: map[string]string{"link": address}}); err != nil {
			return err
		}
		if err := r.tellAdministrators(ctx, tx, person, 0); err != nil {
			return err
		}
		return tx.Audit(audit.ResetAsked, person.subject(), map[string]any{"link": kind})
	})
}
