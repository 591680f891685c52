package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/cookie"
	"privacydesk/models/edition/entry"
	"privacydesk/models/processor"
)

// EntryNames are what fields of entries point at: categories, sites and people. What
// has no name here is shown as it is stored.
type EntryNames struct {
	Categories []entry.Category
	Sites      map[int64]string
	People     map[int64]string
}

// PartyWords says whether the site itself sets it.
func PartyWords(ctx context.Context, party cookie.Party) string {
	return T(ctx, "register.party."+string(party))
}

// KindWords is the technique of an entry.
func KindWords(ctx context.Context, kind cookie.Kind) string {
	return T(ctx, "register.kind."+string(kind))
}

// KeptFor is how long an entry stays, in words of the language of the page.
func KeptFor(ctx context.Context, lifetime cookie.Lifetime) string {
	switch lifetime.Type {
	case cookie.Event:
		return lifetime.Text
	case cookie.Duration:
		var parts []string
		for _, span := range lifetime.Spans() {
			parts = append(parts, T(ctx, "register.span."+span.Unit, "count", span.Number))
		}
		return List(ctx, parts)
	}
	return T(ctx, "register.lifetime."+string(lifetime.Type))
}

// Places are the names of countries.
func Places(ctx context.Context, countries []string) string {
	names := make([]string, len(countries))
	for i, country := range countries {
		names[i] = processor.CountryName(country, Locale(ctx))
	}
	return List(ctx, names)
}

// EntryField names a field of an entry: "purposes.de" is "Purpose (Deutsch)".
func EntryField(ctx context.Context, field string) string {
	name, locale, inLanguage := strings.Cut(field, ".")
	words := T(ctx, "entry_field."+name)
	if inLanguage {
		words += " (" + LanguageName(locale) + ")"
	}
	return words
}

// coded are the fields whose values are keys with a message: what it begins with.
var coded = map[string]string{
	"match": "register.match.", "kind": "register.kind.", "party": "register.party.", "basis": "cookie.basis.",
	"status": "register.status.", "role": "register.role.", "us_role": "processor.us_role.",
}

// EntryValue is the value of a field in the words that pages have for it.
func EntryValue(ctx context.Context, names EntryNames, field string, value any) string {
	name, _, _ := strings.Cut(field, ".")
	if message, known := coded[name]; known {
		return codeWords(ctx, message, value)
	}
	switch name {
	case "lifetime":
		return lifetimeValue(ctx, value)
	case "category":
		return names.category(ctx, value)
	case "categories":
		return List(ctx, each(value, func(key any) string { return names.category(ctx, key) }))
	case "countries":
		return List(ctx, each(value, func(code any) string { return Places(ctx, []string{fmt.Sprint(code)}) }))
	case "transfers":
		return List(ctx, each(value, func(one any) string { return transferValue(ctx, one) }))
	case "country":
		return Places(ctx, []string{fmt.Sprint(value)})
	case "mechanism":
		return codeWords(ctx, "mechanism.", value)
	case "site_ids":
		return List(ctx, each(value, func(id any) string { return nameOf(names.Sites, id) }))
	case "owner_id":
		return nameOf(names.People, value)
	}
	return plainValue(ctx, value)
}

// codeWords is the message of a key, or the key where there is none: what stands
// in an edition stays readable when a later portal no longer knows it.
func codeWords(ctx context.Context, message string, value any) string {
	key := message + fmt.Sprint(value)
	if !Has(ctx, key) {
		return fmt.Sprint(value)
	}
	return T(ctx, key)
}

// plainValue is a value that needs no names: words, numbers, days, yes or no.
func plainValue(ctx context.Context, value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case bool:
		if value {
			return T(ctx, "entry_value.yes")
		}
		return T(ctx, "entry_value.no")
	case string:
		if day, err := civil.ParseDate(value); err == nil {
			return Date(ctx, day)
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return Date(ctx, Day(ctx, at))
		}
		return value
	case []any:
		return List(ctx, each(value, func(part any) string { return plainValue(ctx, part) }))
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, plainValue(ctx, value[name]))
		}
		return List(ctx, parts)
	}
	return fmt.Sprint(value)
}

func lifetimeValue(ctx context.Context, value any) string {
	var lifetime cookie.Lifetime
	encoded, err := json.Marshal(value)
	if err != nil || json.Unmarshal(encoded, &lifetime) != nil || lifetime.Type == "" {
		return plainValue(ctx, value)
	}
	return KeptFor(ctx, lifetime)
}

// transferValue is a country with the ground on which data may go there, and what
// staff know beside.
func transferValue(ctx context.Context, value any) string {
	fields, isObject := value.(map[string]any)
	if !isObject {
		return plainValue(ctx, value)
	}
	parts := []string{T(ctx, "register.transfer", "country", EntryValue(ctx, EntryNames{}, "country", fields["country"]),
		"ground", EntryValue(ctx, EntryNames{}, "mechanism", fields["mechanism"]))}
	if document := plainValue(ctx, fields["document"]); document != "" {
		parts = append(parts, document)
	}
	for _, end := range []string{"valid_from", "valid_until"} {
		if day := plainValue(ctx, fields[end]); day != "" {
			parts = append(parts, T(ctx, "processor.transfer."+end, "date", day))
		}
	}
	return strings.Join(parts, T(ctx, "list.comma"))
}

// category is the name of a category by its key.
func (n EntryNames) category(ctx context.Context, key any) string {
	for _, category := range n.Categories {
		if category.Key == key {
			return category.Name(Locale(ctx))
		}
	}
	return plainValue(ctx, key)
}

// nameOf is the name of a site or a person, or the number where there is none.
func nameOf(names map[int64]string, value any) string {
	if id, err := strconv.ParseInt(fmt.Sprint(value), 10, 64); err == nil && names[id] != "" {
		return names[id]
	}
	return fmt.Sprint(value)
}

// each is every value of a list in words; a single value is a list of one.
func each(value any, words func(any) string) []string {
	values, isList := value.([]any)
	if !isList && value != nil {
		values = []any{value}
	}
	all := make([]string, len(values))
	for i, one := range values {
		all[i] = words(one)
	}
	return all
}
