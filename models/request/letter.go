package request

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/mail"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Most mails to an address that nobody has confirmed (security E6).
const (
	mailsADay   = 3
	mailsAMonth = 10
)

// write mails the person in fixed words, in their language. To an unconfirmed
// address only so many go out; one more is left out without a word, since the case
// can be followed without it.
func (r *Register) write(ctx context.Context, tx *store.Tx, key vault.Key, request Request, person Person, kind string, params map[string]string) error {
	if person.Email == "" {
		return nil
	}
	if allowed, err := r.mayWrite(ctx, tx, request, person); err != nil || !allowed {
		return err
	}
	return mail.Post(ctx, tx, key, mail.Letter{SiteID: request.SiteID, Kind: kind, Locale: request.Locale, To: person.Email, Params: params})
}

// mayWrite spends one mail to the person, if there is one left for an address that
// nobody has confirmed.
func (r *Register) mayWrite(ctx context.Context, tx *store.Tx, request Request, person Person) (bool, error) {
	if request.ConfirmedAt != nil {
		return true, nil
	}
	var confirmed bool
	err := tx.WithContext(ctx).Raw(addressIsConfirmed, byEmail, r.Vault.Lookups(byEmail, person.Email)).Scan(&confirmed).Error
	if err != nil || confirmed {
		return confirmed, err
	}
	return spendMail(ctx, tx, r.Vault.Lookup(byEmail, person.Email))
}

// writeTo is write for a request whose person is still sealed.
func (r *Register) writeTo(ctx context.Context, tx *store.Tx, key vault.Key, request Request, kind string, params map[string]string) error {
	person, err := openPerson(key, request.Requester)
	if err != nil {
		return err
	}
	return r.write(ctx, tx, key, request, person, kind, params)
}

// addressIsConfirmed is whether the address was shown to be somebody's in any case.
const addressIsConfirmed = `SELECT EXISTS (SELECT FROM request_lookups l JOIN requests r ON r.id = l.request_id
WHERE l.kind = ? AND l.hash IN ? AND r.confirmed_at IS NOT NULL)`

const (
	// The first statement holds the day's row, so that parallel mails cannot slip past each other.
	holdBudget = `INSERT INTO mail_budgets (day, address, n) VALUES (?, ?, 0) ON CONFLICT (address, day) DO UPDATE SET n = mail_budgets.n`
	readBudget = `SELECT coalesce(sum(n) FILTER (WHERE day = ?), 0) AS today, coalesce(sum(n), 0) AS month
FROM mail_budgets WHERE day > ? AND address = ?`
	spendBudget = `UPDATE mail_budgets SET n = n + 1 WHERE day = ? AND address = ?`
)

func spendMail(ctx context.Context, tx *store.Tx, to []byte) (bool, error) {
	db, today := tx.WithContext(ctx), civil.DateOf(tx.Now.UTC())
	if err := db.Exec(holdBudget, today, to).Error; err != nil {
		return false, err
	}
	var spent struct{ Today, Month int }
	if err := db.Raw(readBudget, today, today.AddDays(-30), to).Scan(&spent).Error; err != nil {
		return false, err
	}
	if spent.Today >= mailsADay || spent.Month >= mailsAMonth {
		return false, nil
	}
	return true, db.Exec(spendBudget, today, to).Error
}

// address is a public page of the site in a language.
func address(of site.Site, locale, path string) string {
	if locale != of.DefaultLocale {
		path = "/" + locale + path
	}
	return of.URL + path
}

// Windows of the limits per client address.
const (
	sendingsAnHour   = 20
	codesInQuarter   = 30
	limitedByHour    = time.Hour
	limitedByQuarter = 15 * time.Minute
)

// MaySend counts one sent form of a client address (security B5).
//
// Errors: store.TooMany; store.ErrUnavailable.
func (r *Register) MaySend(ctx context.Context, client string) error {
	return r.Store.Limit(ctx, r.Vault.Lookup("client of forms", client), sendingsAnHour, limitedByHour)
}

// MayTry counts one try of a client address to open a case.
//
// Errors: as MaySend.
func (r *Register) MayTry(ctx context.Context, client string) error {
	return r.Store.Limit(ctx, r.Vault.Lookup("client of codes", client), codesInQuarter, limitedByQuarter)
}
