package cookie

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Declaration is what an edition tells the public about a site's cookies, as its
// canonical JSON holds it.
type Declaration struct {
	Categories []entry.Category `json:"categories"`
	Cookies    []Declared       `json:"cookies"` // by category, then name
}

// Declared is one entry of a declaration. What is not known is null.
type Declared struct {
	Name     string            `json:"name"`
	Match    Match             `json:"match"`
	Kind     Kind              `json:"kind"`
	Provider *string           `json:"provider"`
	Party    *Party            `json:"party"`
	Domains  []string          `json:"domains"`
	Lifetime Lifetime          `json:"lifetime"`
	Category *string           `json:"category"`
	Purposes map[string]string `json:"purposes"` // locale → purpose
	OptOut   *string           `json:"opt_out"`
}

// Purpose is the purpose in the locale, or in a language that has one.
func (d Declared) Purpose(locale string) string { return entry.InLocale(d.Purposes, locale) }

// DeclarationOf reads an edition's content.
//
// Errors: store.ErrNotFound when it was withheld.
func DeclarationOf(e edition.Edition) (Declaration, error) {
	if len(e.Content) == 0 {
		return Declaration{}, store.ErrNotFound
	}
	return ReadDeclaration(e.Content)
}

// ReadDeclaration reads the content of an edition or a proposal.
func ReadDeclaration(content []byte) (Declaration, error) {
	var told Declaration
	if err := json.Unmarshal(content, &told); err != nil {
		return Declaration{}, fmt.Errorf("read a cookie declaration: %w", err)
	}
	return told, nil
}

// Group is a category with its entries, for pages that show one table for each.
type Group struct {
	Category entry.Category // without a key for what is not classified
	Cookies  []Declared
}

// Groups are the categories that hold entries, in the order of pages; what is not
// classified comes last.
func (d Declaration) Groups() []Group {
	var groups []Group
	for _, category := range append(slices.Clone(d.Categories), entry.Category{}) {
		group := Group{Category: category}
		for _, c := range d.Cookies {
			if c.Category == nil && category.Key == "" || c.Category != nil && *c.Category == category.Key {
				group.Cookies = append(group.Cookies, c)
			}
		}
		if len(group.Cookies) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// Only is the declaration with the entries of one category; all where key is empty.
func (d Declaration) Only(key string) Declaration {
	if key == "" {
		return d
	}
	only := Declaration{Categories: d.Categories}
	for _, c := range d.Cookies {
		if c.Category != nil && *c.Category == key {
			only.Cookies = append(only.Cookies, c)
		}
	}
	return only
}

// InForce is the edition of a site's declaration in force at a time, and what it says.
//
// Errors: store.ErrNotFound when there was none.
func (r *Register) InForce(ctx context.Context, siteKey string, at time.Time) (edition.Edition, Declaration, error) {
	found, err := r.Editions.InForce(ctx, edition.Cookies(siteKey), at)
	if err != nil || found.Withheld() {
		return found, Declaration{}, err
	}
	told, err := DeclarationOf(found)
	return found, told, err
}

// current is the declaration that the register would make now.
func (r *Register) current(ctx context.Context, db *gorm.DB, at site.Site) (Declaration, error) {
	groups, err := r.Categories().In(ctx, db)
	if err != nil {
		return Declaration{}, err
	}
	entries, err := gorm.G[Cookie](db).Where("site_id = ? AND status = ?", at.ID, Active).Find(ctx)
	if err != nil {
		return Declaration{}, err
	}
	place := map[string]int{}
	for i, category := range groups {
		place[category.Key] = i
	}
	told := Declaration{Categories: groups, Cookies: []Declared{}}
	for _, c := range entries {
		told.Cookies = append(told.Cookies, declared(c))
	}
	slices.SortFunc(told.Cookies, func(a, b Declared) int {
		return strings.Compare(sortKey(a, place), sortKey(b, place))
	})
	return told, nil
}

func sortKey(d Declared, place map[string]int) string {
	at := len(place)
	if d.Category != nil {
		at = place[*d.Category]
	}
	provider := ""
	if d.Provider != nil {
		provider = *d.Provider
	}
	return fmt.Sprintf("%04d\x00%s\x00%s\x00%s\x00%s\x00%s", at, strings.ToLower(d.Name), d.Name, provider, d.Kind, entry.Joined(d.Domains))
}

func declared(c Cookie) Declared {
	told := Declared{Name: c.Name, Match: c.Match, Kind: c.Kind, Domains: c.Domains, Lifetime: c.Lifetime, Category: c.Category, Purposes: maps.Clone(c.Purposes)}
	if c.Provider != "" {
		told.Provider = &c.Provider
	}
	if c.Party != "" {
		told.Party = &c.Party
	}
	if c.OptOut != "" {
		told.OptOut = &c.OptOut
	}
	return told
}
