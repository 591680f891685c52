package edition

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Waiver turns four eyes off for a site until it is ended. What was approved or
// refused meanwhile points at it, and the public page says so.
type Waiver struct {
	ID        int64
	SiteID    int64
	Kind      WaiverKind
	Reason    string
	GrantedBy int64
	GrantedAt time.Time
	EndedBy   *int64
	EndedAt   *time.Time
}

// WaiverKind says what is waived.
type WaiverKind string

const (
	WaiveApproval WaiverKind = "approval" // an author may approve
	WaiveRefusal  WaiverKind = "refusal"  // an agent may refuse a right alone
)

// WaiverInput is what an administrator states.
type WaiverInput struct {
	Kind   WaiverKind `form:"kind"`
	Reason string     `form:"reason"`
}

// check names everything that is missing.
func (in WaiverInput) check() error {
	wrong := store.Invalid{}
	if in.Kind != WaiveApproval && in.Kind != WaiveRefusal {
		wrong["kind"] = "waiver.kind.missing"
	}
	var text store.Invalid
	if errors.As(checkText("reason", "waiver.reason.", in.Reason), &text) {
		maps.Copy(wrong, text)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// GrantWaiver turns four eyes off, after the second factor was proven again.
//
// Errors: store.ErrForbidden, store.ErrStepUp, store.Invalid, store.Refused when one
// is open already.
func (r *Register) GrantWaiver(ctx context.Context, by access.Actor, siteID int64, in WaiverInput) error {
	return r.Store.Write(ctx, by, access.GrantWaivers, func(tx *store.Tx) error {
		switch {
		case !by.MayOn(access.GrantWaivers, siteID):
			return store.ErrNotFound
		case !by.SteppedUp(tx.Now):
			return store.ErrStepUp
		}
		if err := in.check(); err != nil {
			return err
		}
		waiver := Waiver{SiteID: siteID, Kind: in.Kind, Reason: strings.TrimSpace(in.Reason), GrantedBy: by.ID, GrantedAt: tx.Now}
		if err := gorm.G[Waiver](tx.DB).Create(ctx, &waiver); err != nil {
			return err
		}
		return tx.AuditOn(siteID, audit.WaiverGranted, string(in.Kind), map[string]any{"waiver": waiver.ID})
	})
}

// EndWaiver turns four eyes on again.
func (r *Register) EndWaiver(ctx context.Context, by access.Actor, siteID, id int64) error {
	return r.Store.Write(ctx, by, access.GrantWaivers, func(tx *store.Tx) error {
		if !by.MayOn(access.GrantWaivers, siteID) {
			return store.ErrNotFound
		}
		n, err := gorm.G[Waiver](tx.DB).Where("id = ? AND site_id = ? AND ended_at IS NULL", id, siteID).
			Updates(ctx, Waiver{EndedBy: &by.ID, EndedAt: &tx.Now})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return tx.AuditOn(siteID, audit.WaiverEnded, "", map[string]any{"waiver": id})
	})
}

// Waivers lists the waivers of a site, newest first.
func (r *Register) Waivers(ctx context.Context, siteID int64) ([]Waiver, error) {
	waivers, err := gorm.G[Waiver](r.Store.DB).Where("site_id = ?", siteID).Order("id DESC").Find(ctx)
	return waivers, store.Translate(err)
}

// OpenWaiver is the site's open waiver of a kind; registers that demand a second
// person ask for it in their own transaction.
//
// Errors: store.ErrNotFound when four eyes are on.
func OpenWaiver(ctx context.Context, db *gorm.DB, siteID int64, kind WaiverKind) (Waiver, error) {
	waiver, err := gorm.G[Waiver](db).Where("site_id = ? AND kind = ? AND ended_at IS NULL", siteID, kind).First(ctx)
	return waiver, store.Translate(err)
}
