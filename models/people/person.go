package people

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Status is where an account stands.
type Status string

const (
	Invited   Status = "invited" // has not set password and second factor yet
	Active    Status = "active"
	Suspended Status = "suspended" // may not sign in
)

// Person is somebody who works at the desk.
type Person struct {
	ID           int64
	Email        string // lower case, unique
	Name         string
	Status       Status
	PasswordHash *string    // argon2id; nil until the person has set one
	TOTPSecret   []byte     `gorm:"column:totp_secret"`    // sealed under the person's key
	TOTPLastStep int64      `gorm:"column:totp_last_step"` // 30-second step of the last accepted code
	Theme        string     `gorm:"default:system"`        // "system", "light" or "dark"
	KeyID        *uuid.UUID // seals what belongs to the person
	SeenAt       *time.Time // last use of the desk, to the minute
	CreatedAt    time.Time
}

// TableName is the table of people.
func (Person) TableName() string { return "people" }

// actor is the person as somebody who acts, without roles or session.
func (p Person) actor() access.Actor {
	return access.Actor{Kind: access.Person, ID: p.ID, Name: p.Name}
}

// subject is how audit events name the person. Their name and address stay out of the log.
func (p Person) subject() string { return subjectOf(p.ID) }

func subjectOf(id int64) string { return strconv.FormatInt(id, 10) }

// Register is the door to people.
type Register struct {
	Store *store.Store
	Vault *vault.Vault
	Base  string // where the desk is reached from outside, without a final slash; links begin with it

	// Wait slows a suspicious try down before it is looked at. Nil waits by the clock.
	Wait func(ctx context.Context, time time.Duration) error
}

// lockPerson reads the person and holds the row until the transaction ends.
func lockPerson(ctx context.Context, tx *store.Tx, id int64) (Person, error) {
	return gorm.G[Person](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).First(ctx)
}

// keyOf is the person's key, made when the first thing is sealed for them.
func (r *Register) keyOf(ctx context.Context, tx *store.Tx, person *Person) (vault.Key, error) {
	if person.KeyID != nil {
		return r.Vault.Open(ctx, tx.DB, *person.KeyID)
	}
	key, err := r.Vault.NewKey(ctx, tx)
	if err != nil {
		return vault.Key{}, err
	}
	person.KeyID = &key.ID
	_, err = gorm.G[Person](tx.DB).Where("id = ?", person.ID).Update(ctx, "key_id", key.ID)
	return key, err
}

const (
	longestName  = 120 // characters
	longestEmail = 254 // bytes, RFC 5321
)

// cleanName is the name as it is kept, or what is wrong with it.
func cleanName(typed string) (name, problem string) {
	name = strings.Join(strings.Fields(typed), " ")
	switch {
	case name == "":
		return "", "person.name.missing"
	case utf8.RuneCountInString(name) > longestName:
		return "", "person.name.long"
	}
	return name, ""
}

// cleanEmail is the address as it is kept, or what is wrong with it. It is as strict
// as mail needs and no stricter: one @, something on both sides, no white space.
func cleanEmail(typed string) (email, problem string) {
	email = strings.ToLower(strings.TrimSpace(typed))
	local, domain, found := strings.Cut(email, "@")
	switch {
	case email == "":
		return "", "person.email.missing"
	case len(email) > longestEmail, !found, local == "", domain == "", strings.Contains(domain, "@"),
		strings.ContainsAny(email, " \t\r\n,;<>()\""), strings.HasPrefix(domain, "."), strings.HasSuffix(domain, "."):
		return "", "person.email.unreadable"
	}
	return email, ""
}
