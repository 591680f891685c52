package request

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Search is what a search found, kept for some minutes under a random address that
// holds no name. What was searched for is not kept anywhere.
type Search struct {
	TokenHash  []byte
	PersonID   int64   // who searched; nobody else opens it
	RequestIDs []int64 `gorm:"serializer:bigintarray;column:request_ids"` // best first
	More       bool    // there was more than is kept
	ExpiresAt  time.Time
}

// TableName says that searches are those for requests.
func (Search) TableName() string { return "request_searches" }

// SearchInput is a reference, an address, a number, or words that somebody remembers.
type SearchInput struct {
	Query string `form:"query"`
}

const (
	searchLasts = 10 * time.Minute
	mostFound   = 100
	mostWords   = 8
)

// Exact hits by reference, address, telephone or account number; then what holds
// every word. The words' hits are gathered first and capped, whatever the planner
// thinks of them: an unknown word must not walk the table.
const (
	exactHits = `SELECT r.id FROM requests r WHERE r.reference = ?
UNION SELECT l.request_id FROM request_lookups l WHERE l.kind = 'email' AND l.hash IN ?
UNION SELECT l.request_id FROM request_lookups l WHERE l.kind = 'phone' AND l.hash IN ?
UNION SELECT l.request_id FROM request_lookups l WHERE l.kind = 'account' AND l.hash IN ? LIMIT 1000`
	wordHits = `SELECT w.request_id AS id FROM request_words w WHERE true`
	oneWord  = ` AND w.words && ?::bigint[]`
	capHits  = ` LIMIT 5000`
	inScope  = `SELECT r.id FROM hits JOIN requests r ON r.id = hits.id WHERE (? OR r.site_id = ANY(?::bigint[]))
ORDER BY r.open DESC, r.received_at DESC, r.id DESC LIMIT ?`
)

// Find searches the requests that the actor may see and keeps the result.
//
// Errors: store.Invalid; store.ErrForbidden; store.ErrUnavailable.
func (r *Register) Find(ctx context.Context, by access.Actor, in SearchInput) (token string, err error) {
	err = r.Store.Write(ctx, by, access.ReadRequests, func(tx *store.Tx) error {
		query := strings.TrimSpace(in.Query)
		switch {
		case query == "":
			return store.Invalid{"query": "search.query.missing"}
		case utf8.RuneCountInString(query) > maxLine:
			return store.Invalid{"query": "field.too_long"}
		}
		ids, err := r.hits(ctx, tx, query)
		if err != nil {
			return err
		}
		result := Search{PersonID: by.ID, RequestIDs: ids, More: len(ids) > mostFound, ExpiresAt: tx.Now.Add(searchLasts)}
		if result.More {
			result.RequestIDs = ids[:mostFound]
		}
		if token, result.TokenHash, err = newToken(tx); err != nil {
			return err
		}
		if err := gorm.G[Search](tx.DB).Create(ctx, &result); err != nil {
			return err
		}
		return tx.Audit(audit.RequestSearched, "", map[string]any{"found": len(result.RequestIDs)})
	})
	return token, err
}

// hits are the requests that the query means, exact ones first.
func (r *Register) hits(ctx context.Context, tx *store.Tx, query string) ([]int64, error) {
	reference, err := readReference(query)
	if err != nil {
		reference = "" // it is something else
	}
	exact, err := r.within(ctx, tx, exactHits, reference, r.Vault.Lookups(byEmail, query), r.Vault.Lookups(byPhone, digits(query)), r.Vault.Lookups(byAccount, query))
	if err != nil {
		return nil, err
	}
	terms := r.Vault.Query(query)
	if len(terms) == 0 || reference != "" && len(exact) > 0 {
		return exact, nil
	}
	sql, args := wordHits, []any{}
	for _, term := range terms[:min(len(terms), mostWords)] {
		sql += oneWord
		args = append(args, bigints(term))
	}
	worded, err := r.within(ctx, tx, sql+capHits, args...)
	if err != nil {
		return nil, err
	}
	for _, id := range worded {
		if !slices.Contains(exact, id) {
			exact = append(exact, id)
		}
	}
	return exact, nil
}

// within are the hits on sites where the actor may read requests.
func (r *Register) within(ctx context.Context, tx *store.Tx, hits string, args ...any) ([]int64, error) {
	ids, all := tx.Actor.Sites(access.ReadRequests)
	var found []int64
	err := tx.WithContext(ctx).Raw(`WITH hits AS MATERIALIZED (`+hits+`) `+inScope, append(args, all, bigints(ids), mostFound+1)...).Scan(&found).Error
	return found, err
}

const listedFound = `WITH picked AS (SELECT id, NULL::timestamptz AS at, best FROM unnest(?::bigint[]) WITH ORDINALITY AS found (id, best)) ` +
	listedOf + ` WHERE (? OR r.site_id = ANY(?::bigint[])) ORDER BY picked.best`

// Found lists what a search found.
//
// Errors: store.ErrNotFound when there is no such result, or no more, or it is
// somebody else's; store.ErrForbidden.
func (r *Register) Found(ctx context.Context, by access.Actor, token string) (rows []Listed, more bool, err error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return nil, false, err
	}
	result, err := gorm.G[Search](db).Where("expires_at > ? AND person_id = ? AND token_hash = ?", r.Store.Now(), by.ID, hashToken(token)).First(ctx)
	if err != nil {
		return nil, false, store.Translate(err)
	}
	ids, all := by.Sites(access.ReadRequests)
	rows, err = r.list(db, by, listedFound, []any{bigints(result.RequestIDs), all, bigints(ids)})
	return rows, result.More, err
}
