package people

import (
	"context"
	"fmt"
	"io"
	"strings"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// recoveryCode is a row of recovery_codes: the hash of a code that has not been used.
type recoveryCode struct {
	PersonID int64
	CodeHash []byte
}

const (
	recoveryCodes = 10
	recoveryBytes = 10 // 80 random bits, 16 characters
)

// newRecoveryCodes replaces the person's recovery codes. They are shown once, to the
// session that asked, and kept only as hashes.
func (r *Register) newRecoveryCodes(ctx context.Context, tx *store.Tx, person Person) ([]string, error) {
	if _, err := gorm.G[recoveryCode](tx.DB).Where("person_id = ?", person.ID).Delete(ctx); err != nil {
		return nil, err
	}
	var codes []string
	for range recoveryCodes {
		random := make([]byte, recoveryBytes)
		if _, err := io.ReadFull(tx.Rand, random); err != nil {
			return nil, fmt.Errorf("make a recovery code: %w", err)
		}
		code := plainBase32.EncodeToString(random)
		row := recoveryCode{person.ID, r.Vault.Lookup("recovery", person.subject()+" "+code)}
		if err := gorm.G[recoveryCode](tx.DB).Create(ctx, &row); err != nil {
			return nil, err
		}
		codes = append(codes, grouped(code))
	}
	return codes, nil
}

// CodesLeft is how many of the actor's recovery codes have not been used.
func (r *Register) CodesLeft(ctx context.Context, by access.Actor) (int, error) {
	n, err := gorm.G[recoveryCode](r.Store.DB).Where("person_id = ?", by.ID).Count(ctx, "*")
	return int(n), store.Translate(err)
}

// useRecoveryCode takes the code away, so that it works once.
//
// Errors: errWrongCode.
func (r *Register) useRecoveryCode(ctx context.Context, tx *store.Tx, person Person, code string) error {
	for _, hash := range r.Vault.Lookups("recovery", person.subject()+" "+code) {
		n, err := gorm.G[recoveryCode](tx.DB).Where("person_id = ? AND code_hash = ?", person.ID, hash).Delete(ctx)
		if err != nil || n > 0 {
			return err
		}
	}
	return errWrongCode
}

// grouped is a code in groups of four, for people to copy.
func grouped(code string) string {
	var groups []string
	for ; len(code) > 4; code = code[4:] {
		groups = append(groups, code[:4])
	}
	return strings.Join(append(groups, code), "-")
}

func codesPlace(session string) string { return vault.Place("sessions", "fresh_codes", session) }
