package text_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"privacydesk/models/text"
)

// seeds are texts that have every mark in them that a text may have.
var seeds = []string{
	"# T {#t}\n\nHi.[^1]\n\n## A. B {#b}\n\n:::in-short\nShort.\n:::\n\n- x\n\n[^1]: Note.",
	":::audience {for=\"eu\"}\n:::cookies {category=analytics}\n:::\n:::",
	"A\n=\n\nB {#b}\n---\n\n| a | b |\n|--|:-:|\n| `c` | <br> |",
	"[a](javascript:x) [b]( https://a@b ) ![c](d) <script>e</script> <b onclick=f>\n\n&lt;script&gt;",
	"## \n\n##\n\n## #\n\n### {#pd-x}\n\n## A {#A b}\n\n## {#only}",
	"> ## q\n> :::rights\n\n1. :::\n\n\t:::contact\n\n```\n:::\n## no\n```",
	"term\n: meaning\n\n[x]: https://example.org \"t\"\n\n[x] ~~y~~ www.example.org a@example.org",
	"\u2000",
	"A\nb\n| b |\n|--|\n| `c` \nB\n=\n\n> |",
	"## pd\n\n## {#pd #\n\n# A",
	"A0  \n #   #\n000\n## 0",
	"\ufeff\r\n## قانون\r\r\u2028\x00 x",
}

func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		document, problems := text.Parse(raw)
		normal, err := text.Normalise(raw)
		if err != nil && problems == nil {
			t.Error("a text that is not UTF-8 has no problem")
		}
		if err == nil && document.Title == "" && document.Text() != normal {
			t.Errorf("the clauses joined are %q, not %q", document.Text(), normal)
		}
		if err == nil && !strings.HasSuffix(normal, document.Text()) {
			t.Errorf("the clauses joined, %q, are not the end of %q", document.Text(), normal)
		}
		again, _ := text.Parse(document.Markdown())
		if again.Title != document.Title || again.Text() != document.Text() {
			t.Errorf("once more: %q %q, not %q %q", again.Title, again.Text(), document.Title, document.Text())
		}
		seen := map[string]bool{}
		for _, key := range keys(document) {
			if seen[key] || !goodKey.MatchString(key) || strings.HasPrefix(key, "pd-") {
				t.Errorf("key %q", key)
			}
			seen[key] = true
		}
		keyed := text.AssignKeys(text.Document{}, raw)
		if text.AssignKeys(text.Document{}, keyed) != keyed {
			t.Errorf("keys are assigned anew to %q", keyed)
		}
	})
}

var goodKey = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func FuzzHTML(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		document, _ := text.Parse(raw)
		page, err := document.HTML(func(text.Block, text.SafeHTML) (text.SafeHTML, error) { return "", nil })
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, clause := range page.Clauses {
			for _, part := range []text.SafeHTML{clause.HTML, clause.InShortHTML} {
				checkSafe(t, string(part), ids)
			}
		}
		checkSafe(t, string(page.Footnotes), ids)
	})
}

// checkSafe reads HTML as a browser does and refuses all that could act.
func checkSafe(t *testing.T, source string, ids map[string]bool) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return // more than 512 elements inside one another: no browser's matter, but this reader's
	}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch node.Data {
		case "script", "style", "img", "iframe", "object", "form", "svg", "link", "meta", "base":
			t.Errorf("element %s in %q", node.Data, source)
		}
		for _, attribute := range node.Attr {
			switch {
			case attribute.Key == "id" && ids[attribute.Val]:
				t.Errorf("id %q twice", attribute.Val)
			case attribute.Key == "id":
				ids[attribute.Val] = true
			case strings.HasPrefix(attribute.Key, "on"), attribute.Key == "style", attribute.Key == "src":
				t.Errorf("attribute %s in %q", attribute.Key, source)
			case attribute.Key == "href" && !text.SafeLink(attribute.Val):
				t.Errorf("link to %q", attribute.Val)
			}
		}
	}
}

func FuzzImport(f *testing.F) {
	files, err := filepath.Glob("testdata/import/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if !strings.HasSuffix(path, ".golden") {
			f.Add(raw, filepath.Base(path))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		_, _ = text.Tables(raw, name)
		found, err := text.Import(raw, name)
		if err != nil {
			return
		}
		markdown := found.Markdown(text.Document{})
		if normal, err := text.Normalise(markdown); err != nil || normal != markdown || !utf8.ValidString(markdown) {
			t.Errorf("the text is not normal: %q", markdown)
		}
		document, _ := text.Parse(markdown)
		if document.Title != found.Title || len(document.Clauses) != len(found.Document.Clauses) {
			t.Errorf("title %q and %d clauses are stored as %q and %d", found.Title, len(found.Document.Clauses), document.Title, len(document.Clauses))
		}
		if date := found.StatedDate; date != nil && date.Ambiguous != (len(date.Candidates) != 1) {
			t.Errorf("date %+v", date)
		}
	})
}
