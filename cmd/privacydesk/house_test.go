package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The floors, and the packages of the ground floor in the order in which they may
// stand on each other. ARCHITECTURE.md says why.
var (
	floors = []string{"models", "views", "handlers", "cmd"}
	ground = []string{
		"access", "text", "regime", "audit", "store", "vault", "mail", "people", "site", "edition",
		"facts", "policy", "cookie", "processor", "request", "check",
	}
)

const root = "../.."

func TestImportsOnlyGoDown(t *testing.T) {
	for _, i := range imports(t, "cmd", "handlers", "views", "models", "assets", "migrations") {
		if fault := i.fault(); fault != "" {
			t.Errorf("%s imports %s: %s", i.file, i.path, fault)
		}
	}
}

func TestLayerRuleSeesEveryBreach(t *testing.T) {
	for file, path := range map[string]string{
		"models/site/site.go":             "privacydesk/handlers/web",
		"models/site/site_test.go":        "github.com/labstack/echo/v4",
		"models/text/text.go":             "net/http",
		"models/edition/edition.go":       "github.com/a-h/templ",
		"models/store/store.go":           "privacydesk/models/request",
		"models/newcomer/newcomer.go":     "privacydesk/models/store",
		"views/public/policies.go":        "privacydesk/views/desk",
		"views/ui/field.go":               "privacydesk/handlers/web",
		"handlers/public/policies.go":     "privacydesk/handlers/desk",
		"handlers/web/route.go":           "privacydesk/handlers/desk",
		"handlers/desk/routes.go":         "privacydesk/cmd/internal/blobs",
		"migrations/migrations.go":        "privacydesk/models/store",
		"assets/assets.go":                "privacydesk/views/ui",
		"cmd/internal/blobs/blobs.go":     "privacydesk/cmd/internal/pgserver",
		"cmd/internal/telemetry/jobs.go":  "privacydesk/cmd/internal/config",
		"models/store/storetest/clone.go": "privacydesk/models/people",
	} {
		if (imported{file, path}).fault() == "" {
			t.Errorf("%s may import %s", file, path)
		}
	}
}

func TestNothingElseStandsAtTheTop(t *testing.T) {
	allowed := []string{
		"cmd", "handlers", "views", "models", "assets", "migrations", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE",
		"CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "THREATS.md", "deploy", "docs",
		"bin", "tmp", // made by running, ignored by git
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !slices.Contains(allowed, entry.Name()) && !strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s stands at the top", entry.Name())
		}
	}
}

// imported is one import: the file that says it, from the root, and the package.
type imported struct{ file, path string }

// fault says what is wrong with the import, or nothing.
func (i imported) fault() string {
	from := strings.Split(filepath.ToSlash(filepath.Dir(i.file)), "/")
	path, ours := strings.CutPrefix(i.path, "privacydesk/")
	if !ours {
		if from[0] == "models" && isWeb(i.path) {
			return "the domain knows no web"
		}
		return ""
	}
	to := strings.Split(path, "/")
	mine, theirs := slices.Index(floors, from[0]), slices.Index(floors, to[0])
	switch {
	case from[0] != to[0] && mine < theirs, mine < 0 && from[0] != to[0]:
		return "imports go down"
	case from[0] != to[0], len(from) > 1 && len(to) > 1 && from[1] == to[1] && from[0] != "cmd":
		return ""
	}
	switch from[0] {
	case "models":
		mine, theirs := slices.Index(ground, from[1]), slices.Index(ground, to[1])
		if mine < 0 || theirs < 0 || theirs > mine {
			return "a package of models imports only those before it"
		}
	case "handlers":
		if to[1] != "web" {
			return "handlers share only web"
		}
	case "views":
		if to[1] != "ui" {
			return "views share only ui"
		}
	case "cmd":
		if from[1] == "internal" && to[1] == "internal" && from[2] != to[2] && !slices.Contains(readers, from[2]) {
			return "adapters do not know each other"
		}
	}
	return ""
}

// readers are the adapters that may read another's settings.
var readers = []string{"config"}

func isWeb(path string) bool {
	return path == "net/http" || strings.HasPrefix(path, "github.com/labstack/echo") || strings.HasPrefix(path, "github.com/a-h/templ")
}

// imports lists those of all Go files below the folders, tests included.
func imports(t *testing.T, folders ...string) []imported {
	t.Helper()
	var found []imported
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			file, err := filepath.Rel(root, path)
			for _, spec := range parsed.Imports {
				name, _ := strconv.Unquote(spec.Path.Value)
				found = append(found, imported{file, name})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}
