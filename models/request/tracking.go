package request

import (
	"context"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// TrackingSession is a case that its requester has opened on one device.
type TrackingSession struct {
	TokenHash []byte
	RequestID int64
	CreatedAt time.Time
	SeenAt    time.Time
}

// How long an opened case stays open (security B6).
const (
	trackingIdle    = 30 * time.Minute
	trackingLasts   = 12 * time.Hour
	trackingRewrite = time.Minute // SeenAt is written no more often
)

// openTracking opens the case after its code was entered.
func openTracking(ctx context.Context, tx *store.Tx, requestID int64) (token string, err error) {
	token, hash, err := newToken(tx)
	if err != nil {
		return "", err
	}
	row := TrackingSession{TokenHash: hash, RequestID: requestID, CreatedAt: tx.Now, SeenAt: tx.Now}
	if err := gorm.G[TrackingSession](tx.DB).Create(ctx, &row); err != nil {
		return "", err
	}
	if err := confirmAddress(ctx, tx, requestID); err != nil {
		return "", err
	}
	request, err := gorm.G[Request](tx.DB).Select("site_id", "reference").Where("id = ?", requestID).First(ctx)
	if err != nil {
		return "", err
	}
	return token, tx.AuditOn(request.SiteID, audit.TrackingOpened, request.Reference, nil)
}

// Track is who holds a tracking session: the follower of its case. An unknown or
// ended session is a stranger's.
func (r *Register) Track(ctx context.Context, token string) (access.Actor, error) {
	db, now := r.Store.DB.WithContext(ctx), r.Store.Now()
	found, err := gorm.G[TrackingSession](db).
		Where("token_hash = ? AND seen_at > ? AND created_at > ?", hashToken(token), now.Add(-trackingIdle), now.Add(-trackingLasts)).Find(ctx)
	if err != nil || len(found) == 0 {
		return access.Actor{}, store.Translate(err)
	}
	if now.Sub(found[0].SeenAt) >= trackingRewrite {
		if _, err := gorm.G[TrackingSession](db).Where("token_hash = ?", found[0].TokenHash).Update(ctx, "seen_at", now); err != nil {
			return access.Actor{}, store.Translate(err)
		}
	}
	return access.Follower(found[0].RequestID), nil
}

// Leave ends the session on the server.
func (r *Register) Leave(ctx context.Context, by access.Actor, token string) error {
	return r.Store.Write(ctx, by, access.Track, func(tx *store.Tx) error {
		request, err := followed(ctx, tx)
		if err != nil {
			return err
		}
		ended, err := gorm.G[TrackingSession](tx.DB).Where("token_hash = ? AND request_id = ?", hashToken(token), request.ID).Delete(ctx)
		if err != nil || ended == 0 {
			return err
		}
		return tx.AuditOn(request.SiteID, audit.TrackingClosed, request.Reference, nil)
	})
}

// Sweep removes what has run out: receipts, codes, links, sessions, results of
// searches, reveals and old budgets.
func (r *Register) Sweep(ctx context.Context) error {
	now := r.Store.Now()
	for _, old := range []struct {
		statement string
		before    time.Time
	}{
		{`DELETE FROM receipts WHERE expires_at < ?`, now},
		{`DELETE FROM tracking_codes WHERE expires_at < ?`, now.Add(-time.Hour)},
		{`DELETE FROM confirmations WHERE expires_at < ?`, now.Add(-30 * 24 * time.Hour)}, // until then an old link says why it does not work
		{`DELETE FROM tracking_sessions WHERE seen_at < ?`, now.Add(-trackingIdle)},
		{`DELETE FROM request_searches WHERE expires_at < ?`, now},
		{`DELETE FROM contact_reveals WHERE until < ?`, now},
		{`DELETE FROM mail_budgets WHERE day < ?`, now.Add(-31 * 24 * time.Hour)},
		{`DELETE FROM form_keys WHERE created_at < ?`, now.Add(-90 * 24 * time.Hour)},
	} {
		if err := r.Store.DB.WithContext(ctx).Exec(old.statement, old.before).Error; err != nil {
			return store.Translate(err)
		}
	}
	return nil
}
