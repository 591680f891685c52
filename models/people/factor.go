package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"gorm.io/gorm"

	"privacydesk/models/store"
	"privacydesk/models/vault"
)

const (
	codePeriod = 30 // seconds
	secretSize = 20 // bytes, as RFC 4226 recommends
	leastBytes = 10 // of a secret that a script brings
)

// errWrongCode is a code that proves nothing. Callers count it and say no more.
var errWrongCode = errors.New("wrong code")

// Enrolment is a second factor that is about to be set up.
type Enrolment struct {
	Secret string // Base32, to be typed into an authenticator app
	URL    string // otpauth://…, to be drawn as a QR code
}

var plainBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// enrolment is the second factor that belongs to a link or a session: derived from
// its token, so that it is the same each time the page is shown and never stands in
// a form or, before it is proven, in the database.
func (r *Register) enrolment(token, account string) (Enrolment, error) {
	mac := hmac.New(sha256.New, r.Vault.Purpose("second factor"))
	mac.Write([]byte(token))
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Privacy Desk", AccountName: account, Secret: mac.Sum(nil)[:secretSize]})
	if err != nil {
		return Enrolment{}, fmt.Errorf("make a second factor: %w", err)
	}
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, nil
}

// stepOf is the 30-second step whose code this is, around now and after the last
// accepted one; 0 when there is none.
func stepOf(code, secret string, now time.Time, last int64) int64 {
	middle := now.Unix() / codePeriod
	for _, step := range []int64{middle - 1, middle, middle + 1} {
		if step <= last {
			continue
		}
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) // #nosec G115 -- after 1970
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step
		}
	}
	return 0
}

// proveFactor accepts a code of the person's app or one of their recovery codes,
// once, however many requests bring it at the same time. (security B3)
//
// Errors: errWrongCode.
func (r *Register) proveFactor(ctx context.Context, tx *store.Tx, person Person, typed string) (recovery bool, err error) {
	code := plainCode(typed)
	if len(code) != otp.DigitsSix.Length() {
		return true, r.useRecoveryCode(ctx, tx, person, code)
	}
	secret, err := r.openSecret(ctx, tx.DB, person)
	if err != nil {
		return false, err
	}
	step := stepOf(code, secret, tx.Now, person.TOTPLastStep)
	if step == 0 {
		return false, errWrongCode
	}
	n, err := gorm.G[Person](tx.DB).Where("id = ? AND totp_last_step < ?", person.ID, step).Update(ctx, "totp_last_step", step)
	if err == nil && n == 0 {
		err = errWrongCode // another request was faster with the same code
	}
	return false, err
}

func (r *Register) openSecret(ctx context.Context, db *gorm.DB, person Person) (string, error) {
	if person.KeyID == nil || len(person.TOTPSecret) == 0 {
		return "", errWrongCode
	}
	key, err := r.Vault.Open(ctx, db, *person.KeyID)
	if err != nil {
		return "", err
	}
	return key.OpenText(secretPlace(person.ID), person.TOTPSecret)
}

func secretPlace(id int64) string { return vault.Place("people", "totp_secret", subjectOf(id)) }

// plainCode is a code without the spaces and dashes that people type.
func plainCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed))
}

// readSecret checks a Base32 secret that a script brings.
func readSecret(typed string) (string, error) {
	secret := strings.TrimRight(plainCode(typed), "=")
	if raw, err := plainBase32.DecodeString(secret); err != nil || len(raw) < leastBytes {
		return "", store.Invalid{"totp_secret": "factor.secret.unreadable"}
	}
	return secret, nil
}
