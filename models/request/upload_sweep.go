package request

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// pendingUpload says that a file is on its way into the blob store. The row is written
// before the file and goes in the transaction that keeps it, so the files that nobody
// needs are always known by name: no list of the store is compared, and a store that
// two portals share loses nothing.
type pendingUpload struct {
	Blob    string `gorm:"primaryKey"`
	BegunAt time.Time
}

// TableName is the table of uploads.
func (pendingUpload) TableName() string { return "uploads" }

// LongestUpload is more than the slowest form with files can take; what was begun
// before is no longer on its way.
const LongestUpload = 48 * time.Hour

func (r *Register) begin(ctx context.Context, upload Upload) error {
	return store.Translate(gorm.G[pendingUpload](r.Store.DB).Create(ctx, &pendingUpload{upload.blob, r.Store.Now()}))
}

// claim makes the files belong to the change that is being written. It waits for
// whoever is discarding them at the moment.
//
// Errors: store.ErrUnavailable when they were discarded before.
func claim(ctx context.Context, tx *store.Tx, uploads []Upload) error {
	if len(uploads) == 0 {
		return nil
	}
	names := make([]string, 0, len(uploads))
	for _, upload := range uploads {
		names = append(names, upload.blob)
	}
	claimed, err := gorm.G[pendingUpload](tx.DB).Where("blob IN ?", names).Delete(ctx)
	if err == nil && claimed < len(uploads) {
		return store.ErrUnavailable
	}
	return err
}

// discardTime is what the store has to forget the files of one form; SweepUploads
// does the rest.
const discardTime = 10 * time.Second

// Discard removes received files that no change was written for. Those of a change
// stay, also where nobody knows whether it was written because the connection broke.
func (r *Register) Discard(ctx context.Context, uploads []Upload) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discardTime)
	defer cancel()
	for _, upload := range uploads {
		_, _ = r.forget(ctx, upload.blob) // sealed under a key that nobody has any more
	}
}

// forget removes the file unless a change keeps it, and reports whether it did. A
// change that is being written at the moment is waited for.
func (r *Register) forget(ctx context.Context, name string) (forgotten bool, err error) {
	err = r.Store.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		found, err := gorm.G[pendingUpload](tx).Where("blob = ?", name).Delete(ctx)
		if err != nil || found == 0 {
			return err
		}
		forgotten = true
		return r.Blobs.Delete(ctx, name) // before the commit: a name is forgotten last
	})
	return forgotten && err == nil, store.Translate(err)
}

// SweepUploads removes the files of forms whose process was killed before the change
// was written, or whose store was away when they were discarded. One that cannot be
// removed does not stop the others.
func (r *Register) SweepUploads(ctx context.Context) error {
	var faults []error
	removed, last, before := 0, pendingUpload{}, r.Store.Now().Add(-LongestUpload)
	for {
		batch, err := gorm.G[pendingUpload](r.Store.DB).
			Where("begun_at < ? AND (begun_at, blob) > (?, ?)", before, last.BegunAt, last.Blob).
			Order("begun_at, blob").Limit(sweepBatch).Find(ctx)
		if err != nil {
			return errors.Join(append(faults, store.Translate(err))...)
		}
		for _, last = range batch {
			forgotten, err := r.forget(ctx, last.Blob)
			if forgotten {
				removed++
			}
			if err != nil {
				faults = append(faults, err)
			}
		}
		if len(batch) < sweepBatch || ctx.Err() != nil {
			break
		}
	}
	if removed > 0 {
		faults = append(faults, r.Store.Write(ctx, access.Operator, access.Anyone, func(tx *store.Tx) error {
			return tx.Audit(audit.UploadsSwept, "", map[string]any{"files": removed})
		}))
	}
	return errors.Join(faults...)
}

const sweepBatch = 200
