package entry

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// Category is a group that entries of a register stand in: what a cookie is for, what
// a company does. Categories are common to all sites; a name or an order that changes
// is part of each site's next edition.
type Category struct {
	ID           int64             `json:"-"`
	Register     string            `json:"-"` // "cookies" or "processors"
	Key          string            `json:"key"`
	Position     int               `json:"position"`                            // on pages, small first
	Necessary    bool              `json:"necessary"`                           // of cookies: needs no consent
	Names        map[string]string `json:"names" gorm:"serializer:json"`        // locale → name
	Descriptions map[string]string `json:"descriptions" gorm:"serializer:json"` // locale → one sentence
	Version      int64             `json:"-"`                                   // counts saves
}

// TableName is where the categories of both registers lie.
func (Category) TableName() string { return "entry_categories" }

// Name is the name in the locale, or in the first language that has one.
func (c Category) Name(locale string) string { return InLocale(c.Names, locale) }

// Description is the sentence in the locale, or in the first language that has one.
func (c Category) Description(locale string) string { return InLocale(c.Descriptions, locale) }

// CategoriesIn are the categories that contents of editions of a register name, each
// once: for showing what stands in them. The first content to name one counts.
//
// Errors: content that cannot be read.
func CategoriesIn(contents ...[]byte) ([]Category, error) {
	var all []Category
	for _, content := range contents {
		var told struct {
			Categories []Category `json:"categories"`
		}
		if len(content) == 0 {
			continue
		}
		if err := json.Unmarshal(content, &told); err != nil {
			return nil, fmt.Errorf("read the categories of an edition: %w", err)
		}
		for _, category := range told.Categories {
			if !slices.ContainsFunc(all, func(c Category) bool { return c.Key == category.Key }) {
				all = append(all, category)
			}
		}
	}
	return all, nil
}

// InLocale is the text in the locale, or in English, or in the first language that
// has one.
func InLocale(texts map[string]string, locale string) string { return texts[Spoken(texts, locale)] }

// ListInLocale is InLocale for lists.
func ListInLocale(lists map[string][]string, locale string) []string {
	return lists[Spoken(lists, locale)]
}

// Spoken is the language in which InLocale finds words for the locale; empty where
// there are none.
func Spoken[T string | []string](of map[string]T, locale string) string {
	for _, wanted := range append([]string{locale, "en"}, slices.Sorted(maps.Keys(of))...) {
		if len(of[wanted]) > 0 {
			return wanted
		}
	}
	return ""
}

// CategoryInput is what a person states about a category.
type CategoryInput struct {
	Key          string            `form:"key"` // of a new one; it stays
	Position     int               `form:"position"`
	Necessary    bool              `form:"necessary"`
	Names        map[string]string `form:"names"`
	Descriptions map[string]string `form:"descriptions"`
	Version      int64             `form:"version"`
}

// Longest texts, in characters.
const (
	maxCategoryName = 100
	maxDescription  = 400
)

// Categories is the door to the categories of one register.
type Categories struct {
	Store    *store.Store
	Register string            // "cookies" or "processors"
	Edit     access.Capability // to change them, on every site
	Event    audit.Event       // that a change is
}

// All lists them in the order of pages.
func (r Categories) All(ctx context.Context) ([]Category, error) {
	all, err := r.In(ctx, r.Store.DB)
	return all, store.Translate(err)
}

// In is All inside a transaction.
func (r Categories) In(ctx context.Context, db *gorm.DB) ([]Category, error) {
	return gorm.G[Category](db).Where("register = ?", r.Register).Order("position, id").Find(ctx)
}

// Get is one category.
//
// Errors: store.ErrNotFound.
func (r Categories) Get(ctx context.Context, key string) (Category, error) {
	found, err := gorm.G[Category](r.Store.DB).Where("register = ? AND key = ?", r.Register, key).First(ctx)
	return found, store.Translate(err)
}

// ByWords are the keys of categories by the words that may mean them, folded: the key
// itself and its names.
func ByWords(categories []Category) map[string]string {
	keys := map[string]string{}
	for _, category := range categories {
		keys[Fold(category.Key)] = category.Key
		for _, name := range category.Names {
			keys[Fold(name)] = category.Key
		}
	}
	return keys
}

// Knows reports whether a category of this key exists, for blocks of policy texts.
func (r Categories) Knows(ctx context.Context, db *gorm.DB, key string) (bool, error) {
	n, err := gorm.G[Category](db).Where("register = ? AND key = ?", r.Register, key).Count(ctx, "*")
	return n > 0, store.Translate(err)
}

// MayEdit reports whether the actor may change categories: they are common to all
// sites, so it takes the capability on every one.
func (r Categories) MayEdit(actor access.Actor) bool {
	_, all := actor.Sites(r.Edit)
	return all
}

const maxKey = 40 // characters

var plainKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Add adds a category.
//
// Errors: store.ErrForbidden, store.Invalid, store.Refused when the key is taken.
func (r Categories) Add(ctx context.Context, by access.Actor, in CategoryInput) error {
	return r.write(ctx, by, func(tx *store.Tx) error {
		invalid := in.check()
		if !plainKey.MatchString(in.Key) {
			invalid["key"] = "category.key.plain"
		}
		if err := invalid.Err(); err != nil {
			return err
		}
		made := in.over(Category{Register: r.Register, Key: in.Key, Version: 1})
		if err := gorm.G[Category](tx.DB).Create(ctx, &made); err != nil {
			return err
		}
		return r.keep(ctx, tx, Added, nil, made)
	})
}

// Save changes a category.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid; store.Conflict for a
// late save.
func (r Categories) Save(ctx context.Context, by access.Actor, key string, in CategoryInput) error {
	return r.write(ctx, by, func(tx *store.Tx) error {
		before, err := gorm.G[Category](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("register = ? AND key = ?", r.Register, key).First(ctx)
		if err != nil {
			return err
		}
		if before.Version != in.Version {
			return store.Conflict{Version: before.Version, Theirs: before.typed()}
		}
		if err := in.check().Err(); err != nil {
			return err
		}
		after := in.over(before)
		after.Version++
		if err := tx.WithContext(ctx).Select("*").Omit("id", "register", "key").Where("id = ?", before.ID).Updates(&after).Error; err != nil {
			return err
		}
		return r.keep(ctx, tx, Changed, &before, after)
	})
}

func (r Categories) write(ctx context.Context, by access.Actor, do func(*store.Tx) error) error {
	if !r.MayEdit(by) {
		return r.Store.Forbid(ctx, by, r.Edit)
	}
	return r.Store.Write(ctx, by, r.Edit, func(tx *store.Tx) error {
		if err := Begin(ctx, tx); err != nil {
			return err
		}
		return do(tx)
	})
}

// typed are the texts of the category as fields of its form.
func (c Category) typed() map[string]string {
	typed := map[string]string{}
	for locale, name := range c.Names {
		typed["names["+locale+"]"] = name
	}
	for locale, description := range c.Descriptions {
		typed["descriptions["+locale+"]"] = description
	}
	return typed
}

// over is the category with what the input states.
func (in CategoryInput) over(c Category) Category {
	c.Position, c.Necessary, c.Names, c.Descriptions = in.Position, in.Necessary, filled(in.Names), filled(in.Descriptions)
	return c
}

func filled(texts map[string]string) map[string]string {
	kept := map[string]string{}
	for locale, text := range texts {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			kept[locale] = text
		}
	}
	return kept
}

func (in CategoryInput) check() store.Invalid {
	invalid := store.Invalid{}
	if len(filled(in.Names)) == 0 {
		invalid["names[en]"] = "category.name.missing"
	}
	for locale, name := range in.Names {
		if utf8.RuneCountInString(name) > maxCategoryName {
			invalid["names["+locale+"]"] = "category.name.long"
		}
	}
	for locale, description := range in.Descriptions {
		if utf8.RuneCountInString(description) > maxDescription {
			invalid["descriptions["+locale+"]"] = "category.description.long"
		}
	}
	if in.Position < 1 || in.Position > 999 {
		invalid["position"] = "category.position.range"
	}
	return invalid
}

func (r Categories) keep(ctx context.Context, tx *store.Tx, act Act, before *Category, after Category) error {
	save := Save{Register: categoriesOf[r.Register], EntryID: after.ID, Title: after.Key, SiteIDs: []int64{}, Act: act}
	if err := save.Hold(before, after); err != nil {
		return err
	}
	if err := Keep(ctx, tx, []Save{save}); err != nil {
		return err
	}
	return tx.Audit(r.Event, "category:"+after.Key, map[string]any{"register": r.Register, "act": act})
}

// categoriesOf names the categories of a register among the saves.
var categoriesOf = map[string]string{"cookies": "cookie_categories", "processors": "recipient_categories"}

// Registers are the names under which saves change the editions of the register.
func Registers(register string) []string { return []string{register, categoriesOf[register]} }

// Found adds categories that a text names, with keys made of their names, in the
// transaction of whoever takes them. Names that are known are left alone.
//
// Errors: store.ErrForbidden for whoever may not change categories.
func (r Categories) Found(ctx context.Context, tx *store.Tx, locale string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	if !r.MayEdit(tx.Actor) {
		return store.ErrForbidden
	}
	all, err := r.In(ctx, tx.DB)
	if err != nil {
		return err
	}
	known, position := map[string]bool{}, 0
	for _, category := range all {
		known[category.Key], position = true, max(position, category.Position)
		for _, name := range category.Names {
			known[Fold(name)] = true
		}
	}
	for _, name := range names {
		key := keyOf(name)
		if known[Fold(name)] || known[key] {
			continue
		}
		known[key] = true
		position++
		made := Category{Register: r.Register, Key: key, Position: min(position, 999), Version: 1,
			Names: map[string]string{locale: shortened(name)}, Descriptions: map[string]string{}}
		if err := gorm.G[Category](tx.DB).Create(ctx, &made); err != nil {
			return err
		}
		if err := r.keep(ctx, tx, Added, nil, made); err != nil {
			return err
		}
	}
	return nil
}

// keyOf is a key made of a name, or of its hash where no key can be written.
func keyOf(name string) string {
	if key := text.Slug(name, maxKey); plainKey.MatchString(key) {
		return key
	}
	return text.HashKey("category", name)
}

func shortened(name string) string {
	if letters := []rune(name); len(letters) > maxCategoryName {
		return string(letters[:maxCategoryName])
	}
	return name
}
