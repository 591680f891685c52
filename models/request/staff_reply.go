package request

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Reply writes to the person. It is read on the tracking page; a mail in fixed words
// announces it. What the person wrote before counts as read. The same form sent
// twice is one reply.
//
// Errors: as AddNote; store.Refused once the case is closed.
func (r *Register) Reply(ctx context.Context, by access.Actor, reference string, in SayInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if err := in.check(); err != nil {
			return err
		}
		if known, err := w.once(in.FormKey, in, nil); known || err != nil {
			return err
		}
		if w.Stage == Closed {
			return store.Refused("casework.refused.over")
		}
		if err := w.tell("reply_announced", in.Text); err != nil {
			return err
		}
		if err := w.read(); err != nil {
			return err
		}
		if w.AcknowledgedAt == nil {
			w.AcknowledgedAt = &w.Now
		}
		if err := w.move(w.begun()); err != nil {
			return err
		}
		return w.record(audit.ReplySent, nil)
	})
}

const markAllRead = `UPDATE messages SET read_at = ? WHERE request_id = ? AND kind = 'in' AND read_at IS NULL`

// read counts everything that the person wrote as read by the desk; move writes it.
func (w *work) read() error {
	w.Unread = 0
	return w.WithContext(w.ctx).Exec(markAllRead, w.Now, w.ID).Error
}

// Read notes that somebody at the desk has read what the person wrote.
//
// Errors: store.ErrForbidden; store.ErrNotFound.
func (r *Register) Read(ctx context.Context, by access.Actor, reference string) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if w.Unread == 0 {
			return nil
		}
		if err := w.read(); err != nil {
			return err
		}
		if err := w.touch(); err != nil {
			return err
		}
		return w.record(audit.RequestRead, nil)
	})
}
