package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"privacydesk/models/edition"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Content is what an edition of a document says, as its canonical JSON holds it.
type Content struct {
	Kind            string           `json:"kind"` // "policy"
	Slug            string           `json:"slug"`
	Title           string           `json:"title"` // in the governing locale
	Category        Category         `json:"category"`
	Version         string           `json:"version"`
	GoverningLocale string           `json:"governing_locale"`
	Locales         map[string]Words `json:"locales"` // every one that was ready
}

// Words are the document in one language.
type Words struct {
	Title   string   `json:"title"`
	Clauses []Clause `json:"clauses"`
}

// Clause is a numbered part of the document.
type Clause struct {
	Key      string  `json:"key"`
	Number   *string `json:"number"` // nil for the introduction
	Heading  string  `json:"heading"`
	Level    int     `json:"level"`
	Markdown string  `json:"markdown"` // with the heading's line, blocks not resolved
	InShort  string  `json:"in_short,omitempty"`
}

// Markdown is the whole text without its title.
func (w Words) Markdown() string {
	parts := make([]string, len(w.Clauses))
	for i, clause := range w.Clauses {
		parts[i] = clause.Markdown
	}
	return strings.Join(parts, "\n")
}

// Document is the text in its clauses, ready to be shown.
func (w Words) Document() text.Document {
	document, _ := text.Parse(w.Markdown())
	return document
}

// TextHash is SHA-256 over the Markdown of all clauses joined by line feeds, in hex.
func (w Words) TextHash() string {
	sum := sha256.Sum256([]byte(w.Markdown()))
	return hex.EncodeToString(sum[:])
}

// In is the document in the locale, or in the governing one where that is missing.
func (c Content) In(locale string) (words Words, shown string) {
	if words, ready := c.Locales[locale]; ready {
		return words, locale
	}
	return c.Locales[c.GoverningLocale], c.GoverningLocale
}

// ContentOf reads an edition's content.
//
// Errors: store.ErrNotFound when it was withheld.
func ContentOf(e edition.Edition) (Content, error) {
	if len(e.Content) == 0 {
		return Content{}, store.ErrNotFound
	}
	var content Content
	if err := json.Unmarshal(e.Content, &content); err != nil {
		return Content{}, fmt.Errorf("read edition %d of %s: %w", e.Number, e.Subject, err)
	}
	return content, nil
}

// wordsOf is a text in its clauses.
func wordsOf(title, markdown string) Words {
	document, _ := text.Parse(markdown)
	words := Words{Title: title, Clauses: []Clause{}}
	for _, clause := range document.Clauses {
		made := Clause{Key: clause.Key, Heading: clause.Heading, Level: clause.Level, Markdown: clause.Markdown, InShort: clause.InShort}
		if clause.Number != "" {
			made.Number = &clause.Number
		}
		words.Clauses = append(words.Clauses, made)
	}
	return words
}

func newContent(document Document, version string, texts []Text) Content {
	content := Content{Kind: edition.KindPolicy, Slug: document.Slug, Category: document.Category, Version: version,
		GoverningLocale: document.GoverningLocale, Locales: map[string]Words{}}
	for _, written := range texts {
		content.Locales[written.Locale] = wordsOf(written.Title, written.Markdown)
	}
	content.Title = content.Locales[document.GoverningLocale].Title
	return content
}

// LocalesOf are the languages of a content, the governing one first.
func LocalesOf(content Content) []string {
	locales := slices.Sorted(maps.Keys(content.Locales))
	slices.SortStableFunc(locales, func(a, b string) int {
		switch content.GoverningLocale {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	return locales
}
