package text_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"privacydesk/models/text"
	"privacydesk/models/text/texttest"
)

func TestParse(t *testing.T) {
	t.Run("parts a text into introduction and numbered clauses", func(t *testing.T) {
		document, problems := text.Parse("# Privacy policy\r\n\r\n*Last updated: 1 May 2026*\n\n## A. Scope\n\nAll sites.\n\n### Shops\n\nToo.\n\n## What we keep {#retention}\n\nLittle.")

		equal(t, problems, nil)
		equal(t, document.Title, "Privacy policy")
		equal(t, outline(document), []string{
			"introduction  2 \"\" deeper 0",
			"scope A 2 \"Scope\" deeper 1",
			"retention 2 2 \"What we keep\" deeper 0",
		})
		equal(t, document.Clauses[1].Markdown, "## A. Scope\n\nAll sites.\n\n### Shops\n\nToo.\n")
		equal(t, document.Clauses[1].Deeper[0].Key, "shops")
		equal(t, document.Clauses[1].Words(), 6)
	})
}

func outline(document text.Document) []string {
	var lines []string
	for _, c := range document.Clauses {
		lines = append(lines, c.Key+" "+c.Number+" "+string(rune('0'+c.Level))+" \""+c.Heading+"\" deeper "+string(rune('0'+len(c.Deeper))))
	}
	return lines
}

func TestEveryRealTextComesBackFromItsClauses(t *testing.T) {
	for _, path := range realFiles(t, "basecamp-policies/*.md") {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		normal, err := text.Normalise(string(raw))
		if err != nil {
			t.Fatal(err)
		}
		document, _ := text.Parse(normal)
		if document.Title == "" && document.Text() != normal {
			t.Errorf("%s: the clauses joined are not the text", filepath.Base(path))
		}
		again, _ := text.Parse(document.Markdown())
		if again.Text() != document.Text() || again.Title != document.Title {
			t.Errorf("%s: parsing once more gives another text", filepath.Base(path))
		}
	}
}

// realFiles are inputs that others wrote.
func realFiles(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(texttest.RealInputs(t), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no real inputs are named %s: %v", pattern, err)
	}
	return files
}

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func lines(parts ...string) string { return strings.Join(parts, "\n") }
