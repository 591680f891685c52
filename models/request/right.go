package request

import (
	"context"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Right is one thing that a request asks for. Each is decided on its own.
type Right struct {
	ID        uuid.UUID
	RequestID int64
	Key       regime.Right
	Position  int    // in the order of the form
	Detail    []byte // sealed: what the person adds about this right
	DueOn     *civil.Date
}

// TableName says that rights are those of requests.
func (Right) TableName() string { return "request_rights" }

// Wish is a right as somebody asks for it.
type Wish struct {
	Key    regime.Right
	Detail string
}

func detailPlace(id uuid.UUID) string { return vault.Place("request_rights", "detail", id.String()) }

// OpenDetail is what the person added about the right.
func (r Right) OpenDetail(key vault.Key) (string, error) {
	return key.OpenText(detailPlace(r.ID), r.Detail)
}

// rightsOf reads the rights of a request in the order of the form.
func rightsOf(ctx context.Context, db *gorm.DB, requestID int64) ([]Right, error) {
	rights, err := gorm.G[Right](db).Where("request_id = ?", requestID).Order("position").Find(ctx)
	return rights, store.Translate(err)
}

// addRights writes the wishes of a new request.
func addRights(ctx context.Context, tx *store.Tx, key vault.Key, requestID int64, wishes []Wish) ([]Right, error) {
	rights := make([]Right, 0, len(wishes))
	for i, wish := range wishes {
		id, err := newID(tx)
		if err != nil {
			return nil, err
		}
		rights = append(rights, Right{ID: id, RequestID: requestID, Key: wish.Key, Position: i + 1,
			Detail: key.SealText(tx.Rand, detailPlace(id), wish.Detail)})
	}
	return rights, gorm.G[Right](tx.DB).CreateInBatches(ctx, &rights, len(rights))
}
