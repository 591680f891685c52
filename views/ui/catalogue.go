package ui

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	bcp47 "golang.org/x/text/language"
)

// Scopes of messages: what the public reads exists in every locale; what only staff
// read exists in the fallback locale.
const (
	publicScope = "public"
	deskScope   = "desk"
)

// catalogue is every message of every locale, and go-i18n's way to them.
type catalogue struct {
	plain      map[string]map[string]string // locale → key → text without placeholder
	keys       map[string]map[string]bool   // locale → key → true
	localizers map[string]*i18n.Localizer
}

// readCatalogue reads LOCALE/SCOPE/RESOURCE.toml. A key is the path of tables that
// leads to the text, joined by dots. (A test refuses the same key in two files.)
func readCatalogue(folder fs.FS) (*catalogue, error) {
	bundle := i18n.NewBundle(bcp47.Make(Fallback))
	read := &catalogue{map[string]map[string]string{}, map[string]map[string]bool{}, map[string]*i18n.Localizer{}}
	for _, locale := range Locales() {
		messages := map[string]*i18n.Message{}
		for _, scope := range []string{publicScope, deskScope} {
			found, err := readMessages(folder, locale, scope)
			if err != nil {
				return nil, err
			}
			maps.Copy(messages, found)
		}
		if err := bundle.AddMessages(bcp47.Make(locale), slices.Collect(maps.Values(messages))...); err != nil {
			return nil, fmt.Errorf("messages of %s: %w", locale, err)
		}
		read.index(locale, messages)
		read.localizers[locale] = i18n.NewLocalizer(bundle, locale, Fallback)
	}
	return read, nil
}

// readMessages reads the files of one locale and scope: key → message.
func readMessages(folder fs.FS, locale, scope string) (map[string]*i18n.Message, error) {
	names, err := fs.Glob(folder, path.Join(locale, scope, "*.toml"))
	if err != nil {
		return nil, fmt.Errorf("list messages of %s: %w", locale, err)
	}
	messages := map[string]*i18n.Message{}
	for _, name := range names {
		var tree map[string]any
		if _, err := toml.DecodeFS(folder, name, &tree); err != nil {
			return nil, fmt.Errorf("messages in %s: %w", name, err)
		}
		if err := flatten("", tree, messages); err != nil {
			return nil, fmt.Errorf("messages in %s: %w", name, err)
		}
	}
	return messages, nil
}

// flatten turns nested tables into messages. A table whose keys are all plural
// categories, "other" and at least one more, is one message with plural forms; so
// a right or a role may be named "other" beside its sisters.
func flatten(prefix string, tree map[string]any, into map[string]*i18n.Message) error {
	for name, value := range tree {
		key := name
		if prefix != "" {
			key = prefix + "." + name
		}
		switch value := value.(type) {
		case string:
			into[key] = &i18n.Message{ID: key, Other: value}
		case map[string]any:
			if forms := pluralForms(key, value); forms != nil {
				into[key] = forms
			} else if err := flatten(key, value, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither text nor table", key)
		}
	}
	return nil
}

func pluralForms(key string, table map[string]any) *i18n.Message {
	message := &i18n.Message{ID: key}
	forms := map[string]*string{"zero": &message.Zero, "one": &message.One, "two": &message.Two,
		"few": &message.Few, "many": &message.Many, "other": &message.Other}
	for name, value := range table {
		text, isText := value.(string)
		form, isForm := forms[name]
		if !isText || !isForm {
			return nil
		}
		*form = text
	}
	if message.Other == "" || len(table) < 2 {
		return nil
	}
	return message
}

// has reports whether the locale itself has the message.
func (c *catalogue) has(locale, key string) bool { return c.keys[locale][key] }

// index notes which keys the locale has and which texts need no work to be shown.
func (c *catalogue) index(locale string, messages map[string]*i18n.Message) {
	c.plain[locale], c.keys[locale] = map[string]string{}, map[string]bool{}
	for key, message := range messages {
		c.keys[locale][key] = true
		plural := message.Zero + message.One + message.Two + message.Few + message.Many
		if plural == "" && !strings.Contains(message.Other, "{{") {
			c.plain[locale][key] = message.Other
		}
	}
}
