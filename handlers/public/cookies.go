package public

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/text"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) cookieRoutes() []web.Route {
	return p.routesOf(register{
		path: "/cookies", message: "cookies", subject: edition.Cookies,
		page: func(shell ui.PublicShell, page views.RegisterPage, content []byte) (templ.Component, error) {
			told, err := declarationIn(content)
			return views.Cookies(shell, page, told), err
		},
		data: cookiesAnswer,
		csv: func(content []byte, locale string) ([]byte, error) {
			told, err := declarationIn(content)
			return told.CSV(locale), err
		},
		changes: func(before, after []byte) ([]entry.Difference, error) {
			told, err := declarationIn(after)
			if err != nil {
				return nil, err
			}
			return cookie.CompareContent(before, told)
		},
		ends: func([]byte, time.Time) time.Time { return time.Time{} },
	})
}

// declarationIn is what an edition says; nothing before the first.
func declarationIn(content []byte) (cookie.Declaration, error) {
	if len(content) == 0 {
		return cookie.Declaration{}, nil
	}
	return cookie.ReadDeclaration(content)
}

// cookiesData is the declaration for programs. What is not known is null.
type cookiesData struct {
	Site        string       `json:"site"`
	Edition     *int         `json:"edition"`
	EffectiveAt *time.Time   `json:"effective_at"`
	CheckedAt   *time.Time   `json:"checked_at"` // by a scan of the pages; none has looked yet
	SHA256      *string      `json:"sha256"`
	Cookies     []cookieData `json:"cookies"`
}

type cookieData struct {
	Name     string          `json:"name"`
	Match    cookie.Match    `json:"match"`
	Kind     cookie.Kind     `json:"kind"`
	Provider *string         `json:"provider"`
	Party    *cookie.Party   `json:"party"`
	Domains  []string        `json:"domains"`
	Lifetime cookie.Lifetime `json:"lifetime"`
	Category *string         `json:"category"`
	Purpose  *string         `json:"purpose"`
	OptOut   *string         `json:"opt_out"`
}

func cookiesAnswer(at site.Site, e edition.Edition, locale string) (any, error) {
	told, err := declarationIn(e.Content)
	if err != nil {
		return nil, err
	}
	answer := cookiesData{Site: at.Key, EffectiveAt: utc(e), Cookies: []cookieData{}}
	answer.Edition, answer.SHA256 = numberAndHash(e)
	for _, c := range told.Cookies {
		one := cookieData{c.Name, c.Match, c.Kind, c.Provider, c.Party, c.Domains, c.Lifetime, c.Category, nil, c.OptOut}
		if purpose := c.Purpose(locale); purpose != "" {
			one.Purpose = &purpose
		}
		answer.Cookies = append(answer.Cookies, one)
	}
	return answer, nil
}

// CookiesBlock fills :::cookies with the declaration in force.
type CookiesBlock struct{ Cookies *cookie.Register }

// BlockHTML is one table for each category, or for the one that the block names.
func (b CookiesBlock) BlockHTML(ctx context.Context, on site.Site, block text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error) {
	found, told, err := b.Cookies.InForce(ctx, on.Key, at)
	readable, used, err := blockContent(found, err)
	if err != nil {
		return "", nil, err
	}
	var groups []cookie.Group
	if readable {
		groups = told.Only(block.Attributes["category"]).Groups()
	}
	html, err := safe(ctx, views.CookiesBlock(groups, found, inLanguage(ctx, on)("/cookies")))
	return html, used, err
}

// BlockMarkdown is the same as Markdown.
func (b CookiesBlock) BlockMarkdown(ctx context.Context, on site.Site, block text.Block, at time.Time) (string, []edition.Edition, error) {
	found, told, err := b.Cookies.InForce(ctx, on.Key, at)
	readable, used, err := blockContent(found, err)
	if err != nil || !readable {
		return ui.T(ctx, "register.cookies.none"), used, err
	}
	var parts []string
	for _, group := range told.Only(block.Attributes["category"]).Groups() {
		rows := [][]string{{"register.cookies.cookie", "register.cookies.purpose", "register.cookies.set_by", "register.cookies.kept"}}
		for i, key := range rows[0] {
			rows[0][i] = ui.T(ctx, key)
		}
		for _, c := range group.Cookies {
			rows = append(rows, []string{views.CookieName(c), c.Purpose(ui.Locale(ctx)), views.SetBy(ctx, c), ui.KeptFor(ctx, c.Lifetime)})
		}
		parts = append(parts, "**"+text.Escape(views.GroupName(ctx, group.Category))+"**\n\n"+markdownTable(rows))
	}
	if len(parts) == 0 {
		return ui.T(ctx, "register.cookies.none"), used, nil
	}
	return strings.Join(parts, "\n\n"), used, nil
}

// markdownTable is a table with its headings in the first row.
func markdownTable(rows [][]string) string {
	var lines []string
	for i, row := range rows {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = text.Escape(cell)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", len(row)))
		}
	}
	return strings.Join(lines, "\n")
}
