package entry

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/store"
)

// Act is what a save did to an entry.
type Act string

const (
	Added    Act = "added"
	Changed  Act = "changed"
	Ended    Act = "ended"
	Restored Act = "restored"
)

// Save is one save of an entry. Saves are never changed or removed.
type Save struct {
	ID       int64
	Register string  // "cookies", "cookie_categories", "processors", "recipient_categories"
	EntryID  int64   // within the register
	Title    string  // what the entry was called then
	SiteIDs  []int64 `gorm:"serializer:bigintarray"` // whose editions it changes; empty = every site's
	Act      Act
	SavedBy  int64 // a person; 0 = the portal's own commands
	SavedAt  time.Time
	Before   *string // JSON of the entry; nil when it was added
	After    string
}

// TableName is where saves of all registers lie.
func (Save) TableName() string { return "entry_saves" }

// Begin lets a save wait for those who prepare an edition or import a list, and them for
// it. It comes before any entry is locked, so that the two never wait for each other.
func Begin(ctx context.Context, tx *store.Tx) error {
	return tx.WithContext(ctx).Exec(`SELECT pg_advisory_xact_lock_shared(hashtext(?))`, savesLock).Error
}

// Keep records saves with the entry before and after, in the register's transaction.
func Keep(ctx context.Context, tx *store.Tx, saves []Save) error {
	for i := range saves {
		saves[i].SavedBy, saves[i].SavedAt = tx.Actor.ID, tx.Now
	}
	if len(saves) == 0 {
		return nil
	}
	if err := Begin(ctx, tx); err != nil {
		return err
	}
	return gorm.G[Save](tx.DB).CreateInBatches(ctx, &saves, 500)
}

// Hold puts the entry before (a nil pointer when it is new) and after into the save.
func (s *Save) Hold(before, after any) error {
	var err error
	if s.After, err = Snapshot(after); err != nil {
		return err
	}
	old, err := Snapshot(before)
	if old != "null" {
		s.Before = &old
	}
	return err
}

// Snapshot is an entry as a save keeps it.
func Snapshot(entry any) (string, error) {
	encoded, err := json.Marshal(entry)
	if err != nil {
		return "", fmt.Errorf("keep an entry: %w", err)
	}
	return string(encoded), nil
}

// savesLock is shared by those who save and taken alone by who prepares an edition,
// so that no save is still on its way, with a lower number, when authors are counted.
const savesLock = "entry saves"

// historyPage is how many saves stand on one page of an entry's history.
const historyPage = 25

// History is the saves of one entry, newest first.
func History(ctx context.Context, db *gorm.DB, register string, entryID int64, cursor string) (store.Page[Save], error) {
	query := gorm.G[Save](db).Where("register = ? AND entry_id = ?", register, entryID)
	if cursor != "" {
		var below int64
		if err := store.ReadCursor(cursor, &below); err != nil {
			return store.Page[Save]{}, err
		}
		query = query.Where("id < ?", below)
	}
	saves, err := query.Order("id DESC").Limit(historyPage + 1).Find(ctx)
	if err != nil {
		return store.Page[Save]{}, store.Translate(err)
	}
	page := store.Page[Save]{Items: saves}
	if len(saves) > historyPage {
		page.Items = saves[:historyPage]
		page.Next = store.Cursor(saves[historyPage-1].ID)
	}
	return page, nil
}
