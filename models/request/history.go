package request

import (
	"context"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Happened is one event of a case's history, as the audit log has it.
type Happened struct {
	ID        int64
	At        time.Time
	ActorKind string
	ActorID   int64
	Action    audit.Event
	Detail    string // JSON
}

const history = `SELECT id, at, actor_kind, actor_id, action, detail::text AS detail FROM audit_events
WHERE subject = ? AND id < ? ORDER BY id DESC LIMIT ?`

const historyPage = 100

// History is what happened to a case, newest first.
//
// Errors: as Case; store.ErrNotFound for a cursor that was not ours.
func (r *Register) History(ctx context.Context, by access.Actor, reference, cursor string) (store.Page[Happened], error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return store.Page[Happened]{}, err
	}
	if _, err := find(ctx, db, by, access.ReadRequests, reference); err != nil {
		return store.Page[Happened]{}, err
	}
	before := int64(1<<63 - 1)
	if cursor != "" {
		if err := store.ReadCursor(cursor, &before); err != nil {
			return store.Page[Happened]{}, err
		}
	}
	var page store.Page[Happened]
	if err := db.Raw(history, reference, before, historyPage+1).Scan(&page.Items).Error; err != nil {
		return store.Page[Happened]{}, store.Translate(err)
	}
	if len(page.Items) > historyPage {
		page.Items = page.Items[:historyPage]
		page.Next = store.Cursor(page.Items[historyPage-1].ID)
	}
	return page, nil
}
