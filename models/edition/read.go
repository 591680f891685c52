package edition

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// columns reads an edition with everything that stands beside it.
const columns = `SELECT e.*, c.content, c.salt, coalesce(c.summary, '') AS summary, t.withdrawn_at, coalesce(t.reason, '') AS withdrawn_for,
  h.settled_at AS withheld_at, coalesce(h.legal_reason, '') AS legal_reason
FROM editions e LEFT JOIN edition_contents c ON c.edition_id = e.id LEFT JOIN withdrawals t ON t.edition_id = e.id
LEFT JOIN withholdings h ON h.edition_id = e.id AND h.state = 'confirmed' `

const inForce = columns + `WHERE e.subject = ? AND e.published_at <= ? AND e.effective_at <= ? AND t.edition_id IS NULL
ORDER BY e.effective_at DESC, e.number DESC LIMIT 1`

// InForce is the subject's edition in force at a time: of those published by now and
// not withdrawn the one that took effect last; on a tie the highest number.
//
// Errors: store.ErrNotFound when none was; store.ErrUnavailable.
func (r *Register) InForce(ctx context.Context, subject Subject, at time.Time) (Edition, error) {
	return one(r.Store.DB.WithContext(ctx), inForce, subject, r.Store.Now(), at)
}

const inForceOfSome = `SELECT DISTINCT ON (e.subject) ` + lightColumns + ` WHERE e.subject IN ? AND e.published_at <= ? AND e.effective_at <= ? AND t.edition_id IS NULL
ORDER BY e.subject, e.effective_at DESC, e.number DESC`

// lightColumns leave the content out, for lists.
const lightColumns = `e.*, coalesce(c.summary, '') AS summary, t.withdrawn_at, coalesce(t.reason, '') AS withdrawn_for,
  h.settled_at AS withheld_at, coalesce(h.legal_reason, '') AS legal_reason
FROM editions e LEFT JOIN edition_contents c ON c.edition_id = e.id LEFT JOIN withdrawals t ON t.edition_id = e.id
LEFT JOIN withholdings h ON h.edition_id = e.id AND h.state = 'confirmed'`

// InForceOf are the editions in force of several subjects at a time, without content;
// a subject without one is missing.
func (r *Register) InForceOf(ctx context.Context, subjects []Subject, at time.Time) (map[Subject]Edition, error) {
	return r.InForceIn(ctx, r.Store.DB, subjects, at)
}

// InForceIn is InForceOf inside a transaction.
func (r *Register) InForceIn(ctx context.Context, db *gorm.DB, subjects []Subject, at time.Time) (map[Subject]Edition, error) {
	found := map[Subject]Edition{}
	if len(subjects) == 0 {
		return found, nil
	}
	var rows []Edition
	if err := db.WithContext(ctx).Raw(inForceOfSome, subjects, r.Store.Now(), at).Scan(&rows).Error; err != nil {
		return nil, store.Translate(err)
	}
	for _, row := range rows {
		found[row.Subject] = row
	}
	return found, nil
}

const contentInForceOfSome = columns + `WHERE e.id IN (SELECT DISTINCT ON (i.subject) i.id
FROM editions i LEFT JOIN withdrawals w ON w.edition_id = i.id
WHERE i.subject IN ? AND i.published_at <= ? AND i.effective_at <= ? AND w.edition_id IS NULL
ORDER BY i.subject, i.effective_at DESC, i.number DESC)`

// ContentInForceOf is InForceOf with the content of each, for pages that show a part
// of several.
func (r *Register) ContentInForceOf(ctx context.Context, subjects []Subject, at time.Time) (map[Subject]Edition, error) {
	found := map[Subject]Edition{}
	if len(subjects) == 0 {
		return found, nil
	}
	var rows []Edition
	if err := r.Store.DB.WithContext(ctx).Raw(contentInForceOfSome, subjects, r.Store.Now(), at).Scan(&rows).Error; err != nil {
		return nil, store.Translate(err)
	}
	for _, row := range rows {
		found[row.Subject] = row
	}
	return found, nil
}

// ByNumber is one edition of a subject.
func (r *Register) ByNumber(ctx context.Context, subject Subject, number int) (Edition, error) {
	return one(r.Store.DB.WithContext(ctx), columns+`WHERE e.subject = ? AND e.number = ?`, subject, number)
}

// ByVersion is the newest edition of a document's version: "7.1".
func (r *Register) ByVersion(ctx context.Context, subject Subject, version string) (Edition, error) {
	return one(r.Store.DB.WithContext(ctx), columns+`WHERE e.subject = ? AND e.version = ? ORDER BY e.number DESC LIMIT 1`, subject, version)
}

// ByID is one edition.
func (r *Register) ByID(ctx context.Context, id int64) (Edition, error) {
	return ByIDIn(ctx, r.Store.DB, id)
}

// Seen is one edition, for somebody at the desk.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also when it is on none of the
// actor's sites.
func (r *Register) Seen(ctx context.Context, actor access.Actor, id int64) (Edition, error) {
	db, err := r.Store.Read(ctx, actor, access.ReviewEditions)
	if err != nil {
		return Edition{}, err
	}
	edition, err := one(db, columns+`WHERE e.id = ?`, id)
	if err == nil && !actor.MayOn(access.ReviewEditions, edition.SiteID) {
		return Edition{}, store.ErrNotFound
	}
	return edition, err
}

const beforeProposal = columns + `WHERE e.subject = ? AND e.published_at <= ? AND t.edition_id IS NULL AND c.edition_id IS NOT NULL
AND e.proposal_id IS DISTINCT FROM ? AND (NOT EXISTS (SELECT FROM editions o WHERE o.proposal_id = ?)
  OR e.number < (SELECT o.number FROM editions o WHERE o.proposal_id = ?))
ORDER BY e.number DESC LIMIT 1`

// Before is the edition that a proposal changes: the newest that can be read and was
// not withdrawn, published before the proposal itself was.
//
// Errors: store.ErrNotFound for the first of a subject.
func (r *Register) Before(ctx context.Context, p Proposal) (Edition, error) {
	return one(r.Store.DB.WithContext(ctx), beforeProposal, p.Subject, r.Store.Now(), p.ID, p.ID, p.ID)
}

// ByHash is the edition with this SHA-256, in hex.
//
// Errors: store.ErrNotFound, also for what is no hash.
func (r *Register) ByHash(ctx context.Context, sha256 string) (Edition, error) {
	sum, err := hex.DecodeString(sha256)
	if err != nil || len(sum) != 32 || hex.EncodeToString(sum) != sha256 {
		return Edition{}, store.ErrNotFound
	}
	return one(r.Store.DB.WithContext(ctx), columns+`WHERE e.sha256 = ?`, sum)
}

// Newest is the edition with the highest number, in force or not.
func (r *Register) Newest(ctx context.Context, subject Subject) (Edition, error) {
	return NewestIn(ctx, r.Store.DB, subject)
}

func newest(db *gorm.DB, subject Subject) (Edition, error) {
	return one(db, columns+`WHERE e.subject = ? ORDER BY e.number DESC LIMIT 1`, subject)
}

const listEditions = `SELECT ` + lightColumns + ` WHERE e.subject = ? AND e.published_at <= ? AND e.number < ? ORDER BY e.number DESC LIMIT ?`

// PageSize is how many editions stand on one page of a list.
const PageSize = 25

// List is the subject's editions, newest first, without content. Withdrawn and
// withheld ones are in it: they leave a trace.
func (r *Register) List(ctx context.Context, subject Subject, cursor string) (store.Page[Edition], error) {
	below := 1 << 30
	if cursor != "" {
		if err := store.ReadCursor(cursor, &below); err != nil {
			return store.Page[Edition]{}, err
		}
	}
	var rows []Edition
	if err := r.Store.DB.WithContext(ctx).Raw(listEditions, subject, r.Store.Now(), below, PageSize+1).Scan(&rows).Error; err != nil {
		return store.Page[Edition]{}, store.Translate(err)
	}
	page := store.Page[Edition]{Items: rows}
	if len(rows) > PageSize {
		page.Items = rows[:PageSize]
		page.Next = store.Cursor(rows[PageSize-1].Number)
	}
	return page, nil
}

const nextEffect = `SELECT min(e.effective_at) FROM editions e LEFT JOIN withdrawals t ON t.edition_id = e.id
WHERE e.subject IN ? AND e.effective_at > ? AND t.edition_id IS NULL`

// NextEffect is when the next edition of any of the subjects takes effect, for how
// long a page may be kept; zero when none is published.
func (r *Register) NextEffect(ctx context.Context, subjects []Subject) (time.Time, error) {
	if len(subjects) == 0 {
		return time.Time{}, nil
	}
	var next sql.NullTime
	err := r.Store.DB.WithContext(ctx).Raw(nextEffect, subjects, r.Store.Now()).Row().Scan(&next)
	return next.Time, store.Translate(err)
}

const history = `SELECT ` + lightColumns + ` WHERE e.subject = ? AND e.published_at <= ? ORDER BY e.effective_at, e.number LIMIT 2000`

// History is every edition of a subject in the order in which they take effect,
// without content: for saying when each was replaced. Withdrawn ones are in it.
func (r *Register) History(ctx context.Context, subject Subject) ([]Edition, error) {
	var rows []Edition
	err := r.Store.DB.WithContext(ctx).Raw(history, subject, r.Store.Now()).Scan(&rows).Error
	return rows, store.Translate(err)
}

const scheduled = `SELECT ` + lightColumns + ` WHERE e.subject IN ? AND e.published_at <= ? AND e.effective_at > ? AND t.edition_id IS NULL
ORDER BY e.effective_at, e.number`

// Scheduled are the published editions of the subjects that have not taken effect.
func (r *Register) Scheduled(ctx context.Context, subjects []Subject) ([]Edition, error) {
	var rows []Edition
	now := r.Store.Now()
	err := r.Store.DB.WithContext(ctx).Raw(scheduled, subjects, now, now).Scan(&rows).Error
	return rows, store.Translate(err)
}

const newestOfSome = `SELECT ` + lightColumns + ` WHERE e.subject IN ? AND e.published_at <= ? AND NOT e.imported ORDER BY e.published_at DESC, e.id DESC LIMIT ?`

// Latest are the newest publications among the subjects, for "latest changes";
// history that was recorded later is none.
func (r *Register) Latest(ctx context.Context, subjects []Subject, most int) ([]Edition, error) {
	var rows []Edition
	err := r.Store.DB.WithContext(ctx).Raw(newestOfSome, subjects, r.Store.Now(), most).Scan(&rows).Error
	return rows, store.Translate(err)
}

func one(db *gorm.DB, query string, args ...any) (Edition, error) {
	var rows []Edition
	if err := db.Raw(query, args...).Scan(&rows).Error; err != nil {
		return Edition{}, store.Translate(err)
	}
	if len(rows) == 0 {
		return Edition{}, store.ErrNotFound
	}
	return rows[0], nil
}
