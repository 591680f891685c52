package cookie

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// ListInput narrows the list.
type ListInput struct {
	Text     string `form:"q"` // part of a name, provider or domain
	Site     int64  `form:"site"`
	Category string `form:"category"` // key; "none" = not classified
	Status   Status `form:"status"`   // empty = active
	Cursor   string `form:"after"`
}

// Unclassified narrows the list to entries without a category.
const Unclassified = "none"

// pageSize is how many entries stand on one page of the list.
const pageSize = 50

// List is the entries of the actor's sites by name.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a cursor of somebody's own making.
func (r *Register) List(ctx context.Context, actor access.Actor, in ListInput) (store.Page[Cookie], error) {
	db, err := r.Store.Read(ctx, actor, access.ReadCookies)
	if err != nil {
		return store.Page[Cookie]{}, err
	}
	query := db.Model(&Cookie{})
	if in.Cursor != "" {
		var name string
		var id int64
		if err := store.ReadCursor(in.Cursor, &name, &id); err != nil {
			return store.Page[Cookie]{}, err
		}
		query = query.Where("(lower(name), id) > (?, ?)", name, id)
	}
	var rows []Cookie
	if err := narrowed(query, actor, in).Order("lower(name), id").Limit(pageSize + 1).Find(&rows).Error; err != nil {
		return store.Page[Cookie]{}, store.Translate(err)
	}
	page := store.Page[Cookie]{Items: rows}
	if len(rows) > pageSize {
		page.Items = rows[:pageSize]
		last := rows[pageSize-1]
		page.Next = store.Cursor(strings.ToLower(last.Name), last.ID)
	}
	return page, nil
}

// Count is how many entries the list has in all, whatever its page.
func (r *Register) Count(ctx context.Context, actor access.Actor, in ListInput) (int64, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadCookies)
	if err != nil {
		return 0, err
	}
	var n int64
	err = narrowed(db.Model(&Cookie{}), actor, in).Count(&n).Error
	return n, store.Translate(err)
}

// narrowed is the query for the actor's sites and the filters.
func narrowed(query *gorm.DB, actor access.Actor, in ListInput) *gorm.DB {
	if sites, all := actor.Sites(access.ReadCookies); !all {
		query = query.Where("site_id IN ?", sites)
	}
	if in.Site != 0 {
		query = query.Where("site_id = ?", in.Site)
	}
	if in.Status == "" {
		in.Status = Active
	}
	query = query.Where("status = ?", in.Status)
	switch in.Category {
	case "":
	case Unclassified:
		query = query.Where("category IS NULL")
	default:
		query = query.Where("category = ?", in.Category)
	}
	if in.Text != "" {
		like := entry.Like(in.Text)
		query = query.Where("(name ILIKE ? OR provider ILIKE ? OR array_to_string(domains, ' ') ILIKE ?)", like, like, like)
	}
	return query
}
