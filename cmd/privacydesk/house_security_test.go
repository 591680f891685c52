package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sources are the texts of all our files that end so, by path from the root.
func sources(t *testing.T, suffix string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, folder := range []string{"cmd", "handlers", "views", "models", "assets", "migrations"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, suffix) {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			found[filepath.ToSlash(name)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// only fails the test where program text matches outside the places that may hold it.
func only(t *testing.T, text *regexp.Regexp, suffix string, places ...string) {
	t.Helper()
	for path, source := range sources(t, suffix) {
		tests := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") || strings.Contains(path, "test/")
		allowed := slices.ContainsFunc(places, func(place string) bool { return strings.HasPrefix(path, place) })
		if !tests && !allowed && text.MatchString(source) {
			t.Errorf("%s holds %s", path, text.FindString(source))
		}
	}
}

func TestSEC_I4_TheDomainIsToldTheTime(t *testing.T) {
	only(t, regexp.MustCompile(`\btime\.(Now|Since|Until)\(`), ".go", "cmd/", "handlers/web/deadline.go", "models/store/store.go")
}

func TestSEC_J1_WhatIsForbiddenStandsNowhere(t *testing.T) {
	only(t, regexp.MustCompile(`"math/rand(/v2)?"`), ".go")
	only(t, regexp.MustCompile(`\bexec\.Command`), ".go", "cmd/internal/pgserver/", "cmd/testdb/", "cmd/bench/", "cmd/screenshots/")
	only(t, regexp.MustCompile(`"(/bin/)?(sh|bash)", "-c"`), ".go", "cmd/internal/pgserver/guard.go") // a constant, with a number
	only(t, regexp.MustCompile(`\bhttp\.(DefaultClient|DefaultTransport|Get|Head|Post)\b`), ".go", "cmd/bench/")
}

func TestSEC_C4_HTMLIsWrittenRawInNamedFilesOnly(t *testing.T) {
	only(t, regexp.MustCompile(`\btempl\.Raw\(`), ".templ", "views/ui/prose.templ", "views/ui/audience.templ", "views/public/policies.templ", "views/desk/policy_editor.templ")
	only(t, regexp.MustCompile(`(?i)(<script[^>]*>[^<]|\son[a-z]+=["{]|\sstyle=["{]|javascript:)`), ".templ")
}

var testName = regexp.MustCompile(`\b(Test|Fuzz)[A-Z]\w+`)

// The table says which test proves which line. It names no test that is not there, and
// leaves none out that is named after a line.
func TestTheTableOfSecurityTestsIsComplete(t *testing.T) {
	table, err := os.ReadFile(filepath.Join(root, "docs/security.md"))
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, source := range sources(t, "_test.go") {
		for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllStringSubmatch(source, -1) {
			declared[match[1]] = true
		}
	}
	named := map[string]bool{}
	for _, name := range testName.FindAllString(string(table), -1) {
		named[name] = true
		if !declared[name] {
			t.Errorf("%s is not there", name)
		}
	}
	for name := range declared {
		if strings.HasPrefix(name, "TestSEC_") && !named[name] {
			t.Errorf("%s stands not in the table", name)
		}
	}
}
