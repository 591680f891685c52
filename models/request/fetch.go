package request

import (
	"context"
	"io"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Fetched is a file on its way to somebody. Close it.
type Fetched struct {
	io.ReadCloser

	Name      string
	MediaType string // from the short list
	Size      int64
}

// Fetch opens a file of the case that the requester follows: what we handed over,
// and what they sent themselves. Nothing is handed to somebody of whom neither the
// address nor the identity was confirmed (security E4).
//
// Errors: store.ErrNotFound for a file of another case or of the desk's own;
// store.ErrForbidden for anybody else.
func (r *Register) Fetch(ctx context.Context, by access.Actor, id uuid.UUID) (Fetched, error) {
	var fetched Fetched
	err := r.Store.Write(ctx, by, access.Track, func(tx *store.Tx) error {
		request, err := gorm.G[Request](tx.DB).Where("id = ?", tx.Actor.ID).First(ctx)
		if err != nil {
			return err
		}
		file, err := gorm.G[File](tx.DB).Where("id = ? AND request_id = ? AND direction <> ?", id, request.ID, FileInternal).First(ctx)
		if err != nil {
			return err
		}
		if err := mayFetch(ctx, tx, request, file); err != nil {
			return err
		}
		fetched, err = r.fetch(ctx, tx, request, file)
		return err
	})
	return fetched.unless(err)
}

// unless is the file, but for an error: then it is closed, for nobody else will.
func (f Fetched) unless(err error) (Fetched, error) {
	if err == nil {
		return f, nil
	}
	if f.ReadCloser != nil {
		_ = f.Close()
	}
	return Fetched{}, err
}

// mayFetch is the gate for one file: data that we hand over passes the gate of the
// rights that were asked for; what the person sent needs a confirmed address.
func mayFetch(ctx context.Context, tx *store.Tx, request Request, file File) error {
	if request.ConfirmedAt == nil && request.IdentityConfirmedAt == nil {
		return store.ErrForbidden
	}
	if file.Direction == FileIn {
		return nil
	}
	if request.AnsweredAt == nil {
		return store.ErrNotFound // prepared, not handed over
	}
	rights, err := rightsOf(ctx, tx.DB, request.ID)
	if err != nil {
		return err
	}
	if request.gate(keysOf(rights)...) != nil {
		return store.ErrForbidden
	}
	return nil
}

// fetch opens the file and records it. The caller has checked who asks.
func (r *Register) fetch(ctx context.Context, tx *store.Tx, request Request, file File) (Fetched, error) {
	key, err := r.key(ctx, tx.DB, request)
	if err != nil {
		return Fetched{}, err
	}
	name, err := file.OpenName(key)
	if err != nil {
		return Fetched{}, err
	}
	if err := tx.AuditOn(request.SiteID, audit.FileFetched, request.Reference, map[string]any{"file": file.ID}); err != nil {
		return Fetched{}, err
	}
	content, err := r.openFile(ctx, key, file)
	return Fetched{content, name, file.MediaType, file.Size}, err
}
