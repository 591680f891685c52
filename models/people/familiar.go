package people

import (
	"context"
	"time"

	"privacydesk/models/store"
)

// familiarFor is how long an address stays familiar after the last sign-in from it.
const familiarFor = 90 * 24 * time.Hour

const (
	isFamiliar      = `SELECT EXISTS (SELECT FROM familiar_clients WHERE seen_at > ? AND hash IN ?)`
	becomesFamiliar = `INSERT INTO familiar_clients (person_id, hash, seen_at) VALUES (?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at`
)

// countedAs names the account in the limits of tries. From where the person has signed
// in before, tries are counted apart from everybody else's: whoever guesses elsewhere,
// however long, does not lock the owner out. (security B5)
func (r *Register) countedAs(ctx context.Context, account string, personID int64, from Client) (string, error) {
	var familiar bool
	err := r.Store.DB.WithContext(ctx).Raw(isFamiliar, r.Store.Now().Add(-familiarFor),
		r.Vault.Lookups("familiar client", subjectOf(personID)+" "+from.Address)).Scan(&familiar).Error
	if err != nil || !familiar {
		return account, store.Translate(err)
	}
	return familiarAccount(account, from), nil
}

func familiarAccount(account string, from Client) string { return account + " from " + from.Address }

// becomesFamiliar remembers that the person signed in from there.
func (r *Register) becomesFamiliar(ctx context.Context, tx *store.Tx, personID int64, from Client) error {
	hash := r.Vault.Lookup("familiar client", subjectOf(personID)+" "+from.Address)
	return tx.WithContext(ctx).Exec(becomesFamiliar, personID, hash, tx.Now).Error
}
