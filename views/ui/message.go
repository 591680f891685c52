package ui

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
	"github.com/nicksnyder/go-i18n/v2/i18n"

	"privacydesk/assets"
)

// messages is the catalogue of the program.
var messages = mustReadCatalogue()

// T is the message of this key in the locale of the page.
//
// The pairs are names and values for its placeholders: T(ctx, "queue.count",
// "count", 3) fills {{.count}}. The value named "count" also chooses the plural
// form. Whole numbers appear in the manner of the locale. A key that no catalogue
// has is shown as ⟦key⟧, which the tests of pages refuse.
func T(ctx context.Context, key string, pairs ...any) string {
	locale := Locale(ctx)
	if text, ok := messages.plain[locale][key]; ok {
		return text
	}
	if text, ok := messages.plain[Fallback][key]; ok && !messages.has(locale, key) {
		return text
	}
	values, count := placeholders(ctx, pairs)
	text, err := messages.localizers[locale].Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: values, PluralCount: count})
	if text == "" && err != nil {
		return "⟦" + key + "⟧"
	}
	return text
}

// Has reports whether a message of this key exists in the locale of the page or
// in the fallback.
func Has(ctx context.Context, key string) bool {
	return messages.has(Locale(ctx), key) || messages.has(Fallback, key)
}

// Filled is a message with components in the place of placeholders: links, names in
// <bdi>, dates in <time>. The pairs are names and components or plain values.
func Filled(key string, pairs ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		parts := map[string]templ.Component{}
		marked := make([]any, len(pairs))
		copy(marked, pairs)
		for i := 1; i < len(pairs); i += 2 {
			if part, ok := pairs[i].(templ.Component); ok {
				mark := fmt.Sprint(pairs[i-1])
				parts[mark] = part
				marked[i] = "\x00" + mark + "\x00"
			}
		}
		for i, piece := range strings.Split(T(ctx, key, marked...), "\x00") {
			if err := filledPiece(i, piece, parts).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func filledPiece(position int, piece string, parts map[string]templ.Component) templ.Component {
	if part, ok := parts[piece]; ok && position%2 == 1 {
		return part
	}
	return words(piece)
}

func placeholders(ctx context.Context, pairs []any) (map[string]any, any) {
	if len(pairs)%2 != 0 {
		panic("ui: a message takes pairs of names and values")
	}
	values := map[string]any{}
	var count any
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			panic(fmt.Sprintf("ui: %v is not a placeholder's name", pairs[i]))
		}
		values[name] = shown(ctx, pairs[i+1])
		if name == "count" {
			count = pairs[i+1]
		}
	}
	return values, count
}

// shown is a placeholder's value as text.
func shown(ctx context.Context, value any) any {
	switch value := value.(type) {
	case int:
		return Number(ctx, int64(value))
	case int64:
		return Number(ctx, value)
	}
	return value
}

func mustReadCatalogue() *catalogue {
	read, err := readCatalogue(assets.Locales)
	if err != nil {
		panic("ui: " + err.Error())
	}
	return read
}

// words is plain text as a component.
func words(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, templ.EscapeString(text))
		return err
	})
}
