package public

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/processor"
	"privacydesk/models/site"
	"privacydesk/models/text"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) companyRoutes() []web.Route {
	return p.routesOf(register{
		path: "/companies", message: "companies", subject: edition.Processors,
		page: func(shell ui.PublicShell, page views.RegisterPage, content []byte) (templ.Component, error) {
			told, err := companiesIn(content)
			return views.Companies(shell, page, told), err
		},
		data: companiesAnswer,
		csv: func(content []byte, locale string) ([]byte, error) {
			told, err := companiesIn(content)
			return told.CSV(locale), err
		},
		changes: func(before, after []byte) ([]entry.Difference, error) {
			told, err := companiesIn(after)
			if err != nil {
				return nil, err
			}
			return processor.CompareContent(before, told)
		},
		ends: nextBeginning,
	})
}

// companiesIn is what an edition says; nothing before the first.
func companiesIn(content []byte) (processor.Companies, error) {
	if len(content) == 0 {
		return processor.Companies{}, nil
	}
	return processor.ReadCompanies(content)
}

// nextBeginning is when the next announced company begins, from which moment on the
// page says so no longer.
func nextBeginning(content []byte, now time.Time) time.Time {
	told, err := companiesIn(content)
	if err != nil {
		return time.Time{} // the page itself says what is wrong
	}
	var next time.Time
	for _, c := range told.Companies {
		if begins := c.TakesEffectAt; begins != nil && begins.After(now) && (next.IsZero() || begins.Before(next)) {
			next = *begins
		}
	}
	return next
}

// companiesData is the list for programs. What is not known is null.
type companiesData struct {
	Site        string         `json:"site"`
	Edition     *int           `json:"edition"`
	EffectiveAt *time.Time     `json:"effective_at"`
	SHA256      *string        `json:"sha256"`
	Categories  []categoryData `json:"categories"`
	Companies   []companyData  `json:"companies"`
}

type categoryData struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type companyData struct {
	Name           string                  `json:"name"`
	Role           *processor.Role         `json:"role"`
	Categories     []string                `json:"categories"`
	Purposes       []string                `json:"purposes"`
	DataCategories []string                `json:"data_categories"`
	Countries      []string                `json:"countries"`
	Transfers      []processor.Safeguarded `json:"transfers"`
	Status         processor.Status        `json:"status"`
	Since          *civil.Date             `json:"since"`
	TakesEffectAt  *time.Time              `json:"takes_effect_at"`
}

func companiesAnswer(at site.Site, e edition.Edition, locale string) (any, error) {
	told, err := companiesIn(e.Content)
	if err != nil {
		return nil, err
	}
	answer := companiesData{Site: at.Key, EffectiveAt: utc(e), Categories: []categoryData{}, Companies: []companyData{}}
	answer.Edition, answer.SHA256 = numberAndHash(e)
	for _, category := range told.Categories {
		answer.Categories = append(answer.Categories, categoryData{category.Key, category.Name(locale)})
	}
	for _, c := range told.Companies {
		answer.Companies = append(answer.Companies, companyData{c.Name, c.Role, c.Categories, some(c.PurposesIn(locale)), some(c.DataIn(locale)),
			c.Countries, c.Transfers, c.Status, c.Since, c.TakesEffectAt})
	}
	return answer, nil
}

// some is a list that programs read as one even when it is empty.
func some(list []string) []string { return append([]string{}, list...) }

// CompaniesBlock fills :::processors with the list in force.
type CompaniesBlock struct{ Processors *processor.Register }

// BlockHTML is one table for each category, or for the one that the block names.
func (b CompaniesBlock) BlockHTML(ctx context.Context, on site.Site, block text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error) {
	found, told, err := b.Processors.InForce(ctx, on.Key, at)
	readable, used, err := blockContent(found, err)
	if err != nil {
		return "", nil, err
	}
	var groups []processor.Group
	if readable {
		groups = groupsFor(told, block)
	}
	html, err := safe(ctx, views.CompaniesBlock(groups, found, inLanguage(ctx, on)("/companies")))
	return html, used, err
}

// groupsFor are the tables of a block: the one of its category, or all.
func groupsFor(told processor.Companies, block text.Block) []processor.Group {
	groups := told.Groups()
	wanted := block.Attributes["category"]
	if wanted == "" {
		return groups
	}
	for _, group := range groups {
		if group.Category.Key == wanted {
			return []processor.Group{group}
		}
	}
	return nil
}

// BlockMarkdown is the same as Markdown.
func (b CompaniesBlock) BlockMarkdown(ctx context.Context, on site.Site, block text.Block, at time.Time) (string, []edition.Edition, error) {
	found, told, err := b.Processors.InForce(ctx, on.Key, at)
	readable, used, err := blockContent(found, err)
	if err != nil || !readable {
		return ui.T(ctx, "register.companies.none"), used, err
	}
	var parts []string
	locale := ui.Locale(ctx)
	for _, group := range groupsFor(told, block) {
		rows := [][]string{{"register.companies.company", "register.companies.does", "register.companies.sees", "register.companies.where", "register.companies.safeguard"}}
		for i, key := range rows[0] {
			rows[0][i] = ui.T(ctx, key)
		}
		for _, c := range group.Companies {
			rows = append(rows, []string{c.Name, ui.List(ctx, c.PurposesIn(locale)), ui.List(ctx, c.DataIn(locale)), ui.Places(ctx, c.Countries), views.Safeguards(ctx, c)})
		}
		parts = append(parts, "**"+text.Escape(views.GroupName(ctx, group.Category))+"**\n\n"+markdownTable(rows))
	}
	if len(parts) == 0 {
		return ui.T(ctx, "register.companies.none"), used, nil
	}
	return strings.Join(parts, "\n\n"), used, nil
}
