package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"privacydesk/assets"
)

// How pages ask for messages.
var (
	called   = regexp.MustCompile(`\b(?:ui\.)?(?:T|Filled)\((?:ctx, )?"([a-z0-9_.]*[a-z0-9_])"[,)]`)
	asked    = regexp.MustCompile(`@(?:ui\.)?(?:Text|Email|Phone|Address|Password|Code|Whole|DateField|Moment|Textarea|Select|Radios|RadioRow|Checkboxes|CheckboxColumns|Checkbox|File|Composer)\("([a-z0-9_.]*[a-z0-9_])"`)
	chosen   = regexp.MustCompile(`Message:\s*"([a-z0-9_.]*[a-z0-9_])"`)
	acted    = regexp.MustCompile(`@(?:ui\.)?(?:Submit|Problem)\("([a-z0-9_.]*[a-z0-9_])"`)
	done     = regexp.MustCompile(`\bd\.(?:done|personDone|goOn)\(.*"([a-z0-9_]+\.[a-z0-9_.]*[a-z0-9_])"`)
	refused  = regexp.MustCompile(`(?:Refused|TooMany)\("([a-z0-9_]+\.[a-z0-9_.]+)"\)`)
	deskOnly = regexp.MustCompile(`@ui\.(?:Bulk|Clock|ClockPanel|Comment|Pin|Checks|Composer|Owner)\(`)
	ending   = regexp.MustCompile(`"\.([a-z_]+)"`)
	comment  = regexp.MustCompile(`(?m)^\s*//.*$`)
	literal  = regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)*\.?)[%"]`)
)

func TestEveryMessageThatPagesAskForExists(t *testing.T) {
	found := 0
	for name, source := range sources(t) {
		needs := func(pattern *regexp.Regexp, suffix string) {
			for _, match := range pattern.FindAllStringSubmatch(source, -1) {
				found++
				if !messages.keys[Fallback][match[1]+suffix] && (pattern != acted || !messages.keys[Fallback][match[1]+".label"]) {
					t.Errorf("%s asks for %s, which no catalogue has", name, match[1]+suffix)
				}
			}
		}
		needs(called, "")
		needs(asked, ".label")
		needs(chosen, ".label")
		needs(acted, "")
		needs(refused, "")
		needs(done, "")
	}
	if found < 50 {
		t.Fatalf("only %d uses were found", found)
	}
}

func TestPublicPagesAskOnlyForMessagesThatAreTranslated(t *testing.T) {
	public := publicTexts(t, Fallback)
	for name, source := range sources(t) {
		if !strings.Contains(filepath.ToSlash(name), "/public/") {
			continue
		}
		for _, pattern := range []struct {
			uses   *regexp.Regexp
			suffix string
		}{{called, ""}, {asked, ".label"}, {chosen, ".label"}, {acted, ""}} {
			for _, match := range pattern.uses.FindAllStringSubmatch(source, -1) {
				if _, ok := public[match[1]+".label"]; ok && pattern.uses == acted {
					continue
				}
				if _, ok := public[match[1]+pattern.suffix]; !ok {
					t.Errorf("%s asks for %s, which is not among the public messages", name, match[1]+pattern.suffix)
				}
			}
		}
		for _, match := range deskOnly.FindAllString(source, -1) {
			t.Errorf("%s uses %s, whose words are not translated", name, match)
		}
	}
}

func TestEveryPlaceholderIsFilled(t *testing.T) {
	textOf := map[string]map[string]string{}
	for _, locale := range Locales() {
		textOf[locale] = everyText(t, locale)
	}
	for name, source := range sources(t) {
		for _, at := range called.FindAllStringSubmatchIndex(source, -1) {
			key, arguments := source[at[2]:at[3]], callFrom(source[at[0]:])
			for _, locale := range Locales() {
				for _, placeholder := range namesIn(textOf[locale][key]) {
					if !strings.Contains(arguments, `"`+placeholder+`"`) {
						t.Errorf("%s asks for %s without its placeholder %q of %s", name, key, placeholder, locale)
					}
				}
			}
		}
	}
}

// callFrom is the text of a call up to its closing bracket.
func callFrom(source string) string {
	depth := 0
	for i, letter := range source {
		switch letter {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return source[:i]
			}
		}
	}
	return source
}

// A key is used when it stands in the source, or when something it begins or ends
// with does: "right." + key, message + ".label", fmt.Sprintf("stage.%s", …).
func TestEveryMessageIsUsed(t *testing.T) {
	whole, prefixes, suffixes := map[string]bool{}, map[string]bool{}, map[string]bool{"label": true, "hint": true, "mode": true}
	for _, source := range sources(t) {
		for _, match := range literal.FindAllStringSubmatch(source, -1) {
			if strings.HasSuffix(match[1], ".") {
				prefixes[match[1]] = true
			} else {
				whole[match[1]] = true
			}
		}
		for _, match := range ending.FindAllStringSubmatch(source, -1) {
			suffixes[match[1]] = true
		}
	}
	for key := range messages.keys[Fallback] {
		if !used(key, whole, prefixes, suffixes) {
			t.Errorf("%s is in the catalogue and no page asks for it", key)
		}
	}
}

func used(key string, whole, prefixes, suffixes map[string]bool) bool {
	if whole[key] {
		return true
	}
	for at := range len(key) {
		if key[at] != '.' {
			continue
		}
		if prefixes[key[:at+1]] {
			return true
		}
		if whole[key[:at]] && suffixes[key[at+1:]] {
			return true
		}
	}
	return false
}

// sources are the program's own Go and templ files, by name, without tests and
// generated code.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, floor := range []string{"cmd", "handlers", "views", "models"} {
		root := filepath.Join("..", "..", floor)
		if _, err := os.Stat(root); os.IsNotExist(err) {
			continue
		}
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
				return err
			}
			if extension := filepath.Ext(name); extension != ".go" && extension != ".templ" {
				return nil
			}
			body, err := os.ReadFile(name)
			found[name] = comment.ReplaceAllString(string(body), "")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// everyText are all messages of a locale, all plural forms of one joined.
func everyText(t *testing.T, locale string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, scope := range []string{publicScope, deskScope} {
		found, err := readMessages(assets.Locales, locale, scope)
		if err != nil {
			t.Fatal(err)
		}
		for key, message := range found {
			texts[key] = message.Zero + message.One + message.Two + message.Few + message.Many + message.Other
		}
	}
	return texts
}
