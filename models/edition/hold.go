package edition

import (
	"context"

	"gorm.io/gorm"

	"privacydesk/models/store"
)

// Hold keeps everybody else from proposing or publishing anything of the subject until
// the transaction ends, so that what it reads of the subject stays true, numbers have
// no gaps and history no disorder.
func Hold(ctx context.Context, tx *store.Tx, subject Subject) error {
	return tx.WithContext(ctx).Exec(`SELECT pg_advisory_xact_lock(hashtext(?))`, "edition "+string(subject)).Error
}

// NewestIn is Newest inside a transaction.
func NewestIn(ctx context.Context, db *gorm.DB, subject Subject) (Edition, error) {
	return newest(db.WithContext(ctx), subject)
}

// NewestReadableIn is the subject's edition with the highest number that was not
// withheld, inside a transaction.
//
// Errors: store.ErrNotFound when there is none.
func NewestReadableIn(ctx context.Context, db *gorm.DB, subject Subject) (Edition, error) {
	return one(db.WithContext(ctx), columns+`WHERE e.subject = ? AND c.edition_id IS NOT NULL ORDER BY e.number DESC LIMIT 1`, subject)
}

// OpenIn is OpenOf inside a transaction.
func OpenIn(ctx context.Context, db *gorm.DB, subject Subject) (Proposal, error) {
	proposal, err := gorm.G[Proposal](db).Where("subject = ? AND state IN ?", subject, []State{InReview, Approved}).First(ctx)
	return proposal, store.Translate(err)
}

// ByIDIn is ByID inside a transaction.
func ByIDIn(ctx context.Context, db *gorm.DB, id int64) (Edition, error) {
	return one(db.WithContext(ctx), columns+`WHERE e.id = ?`, id)
}
