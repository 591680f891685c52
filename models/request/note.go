package request

import (
	"context"
	"unicode/utf8"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// SayInput is what staff write into the conversation: a note for one another, or a
// reply to the person.
type SayInput struct {
	FormKey string `form:"form_key"`
	Text    string `form:"text"`
}

func (in SayInput) check() error {
	switch {
	case in.Text == "":
		return store.Invalid{"text": "conversation.text.missing"}
	case utf8.RuneCountInString(in.Text) > maxText:
		return store.Invalid{"text": "field.too_long"}
	}
	return nil
}

// AddNote writes down what staff want to tell one another. It is never sent. The
// same form sent twice is one note.
//
// Errors: store.Invalid; store.Refused when the form came with other content before;
// store.ErrForbidden; store.ErrNotFound.
func (r *Register) AddNote(ctx context.Context, by access.Actor, reference string, in SayInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if err := in.check(); err != nil {
			return err
		}
		if known, err := w.once(in.FormKey, in, nil); known || err != nil {
			return err
		}
		note := Message{RequestID: w.ID, Kind: Note, Channel: FromDesk, AuthorID: &by.ID}
		if _, err := r.addMessage(ctx, w.Tx, w.key, note, in.Text); err != nil {
			return err
		}
		return w.record(audit.NoteAdded, nil)
	})
}
