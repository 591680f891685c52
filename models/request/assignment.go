package request

import (
	"context"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// AssignmentInput says who shall have the case, and who had it when the form was
// opened: if somebody else has taken it since, that stands.
type AssignmentInput struct {
	Owner int64 `form:"owner"` // 0 = nobody
	Was   int64 `form:"was"`
}

// Assign gives the case to somebody, or to nobody. Everyone who works on requests
// may take a case that nobody has and lay down their own; whoever shares out work
// may give any case to anyone who works on the site.
//
// Errors: store.Conflict with the present owner's name; store.Invalid for somebody
// who cannot have it; store.ErrForbidden; store.ErrNotFound; store.Refused.
func (r *Register) Assign(ctx context.Context, by access.Actor, reference string, in AssignmentInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if w.Stage == Closed {
			return store.Refused("casework.refused.over")
		}
		before := int64(0)
		if w.OwnerID != nil {
			before = *w.OwnerID
		}
		if before != in.Was {
			name, err := nameOf(ctx, w.DB, before)
			if err != nil {
				return err
			}
			return store.Conflict{Version: w.Version, Theirs: map[string]string{"owner": name, "was": strconv.FormatInt(before, 10)}}
		}
		own := (before == 0 || before == by.ID) && (in.Owner == 0 || in.Owner == by.ID)
		if !own && !by.MayOn(access.AssignRequests, w.SiteID) {
			return store.ErrForbidden
		}
		if w.OwnerID = nil; in.Owner != 0 {
			fit, err := workersOf(ctx, w.DB, w.SiteID, w.Now)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(fit, func(p Worker) bool { return p.ID == in.Owner }) {
				return store.Invalid{"owner": "assignment.owner.unfit"}
			}
			w.OwnerID = &in.Owner
		}
		if err := w.touch(); err != nil {
			return err
		}
		return w.record(audit.RequestAssigned, map[string]any{"from": before, "to": in.Owner})
	})
}

// Worker is somebody at the desk who works on requests.
type Worker struct {
	ID   int64
	Name string
}

const workers = `SELECT p.id, p.name FROM people p WHERE p.status = 'active' AND EXISTS (
SELECT FROM grants g WHERE g.person_id = p.id AND g.role IN ? AND (g.site_id IS NULL OR g.site_id = ? OR ? = 0)
AND (g.until IS NULL OR g.until > ?)) ORDER BY p.name, p.id`

// workersOf are the people who may work on requests of the site, or of any with 0, at
// that time.
func workersOf(ctx context.Context, db *gorm.DB, siteID int64, now time.Time) ([]Worker, error) {
	var roles []string
	for _, role := range access.Roles {
		if role.May(access.WorkRequests) {
			roles = append(roles, string(role))
		}
	}
	var found []Worker
	err := db.WithContext(ctx).Raw(workers, roles, siteID, siteID, now).Scan(&found).Error
	return found, store.Translate(err)
}

// Workers are the people to whom a case of the site can be given.
func (r *Register) Workers(ctx context.Context, by access.Actor, siteID int64) ([]Worker, error) {
	db, err := r.Store.Read(ctx, by, access.ReadRequests)
	if err != nil {
		return nil, err
	}
	return workersOf(ctx, db, siteID, r.Store.Now())
}

// nameOf is the name of a person at the desk, empty for nobody.
func nameOf(ctx context.Context, db *gorm.DB, id int64) (string, error) {
	var name string
	err := db.WithContext(ctx).Raw(`SELECT name FROM people WHERE id = ?`, id).Scan(&name).Error
	return name, store.Translate(err)
}
