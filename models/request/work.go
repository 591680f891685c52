package request

import (
	"context"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// work is one change that staff make to a case: its transaction, the case, held so
// that nobody else can change it meanwhile, and its key.
type work struct {
	*store.Tx
	Request

	ctx context.Context
	key vault.Key
	r   *Register
}

// work runs a change of one case if the actor holds the capability on its site.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also for an erased case; those of do.
func (r *Register) work(ctx context.Context, by access.Actor, need access.Capability, reference string, do func(*work) error) error {
	return r.Store.Write(ctx, by, need, func(tx *store.Tx) error {
		request, err := lock(ctx, tx, need, reference)
		if err != nil {
			return err
		}
		key, err := r.key(ctx, tx.DB, request)
		if err != nil {
			return err
		}
		return do(&work{tx, request, ctx, key, r})
	})
}

// expect refuses a form that was opened before the case last changed. What stands
// now is shown beside what was typed.
func (w *work) expect(version int64, theirs map[string]string) error {
	if version == w.Version {
		return nil
	}
	if theirs == nil {
		theirs = map[string]string{}
	}
	theirs["stage"] = string(w.Stage)
	if w.DueOn != nil {
		theirs["due_on"] = w.DueOn.String()
	}
	return store.Conflict{Version: w.Version, Theirs: theirs}
}

// move writes the stage and what belongs to it, and counts the change.
func (w *work) move(to Stage) error {
	w.Stage = to
	w.Version++
	_, err := gorm.G[Request](w.DB).Where("id = ?", w.ID).Select("stage", "version", "owner_id", "unread", "acknowledged_at",
		"identity_confirmed_at", "identity_confirmed_by", "answered_at", "answered_by", "closed_at").Updates(w.ctx, w.Request)
	return err
}

// touch counts a change that leaves the stage as it is.
func (w *work) touch() error { return w.move(w.Stage) }

// begun is the stage of a case that somebody has worked on.
func (w *work) begun() Stage {
	if w.Stage == Received {
		return Working
	}
	return w.Stage
}

// tell says something to the person: it stands on the tracking page, and a mail in
// fixed words announces it.
func (w *work) tell(kind, text string) error {
	message := Message{RequestID: w.ID, Kind: Out, Channel: FromDesk, AuthorID: &w.Actor.ID}
	if _, err := w.r.addMessage(w.ctx, w.Tx, w.key, message, text); err != nil {
		return err
	}
	return w.announce(kind)
}

// announce mails the person in fixed words, with the way to the tracking page.
func (w *work) announce(kind string) error {
	if !w.HasEmail {
		return nil
	}
	link, err := w.tracking()
	if err != nil {
		return err
	}
	return w.r.writeTo(w.ctx, w.Tx, w.key, w.Request, kind, map[string]string{"link": link})
}

// tracking is where the person follows the case, in their language.
func (w *work) tracking() (string, error) {
	of, err := siteOf(w.ctx, w.DB, w.SiteID)
	if err != nil {
		return "", err
	}
	return address(of, w.Locale, "/requests"), nil
}

// record writes the event of the change.
func (w *work) record(event audit.Event, detail map[string]any) error {
	return w.AuditOn(w.SiteID, event, w.Reference, detail)
}

// once reports whether the form was sent before, and remembers it.
//
// Errors: store.Refused when the key came with other content.
func (w *work) once(formKey string, content any, uploads []Upload) (known bool, err error) {
	if len(formKey) != formKeyLength {
		return false, store.Invalid{"form_key": "submission.form_key.missing"}
	}
	form := w.r.form(formKey, content, uploads)
	if _, known, err = form.sentBefore(w.ctx, w.Tx); known || err != nil {
		return known, err
	}
	return false, form.remember(w.ctx, w.Tx, w.ID)
}

// lasting refuses what only an open case allows.
func (w *work) lasting() error {
	if w.Stage == Answered || w.Stage == Closed {
		return store.Refused("casework.refused.over")
	}
	return nil
}

func siteOf(ctx context.Context, db *gorm.DB, id int64) (site.Site, error) {
	of, err := gorm.G[site.Site](db).Where("id = ?", id).First(ctx)
	return of, store.Translate(err)
}
