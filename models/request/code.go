package request

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// TrackingCode is a one-time code of eight digits, mailed to whoever made the
// request. It opens one case, once, for ten minutes, and lets itself be tried five
// times (security E3). The page where it is entered has a token of its own in its
// address, since no public address holds a reference.
type TrackingCode struct {
	ID        uuid.UUID
	TokenHash []byte
	RequestID *int64 // nil: there is no request of that reference here
	SiteID    int64
	Purpose   string
	CodeHash  []byte // keyed; nil until the job has made the code
	Tries     int
	ExpiresAt time.Time
	UsedAt    *time.Time
}

const (
	toTrack    = "track"
	codeLasts  = 10 * time.Minute
	codeTries  = 5
	codesEach  = 5 // for one reference in a quarter of an hour
	refuseCode = store.Refused("code.refused")
)

// CodeArgs is the job that makes and mails a code.
type CodeArgs struct {
	CodeID uuid.UUID `json:"code_id"`
}

// Kind names the job.
func (CodeArgs) Kind() string { return "request.code" }

// CodeInput is what a person states to open a case.
type CodeInput struct {
	Reference string `form:"reference"`
}

// AskCode has a code mailed to the address that the request was made with, and tells
// the token of the page where it is entered. For a reference that is not there it
// does the same work and says the same.
//
// Errors: store.Invalid for what cannot be a reference; store.TooMany;
// store.ErrUnavailable.
func (r *Register) AskCode(ctx context.Context, by access.Actor, of site.Site, in CodeInput) (token string, err error) {
	reference, err := readReference(in.Reference)
	if err != nil {
		return "", err
	}
	if err := r.Store.Limit(ctx, r.Vault.Lookup("codes of", reference), codesEach, limitedByQuarter); err != nil {
		return "", err
	}
	err = r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		code := TrackingCode{SiteID: of.ID, Purpose: toTrack, ExpiresAt: tx.Now.Add(codeLasts)}
		if token, code.TokenHash, err = newToken(tx); err != nil {
			return err
		}
		if code.ID, err = newID(tx); err != nil {
			return err
		}
		found, err := gorm.G[Request](tx.DB).Select("id").Where("reference = ? AND site_id = ?", reference, of.ID).Find(ctx)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			code.RequestID = &found[0].ID
		}
		if err := gorm.G[TrackingCode](tx.DB).Create(ctx, &code); err != nil {
			return err
		}
		return tx.Enqueue(ctx, CodeArgs{code.ID}, nil)
	})
	return token, err
}

// readReference is a reference as people copy it: small letters, without strokes.
func readReference(typed string) (string, error) {
	letters := strings.Map(func(r rune) rune {
		if strings.ContainsRune(alphabet, r) {
			return r
		}
		return -1
	}, strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(typed)), "PD"))
	switch {
	case strings.TrimSpace(typed) == "":
		return "", store.Invalid{"reference": "code.reference.missing"}
	case len(letters) != 12 || len(typed) > 40:
		return "", store.Invalid{"reference": "code.reference.format"}
	}
	return "PD-" + letters[:4] + "-" + letters[4:8] + "-" + letters[8:], nil
}

// SendCode makes the code and mails it, for the job. Without a request, without an
// address, or when it was made before, there is nothing to do.
func (r *Register) SendCode(ctx context.Context, id uuid.UUID) error {
	return r.Store.Write(ctx, access.Operator, access.Anyone, func(tx *store.Tx) error {
		row, err := gorm.G[TrackingCode](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).First(ctx)
		if err != nil || row.RequestID == nil || row.CodeHash != nil {
			return nothingToDo(err)
		}
		request, err := gorm.G[Request](tx.DB).Where("id = ?", *row.RequestID).First(ctx)
		if err != nil || !request.HasEmail || request.KeyID == nil {
			return nothingToDo(err)
		}
		key, err := r.key(ctx, tx.DB, request)
		if err != nil {
			return err
		}
		code, err := newCode(tx)
		if err != nil {
			return err
		}
		_, err = gorm.G[TrackingCode](tx.DB).Where("id = ?", id).
			Updates(ctx, TrackingCode{CodeHash: r.hashCode(row.ID, code), ExpiresAt: tx.Now.Add(codeLasts)})
		if err != nil {
			return err
		}
		if err := r.writeTo(ctx, tx, key, request, "tracking_code", map[string]string{"code": code}); err != nil {
			return err
		}
		return tx.AuditOn(request.SiteID, audit.CodeSent, request.Reference, nil)
	})
}

func nothingToDo(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	return err
}

func (r *Register) hashCode(id uuid.UUID, code string) []byte {
	sum := hmac.New(sha256.New, r.Vault.Purpose("codes"))
	sum.Write(id[:])
	sum.Write([]byte(code))
	return sum.Sum(nil)
}

// EntryInput is the code as somebody enters it.
type EntryInput struct {
	Code string `form:"code"`
}

// One statement counts the try and reads what it is compared with, so that parallel
// tries cannot slip past each other.
const countEntry = `UPDATE tracking_codes SET tries = tries + 1
WHERE token_hash = ? AND site_id = ? AND purpose = ? AND tries < ? AND used_at IS NULL AND expires_at > ? RETURNING *`

// EnterCode opens the case of the code and tells the token of the session. It also
// shows that the address is the person's.
//
// Errors: store.Invalid for an empty code; store.Refused, in the same words whether
// the code was wrong, used, too old, tried too often, or the reference never was.
func (r *Register) EnterCode(ctx context.Context, by access.Actor, of site.Site, token string, in EntryInput) (session string, err error) {
	code := strings.ReplaceAll(strings.TrimSpace(in.Code), " ", "")
	if code == "" {
		return "", store.Invalid{"code": "code.code.missing"}
	}
	err = r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		var rows []TrackingCode
		err := tx.WithContext(ctx).Raw(countEntry, hashToken(token), of.ID, toTrack, codeTries, tx.Now).Scan(&rows).Error
		if err != nil {
			return err
		}
		row := TrackingCode{ID: uuid.Nil, CodeHash: make([]byte, sha256.Size)}
		if len(rows) > 0 {
			row = rows[0]
		}
		right := hmac.Equal(r.hashCode(row.ID, code), row.CodeHash)
		if !right || row.RequestID == nil {
			return r.refuseEntry(ctx, tx, row, of)
		}
		if _, err := gorm.G[TrackingCode](tx.DB).Where("id = ?", row.ID).Update(ctx, "used_at", tx.Now); err != nil {
			return err
		}
		session, err = openTracking(ctx, tx, *row.RequestID)
		return err
	})
	if err == nil && session == "" {
		return "", refuseCode
	}
	return session, err
}

// refuseEntry records the wrong try; the transaction is kept, so that it stays counted.
func (r *Register) refuseEntry(ctx context.Context, tx *store.Tx, row TrackingCode, of site.Site) error {
	subject := ""
	if row.RequestID != nil {
		request, err := gorm.G[Request](tx.DB).Select("reference").Where("id = ?", *row.RequestID).First(ctx)
		if err != nil {
			return err
		}
		subject = request.Reference
	}
	return tx.AuditOn(of.ID, audit.CodeRefused, subject, nil)
}
