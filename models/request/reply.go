package request

import (
	"context"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// MessageInput is what a person says on the tracking page.
type MessageInput struct {
	FormKey string   `form:"form_key"`
	Text    string   `form:"text"`
	Files   struct{} `form:"files"` // for the place of its error; the files come beside the form
}

// Say takes in a message of the person who asks. The same form sent twice is one
// message. Staff see it as unread, whatever the stage of the case.
//
// Errors: store.Invalid; store.Refused as for Submit; store.ErrForbidden for anybody else.
func (r *Register) Say(ctx context.Context, by access.Actor, in MessageInput, uploads []Upload) error {
	err := r.Store.Write(ctx, by, access.Track, func(tx *store.Tx) error {
		if err := in.check(len(uploads)); err != nil {
			return err
		}
		request, err := followed(ctx, tx)
		if err != nil {
			return err
		}
		form := r.form(in.FormKey, in, uploads)
		if _, known, err := form.sentBefore(ctx, tx); known || err != nil {
			return err
		}
		if err := form.remember(ctx, tx, request.ID); err != nil {
			return err
		}
		return r.hear(ctx, tx, request, in, uploads)
	})
	r.Discard(ctx, uploads)
	return err
}

func (in MessageInput) check(files int) error {
	invalid := store.Invalid{}
	if in.Text == "" && files == 0 {
		invalid["text"] = "conversation.text.missing"
	} else if utf8.RuneCountInString(in.Text) > maxText {
		invalid["text"] = "field.too_long"
	}
	if len(in.FormKey) != formKeyLength {
		invalid["form_key"] = "submission.form_key.missing"
	}
	return invalid.Err()
}

func (r *Register) hear(ctx context.Context, tx *store.Tx, request Request, in MessageInput, uploads []Upload) error {
	key, err := r.key(ctx, tx.DB, request)
	if err != nil {
		return err
	}
	message, err := r.addMessage(ctx, tx, key, Message{RequestID: request.ID, Kind: In, Channel: Web}, in.Text)
	if err != nil {
		return err
	}
	if _, err := r.addFiles(ctx, tx, key, request.ID, File{MessageID: &message.ID, Direction: FileIn}, uploads); err != nil {
		return err
	}
	if _, err := gorm.G[Request](tx.DB).Where("id = ?", request.ID).Update(ctx, "unread", gorm.Expr("unread + 1")); err != nil {
		return err
	}
	return tx.AuditOn(request.SiteID, audit.MessageReceived, request.Reference, map[string]any{"files": len(uploads)})
}
