package request

import (
	"context"
	"database/sql/driver"
	"strconv"
	"strings"

	"privacydesk/models/store"
)

// Word search works over keyed hashes, one row a case, so that a dump shows nothing
// and a search for several words finds the case that holds them all, wherever.
const mergeWords = `INSERT INTO request_words AS w (request_id, words) VALUES (?, ?::bigint[])
ON CONFLICT (request_id) DO UPDATE SET words = ARRAY(SELECT DISTINCT unnest(w.words || excluded.words))`

// addWords lets the texts be found by their words.
func (r *Register) addWords(ctx context.Context, tx *store.Tx, requestID int64, texts ...string) error {
	words := r.Vault.Words(texts...)
	if len(words) == 0 {
		return nil
	}
	return tx.WithContext(ctx).Exec(mergeWords, requestID, bigints(words)).Error
}

// Kinds of exact look-ups.
const (
	byEmail   = "email"
	byPhone   = "phone"
	byAccount = "account"
)

// (GORM would spread a []byte that stands right behind a parenthesis, so the hash comes last.)
const insertLookup = `INSERT INTO request_lookups (request_id, kind, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`

// addLookups lets the person be found by an exact address or number.
func (r *Register) addLookups(ctx context.Context, tx *store.Tx, requestID int64, person Person) error {
	for kind, value := range map[string]string{byEmail: person.Email, byPhone: digits(person.Phone), byAccount: person.Account} {
		if value == "" {
			continue
		}
		if err := tx.WithContext(ctx).Exec(insertLookup, requestID, kind, r.Vault.Lookup(kind, value)).Error; err != nil {
			return err
		}
	}
	return nil
}

// digits is a telephone number as it is compared: without spaces, strokes and the
// zeros of an international prefix.
func digits(phone string) string {
	kept := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	return strings.TrimLeft(kept, "0")
}

// bigints is a bigint[] parameter; GORM would spread a plain slice.
type bigints []int64

// Value is the array as PostgreSQL writes it.
func (b bigints) Value() (driver.Value, error) {
	var literal strings.Builder
	literal.WriteByte('{')
	for i, n := range b {
		if i > 0 {
			literal.WriteByte(',')
		}
		literal.WriteString(strconv.FormatInt(n, 10))
	}
	literal.WriteByte('}')
	return literal.String(), nil
}
