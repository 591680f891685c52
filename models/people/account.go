package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// PasswordInput is a change of one's own password.
type PasswordInput struct {
	Current  string `form:"current"`
	Password string `form:"password"`
}

// ChangePassword changes the actor's own password. Every session ends; the browser
// that asked gets the token of a new one.
//
// Errors: store.ErrStepUp; store.Invalid; store.TooMany.
func (r *Register) ChangePassword(ctx context.Context, by access.Actor, from Client, in PasswordInput) (string, error) {
	person, err := r.self(ctx, by)
	if err != nil {
		return "", err
	}
	if err := r.tried(ctx, "password", person.subject(), from); err != nil {
		return "", err
	}
	same, err := samePassword(ctx, in.Current, person.PasswordHash)
	if err != nil {
		return "", err
	}
	invalid := store.Invalid{}
	if !same {
		invalid["current"] = "password.current.wrong"
	}
	if problem := checkPassword(in.Password, person.Name, person.Email); problem != "" {
		invalid["password"] = problem
	}
	if err := invalid.Err(); err != nil {
		return "", err
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return "", err
	}
	var token string
	err = r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		locked, err := lockActive(ctx, tx, person.ID)
		if err != nil {
			return err
		}
		if *locked.PasswordHash != *person.PasswordHash {
			return store.Invalid{"current": "password.current.wrong"} // it was changed since it was compared
		}
		if err := r.replacePassword(ctx, tx, &locked, hash); err != nil {
			return err
		}
		if token, _, err = r.Sessions().open(ctx, tx, person.ID, from); err != nil {
			return err
		}
		return tx.Audit(audit.PasswordChanged, person.subject(), nil)
	})
	return token, err
}

// NewFactor is the second factor that the actor's session may change to.
//
// Errors: store.ErrStepUp.
func (r *Register) NewFactor(ctx context.Context, by access.Actor, token string) (Enrolment, error) {
	person, err := r.self(ctx, by)
	if err != nil {
		return Enrolment{}, err
	}
	return r.enrolment(token, person.Email)
}

// ChangeFactor makes NewFactor the actor's second factor, once a code proves that
// the app holds it. Recovery codes are made anew, every session ends, and the browser
// that asked gets the token of a new one.
//
// Errors: store.ErrStepUp; store.Invalid; store.TooMany.
func (r *Register) ChangeFactor(ctx context.Context, by access.Actor, from Client, token string, in CodeInput) (string, error) {
	enrolment, err := r.NewFactor(ctx, by, token)
	if err != nil {
		return "", err
	}
	if err := r.tried(ctx, "factor", subjectOf(by.ID), from); err != nil {
		return "", err
	}
	step := stepOf(plainCode(in.Code), enrolment.Secret, r.Store.Now(), 0)
	if step == 0 {
		return "", store.Invalid{"code": "factor.code.wrong"}
	}
	var fresh string
	err = r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		person, err := lockActive(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		if err := r.equip(ctx, tx, &person, *person.PasswordHash, enrolment.Secret, step); err != nil {
			return err
		}
		if fresh, err = r.openWithCodes(ctx, tx, person, from); err != nil {
			return err
		}
		if err := r.post(ctx, tx, &person, mail.Letter{Kind: "factor_changed"}); err != nil {
			return err
		}
		return tx.Audit(audit.FactorChanged, person.subject(), nil)
	})
	return fresh, err
}

// MakeRecoveryCodes replaces the actor's recovery codes; the session shows the new ones.
//
// Errors: store.ErrStepUp.
func (r *Register) MakeRecoveryCodes(ctx context.Context, by access.Actor, session Session) error {
	if _, err := r.self(ctx, by); err != nil {
		return err
	}
	return r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		person, err := lockActive(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		if err := r.showCodes(ctx, tx, person, session); err != nil {
			return err
		}
		return tx.Audit(audit.RecoveryCodesMade, person.subject(), nil)
	})
}

// showCodes makes recovery codes and seals them into the session.
func (r *Register) showCodes(ctx context.Context, tx *store.Tx, person Person, session Session) error {
	codes, err := r.newRecoveryCodes(ctx, tx, person)
	if err != nil {
		return err
	}
	key, err := r.keyOf(ctx, tx, &person)
	if err != nil {
		return err
	}
	packed, err := json.Marshal(codes)
	if err != nil {
		return fmt.Errorf("pack recovery codes: %w", err)
	}
	sealed := key.Seal(tx.Rand, codesPlace(session.ID.String()), packed)
	_, err = gorm.G[Session](tx.DB).Where("id = ?", session.ID).Update(ctx, "fresh_codes", sealed)
	return err
}

// FreshCodes are the recovery codes that the session has still to show; none when
// the person said that they are kept.
func (r *Register) FreshCodes(ctx context.Context, by access.Actor, session Session) ([]string, error) {
	row, err := gorm.G[Session](r.Store.DB).Where("id = ? AND person_id = ?", session.ID, by.ID).First(ctx)
	if err != nil || len(row.FreshCodes) == 0 {
		return nil, store.Translate(err)
	}
	person, err := gorm.G[Person](r.Store.DB).Where("id = ?", by.ID).First(ctx)
	if err != nil {
		return nil, store.Translate(err)
	}
	if person.KeyID == nil {
		return nil, store.ErrNotFound
	}
	key, err := r.Vault.Open(ctx, r.Store.DB, *person.KeyID)
	if err != nil {
		return nil, err
	}
	packed, err := key.Open(codesPlace(session.ID.String()), row.FreshCodes)
	if err != nil {
		return nil, err
	}
	var codes []string
	return codes, json.Unmarshal(packed, &codes)
}

// KeepCodes is the person's word that the recovery codes are kept; they are not
// shown again.
func (r *Register) KeepCodes(ctx context.Context, by access.Actor, session Session) error {
	return r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		n, err := gorm.G[Session](tx.DB).Where("id = ? AND person_id = ? AND fresh_codes IS NOT NULL", session.ID, by.ID).Update(ctx, "fresh_codes", nil)
		if err != nil || n == 0 {
			return err // said before
		}
		return tx.Audit(audit.RecoveryCodesKept, subjectOf(by.ID), nil)
	})
}

// Themes are the ways in which the desk can look.
var Themes = []string{"system", "light", "dark"}

// ChooseTheme keeps how the desk looks for the actor.
//
// Errors: store.Invalid for a theme that does not exist.
func (r *Register) ChooseTheme(ctx context.Context, by access.Actor, theme string) error {
	if !slices.Contains(Themes, theme) {
		return store.Invalid{"theme": "field.unreadable"}
	}
	return r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		if _, err := gorm.G[Person](tx.DB).Where("id = ?", by.ID).Update(ctx, "theme", theme); err != nil {
			return err
		}
		return tx.Audit(audit.ThemeChosen, subjectOf(by.ID), map[string]any{"theme": theme})
	})
}

// self is the actor's own account, for what needs a recently proven second factor.
func (r *Register) self(ctx context.Context, by access.Actor) (Person, error) {
	if by.Kind != access.Person {
		return Person{}, r.Store.Forbid(ctx, by, access.Desk)
	}
	if !by.SteppedUp(r.Store.Now()) {
		return Person{}, store.ErrStepUp
	}
	person, err := gorm.G[Person](r.Store.DB).Where("id = ?", by.ID).First(ctx)
	if err != nil {
		return Person{}, store.Translate(err)
	}
	if person.Status != Active {
		return Person{}, r.Store.Forbid(ctx, by, access.Desk)
	}
	return person, nil
}

// lockActive is lockPerson for what must not happen to an account that was suspended in
// the meantime.
//
// Errors: store.ErrForbidden.
func lockActive(ctx context.Context, tx *store.Tx, id int64) (Person, error) {
	person, err := lockPerson(ctx, tx, id)
	if err == nil && (person.Status != Active || person.PasswordHash == nil) {
		err = store.ErrForbidden
	}
	return person, err
}
