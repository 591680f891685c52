package desk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"privacydesk/models/cookie"
	record "privacydesk/models/edition/entry"
	"privacydesk/models/people"
	"privacydesk/models/processor"
	"privacydesk/models/site"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// SaveRow is one save of an entry with who did it and what it changed.
type SaveRow struct {
	Save    record.Save
	Name    string // of the person; "" for the portal's own commands
	Changes []record.Change
}

// HistoryPage is what happened to an entry, newest first.
type HistoryPage struct {
	Title string
	Base  string // address of the entry
	Rows  []SaveRow
	Next  string // cursor of older saves
	Names ui.EntryNames
}

// EntryFilters is what narrows a list of entries, and what its page knows beside.
type EntryFilters struct {
	Text, Category, Status, After, Next string
	Site                                int64
	Count                               int64
	Sites                               []site.Site
	Categories                          []record.Category
	MayEdit, MayPropose                 bool
}

// query is the address of the list with the filters and a cursor.
func (f EntryFilters) query(path, after string) string {
	values := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "category": f.Category, "status": f.Status, "after": after} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if f.Site != 0 {
		values.Set("site", strconv.FormatInt(f.Site, 10))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func (f EntryFilters) siteOptions(ctx context.Context) []ui.Option {
	return append([]ui.Option{{Value: "", Text: ui.T(ctx, "entries.any_site")}}, siteOptions(f.Sites)...)
}

func (f EntryFilters) categoryOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Text: ui.T(ctx, "entries.any_category")}}
	options = append(options, entryCategoryOptions(ctx, f.Categories)...)
	return append(options, ui.Option{Value: cookie.Unclassified, Text: ui.T(ctx, "register.uncategorised")})
}

func entryCategoryOptions(ctx context.Context, categories []record.Category) []ui.Option {
	var options []ui.Option
	for _, category := range categories {
		options = append(options, ui.Option{Value: category.Key, Text: category.Name(ui.Locale(ctx))})
	}
	return options
}

// siteName is the name of one of the sites.
func siteName(sites []site.Site, id int64) string {
	for _, at := range sites {
		if at.ID == id {
			return at.Name
		}
	}
	return ""
}

// categoryName is the name of a category by its key.
func categoryName(ctx context.Context, categories []record.Category, key string) string {
	for _, category := range categories {
		if category.Key == key {
			return category.Name(ui.Locale(ctx))
		}
	}
	return ui.T(ctx, "register.uncategorised")
}

// EntriesImportInput is what is said about an uploaded list.
type EntriesImportInput struct {
	Locale  string `form:"locale"`
	Partial bool   `form:"partial"`
	File    string `form:"file"` // names the field in messages; the file itself is read apart
}

// TypedCategory is what the form of a category starts with.
func TypedCategory(c record.Category) url.Values {
	typed := url.Values{"position": {strconv.Itoa(c.Position)}, "version": {strconv.FormatInt(c.Version, 10)}}
	if c.Necessary {
		typed.Set("necessary", "true")
	}
	for locale, name := range c.Names {
		typed.Set("names["+locale+"]", name)
	}
	for locale, description := range c.Descriptions {
		typed.Set("descriptions["+locale+"]", description)
	}
	return typed
}

// CookieForm is the form of a cookie and what its page knows beside.
type CookieForm struct {
	Form       ui.Form[cookie.Input]
	Sites      []site.Site
	Categories []record.Category
	Theirs     map[string]string // what stands now, after a late save
	Editable   bool              // the form can be sent
	MayEdit    bool              // retire and restore too
}

// locales are the languages of the sites, each once.
func locales(sites []site.Site) []string {
	var all []string
	seen := map[string]bool{}
	for _, at := range sites {
		for _, locale := range at.Locales {
			if !seen[locale] {
				seen[locale] = true
				all = append(all, locale)
			}
		}
	}
	return all
}

// unknownFirst puts an empty answer before the others: not known, or none.
func unknownFirst(ctx context.Context, options []ui.Option) []ui.Option {
	return append([]ui.Option{{Value: "", Text: ui.T(ctx, "register.unknown")}}, options...)
}

// registerMessages begin the messages of each register.
var registerMessages = map[string]string{"cookies": "cookies.", "processors": "processors."}

// RegisterWords is a message that each register has its own of, such as
// "edition.title".
func RegisterWords(ctx context.Context, register, part string, pairs ...any) string {
	return ui.T(ctx, registerMessages[register]+part, pairs...)
}

// words are answers whose words stand under the value itself; message ends with a dot.
func words[T ~string](ctx context.Context, message string, values []T) []ui.Option {
	var options []ui.Option
	for _, value := range values {
		options = append(options, ui.Option{Value: string(value), Text: ui.T(ctx, message+string(value))})
	}
	return options
}

// CookieOffer is what an imported policy was found to say of cookies.
type CookieOffer struct {
	ID   int64
	Rows []text.ImportedCookie
}

// RecipientOffer is whom an imported policy was found to name.
type RecipientOffer struct {
	ID                    int64
	Companies, Categories []string
}

// ProcessorForm is the form of a company and what its page knows beside.
type ProcessorForm struct {
	Form       ui.Form[processor.Input]
	Sites      []site.Site
	Categories []record.Category
	Owners     []people.Named
	Theirs     map[string]string // what stands now, after a late save
	Editable   bool              // the form can be sent
	MayEdit    bool              // end and restore too
}

// names are what the fields of a company point at.
func (p ProcessorForm) names() ui.EntryNames {
	names := ui.EntryNames{Categories: p.Categories, Sites: map[int64]string{}, People: map[int64]string{}}
	for _, at := range p.Sites {
		names.Sites[at.ID] = at.Name
	}
	for _, person := range p.Owners {
		names.People[person.ID] = person.Name
	}
	return names
}

func (p ProcessorForm) ownerOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Text: ui.T(ctx, "owner.none")}}
	for _, person := range p.Owners {
		options = append(options, ui.Option{Value: strconv.FormatInt(person.ID, 10), Text: person.Name})
	}
	return options
}

func mechanismOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Text: ui.T(ctx, "processor.transfer.none")}}
	for _, mechanism := range processor.Mechanisms() {
		options = append(options, ui.Option{Value: mechanism.Key, Text: ui.T(ctx, "mechanism."+mechanism.Key) + ": " + mechanism.Citation})
	}
	return options
}

// openStatuses are the statuses that the form offers; ending asks for a day on a page
// of its own.
var openStatuses = []processor.Status{processor.Proposed, processor.Announced, processor.Active, processor.Ending}

// statusChip is how lists show where a company stands.
func statusChip(status processor.Status) ui.Kind {
	switch status {
	case processor.Proposed:
		return ui.Draft
	case processor.Announced:
		return ui.Scheduled
	case processor.Active:
		return ui.InForce
	}
	return ui.Replaced
}

// EntryPath is an entry of a register.
func EntryPath(register string, id int64) string { return fmt.Sprintf("/desk/%s/%d", register, id) }

func onSite(register string, at site.Site) string { return "/desk/sites/" + at.Key + "/" + register }
