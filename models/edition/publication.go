package edition

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// PublicationInput is when an approved proposal shall hold.
type PublicationInput struct {
	EffectiveOn civil.Date `form:"effective_on"` // in the site's zone; none or today = at once
}

// Publish makes an approved proposal an edition, for everyone to read, in force at
// once or from a later day.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid for a past day,
// store.Refused when it is not approved.
func (r *Register) Publish(ctx context.Context, by access.Actor, id int64, zone *time.Location, in PublicationInput) (Edition, error) {
	var edition Edition
	err := r.Store.Write(ctx, by, access.ApproveEditions, func(tx *store.Tx) error {
		proposal, err := lockProposal(ctx, tx, access.ApproveEditions, id)
		if err != nil {
			return err
		}
		if proposal.State != Approved {
			return store.Refused("publication.refused.not_approved")
		}
		effective, err := effectiveAt(in.EffectiveOn, tx.Now, zone)
		if err != nil {
			return err
		}
		approval, err := gorm.G[Approval](tx.DB).Where("proposal_id = ?", id).First(ctx)
		if err != nil {
			return err
		}
		edition = Edition{
			Subject: proposal.Subject, SiteID: proposal.SiteID, Version: proposal.Version, ChangeClass: proposal.ChangeClass,
			PublishedAt: tx.Now, EffectiveAt: effective, PreparedBy: proposal.PreparedBy, ApprovedBy: &approval.ApprovedBy,
			WaiverID: approval.WaiverID, ProposalID: &proposal.ID, Content: proposal.Content, Summary: proposal.Summary,
		}
		if err := insert(ctx, tx, &edition); err != nil {
			return err
		}
		if err := settle(ctx, tx, proposal, Published, proposal.Note); err != nil {
			return err
		}
		return tx.AuditOn(edition.SiteID, audit.EditionPublished, string(edition.Subject),
			map[string]any{"number": edition.Number, "version": edition.Version, "effective_at": effective, "sha256": edition.Hash()})
	})
	return edition, err
}

// effectiveAt is the beginning of the day in the site's zone, or now.
func effectiveAt(day civil.Date, now time.Time, zone *time.Location) (time.Time, error) {
	today := civil.DateOf(now.In(zone))
	switch {
	case day == civil.Date{} || day == today:
		return now, nil
	case day.Before(today):
		return time.Time{}, store.Invalid{"effective_on": "publication.effective_on.past"}
	case day.After(today.AddDays(3 * 366)):
		return time.Time{}, store.Invalid{"effective_on": "publication.effective_on.far"}
	}
	return regime.BeginningOf(day, zone).UTC(), nil
}

// Imported is a text, list or declaration of the past, to be recorded as it stood.
type Imported struct {
	Subject     Subject
	SiteID      int64
	Content     any
	Summary     string
	Version     string
	EffectiveOn civil.Date // first day in force, in the site's zone
}

// Import records history: an edition at once, in force from a past day, marked as
// imported and not approved here. It runs in the register's own transaction.
//
// Errors: store.Refused for a future day, for a day before the newest edition of the
// subject, and once the subject has an ordinary edition.
func (r *Register) Import(ctx context.Context, tx *store.Tx, zone *time.Location, in Imported) (Edition, error) {
	content, err := Canonical(in.Content)
	if err != nil {
		return Edition{}, err
	}
	if err := Hold(ctx, tx, in.Subject); err != nil {
		return Edition{}, err
	}
	last, err := newest(tx.DB, in.Subject)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Edition{}, err
	}
	effective := regime.BeginningOf(in.EffectiveOn, zone).UTC()
	switch {
	case in.EffectiveOn.After(civil.DateOf(tx.Now.In(zone))):
		return Edition{}, store.Refused("history.refused.future")
	case last.ID != 0 && !last.Imported:
		return Edition{}, store.Refused("history.refused.ordinary")
	case last.ID != 0 && effective.Before(last.EffectiveAt):
		return Edition{}, store.Refused("history.refused.order")
	}
	edition := Edition{
		Subject: in.Subject, SiteID: in.SiteID, Version: in.Version, ChangeClass: Material, PublishedAt: tx.Now, EffectiveAt: effective,
		PreparedBy: tx.Actor.ID, Imported: true, Content: content, Summary: in.Summary,
	}
	if err := insert(ctx, tx, &edition); err != nil {
		return Edition{}, err
	}
	return edition, tx.AuditOn(edition.SiteID, audit.EditionImported, string(edition.Subject),
		map[string]any{"number": edition.Number, "effective_at": effective, "sha256": edition.Hash()})
}

const insertEdition = `INSERT INTO editions (subject, number, site_id, version, change_class, sha256, published_at, effective_at, prepared_by,
  approved_by, waiver_id, imported, proposal_id)
VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM editions WHERE subject = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id, number`

// insert numbers, salts and hashes the edition, and tells every process.
func insert(ctx context.Context, tx *store.Tx, e *Edition) error {
	if err := Hold(ctx, tx, e.Subject); err != nil {
		return err
	}
	e.Salt = make([]byte, 32)
	if _, err := io.ReadFull(tx.Rand, e.Salt); err != nil {
		return fmt.Errorf("salt an edition: %w", err)
	}
	e.SHA256 = hash(e.Salt, e.Content)
	var made struct {
		ID     int64
		Number int
	}
	err := tx.Raw(insertEdition, e.Subject, e.Subject, e.SiteID, e.Version, e.ChangeClass, e.SHA256, e.PublishedAt, e.EffectiveAt,
		e.PreparedBy, e.ApprovedBy, e.WaiverID, e.Imported, e.ProposalID).Scan(&made).Error
	if err != nil {
		return err
	}
	e.ID, e.Number = made.ID, made.Number
	err = tx.Exec(`INSERT INTO edition_contents (edition_id, content, salt, summary) VALUES (?, ?, ?, ?)`, e.ID, e.Content, e.Salt, e.Summary).Error
	if err != nil {
		return err
	}
	return tx.Notify(Changed, string(e.Subject))
}
