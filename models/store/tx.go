package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"privacydesk/models/audit"
)

// Audit records what the actor did to a subject, in this transaction. The detail
// must not hold personal data of requests; AuditSealed is for that.
func (tx *Tx) Audit(event audit.Event, subject string, detail map[string]any) error {
	return tx.audit(event, subject, 0, detail, Sealed{})
}

// AuditOn is Audit about something that belongs to a site.
func (tx *Tx) AuditOn(siteID int64, event audit.Event, subject string, detail map[string]any) error {
	return tx.audit(event, subject, siteID, detail, Sealed{})
}

// Sealed is personal data of an event, under the key of the case it belongs to.
type Sealed struct {
	KeyID string // uuid
	Value []byte
}

// AuditSealed is AuditOn with values that only the key of the case can open, so that
// erasing the key erases them here too.
func (tx *Tx) AuditSealed(siteID int64, event audit.Event, subject string, detail map[string]any, sealed Sealed) error {
	return tx.audit(event, subject, siteID, detail, sealed)
}

const insertAudit = `INSERT INTO audit_events (at, actor_kind, actor_id, action, subject, site_id, detail, key_id, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

func (tx *Tx) audit(event audit.Event, subject string, siteID int64, detail map[string]any, sealed Sealed) error {
	if detail == nil {
		detail = map[string]any{}
	}
	encoded, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit %s: %w", event, err)
	}
	var keyID *string
	if sealed.KeyID != "" {
		keyID = &sealed.KeyID
	}
	kind := string(tx.Actor.Kind)
	if kind == "" {
		kind = "public"
	}
	return tx.Exec(insertAudit, tx.Now, kind, tx.Actor.ID, string(event), subject, siteID, string(encoded), keyID, sealed.Value).Error
}

// Enqueue puts a job behind this transaction: it runs once the change is durable,
// and not at all when the transaction is rolled back. Arguments are ids only.
func (tx *Tx) Enqueue(ctx context.Context, job river.JobArgs, opts *river.InsertOpts) error {
	raw, err := sqlTx(tx.DB)
	if err != nil {
		return err
	}
	if _, err := tx.store.queue.InsertTx(ctx, raw, job, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", job.Kind(), err)
	}
	return nil
}

// Notify tells every process that listens on the channel, once the change is durable.
func (tx *Tx) Notify(channel, payload string) error {
	return tx.Exec(`SELECT pg_notify(?, ?)`, channel, payload).Error
}

// sqlTx is the transaction below GORM's, for River.
func sqlTx(db *gorm.DB) (*sql.Tx, error) {
	switch pool := db.Statement.ConnPool.(type) {
	case *sql.Tx:
		return pool, nil
	case *gorm.PreparedStmtTX:
		if raw, ok := pool.Tx.(*sql.Tx); ok {
			return raw, nil
		}
	}
	return nil, fmt.Errorf("enqueue outside a transaction: %T", db.Statement.ConnPool)
}
