package ui

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"privacydesk/assets"
)

// sameEverywhere are public messages that may be the same word in every language:
// names, formats and what is written alike.
var sameEverywhere = readLines("testdata/same_everywhere.txt")

func readLines(name string) []string {
	body, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return strings.Fields(string(body))
}

func TestEveryPublicMessageIsTranslated(t *testing.T) {
	texts := map[string]map[string]string{}
	for _, locale := range Locales() {
		texts[locale] = publicTexts(t, locale)
	}
	if len(texts[Fallback]) < 20 {
		t.Fatalf("only %d public messages were read", len(texts[Fallback]))
	}
	for _, locale := range Locales()[1:] {
		for key, english := range texts[Fallback] {
			translated, ok := texts[locale][key]
			switch {
			case !ok:
				t.Errorf("%s is missing in %s", key, locale)
			case translated == english && !slices.Contains(sameEverywhere, key):
				t.Errorf("%s is the English text in %s: %q", key, locale, english)
			case placeholdersOf(translated) != placeholdersOf(english):
				t.Errorf("%s has the placeholders %s in %s and %s in English", key, placeholdersOf(translated), locale, placeholdersOf(english))
			}
		}
		for key := range texts[locale] {
			if _, ok := texts[Fallback][key]; !ok {
				t.Errorf("%s exists in %s and not in English", key, locale)
			}
		}
	}
}

func TestAllowedSamenessIsReal(t *testing.T) {
	english := publicTexts(t, Fallback)
	for _, key := range sameEverywhere {
		if _, ok := english[key]; !ok {
			t.Errorf("%s may be the same everywhere and does not exist", key)
		}
	}
}

func TestEveryLocaleHasItsPluralForms(t *testing.T) {
	wanted := map[string][]string{"en": {"one", "other"}, "de": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
	for _, locale := range Locales() {
		for key, forms := range pluralsOf(t, locale) {
			for _, form := range wanted[locale] {
				if !slices.Contains(forms, form) {
					t.Errorf("%s lacks the form %q in %s", key, form, locale)
				}
			}
		}
	}
}

func TestNoMessageStandsInTwoFiles(t *testing.T) {
	for _, locale := range Locales() {
		names, err := fs.Glob(assets.Locales, locale+"/*/*.toml")
		if err != nil || len(names) == 0 {
			t.Fatalf("%d files of %s were found: %v", len(names), locale, err)
		}
		first := map[string]string{}
		for _, name := range names {
			found, err := readMessages(fstest.MapFS{name: {Data: fileOf(t, name)}}, locale, strings.Split(name, "/")[1])
			if err != nil {
				t.Fatal(err)
			}
			for key := range found {
				if first[key] != "" {
					t.Errorf("%s stands in %s and in %s", key, first[key], name)
				}
				first[key] = name
			}
		}
	}
}

func fileOf(t *testing.T, name string) []byte {
	t.Helper()
	body, err := fs.ReadFile(assets.Locales, name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A broken constraint becomes Refused("constraint." + its name), so each needs words.
func TestEveryNamedConstraintHasItsMessage(t *testing.T) {
	named := regexp.MustCompile(`(?:CONSTRAINT (?:= ')?|UNIQUE INDEX )([a-z_0-9]+)`)
	names, err := filepath.Glob("../../migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d migrations were found: %v", len(names), err)
	}
	found := 0
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range named.FindAllStringSubmatch(string(body), -1) {
			found++
			if !messages.has(Fallback, "constraint."+match[1]) {
				t.Errorf("%s names %s, and constraint.%s has no words", filepath.Base(name), match[1], match[1])
			}
		}
	}
	if found < 10 {
		t.Fatalf("only %d constraints were read", found)
	}
}

func TestReadCatalogueKeepsAThingNamedOther(t *testing.T) {
	folder := fstest.MapFS{"en/public/a.toml": {Data: []byte("[right]\naccess = \"A copy\"\nother = \"Something else\"\n[count]\none = \"{{.count}} day\"\nother = \"{{.count}} days\"")}}
	read, err := readCatalogue(folder)
	if err != nil {
		t.Fatal(err)
	}
	if read.plain["en"]["right.other"] != "Something else" || !read.keys["en"]["count"] || read.keys["en"]["right"] {
		t.Errorf("the keys are %v", read.keys["en"])
	}
}

// publicTexts are the public messages of a locale with their "other" form.
func publicTexts(t *testing.T, locale string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for key, message := range messagesOf(t, locale) {
		texts[key] = message[len(message)-1]
	}
	return texts
}

// pluralsOf are the public messages of a locale that have plural forms, with the
// names of the forms.
func pluralsOf(t *testing.T, locale string) map[string][]string {
	t.Helper()
	plurals := map[string][]string{}
	for key, forms := range messagesOf(t, locale) {
		if len(forms) > 1 {
			plurals[key] = nil
		}
		for i, name := range []string{"zero", "one", "two", "few", "many", "other"} {
			if len(forms) > 1 && forms[i] != "" {
				plurals[key] = append(plurals[key], name)
			}
		}
	}
	return plurals
}

// messagesOf are a locale's public messages: the one text, or all six plural forms.
func messagesOf(t *testing.T, locale string) map[string][]string {
	t.Helper()
	read, err := readMessages(assets.Locales, locale, publicScope)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for key, message := range read {
		forms := []string{message.Zero, message.One, message.Two, message.Few, message.Many, message.Other}
		if strings.Join(forms[:5], "") == "" {
			forms = forms[5:]
		}
		found[key] = forms
	}
	return found
}

// placeholdersOf are the names of a text's placeholders as one word.
func placeholdersOf(text string) string { return fmt.Sprint(namesIn(text)) }

// namesIn are the names between braces, in order of the alphabet.
func namesIn(text string) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, match[1]) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return names
}

var placeholder = regexp.MustCompile(`{{\.(\w+)}}`)
