package processor

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Companies is what an edition tells the public about a site's recipients, as its
// canonical JSON holds it.
type Companies struct {
	Categories []entry.Category `json:"categories"`
	Companies  []Company        `json:"companies"` // by name
}

// Company is one entry of the list. What is not known is null.
type Company struct {
	Name           string              `json:"name"`
	Website        *string             `json:"website"`
	PrivacyPolicy  *string             `json:"privacy_policy"`
	Role           *Role               `json:"role"`
	Categories     []string            `json:"categories"` // keys
	Purposes       map[string][]string `json:"purposes"`   // locale → list
	DataCategories map[string][]string `json:"data_categories"`
	Countries      []string            `json:"countries"`
	Transfers      []Safeguarded       `json:"transfers"`
	Status         Status              `json:"status"` // announced, active or ending
	Since          *civil.Date         `json:"since"`
	Until          *civil.Date         `json:"until"`
	TakesEffectAt  *time.Time          `json:"takes_effect_at"` // of an announced one: the beginning of its first day
}

// Safeguarded is a transfer as the public reads it.
type Safeguarded struct {
	Country   string `json:"country"`
	Mechanism string `json:"mechanism"`
}

// PurposesIn are the purposes in the locale, or in a language that has some.
func (c Company) PurposesIn(locale string) []string { return entry.ListInLocale(c.Purposes, locale) }

// DataIn are the categories of data in the locale, or in a language that has some.
func (c Company) DataIn(locale string) []string { return entry.ListInLocale(c.DataCategories, locale) }

// CompaniesOf reads an edition's content.
//
// Errors: store.ErrNotFound when it was withheld.
func CompaniesOf(e edition.Edition) (Companies, error) {
	if len(e.Content) == 0 {
		return Companies{}, store.ErrNotFound
	}
	return ReadCompanies(e.Content)
}

// ReadCompanies reads the content of an edition or a proposal.
func ReadCompanies(content []byte) (Companies, error) {
	var told Companies
	if err := json.Unmarshal(content, &told); err != nil {
		return Companies{}, fmt.Errorf("read a list of companies: %w", err)
	}
	return told, nil
}

// Group is a category with its companies, for pages that show one table for each.
type Group struct {
	Category  entry.Category // without a key for those in no category
	Companies []Company
}

// Groups are the categories that hold companies, in the order of pages; a company
// stands in each of its categories, one without any in the last group.
func (c Companies) Groups() []Group {
	var groups []Group
	for _, category := range append(slices.Clone(c.Categories), entry.Category{}) {
		group := Group{Category: category}
		for _, company := range c.Companies {
			if category.Key == "" && len(company.Categories) == 0 || slices.Contains(company.Categories, category.Key) {
				group.Companies = append(group.Companies, company)
			}
		}
		if len(group.Companies) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// Only is the list with the companies of one category; all where key is empty.
func (c Companies) Only(key string) Companies {
	if key == "" {
		return c
	}
	only := Companies{Categories: c.Categories}
	for _, company := range c.Companies {
		if slices.Contains(company.Categories, key) {
			only.Companies = append(only.Companies, company)
		}
	}
	return only
}

// Countries are all countries of the list, each once.
func (c Companies) Countries() []string {
	var all []string
	for _, company := range c.Companies {
		all = append(all, company.Countries...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// InForce is the edition of a site's list in force at a time, and what it says.
//
// Errors: store.ErrNotFound when there was none.
func (r *Register) InForce(ctx context.Context, siteKey string, at time.Time) (edition.Edition, Companies, error) {
	found, err := r.Editions.InForce(ctx, edition.Processors(siteKey), at)
	if err != nil || found.Withheld() {
		return found, Companies{}, err
	}
	told, err := CompaniesOf(found)
	return found, told, err
}

const publicOnSite = `WHERE p.status IN ? AND EXISTS (SELECT FROM processor_sites s WHERE s.processor_id = p.id AND s.site_id = ?)
ORDER BY lower(p.name), p.id`

// current is the list that the register would make now.
func (r *Register) current(ctx context.Context, db *gorm.DB, at site.Site) (Companies, error) {
	groups, err := r.Categories().In(ctx, db)
	if err != nil {
		return Companies{}, err
	}
	entries, err := several(db.WithContext(ctx), columns+publicOnSite, public, at.ID)
	if err != nil {
		return Companies{}, err
	}
	told := Companies{Categories: groups, Companies: []Company{}}
	for _, p := range entries {
		told.Companies = append(told.Companies, companyOf(p, at.Location()))
	}
	return told, nil
}

// companyOf is the entry as the public reads it. Internal fields stay behind.
func companyOf(p Processor, zone *time.Location) Company {
	told := Company{Name: p.Name, Categories: p.Categories, Purposes: p.Purposes, DataCategories: p.DataCategories, Countries: p.Countries,
		Transfers: []Safeguarded{}, Status: p.Status, Since: p.FirstDay, Until: p.LastDay}
	for _, t := range p.Transfers {
		told.Transfers = append(told.Transfers, Safeguarded{t.Country, t.Mechanism})
	}
	if p.Website != "" {
		told.Website = &p.Website
	}
	if p.PrivacyPolicy != "" {
		told.PrivacyPolicy = &p.PrivacyPolicy
	}
	if p.Role != "" {
		told.Role = &p.Role
	}
	if p.Status == Announced && p.FirstDay != nil {
		begins := regime.BeginningOf(*p.FirstDay, zone).UTC()
		told.Since, told.TakesEffectAt = nil, &begins
	}
	return told
}
