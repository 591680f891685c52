package processor

import (
	"context"
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// Add adds an entry.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a site that is not the actor's;
// store.Invalid; store.Refused when the company is listed already.
func (r *Register) Add(ctx context.Context, by access.Actor, in Input) (Processor, error) {
	var made Processor
	err := r.Store.Write(ctx, by, access.EditProcessors, func(tx *store.Tx) error {
		if err := entry.Begin(ctx, tx); err != nil {
			return err
		}
		said, err := in.entry(ctx, tx.DB, r.Categories(), Entry{})
		if err != nil {
			return err
		}
		if !onEverySite(by, said.SiteIDs) {
			return store.ErrNotFound
		}
		made, err = add(ctx, tx, said)
		if err != nil {
			return err
		}
		return tx.Audit(audit.ProcessorAdded, subject(made), map[string]any{"name": made.Name, "sites": made.SiteIDs})
	})
	return made, err
}

// Save changes an entry.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid; store.Conflict for a
// late save; store.Refused when it has ended, or the company is listed already.
func (r *Register) Save(ctx context.Context, by access.Actor, id int64, in Input) (Processor, error) {
	return r.change(ctx, by, id, audit.ProcessorChanged, func(tx *store.Tx, before Processor) (Entry, error) {
		if before.Status == Ended {
			return Entry{}, store.Refused("processor.refused.ended")
		}
		if before.Version != in.Version {
			return Entry{}, store.Conflict{Version: before.Version, Theirs: in.differing(InputOf(before))}
		}
		return in.entry(ctx, tx.DB, r.Categories(), before.Entry)
	})
}

// EndInput is what a person states to end an entry.
type EndInput struct {
	LastDay civil.Date `form:"last_day"`
}

// End takes an entry out of the next edition, after its last day. It stays in the
// register.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid without a day that has
// come, store.Refused when it has ended.
func (r *Register) End(ctx context.Context, by access.Actor, id int64, today civil.Date, in EndInput) error {
	_, err := r.change(ctx, by, id, audit.ProcessorRetired, func(_ *store.Tx, before Processor) (Entry, error) {
		switch {
		case before.Status == Ended:
			return Entry{}, store.Refused("processor.refused.ended")
		case !in.LastDay.IsValid():
			return Entry{}, store.Invalid{"last_day": "processor.last_day.missing"}
		case in.LastDay.After(today):
			return Entry{}, store.Invalid{"last_day": "processor.last_day.future"}
		case before.FirstDay != nil && in.LastDay.Before(*before.FirstDay):
			return Entry{}, store.Invalid{"last_day": "processor.last_day.early"}
		}
		after := before.Entry
		after.Status, after.LastDay = Ended, &in.LastDay
		return after, nil
	})
	return err
}

// Restore makes an ended entry active again.
//
// Errors: as End; store.Refused when the company is listed by another entry.
func (r *Register) Restore(ctx context.Context, by access.Actor, id int64) error {
	_, err := r.change(ctx, by, id, audit.ProcessorChanged, func(_ *store.Tx, before Processor) (Entry, error) {
		if before.Status != Ended {
			return Entry{}, store.Refused("processor.refused.not_ended")
		}
		after := before.Entry
		after.Status, after.LastDay = Active, nil
		return after, nil
	})
	return err
}

// change locks an entry, lets to say what it becomes, and stores that with its history.
func (r *Register) change(ctx context.Context, by access.Actor, id int64, event audit.Event, to func(*store.Tx, Processor) (Entry, error)) (Processor, error) {
	var after Processor
	err := r.Store.Write(ctx, by, access.EditProcessors, func(tx *store.Tx) error {
		if err := entry.Begin(ctx, tx); err != nil {
			return err
		}
		before, err := one(tx.WithContext(ctx), columns+`WHERE p.id = ? FOR UPDATE OF p`, id)
		if err != nil {
			return err
		}
		if !onEverySite(by, before.SiteIDs) {
			return store.ErrNotFound
		}
		after = before
		if after.Entry, err = to(tx, before); err != nil {
			return err
		}
		if !onEverySite(by, after.SiteIDs) {
			return store.ErrNotFound
		}
		changes, err := entry.CompareEntries(before.Entry, after.Entry)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := update(ctx, tx, before, &after); err != nil {
			return err
		}
		return tx.Audit(event, subject(after), map[string]any{"name": after.Name, "sites": after.SiteIDs, "fields": entry.Fields(changes)})
	})
	return after, err
}

func subject(p Processor) string { return "processor:" + strconv.FormatInt(p.ID, 10) }

// add stores a new entry with its history.
func add(ctx context.Context, tx *store.Tx, said Entry) (Processor, error) {
	made := Processor{Entry: said, Version: 1, CreatedAt: tx.Now, SavedAt: tx.Now}
	if err := gorm.G[Processor](tx.DB).Create(ctx, &made); err != nil {
		return Processor{}, err
	}
	made.Entry = said // what Create does not write it may have emptied
	if err := writeParts(ctx, tx, made); err != nil {
		return Processor{}, err
	}
	return made, keep(ctx, tx, nil, made)
}

// update stores a changed entry with its history.
func update(ctx context.Context, tx *store.Tx, before Processor, after *Processor) error {
	after.Version, after.SavedAt = before.Version+1, tx.Now
	row := *after
	if err := tx.WithContext(ctx).Select("*").Omit("id", "created_at").Where("id = ?", after.ID).Updates(&row).Error; err != nil {
		return err
	}
	if err := writeParts(ctx, tx, *after); err != nil {
		return err
	}
	return keep(ctx, tx, &before, *after)
}

// writeParts replaces sites, categories and transfers.
func writeParts(ctx context.Context, tx *store.Tx, p Processor) error {
	db := tx.WithContext(ctx)
	for _, emptied := range []string{
		`DELETE FROM processor_sites WHERE processor_id = ?`, `DELETE FROM processor_categories WHERE processor_id = ?`,
		`DELETE FROM processor_transfers WHERE processor_id = ?`,
	} {
		if err := db.Exec(emptied, p.ID).Error; err != nil {
			return err
		}
	}
	for _, site := range p.SiteIDs {
		if err := db.Exec(`INSERT INTO processor_sites (processor_id, site_id) VALUES (?, ?)`, p.ID, site).Error; err != nil {
			return err
		}
	}
	for _, category := range p.Categories {
		if err := db.Exec(`INSERT INTO processor_categories (processor_id, category) VALUES (?, ?)`, p.ID, category).Error; err != nil {
			return err
		}
	}
	transfers := slices.Clone(p.Transfers)
	if len(transfers) == 0 {
		return nil
	}
	for i := range transfers {
		transfers[i].ProcessorID = p.ID
	}
	return gorm.G[Transfer](tx.DB).CreateInBatches(ctx, &transfers, len(transfers))
}

// keep records one save. It changes the editions of the sites before and after.
func keep(ctx context.Context, tx *store.Tx, before *Processor, after Processor) error {
	save := entry.Save{Register: register, EntryID: after.ID, Title: after.Name, SiteIDs: slices.Clone(after.SiteIDs), Act: entry.Added}
	var old *Entry
	if before != nil {
		old = &before.Entry
		save.Act = actOf(before.Status, after.Status)
		for _, site := range before.SiteIDs {
			if !slices.Contains(save.SiteIDs, site) {
				save.SiteIDs = append(save.SiteIDs, site)
			}
		}
	}
	if err := save.Hold(old, after.Entry); err != nil {
		return err
	}
	return entry.Keep(ctx, tx, []entry.Save{save})
}

func actOf(before, after Status) entry.Act {
	switch {
	case before != Ended && after == Ended:
		return entry.Ended
	case before == Ended && after != Ended:
		return entry.Restored
	}
	return entry.Changed
}

// History is the saves of an entry, newest first.
//
// Errors: store.ErrForbidden, store.ErrNotFound.
func (r *Register) History(ctx context.Context, actor access.Actor, id int64, cursor string) (Processor, store.Page[entry.Save], error) {
	found, err := r.Get(ctx, actor, id)
	if err != nil {
		return Processor{}, store.Page[entry.Save]{}, err
	}
	saves, err := entry.History(ctx, r.Store.DB, register, id, cursor)
	return found, saves, err
}
