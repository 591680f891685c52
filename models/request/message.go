package request

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Message is one thing that was said: by the person, to the person, or among staff.
type Message struct {
	ID        uuid.UUID
	Seq       int64 `gorm:"->"` // order
	RequestID int64
	Kind      MessageKind
	Channel   Channel // by which it came; FromDesk for what staff write
	AuthorID  *int64  // of the person at the desk; nil: who asks
	Body      []byte  // sealed
	SentAt    time.Time
	ReadAt    *time.Time // by the other side
}

// MessageKind says which way a message goes.
type MessageKind string

// The kinds. A note is never sent.
const (
	In   MessageKind = "in"
	Out  MessageKind = "out"
	Note MessageKind = "note"
)

// CameOn is the local day on which a message reached us that staff entered from paper
// or by ear; false for what came here by itself, whose moment is known.
func (r Request) CameOn(message Message) (civil.Date, bool) {
	if message.Kind != In || message.Channel == Web || message.Channel == FromDesk {
		return civil.Date{}, false
	}
	return r.Today(r.ReceivedAt), true // only the first message of a case is entered
}

// FromDesk is the channel of what staff write here.
const FromDesk Channel = "desk"

func bodyPlace(id uuid.UUID) string { return vault.Place("messages", "body", id.String()) }

// OpenBody is the message in clear.
func (m Message) OpenBody(key vault.Key) (string, error) {
	return key.OpenText(bodyPlace(m.ID), m.Body)
}

// addMessage writes a message and lets its words be found.
func (r *Register) addMessage(ctx context.Context, tx *store.Tx, key vault.Key, message Message, body string) (Message, error) {
	id, err := newID(tx)
	if err != nil {
		return Message{}, err
	}
	message.ID, message.SentAt = id, tx.Now
	message.Body = key.SealText(tx.Rand, bodyPlace(id), body)
	if err := gorm.G[Message](tx.DB).Create(ctx, &message); err != nil {
		return Message{}, err
	}
	return message, r.addWords(ctx, tx, message.RequestID, body)
}

// messagesOf reads the messages of a request, oldest first, without notes unless
// they are wanted.
func messagesOf(ctx context.Context, db *gorm.DB, requestID int64, notes bool) ([]Message, error) {
	query := gorm.G[Message](db).Where("request_id = ?", requestID)
	if !notes {
		query = query.Where("kind <> ?", Note)
	}
	messages, err := query.Order("seq").Find(ctx)
	return messages, store.Translate(err)
}
