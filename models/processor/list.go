package processor

import (
	"context"
	"strings"

	"privacydesk/models/access"
	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// ListInput narrows the list.
type ListInput struct {
	Text     string `form:"q"` // part of a name
	Site     int64  `form:"site"`
	Category string `form:"category"` // key; "none" = in no category
	Status   Status `form:"status"`   // empty = all that have not ended
	Cursor   string `form:"after"`
}

// Uncategorised narrows the list to entries in no category.
const Uncategorised = "none"

// pageSize is how many entries stand on one page of the list.
const pageSize = 50

// narrowed is for the actor's sites and the filters: all sites, site ids, site, site,
// status, status, category, category, category, text, text.
const narrowed = `WHERE (? OR EXISTS (SELECT FROM processor_sites s WHERE s.processor_id = p.id AND s.site_id IN ?))
  AND (? = 0 OR EXISTS (SELECT FROM processor_sites s WHERE s.processor_id = p.id AND s.site_id = ?))
  AND CASE WHEN ? = '' THEN p.status <> 'ended' ELSE p.status = ? END
  AND CASE ? WHEN '' THEN true WHEN 'none' THEN NOT EXISTS (SELECT FROM processor_categories c WHERE c.processor_id = p.id)
      ELSE EXISTS (SELECT FROM processor_categories c WHERE c.processor_id = p.id AND c.category = ?) END
  AND (p.name ILIKE ? OR p.legal_name ILIKE ?) `

func (in ListInput) args(actor access.Actor) []any {
	sites, all := actor.Sites(access.ReadProcessors)
	like := entry.Like(in.Text)
	return []any{all, sites, in.Site, in.Site, string(in.Status), string(in.Status), in.Category, in.Category, like, like}
}

// List is the entries on the actor's sites by name.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a cursor of somebody's own making.
func (r *Register) List(ctx context.Context, actor access.Actor, in ListInput) (store.Page[Processor], error) {
	db, err := r.Store.Read(ctx, actor, access.ReadProcessors)
	if err != nil {
		return store.Page[Processor]{}, err
	}
	var name string
	var id int64
	if in.Cursor != "" {
		if err := store.ReadCursor(in.Cursor, &name, &id); err != nil {
			return store.Page[Processor]{}, err
		}
	}
	rows, err := several(db, columns+narrowed+`AND (lower(p.name), p.id) > (?, ?) ORDER BY lower(p.name), p.id LIMIT ?`,
		append(in.args(actor), name, id, pageSize+1)...)
	if err != nil {
		return store.Page[Processor]{}, err
	}
	page := store.Page[Processor]{Items: rows}
	if len(rows) > pageSize {
		page.Items = rows[:pageSize]
		last := rows[pageSize-1]
		page.Next = store.Cursor(strings.ToLower(last.Name), last.ID)
	}
	return page, nil
}

// Count is how many entries the list has in all, whatever its page.
func (r *Register) Count(ctx context.Context, actor access.Actor, in ListInput) (int64, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadProcessors)
	if err != nil {
		return 0, err
	}
	var n int64
	err = db.Raw(`SELECT count(*) FROM processors p `+narrowed, in.args(actor)...).Scan(&n).Error
	return n, store.Translate(err)
}
