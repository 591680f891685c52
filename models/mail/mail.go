package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// State is where a letter stands.
type State string

const (
	Waiting State = "waiting" // a job will send it
	Sent    State = "sent"
	Kept    State = "kept"   // no mail server is configured: nothing leaves
	Failed  State = "failed" // given up after several tries
)

// Mail is a row of the outbox.
type Mail struct {
	ID        uuid.UUID
	SiteID    int64
	KeyID     uuid.UUID
	Kind      string // key of its words: "mail.<kind>.subject" and ".text"
	Locale    string
	Recipient []byte // sealed
	Params    []byte // sealed JSON: name → value for the words
	MessageID string // given before the first try, so that a second try is known as the same mail
	State     State
	CreatedAt time.Time
	SettledAt *time.Time
}

// Letter is what a register wants to say to somebody.
type Letter struct {
	SiteID int64
	Kind   string
	Locale string
	To     string
	Params map[string]string
}

// SendArgs is the job that sends one mail.
type SendArgs struct {
	MailID uuid.UUID `json:"mail_id"`
}

// Kind names the job.
func (SendArgs) Kind() string { return "mail.send" }

// Post puts the letter into the outbox, sealed under its owner's key, and enqueues
// the job that sends it.
func Post(ctx context.Context, tx *store.Tx, key vault.Key, letter Letter) error {
	id, err := uuid.NewRandomFromReader(tx.Rand)
	if err != nil {
		return fmt.Errorf("name a mail: %w", err)
	}
	params, err := json.Marshal(letter.Params)
	if err != nil {
		return fmt.Errorf("pack the words of a mail: %w", err)
	}
	row := Mail{
		ID: id, SiteID: letter.SiteID, KeyID: key.ID, Kind: letter.Kind, Locale: letter.Locale,
		Recipient: key.SealText(tx.Rand, place("recipient", id), letter.To),
		Params:    key.Seal(tx.Rand, place("params", id), params),
		MessageID: id.String(), State: Waiting, CreatedAt: tx.Now,
	}
	if err := gorm.G[Mail](tx.DB).Create(ctx, &row); err != nil {
		return fmt.Errorf("post a mail: %w", err)
	}
	return tx.Enqueue(ctx, SendArgs{MailID: id}, nil)
}

func place(column string, id uuid.UUID) string { return vault.Place("mails", column, id.String()) }

// Outbox reads letters again: to send them, and to show them to administrators.
type Outbox struct {
	Store *store.Store
	Vault *vault.Vault
}

// Load is the mail with its letter in clear, for the job that sends it.
//
// Errors: store.ErrNotFound when it or its owner's key was erased.
func (o *Outbox) Load(ctx context.Context, id uuid.UUID) (Mail, Letter, error) {
	row, err := gorm.G[Mail](o.Store.DB).Where("id = ?", id).First(ctx)
	if err != nil {
		return Mail{}, Letter{}, store.Translate(err)
	}
	key, err := o.Vault.Open(ctx, o.Store.DB, row.KeyID)
	if err != nil {
		return Mail{}, Letter{}, err
	}
	letter, err := row.open(key)
	return row, letter, err
}

func (m Mail) open(key vault.Key) (Letter, error) {
	to, err := key.OpenText(place("recipient", m.ID), m.Recipient)
	if err != nil {
		return Letter{}, err
	}
	packed, err := key.Open(place("params", m.ID), m.Params)
	if err != nil {
		return Letter{}, err
	}
	letter := Letter{SiteID: m.SiteID, Kind: m.Kind, Locale: m.Locale, To: to}
	if err := json.Unmarshal(packed, &letter.Params); err != nil {
		return Letter{}, fmt.Errorf("unpack mail %s: %w", m.ID, err)
	}
	return letter, nil
}

// Settle records how a mail ended that waits, or that was given up and tried again.
func (o *Outbox) Settle(ctx context.Context, id uuid.UUID, state State) error {
	now := o.Store.Now()
	_, err := gorm.G[Mail](o.Store.DB).Where("id = ? AND state IN ?", id, []State{Waiting, Failed}).
		Updates(ctx, Mail{State: state, SettledAt: &now})
	return store.Translate(err)
}

// Entry is a mail as the outbox page lists it.
type Entry struct {
	Mail
	Letter Letter
}

const newestMails = `SELECT m.*, k.master, k.wrapped FROM mails m JOIN vault_keys k ON k.id = m.key_id
WHERE (? OR m.site_id IN ?) AND (m.created_at, m.id) < (?, ?) ORDER BY m.created_at DESC, m.id DESC LIMIT ?`

const pageSize = 50

// List is the outbox, newest first, of the sites that an administrator has.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a cursor that was not ours.
func (o *Outbox) List(ctx context.Context, actor access.Actor, cursor string) (store.Page[Entry], error) {
	db, err := o.Store.Read(ctx, actor, access.ReadMail)
	if err != nil {
		return store.Page[Entry]{}, err
	}
	sites, all := actor.Sites(access.ReadMail)
	at, id := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), uuid.Max // later than any mail, whatever the clock does
	if cursor != "" {
		if err := store.ReadCursor(cursor, &at, &id); err != nil {
			return store.Page[Entry]{}, err
		}
	}
	var rows []struct {
		Mail    `gorm:"embedded"`
		Master  string
		Wrapped []byte
	}
	if err := db.Raw(newestMails, all, sites, at, id, pageSize+1).Scan(&rows).Error; err != nil {
		return store.Page[Entry]{}, store.Translate(err)
	}
	var page store.Page[Entry]
	for i, row := range rows {
		if i == pageSize {
			last := page.Items[i-1]
			page.Next = store.Cursor(last.CreatedAt, last.ID)
			break
		}
		key, err := o.Vault.Unwrap(row.KeyID, row.Master, row.Wrapped)
		if err != nil {
			return store.Page[Entry]{}, err
		}
		letter, err := row.open(key)
		if err != nil {
			return store.Page[Entry]{}, err
		}
		page.Items = append(page.Items, Entry{row.Mail, letter})
	}
	return page, nil
}
