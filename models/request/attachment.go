package request

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// AttachmentInput says for whom files are that staff prepare.
type AttachmentInput struct {
	FormKey   string    `form:"form_key"`
	Direction Direction `form:"direction"` // out = for the person, internal = for the desk alone
	Files     struct{}  `form:"files"`     // for the place of its error; the files come beside the form
}

// Attach keeps files that staff prepare: for the person, who gets them with the
// answer, or for the desk alone. Any type; they only ever leave as attachments. Data
// for the person takes a second factor of some minutes and a confirmed identity. The
// same form sent twice is one attachment.
//
// The uploads belong to the case afterwards; they are discarded when refused.
//
// Errors: store.ErrStepUp; store.Invalid; store.Refused; store.ErrForbidden;
// store.ErrNotFound.
func (r *Register) Attach(ctx context.Context, by access.Actor, reference string, in AttachmentInput, uploads []Upload) error {
	err := r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if in.Direction == FileOut && !by.SteppedUp(w.Now) {
			return store.ErrStepUp
		}
		if err := w.mayAttach(in, len(uploads)); err != nil {
			return err
		}
		if known, err := w.once(in.FormKey, in, uploads); known || err != nil {
			return err
		}
		if _, err := r.addFiles(ctx, w.Tx, w.key, w.ID, File{Direction: in.Direction, AttachedBy: &by.ID}, uploads); err != nil {
			return err
		}
		if err := w.move(w.begun()); err != nil {
			return err
		}
		return w.record(audit.FileAttached, map[string]any{"direction": in.Direction, "files": len(uploads)})
	})
	r.Discard(ctx, uploads)
	return err
}

func (w *work) mayAttach(in AttachmentInput, files int) error {
	if err := w.lasting(); err != nil {
		return err
	}
	invalid := store.Invalid{}
	if in.Direction != FileOut && in.Direction != FileInternal {
		invalid["direction"] = "attachment.direction.missing"
	}
	if files == 0 {
		invalid["files"] = "attachment.files.missing"
	} else if files > MaxFiles {
		invalid["files"] = "file.many"
	}
	if err := invalid.Err(); err != nil || in.Direction == FileInternal {
		return err
	}
	rights, err := rightsOf(w.ctx, w.DB, w.ID)
	if err != nil {
		return err
	}
	return w.gate(keysOf(rights)...)
}

// FetchAtDesk opens any file of a case for somebody who works on it. What a person
// sent may show who they are, so it takes a second factor of some minutes.
//
// Errors: store.ErrStepUp; store.ErrForbidden; store.ErrNotFound.
func (r *Register) FetchAtDesk(ctx context.Context, by access.Actor, reference string, id uuid.UUID) (Fetched, error) {
	var fetched Fetched
	err := r.Store.Write(ctx, by, access.WorkRequests, func(tx *store.Tx) error {
		if !by.SteppedUp(tx.Now) {
			return store.ErrStepUp
		}
		request, err := find(ctx, tx.DB, by, access.WorkRequests, reference)
		if err != nil {
			return err
		}
		file, err := gorm.G[File](tx.DB).Where("id = ? AND request_id = ?", id, request.ID).First(ctx)
		if err != nil {
			return err
		}
		fetched, err = r.fetch(ctx, tx, request, file)
		return err
	})
	return fetched.unless(err)
}
