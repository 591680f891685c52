package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Finding is what an import found in a text. It is told once, on a page of its own,
// and kept with the document.
type Finding struct {
	ID         int64
	DocumentID int64
	Content    []byte // JSON of Found
	FoundBy    int64
	FoundAt    time.Time
}

// Found is what an import found, without the text itself.
type Found struct {
	Title               string
	Locale              string // of the draft's text that it became
	StatedDate          string // as the text prints it
	Clauses             int
	Cookies             int // names
	RecipientCategories []string
	Companies           []string
	Unsure              []text.Note
}

func newFound(imported text.Imported, locale string) Found {
	found := Found{Title: imported.Title, Locale: locale, Clauses: len(imported.Document.Clauses),
		RecipientCategories: imported.RecipientCategories, Companies: imported.Companies, Unsure: imported.Unsure}
	if imported.StatedDate != nil {
		found.StatedDate = imported.StatedDate.Raw
	}
	for _, row := range imported.Cookies {
		found.Cookies += len(row.Names)
	}
	return found
}

func keepFinding(ctx context.Context, tx *store.Tx, document Document, found Found) (Finding, error) {
	content, err := json.Marshal(found)
	if err != nil {
		return Finding{}, fmt.Errorf("pack a finding: %w", err)
	}
	row := Finding{DocumentID: document.ID, Content: content, FoundBy: tx.Actor.ID, FoundAt: tx.Now}
	return row, gorm.G[Finding](tx.DB).Create(ctx, &row)
}

// Found is what one import of a document found.
//
// Errors: store.ErrForbidden, store.ErrNotFound.
func (r *Register) Found(ctx context.Context, actor access.Actor, slug string, id int64) (Document, Found, error) {
	document, err := r.ByActor(ctx, actor, slug)
	if err != nil {
		return Document{}, Found{}, err
	}
	row, err := gorm.G[Finding](r.Store.DB).Where("id = ? AND document_id = ?", id, document.ID).First(ctx)
	if err != nil {
		return Document{}, Found{}, store.Translate(err)
	}
	var found Found
	if err := json.Unmarshal(row.Content, &found); err != nil {
		return Document{}, Found{}, fmt.Errorf("read finding %d: %w", id, err)
	}
	for _, note := range found.Unsure {
		for i, argument := range note.Args {
			if number, counted := argument.(float64); counted { // counts, which choose the plural
				note.Args[i] = int(number)
			}
		}
	}
	return document, found, nil
}
