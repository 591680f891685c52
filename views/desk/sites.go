package desk

import (
	"context"
	"strings"

	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/views/ui"
)

// siteFields are the settings of a site in the order of their form.
var siteFields = []string{"name", "url", "hosts", "locale", "locales", "zone", "regime", "calendar", "due_soon"}

// differs reports whether what was typed is not what somebody else saved.
func differs(form ui.Form[site.ChangeInput], theirs map[string]string, field string) bool {
	typed := form.Typed.Get(field)
	if field == "locales" {
		typed = strings.Join(form.Typed[field], ", ")
	}
	return strings.TrimSpace(typed) != theirs[field]
}

// languages are the names of languages, each in its own.
func languages(locales []string) string {
	names := make([]string, 0, len(locales))
	for _, locale := range locales {
		names = append(names, ui.LanguageName(locale))
	}
	return strings.Join(names, ", ")
}

func localeOptions() []ui.Option {
	options := make([]ui.Option, 0, len(site.Locales))
	for _, locale := range site.Locales {
		options = append(options, ui.Option{Value: locale, Text: ui.LanguageName(locale)})
	}
	return options
}

// lawName is a regime's short name, or its key where the law is not known (any more).
func lawName(id string) string {
	versions, known := regime.Lookup(id)
	if !known || len(versions) == 0 {
		return id
	}
	return versions[len(versions)-1].Short
}

func lawOptions() []ui.Option {
	var options []ui.Option
	for _, id := range regime.Regimes() {
		options = append(options, ui.Option{Value: id, Text: lawName(id)})
	}
	return options
}

func calendarOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Text: ui.T(ctx, "site.calendar.none")}}
	for _, calendar := range regime.Calendars() {
		options = append(options, ui.Option{Value: calendar.Code, Text: calendar.Name})
	}
	return options
}
