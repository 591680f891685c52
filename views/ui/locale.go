package ui

import (
	"context"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en_GB"
)

// Fallback is the locale of every message; the others have the public ones.
const Fallback = "en"

// language is what the portal knows about a locale that it offers.
type language struct {
	locale    string
	name      string // in the language itself
	direction string
	rules     locales.Translator // CLDR names of days and months, numbers
}

// languages are the offered locales. English dates put the day first (design/ui.md
// section 6), which is the CLDR's British form.
var languages = []language{
	{"en", "English", "ltr", en_GB.New()},
	{"de", "Deutsch", "ltr", de.New()},
	{"ar", "العربية", "rtl", ar.New()},
}

// Locales are the offered locales, the fallback first.
func Locales() []string {
	names := make([]string, len(languages))
	for i, known := range languages {
		names[i] = known.locale
	}
	return names
}

// LanguageName is the name of a locale in its own language, or the locale itself
// when the portal does not know it.
func LanguageName(locale string) string {
	for _, known := range languages {
		if known.locale == locale {
			return known.name
		}
	}
	return locale
}

// DirOf is the writing direction of a locale: "ltr" or "rtl".
func DirOf(locale string) string { return languageOf(locale).direction }

type contextKey int

const (
	localeKey contextKey = iota
	zoneKey
)

// WithLocale makes everything rendered under the context speak the locale. A
// locale that the portal does not offer reads as the fallback.
func WithLocale(ctx context.Context, locale string) context.Context {
	return context.WithValue(ctx, localeKey, languageOf(locale))
}

// WithZone makes times of the day appear in the zone (a site's, on its pages).
func WithZone(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, zoneKey, zone)
}

// Locale is the locale of the page, such as "de".
func Locale(ctx context.Context) string { return languageIn(ctx).locale }

// Dir is the writing direction of the page: "ltr" or "rtl".
func Dir(ctx context.Context) string { return languageIn(ctx).direction }

// Zone is the time zone of the page; UTC where none was set.
func Zone(ctx context.Context) *time.Location {
	if zone, ok := ctx.Value(zoneKey).(*time.Location); ok && zone != nil {
		return zone
	}
	return time.UTC
}

func languageIn(ctx context.Context) language {
	if known, ok := ctx.Value(localeKey).(language); ok {
		return known
	}
	return languages[0]
}

func languageOf(locale string) language {
	for _, known := range languages {
		if known.locale == locale {
			return known
		}
	}
	return languages[0]
}
