package cookie

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// Add adds an entry to a site's register.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's;
// store.Invalid; store.Refused when the same is declared already.
func (r *Register) Add(ctx context.Context, by access.Actor, siteID int64, in Input) (Cookie, error) {
	var made Cookie
	err := r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		if !by.MayOn(access.EditCookies, siteID) {
			return store.ErrNotFound
		}
		if err := entry.Begin(ctx, tx); err != nil {
			return err
		}
		said, err := in.entry(ctx, tx.DB, r.Categories())
		if err != nil {
			return err
		}
		made = Cookie{SiteID: siteID, Entry: said, Status: Active, Version: 1, CreatedAt: tx.Now, SavedAt: tx.Now}
		if err := gorm.G[Cookie](tx.DB).Create(ctx, &made); err != nil {
			return err
		}
		if err := keep(ctx, tx, entry.Added, nil, made); err != nil {
			return err
		}
		return tx.AuditOn(siteID, audit.CookieAdded, subject(made), map[string]any{"name": made.Name})
	})
	return made, err
}

// Save changes an entry.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid; store.Conflict for a
// late save; store.Refused when it was retired, or the same is declared already.
func (r *Register) Save(ctx context.Context, by access.Actor, id int64, in Input) (Cookie, error) {
	var saved Cookie
	err := r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if before.Status == Retired {
			return store.Refused("cookie.refused.retired")
		}
		if before.Version != in.Version {
			return store.Conflict{Version: before.Version, Theirs: in.differing(InputOf(before))}
		}
		said, err := in.entry(ctx, tx.DB, r.Categories())
		if err != nil {
			return err
		}
		saved = before
		saved.Entry = said
		return r.write(ctx, tx, entry.Changed, audit.CookieChanged, before, &saved)
	})
	return saved, err
}

// Retire takes an entry out of the next edition. It stays in the register.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Refused when it was retired.
func (r *Register) Retire(ctx context.Context, by access.Actor, id int64) error {
	return r.turn(ctx, by, id, Retired, entry.Ended, audit.CookieRetired)
}

// Restore takes a retired entry into the next edition again.
//
// Errors: as Retire; store.Refused when the same is declared by another entry.
func (r *Register) Restore(ctx context.Context, by access.Actor, id int64) error {
	return r.turn(ctx, by, id, Active, entry.Restored, audit.CookieChanged)
}

func (r *Register) turn(ctx context.Context, by access.Actor, id int64, to Status, act entry.Act, event audit.Event) error {
	return r.Store.Write(ctx, by, access.EditCookies, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if before.Status == to {
			return store.Refused("cookie.refused." + string(to))
		}
		after := before
		after.Status = to
		return r.write(ctx, tx, act, event, before, &after)
	})
}

// write stores a changed entry with its history. What did not change is not written.
func (r *Register) write(ctx context.Context, tx *store.Tx, act entry.Act, event audit.Event, before Cookie, after *Cookie) error {
	changes, err := compare(before, *after)
	if err != nil || len(changes) == 0 {
		return err
	}
	after.Version, after.SavedAt = before.Version+1, tx.Now
	if err := update(ctx, tx, *after); err != nil {
		return err
	}
	if err := keep(ctx, tx, act, &before, *after); err != nil {
		return err
	}
	return tx.AuditOn(after.SiteID, event, subject(*after), map[string]any{"name": after.Name, "fields": entry.Fields(changes)})
}

// update writes every column, empty ones too.
func update(ctx context.Context, tx *store.Tx, after Cookie) error {
	return tx.WithContext(ctx).Select("*").Omit("id", "site_id", "created_at").Where("id = ?", after.ID).Updates(&after).Error
}

func subject(c Cookie) string { return "cookie:" + strconv.FormatInt(c.ID, 10) }

// state is what a save keeps of an entry.
type state struct {
	Entry
	Status Status `json:"status"`
}

func stateOf(c *Cookie) *state {
	if c == nil {
		return nil
	}
	return &state{c.Entry, c.Status}
}

func compare(before, after Cookie) ([]entry.Change, error) {
	return entry.CompareEntries(stateOf(&before), stateOf(&after))
}

// keep records one save.
func keep(ctx context.Context, tx *store.Tx, act entry.Act, before *Cookie, after Cookie) error {
	save, err := newSave(act, before, after)
	if err != nil {
		return err
	}
	return entry.Keep(ctx, tx, []entry.Save{save})
}

func newSave(act entry.Act, before *Cookie, after Cookie) (entry.Save, error) {
	save := entry.Save{Register: register, EntryID: after.ID, Title: after.Name, SiteIDs: []int64{after.SiteID}, Act: act}
	return save, save.Hold(stateOf(before), stateOf(&after))
}

// History is the saves of an entry, newest first.
//
// Errors: store.ErrForbidden, store.ErrNotFound.
func (r *Register) History(ctx context.Context, actor access.Actor, id int64, cursor string) (Cookie, store.Page[entry.Save], error) {
	found, err := r.Get(ctx, actor, id)
	if err != nil {
		return Cookie{}, store.Page[entry.Save]{}, err
	}
	saves, err := entry.History(ctx, r.Store.DB, register, id, cursor)
	return found, saves, err
}
