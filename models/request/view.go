package request

import (
	"context"
	"net/url"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// SavedView is a person's own way to look at the queue.
type SavedView struct {
	ID       int64
	PersonID int64
	Name     string
	Query    string // of a Filter
	SavedAt  time.Time
}

// Filter is what the view lets through.
func (v SavedView) Filter() Filter {
	query, err := url.ParseQuery(v.Query)
	if err != nil {
		return Filter{}
	}
	return FilterOf(query)
}

// ViewInput names the filter that is to be kept.
type ViewInput struct {
	Name string `form:"name"`

	Filter
}

const (
	maxViews    = 20 // of one person
	maxViewName = 40 // characters
)

// SaveView keeps the filter under a name of the person's own.
//
// Errors: store.Invalid; store.Refused when the name is taken or there are too many;
// store.ErrForbidden.
func (r *Register) SaveView(ctx context.Context, by access.Actor, in ViewInput) (SavedView, error) {
	view := SavedView{PersonID: by.ID, Name: in.Name, Query: in.Sound().Query().Encode()}
	err := r.Store.Write(ctx, by, access.ReadRequests, func(tx *store.Tx) error {
		switch {
		case in.Name == "":
			return store.Invalid{"name": "view.name.missing"}
		case utf8.RuneCountInString(in.Name) > maxViewName:
			return store.Invalid{"name": "view.name.long"}
		}
		n, err := gorm.G[SavedView](tx.DB).Where("person_id = ?", by.ID).Count(ctx, "*")
		if err != nil {
			return err
		}
		if n >= maxViews {
			return store.Refused("view.refused.many")
		}
		view.SavedAt = tx.Now
		if err := gorm.G[SavedView](tx.DB).Create(ctx, &view); err != nil {
			return err
		}
		return tx.Audit(audit.ViewSaved, view.Query, nil)
	})
	return view, err
}

// RemoveView forgets one of the person's own views.
//
// Errors: store.ErrNotFound, also for somebody else's; store.ErrForbidden.
func (r *Register) RemoveView(ctx context.Context, by access.Actor, id int64) error {
	return r.Store.Write(ctx, by, access.ReadRequests, func(tx *store.Tx) error {
		view, err := gorm.G[SavedView](tx.DB).Where("id = ? AND person_id = ?", id, by.ID).First(ctx)
		if err != nil {
			return err
		}
		if _, err := gorm.G[SavedView](tx.DB).Where("id = ?", id).Delete(ctx); err != nil {
			return err
		}
		return tx.Audit(audit.ViewRemoved, view.Query, nil)
	})
}

// Views are the person's own, by name.
func (r *Register) Views(ctx context.Context, by access.Actor) ([]SavedView, error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return nil, err
	}
	views, err := gorm.G[SavedView](db).Where("person_id = ?", by.ID).Order("name").Find(ctx)
	return views, store.Translate(err)
}
