package request

import (
	"context"
	"encoding/hex"
	"io"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// File is something handed up or down. Its content lies sealed in the blob store.
type File struct {
	ID         uuid.UUID
	Seq        int64 `gorm:"->"`
	RequestID  int64
	MessageID  *uuid.UUID // with which it came
	Direction  Direction
	Blob       string // name in the blob store
	DataKey    []byte // sealed: opens the blob
	Name       []byte // sealed
	SHA256     []byte `gorm:"column:sha256"` // sealed: of the content in clear
	MediaType  string
	Size       int64 // bytes
	Scan       Scan
	AttachedBy *int64 // nil: who asks
	AttachedAt time.Time
}

// Direction says who may see a file.
type Direction string

// The directions. What is internal never leaves the desk.
const (
	FileIn       Direction = "in"
	FileOut      Direction = "out"
	FileInternal Direction = "internal"
)

func filePlace(column string, id uuid.UUID) string { return vault.Place("files", column, id.String()) }

// OpenName is the file's name as its sender gave it.
func (f File) OpenName(key vault.Key) (string, error) {
	return key.OpenText(filePlace("name", f.ID), f.Name)
}

// OpenSum is the SHA-256 of the content in lower-case hex.
func (f File) OpenSum(key vault.Key) (string, error) {
	sum, err := key.Open(filePlace("sha256", f.ID), f.SHA256)
	return hex.EncodeToString(sum), err
}

// addFiles writes what was received before the transaction as files of the request.
func (r *Register) addFiles(ctx context.Context, tx *store.Tx, key vault.Key, requestID int64, file File, uploads []Upload) ([]File, error) {
	if err := claim(ctx, tx, uploads); err != nil {
		return nil, err
	}
	files := make([]File, 0, len(uploads))
	for _, upload := range uploads {
		id, err := newID(tx)
		if err != nil {
			return nil, err
		}
		file.ID, file.RequestID, file.AttachedAt = id, requestID, tx.Now
		file.Blob, file.MediaType, file.Size, file.Scan = upload.blob, upload.MediaType, upload.Size, upload.scan
		file.DataKey = key.Seal(tx.Rand, filePlace("data_key", id), upload.key)
		file.Name = key.SealText(tx.Rand, filePlace("name", id), upload.Name)
		file.SHA256 = key.Seal(tx.Rand, filePlace("sha256", id), upload.sum)
		if err := gorm.G[File](tx.DB).Create(ctx, &file); err != nil {
			return nil, err
		}
		if err := r.addWords(ctx, tx, requestID, upload.Name); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// openFile is the file's content in clear. The caller has checked who asks. A large
// file is read for as long as it moves, longer than a handler may otherwise take.
func (r *Register) openFile(ctx context.Context, key vault.Key, file File) (io.ReadCloser, error) {
	dataKey, err := key.Open(filePlace("data_key", file.ID), file.DataKey)
	if err != nil {
		return nil, err
	}
	return r.Blobs.Get(context.WithoutCancel(ctx), file.Blob, dataKey)
}

// filesOf reads the files of a request, oldest first.
func filesOf(ctx context.Context, db *gorm.DB, requestID int64) ([]File, error) {
	files, err := gorm.G[File](db).Where("request_id = ?", requestID).Order("seq").Find(ctx)
	return files, store.Translate(err)
}
