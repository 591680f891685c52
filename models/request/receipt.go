package request

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/site"
	"privacydesk/models/store"
)

// formKey is a row of form_keys.
type formKey struct {
	KeyHash     []byte
	RequestID   int64
	ContentHash []byte
	CreatedAt   time.Time
}

// Receipt is the page that a sent form leads to: a token that is in its address and
// of which only the hash is stored. It lives for half an hour.
type Receipt struct {
	Token string `gorm:"-"`

	TokenHash []byte
	RequestID int64
	ExpiresAt time.Time
}

const receiptLasts = 30 * time.Minute

func newReceipt(ctx context.Context, tx *store.Tx, requestID int64) (Receipt, error) {
	token, hash, err := newToken(tx)
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Token: token, TokenHash: hash, RequestID: requestID, ExpiresAt: tx.Now.Add(receiptLasts)}
	return receipt, gorm.G[Receipt](tx.DB).Create(ctx, &receipt)
}

// Acknowledged is what the receipt page says.
type Acknowledged struct {
	Reference  string
	Email      string // masked; empty when none was given
	ReceivedAt time.Time
	DueOn      *civil.Date
	Confirmed  bool // the address was shown to be the person's
}

// Acknowledge reads what a receipt's page says.
//
// Errors: store.ErrNotFound when there is no such receipt, or no more, on this site.
func (r *Register) Acknowledge(ctx context.Context, of site.Site, token string) (Acknowledged, error) {
	db := r.Store.DB.WithContext(ctx)
	receipt, err := gorm.G[Receipt](db).Where("token_hash = ? AND expires_at > ?", hashToken(token), r.Store.Now()).First(ctx)
	if err != nil {
		return Acknowledged{}, store.Translate(err)
	}
	request, err := gorm.G[Request](db).Where("id = ? AND site_id = ?", receipt.RequestID, of.ID).First(ctx)
	if err != nil {
		return Acknowledged{}, store.Translate(err)
	}
	key, err := r.key(ctx, db, request)
	if err != nil {
		return Acknowledged{}, err
	}
	person, err := openPerson(key, request.Requester)
	if err != nil {
		return Acknowledged{}, err
	}
	return Acknowledged{request.Reference, MaskEmail(person.Email), request.ReceivedAt, request.DueOn, request.ConfirmedAt != nil}, nil
}
