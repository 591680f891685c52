package text_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/models/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestImportOfFilesOfOurs(t *testing.T) {
	files, err := filepath.Glob("testdata/import/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no files to import", err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			got := describe(t, imported(t, path))
			if *update {
				if err := os.WriteFile(path+".golden", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, string(want))
		})
	}
}

// describe is all that an import found, and its text.
func describe(t *testing.T, found text.Imported) string {
	t.Helper()
	var out strings.Builder
	date := "none"
	if found.StatedDate != nil {
		date = fmt.Sprintf("%s %v ambiguous %t", found.StatedDate.Raw, found.StatedDate.Candidates, found.StatedDate.Ambiguous)
	}
	fmt.Fprintf(&out, "title: %s\nlocale: %s\ndate: %s\n", found.Title, found.Locale, date)
	for _, cookie := range found.Cookies {
		fmt.Fprintf(&out, "cookie: %s | %s | %s | %s\n", strings.Join(cookie.Names, ", "), cookie.Provider, cookie.Type, cookie.Purpose)
	}
	fmt.Fprintf(&out, "categories: %s\ncompanies: %s\n", strings.Join(found.RecipientCategories, "; "), strings.Join(found.Companies, "; "))
	for _, note := range found.Unsure {
		fmt.Fprintf(&out, "unsure: %s %v\n", note.MessageKey, note.Args)
	}
	markdown := found.Markdown(text.Document{})
	if _, problems := text.Parse(markdown); problems != nil {
		t.Errorf("the text cannot be published: %v", problems)
	}
	fmt.Fprintf(&out, "----\n%s\n", markdown)
	return out.String()
}

func TestImportRefuses(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		want                error
	}{
		{"an empty file", "a.txt", "", text.ErrEmpty},
		{"a file of white space", "a.md", "\ufeff \r\n\t\n", text.ErrEmpty},
		{"a page without text", "a.html", "<html><body><script>x()</script></body></html>", text.ErrEmpty},
		{"settings without text", "a.md", "---\ntitle: T\n---\n", text.ErrEmpty},
		{"a PDF", "a.txt", "%PDF-1.7\n1 0 obj", text.ErrBinary},
		{"a Word file", "policy.docx", "PK\x03\x04\x14\x00", text.ErrBinary},
		{"bytes that are no text", "a.txt", "abc\x00def", text.ErrBinary},
		{"text in an unknown encoding", "a.txt", "Erkl\xe4rung", text.ErrEncoding},
		{"a page nested beyond reason", "a.html", "<html>" + strings.Repeat("<div>", 2000), text.ErrTooDeep},
		{"more than 2 MB", "a.txt", strings.Repeat("word ", 1<<20), text.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := text.Import([]byte(c.content), c.file)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestImportReads(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"UTF-16 with its mark", "a.txt", "\xff\xfeH\x00i\x00.\x00", "Hi."},
		{"a page in the encoding that it declares", "a.html", "<html><head><meta charset=\"iso-8859-1\"></head><body><p>Erkl\xe4rung.</p></body></html>", "Erklärung."},
		{"no scripts, whatever their case", "a.html", "<html><body><p>Hi.</p><ScRiPt>alert(1)</sCrIpT><p onclick=\"x()\">You.</p></body></html>", "Hi.\n\nYou."},
		{"scripts in Markdown as nothing", "a.md", "Hi.\n\n<script>alert(1)</script>\n\nYou.", "Hi.\n\nYou."},
		{"placeholders in angle brackets as text", "a.md", "Dear <your name>, hello.", "Dear <your name>, hello."},
		{"a rule above a text as no settings", "a.md", "---\n\nHi there.\n\n---\n\nYou.", "---\n\nHi there.\n\n---\n\nYou."},
		{"a table of contents in the text", "a.md", "Hi there, this is our policy.\n\n* [Scope](#scope)\n* [Data](#data)\n* [You](#you)\n\n## Scope\n\nAll of it.", "Hi there, this is our policy.\n\n* [Scope](#scope)\n* [Data](#data)\n* [You](#you)\n\n## Scope {#scope}\n\nAll of it."},
		{"a list of names at the end", "a.md", "# Processors\n\nThese are ours:\n\n* [Postlane](https://postlane.example)\n* [Pixelworks](https://pixelworks.example)\n* [Ferry](https://ferry.example)", "# Processors\n\nThese are ours:\n\n* [Postlane](https://postlane.example)\n* [Pixelworks](https://pixelworks.example)\n* [Ferry](https://ferry.example)"},
		{"a list of names above a copyright line", "a.md", "# Processors\n\nThese are ours:\n\n* Postlane\n* Pixelworks\n* Ferry\n\n© 2026 Harbour Lane", "# Processors\n\nThese are ours:\n\n* Postlane\n* Pixelworks\n* Ferry"},
		{"a list of short points at the top", "a.md", "## Scope\n\n* Shops\n* Apps\n* Events\n\n## More\n\nWe tell you here what we do with the data that we get from you.", "## Scope {#scope}\n\n* Shops\n* Apps\n* Events\n\n## More {#more}\n\nWe tell you here what we do with the data that we get from you."},
		{"an address at the end", "a.txt", "Our privacy policy is short and says that we keep nothing at all about you.\n\nHarbour Lane\n\n4 Quay Street\n\nPort Vell", "Our privacy policy is short and says that we keep nothing at all about you.\n\nHarbour Lane\n\n4 Quay Street\n\nPort Vell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := text.Import([]byte(c.content), c.file)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, found.Markdown(text.Document{}), c.want)
		})
	}
}

func TestImportKeepsTheKeysOfAnOlderText(t *testing.T) {
	old, _ := text.Parse("## What we keep {#retention}\n\nLittle.")
	found, err := text.Import([]byte("## What we keep\n\nVery little."), "new.md")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found.Markdown(old), "## What we keep {#retention}\n\nVery little.")
}

func TestImportPointsInnerLinksAtKeys(t *testing.T) {
	for name, source := range map[string]string{
		"a.md":   "See [changes](#changes--questions), [rest](#rest).\n\n## Changes & questions\n\nNone.",
		"a.html": "<p>See <a href='#x1'>changes</a>, <a href='#rest'>rest</a>.</p><h2 id=x1>Changes &amp; questions</h2><p>None.</p>",
	} {
		found, err := text.Import([]byte(source), name)
		if err != nil {
			t.Fatal(err)
		}
		want := "See [changes](#changes-questions), [rest](#rest).\n\n## Changes & questions {#changes-questions}\n\nNone."
		equal(t, strings.ReplaceAll(found.Markdown(text.Document{}), "\\&", "&"), want)
	}
}

func imported(t *testing.T, path string) text.Imported {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found, err := text.Import(raw, filepath.Base(path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return found
}
