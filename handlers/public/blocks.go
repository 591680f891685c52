package public

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/site"
	"privacydesk/models/text"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// RightsBlock fills :::rights with what the site's facts offer, linked to the form.
type RightsBlock struct{ Facts *facts.Register }

// BlockHTML is the list of rights.
func (b RightsBlock) BlockHTML(ctx context.Context, on site.Site, _ text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error) {
	told, err := b.Facts.InForce(ctx, on, at)
	if err != nil {
		return "", nil, err
	}
	html, err := safe(ctx, views.RightsList(offersOf(told.Facts, on, at), inLanguage(ctx, on)))
	return html, []edition.Edition{told.Edition}, err
}

// BlockMarkdown is the same list as Markdown, with full addresses.
func (b RightsBlock) BlockMarkdown(ctx context.Context, on site.Site, _ text.Block, at time.Time) (string, []edition.Edition, error) {
	told, err := b.Facts.InForce(ctx, on, at)
	if err != nil {
		return "", nil, err
	}
	var lines []string
	for _, offer := range offersOf(told.Facts, on, at) {
		line := fmt.Sprintf("- [%s](%s)", ui.T(ctx, "right."+offer.Right+".label"), on.URL+inLanguage(ctx, on)("/requests/new/"+offer.Right))
		if words := views.AnswerTime(ctx, offer); words != "" {
			line += " (" + words + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), []edition.Edition{told.Edition}, nil
}

// ContactBlock fills :::contact with who is responsible and how to reach them.
type ContactBlock struct{ Facts *facts.Register }

// BlockHTML is the list of those responsible.
func (b ContactBlock) BlockHTML(ctx context.Context, on site.Site, _ text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error) {
	told, err := b.Facts.InForce(ctx, on, at)
	if err != nil {
		return "", nil, err
	}
	html, err := safe(ctx, views.ContactFacts(told.Facts))
	return html, []edition.Edition{told.Edition}, err
}

// BlockMarkdown is the same as Markdown.
func (b ContactBlock) BlockMarkdown(ctx context.Context, on site.Site, _ text.Block, at time.Time) (string, []edition.Edition, error) {
	told, err := b.Facts.InForce(ctx, on, at)
	if err != nil {
		return "", nil, err
	}
	var lines []string
	add := func(name string, parts ...string) {
		var said []string
		for _, part := range parts {
			if part != "" {
				said = append(said, text.Escape(strings.Join(strings.Fields(part), " ")))
			}
		}
		if len(said) > 0 {
			lines = append(lines, "- **"+text.Escape(name)+"** "+strings.Join(said, ", "))
		}
	}
	for _, c := range told.Controllers {
		add(ui.T(ctx, "contact.controller", "audience", ui.T(ctx, "audience."+c.Audience+".label")), c.Name, c.Address, c.Email, c.Authority)
	}
	for _, person := range told.Representatives {
		add(ui.T(ctx, "contact.representative."+person.Region), person.Name, person.Address, person.Email)
	}
	add(ui.T(ctx, "contact.protection"), told.Contact.Name, told.Contact.Email, told.Contact.Phone, told.Contact.Address)
	return strings.Join(lines, "\n"), []edition.Edition{told.Edition}, nil
}

// inLanguage is the way to addresses in the language of the context.
func inLanguage(ctx context.Context, on site.Site) func(string) string {
	prefix := ""
	if locale := ui.Locale(ctx); locale != on.DefaultLocale {
		prefix = "/" + locale
	}
	return func(path string) string { return prefix + path }
}

// safe renders a view's component: HTML of our own making, every value escaped.
func safe(ctx context.Context, view templ.Component) (text.SafeHTML, error) {
	var html bytes.Buffer
	err := view.Render(ctx, &html)
	return text.SafeHTML(html.String()), err
}
