package people

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// signIn is half of a sign-in: the password was right, the second factor is still to
// come. It ends with the session, after a few wrong codes, or by itself.
type signIn struct {
	TokenHash []byte
	PersonID  int64
	CreatedAt time.Time
	Tries     int // wrong codes
}

func (signIn) TableName() string { return "sign_ins" }

const (
	signInTime = 10 * time.Minute
	mostCodes  = 5 // wrong codes of one sign-in
)

// SignInInput is the first half of signing in.
type SignInInput struct {
	Email    string `form:"email"`
	Password string `form:"password"`
}

// CodeInput is a code of the authenticator app, or a recovery code.
type CodeInput struct {
	Code string `form:"code"`
}

// What every failure says, whoever asks and whatever was wrong. (security B4)
const (
	refusedSignIn = store.Refused("sign_in.refused")
	refusedCode   = store.Refused("sign_in_code.refused")
)

// SignIn takes the password and gives a token for the second half. Whether there is
// such an account cannot be told from the answer or from how long it takes.
//
// Errors: store.Refused, always the same; store.TooMany.
func (r *Register) SignIn(ctx context.Context, from Client, in SignInInput) (string, error) {
	email, _ := cleanEmail(in.Email)
	person, err := gorm.G[Person](r.Store.DB).Where("email = ? AND status = ?", email, Active).First(ctx)
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return "", store.Translate(err)
	}
	account, err := r.countedAs(ctx, email, person.ID, from)
	if err != nil {
		return "", err
	}
	if err := r.tried(ctx, "sign-in", account, from); err != nil {
		return "", err
	}
	same, err := samePassword(ctx, in.Password, person.PasswordHash)
	if err != nil {
		return "", err
	}
	if !same {
		return "", r.failed(ctx, person.ID, "password", refusedSignIn)
	}
	var token string
	err = r.Store.Write(ctx, person.actor(), access.Desk, func(tx *store.Tx) error {
		locked, err := lockPerson(ctx, tx, person.ID)
		if err != nil {
			return err
		}
		if locked.Status != Active || locked.PasswordHash == nil || *locked.PasswordHash != *person.PasswordHash {
			return refusedSignIn // suspended, or another password, since it was compared
		}
		if token, err = newToken(tx.Rand); err != nil {
			return err
		}
		half := signIn{TokenHash: r.Vault.Lookup("sign-in", token), PersonID: person.ID, CreatedAt: tx.Now}
		return gorm.G[signIn](tx.DB).Create(ctx, &half)
	})
	if errors.Is(err, refusedSignIn) {
		return "", r.failed(ctx, person.ID, "password", refusedSignIn)
	}
	return token, err
}

// failed records a sign-in, or a step of one, that did not succeed, and gives the refusal.
func (r *Register) failed(ctx context.Context, personID int64, step string, refusal error) error {
	err := r.Store.Write(ctx, access.Actor{}, access.Anyone, func(tx *store.Tx) error {
		subject := ""
		if personID != 0 {
			subject = subjectOf(personID)
		}
		return tx.Audit(audit.SignInFailed, subject, map[string]any{"step": step})
	})
	if err != nil {
		return err
	}
	return refusal
}

// Confirm takes the second factor and gives the token of a new session.
//
// Errors: store.ErrNotFound when the first half is missing or too old; store.Refused
// for a wrong code; store.TooMany.
func (r *Register) Confirm(ctx context.Context, from Client, halfToken string, in CodeInput) (string, error) {
	half, err := r.half(ctx, halfToken)
	if err != nil {
		return "", err
	}
	account, err := r.countedAs(ctx, subjectOf(half.PersonID), half.PersonID, from)
	if err != nil {
		return "", err
	}
	if err := r.tried(ctx, "code", account, from); err != nil {
		return "", err
	}
	var token string
	err = r.Store.Write(ctx, access.Actor{Kind: access.Person, ID: half.PersonID}, access.Desk, func(tx *store.Tx) error {
		person, err := lockPerson(ctx, tx, half.PersonID) // first, as whatever ends sign-ins does
		if err != nil {
			return err
		}
		if person.Status != Active {
			return errWrongCode
		}
		if _, err := gorm.G[signIn](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("token_hash = ?", half.TokenHash).First(ctx); err != nil {
			return err
		}
		recovery, err := r.proveFactor(ctx, tx, person, in.Code)
		if err != nil {
			return err
		}
		if _, err := gorm.G[signIn](tx.DB).Where("token_hash = ?", half.TokenHash).Delete(ctx); err != nil {
			return err
		}
		if token, _, err = r.Sessions().open(ctx, tx, person.ID, from); err != nil {
			return err
		}
		if err := r.becomesFamiliar(ctx, tx, person.ID, from); err != nil {
			return err
		}
		return r.proved(ctx, tx, person, recovery, audit.SignedIn, "sign-in")
	})
	if errors.Is(err, errWrongCode) {
		return "", errors.Join(r.wrongCode(ctx, half), r.failed(ctx, half.PersonID, "code", refusedCode))
	} else if err != nil {
		return "", err
	}
	return token, errors.Join(r.forgiven(ctx, "code", account), r.forgivenSignIn(ctx, half.PersonID, from))
}

// proved records what the second factor was proven for; a recovery code is worth a mail,
// for it may be a thief's.
func (r *Register) proved(ctx context.Context, tx *store.Tx, person Person, recovery bool, event audit.Event, what string) error {
	if !recovery {
		return tx.Audit(event, person.subject(), nil)
	}
	if err := r.post(ctx, tx, &person, mail.Letter{Kind: "recovery_used"}); err != nil {
		return err
	}
	return tx.Audit(audit.RecoveryCodeUsed, person.subject(), map[string]any{"for": what})
}

// half finds the first half of a sign-in.
func (r *Register) half(ctx context.Context, token string) (signIn, error) {
	for _, hash := range r.Vault.Lookups("sign-in", token) {
		half, err := gorm.G[signIn](r.Store.DB).Where("token_hash = ? AND created_at > ? AND tries < ?",
			hash, r.Store.Now().Add(-signInTime), mostCodes).First(ctx)
		if !errors.Is(err, gorm.ErrRecordNotFound) {
			return half, store.Translate(err)
		}
	}
	return signIn{}, store.ErrNotFound
}

// Begun reports whether the token is that of a sign-in whose second half is open.
//
// Errors: store.ErrNotFound.
func (r *Register) Begun(ctx context.Context, halfToken string) error {
	_, err := r.half(ctx, halfToken)
	return err
}

func (r *Register) wrongCode(ctx context.Context, half signIn) error {
	_, err := gorm.G[signIn](r.Store.DB).Where("token_hash = ?", half.TokenHash).Update(ctx, "tries", gorm.Expr("tries + 1"))
	return store.Translate(err)
}

func (r *Register) forgivenSignIn(ctx context.Context, personID int64, from Client) error {
	person, err := gorm.G[Person](r.Store.DB).Where("id = ?", personID).First(ctx)
	if err != nil {
		return store.Translate(err)
	}
	return errors.Join(r.forgiven(ctx, "sign-in", person.Email), r.forgiven(ctx, "sign-in", familiarAccount(person.Email, from)))
}

// StepUp proves the second factor again, before something that needs it, and gives
// the session a new token. (security B6, B8)
//
// Errors: store.Refused for a wrong code; store.TooMany.
func (r *Register) StepUp(ctx context.Context, by access.Actor, from Client, token string, in CodeInput) (string, error) {
	if err := r.tried(ctx, "code", subjectOf(by.ID), from); err != nil {
		return "", err
	}
	var fresh string
	err := r.Store.Write(ctx, by, access.Desk, func(tx *store.Tx) error {
		person, err := lockPerson(ctx, tx, by.ID)
		if err != nil {
			return err
		}
		recovery, err := r.proveFactor(ctx, tx, person, in.Code)
		if err != nil {
			return err
		}
		if fresh, err = newToken(tx.Rand); err != nil {
			return err
		}
		if err := r.renew(ctx, tx, by, token, fresh); err != nil {
			return err
		}
		return r.proved(ctx, tx, person, recovery, audit.SteppedUp, "step-up")
	})
	if errors.Is(err, errWrongCode) {
		return "", r.failed(ctx, by.ID, "step-up", refusedCode)
	} else if err != nil {
		return "", err
	}
	return fresh, r.forgiven(ctx, "code", subjectOf(by.ID))
}

// renew gives the session a new token.
func (r *Register) renew(ctx context.Context, tx *store.Tx, by access.Actor, token, fresh string) error {
	for _, hash := range r.Vault.Lookups("session", token) {
		n, err := gorm.G[Session](tx.DB).Where("token_hash = ? AND person_id = ?", hash, by.ID).
			Updates(ctx, Session{TokenHash: r.Vault.Lookup("session", fresh), SteppedUpAt: tx.Now})
		if err != nil || n > 0 {
			return err
		}
	}
	return store.ErrNotFound
}
