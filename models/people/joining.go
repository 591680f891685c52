package people

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// JoiningInput is what somebody sets who follows a link. Name and address are asked
// of the first administrator only; others have theirs already.
type JoiningInput struct {
	Name     string `form:"name"`
	Email    string `form:"email"`
	Password string `form:"password"`
	Code     string `form:"code"`
}

// Join sets password and second factor through a link, and signs the person in. The
// new session shows the recovery codes.
//
// Errors: store.ErrNotFound for a link that cannot be used (any more); store.Invalid;
// store.TooMany.
func (r *Register) Join(ctx context.Context, from Client, token string, in JoiningInput) (string, error) {
	opened, err := r.Open(ctx, token)
	if err != nil {
		return "", err
	}
	if opened.Kind == ResetLink {
		return "", store.ErrNotFound
	}
	if err := r.tried(ctx, "join", token, from); err != nil {
		return "", err
	}
	if opened.Kind != FirstLink {
		in.Name, in.Email = opened.Name, opened.Email
	}
	step, err := in.check(r, opened)
	if err != nil {
		return "", err
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return "", err
	}
	var session string
	err = r.Store.Write(ctx, access.Actor{}, access.Anyone, func(tx *store.Tx) error {
		used, err := r.take(ctx, tx, token, FirstLink, InvitationLink, RenewalLink)
		if err != nil {
			return err
		}
		person, event, err := r.joining(ctx, tx, used, in)
		if err != nil {
			return err
		}
		tx.Actor = person.actor()
		if err := r.equip(ctx, tx, &person, hash, opened.Enrolment.Secret, step); err != nil {
			return err
		}
		if session, err = r.openWithCodes(ctx, tx, person, from); err != nil {
			return err
		}
		return tx.Audit(event, person.subject(), nil)
	})
	return session, err
}

// check reads the input; the code proves that the app holds the secret.
func (in *JoiningInput) check(r *Register, opened Opened) (step int64, err error) {
	invalid := store.Invalid{}
	for field, rule := range map[string]func() string{
		"name":     func() (problem string) { in.Name, problem = cleanName(in.Name); return problem },
		"email":    func() (problem string) { in.Email, problem = cleanEmail(in.Email); return problem },
		"password": func() string { return checkPassword(in.Password, in.Name, in.Email) },
	} {
		if problem := rule(); problem != "" {
			invalid[field] = problem
		}
	}
	if step = stepOf(plainCode(in.Code), opened.Enrolment.Secret, r.Store.Now(), 0); step == 0 {
		invalid["code"] = "factor.code.wrong"
	}
	return step, invalid.Err()
}

// joining is the person who the link is for, and the event that this is. The first
// administrator is made here.
func (r *Register) joining(ctx context.Context, tx *store.Tx, used link, in JoiningInput) (Person, audit.Event, error) {
	if used.Kind != FirstLink {
		person, err := lockPerson(ctx, tx, *used.PersonID)
		if err == nil && person.Status == Suspended {
			err = store.ErrNotFound
		}
		event := audit.PersonJoined
		if used.Kind == RenewalLink {
			event = audit.ResetDone
		}
		return person, event, err
	}
	there, err := administered(tx)
	if err == nil && there {
		err = store.ErrNotFound
	}
	if err != nil {
		return Person{}, "", err
	}
	person := Person{Email: in.Email, Name: in.Name, Status: Invited, Theme: "system", CreatedAt: tx.Now}
	if err := gorm.G[Person](tx.DB).Create(ctx, &person); err != nil {
		return Person{}, "", err
	}
	grant := Grant{PersonID: person.ID, Role: access.Administrator, GrantedAt: tx.Now}
	return person, audit.AdministratorAdded, gorm.G[Grant](tx.DB).Create(ctx, &grant)
}

// equip gives the person password and second factor and makes them active. Whatever
// rested on the old ones ends.
func (r *Register) equip(ctx context.Context, tx *store.Tx, person *Person, hash, secret string, step int64) error {
	key, err := r.keyOf(ctx, tx, person)
	if err != nil {
		return err
	}
	person.Status, person.PasswordHash, person.TOTPLastStep = Active, &hash, step
	person.TOTPSecret = key.SealText(tx.Rand, secretPlace(person.ID), secret)
	_, err = gorm.G[Person](tx.DB).Where("id = ?", person.ID).
		Select("status", "password_hash", "totp_secret", "totp_last_step").Updates(ctx, *person)
	if err != nil {
		return err
	}
	if _, err := gorm.G[link](tx.DB).Where("person_id = ?", person.ID).Delete(ctx); err != nil {
		return err
	}
	return endAll(ctx, tx, person.ID)
}

// openWithCodes begins a session that shows new recovery codes until the person says
// that they are kept.
func (r *Register) openWithCodes(ctx context.Context, tx *store.Tx, person Person, from Client) (string, error) {
	token, session, err := r.Sessions().open(ctx, tx, person.ID, from)
	if err != nil {
		return "", err
	}
	return token, r.showCodes(ctx, tx, person, session)
}

// ResetInput is a new password, with the second factor that a reset never replaces.
type ResetInput struct {
	Password string `form:"password"`
	Code     string `form:"code"`
}

// ForgottenInput names the account whose password was forgotten.
type ForgottenInput struct {
	Email string `form:"email"`
}

// errNobody takes back what was done in the place of an account that does not exist.
var errNobody = errors.New("no such account")

// Forgotten sends a link to set a new password, if there is such an account. Nobody
// can tell from the answer: where there is none the same is written, and taken back.
// (security B4)
//
// Errors: store.Invalid for what is no address; store.TooMany.
func (r *Register) Forgotten(ctx context.Context, from Client, in ForgottenInput) error {
	email, problem := cleanEmail(in.Email)
	if problem != "" {
		return store.Invalid{"email": problem}
	}
	if err := r.tried(ctx, "reset", email, from); err != nil {
		return err
	}
	return r.Store.Write(ctx, access.Actor{}, access.Anyone, func(tx *store.Tx) error {
		var person Person
		const orAnybody = `SELECT * FROM people WHERE status = ? ORDER BY email = ? DESC, id LIMIT 1`
		if err := tx.Raw(orAnybody, Active, email).Scan(&person).Error; err != nil || person.ID == 0 {
			return err
		}
		err := tx.Transaction(func(inner *gorm.DB) error {
			within := *tx
			within.DB = inner
			if err := r.sendReset(ctx, &within, person); err != nil {
				return err
			}
			if person.Email != email {
				return errNobody
			}
			return nil
		})
		if errors.Is(err, errNobody) {
			return tx.Audit(audit.ResetAsked, "", nil)
		} else if err != nil {
			return err
		}
		return tx.Audit(audit.ResetAsked, person.subject(), nil)
	})
}

func (r *Register) sendReset(ctx context.Context, tx *store.Tx, person Person) error {
	address, err := r.issue(ctx, tx, ResetLink, &person.ID)
	if err != nil {
		return err
	}
	return r.post(ctx, tx, &person, mail.Letter{Kind: "reset", Params: map[string]string{"link": address}})
}

// Reset sets a new password through a link. The second factor must be proven, so a
// stolen mailbox alone opens nothing. Every session ends. (security B3)
//
// Errors: store.ErrNotFound for a link that cannot be used (any more); store.Invalid
// for the password or the code; store.TooMany.
func (r *Register) Reset(ctx context.Context, from Client, token string, in ResetInput) error {
	found, err := r.find(ctx, r.Store.DB, token)
	if err != nil || found.Kind != ResetLink {
		return errors.Join(err, store.ErrNotFound)
	}
	if err := r.tried(ctx, "code", subjectOf(*found.PersonID), from); err != nil {
		return err
	}
	person, err := gorm.G[Person](r.Store.DB).Where("id = ?", *found.PersonID).First(ctx)
	if err != nil {
		return store.Translate(err)
	}
	if problem := checkPassword(in.Password, person.Name, person.Email); problem != "" {
		return store.Invalid{"password": problem}
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return err
	}
	err = r.Store.Write(ctx, person.actor(), access.Desk, func(tx *store.Tx) error {
		if _, err := r.take(ctx, tx, token, ResetLink); err != nil {
			return err
		}
		person, err := lockPerson(ctx, tx, person.ID)
		if err != nil {
			return err
		}
		if person.Status != Active {
			return store.ErrNotFound
		}
		recovery, err := r.proveFactor(ctx, tx, person, in.Code)
		if err != nil {
			return err
		}
		if err := r.replacePassword(ctx, tx, &person, hash); err != nil {
			return err
		}
		return tx.Audit(audit.ResetDone, person.subject(), map[string]any{"recovery_code": recovery})
	})
	if errors.Is(err, errWrongCode) {
		return r.failed(ctx, person.ID, "reset", store.Invalid{"code": string(refusedCode)})
	}
	return err
}

// replacePassword stores the new hash, ends what rested on the old one and tells the person.
func (r *Register) replacePassword(ctx context.Context, tx *store.Tx, person *Person, hash string) error {
	if _, err := gorm.G[Person](tx.DB).Where("id = ?", person.ID).Update(ctx, "password_hash", hash); err != nil {
		return err
	}
	if err := endAll(ctx, tx, person.ID); err != nil {
		return err
	}
	return r.post(ctx, tx, person, mail.Letter{Kind: "password_changed"})
}
