package text_test

import (
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestKeys(t *testing.T) {
	for _, c := range []struct{ name, heading, want string }{
		{"come from the words of a heading", "## What we collect & why", "what-we-collect-why"},
		{"leave the number out, so that renumbering keeps them", "## 12. Ihre Rechte", "ihre-rechte"},
		{"lose accents", "## Über Größe und Façade", "uber-grosse-und-facade"},
		{"lose marks", "## **Your** [rights](/x)", "your-rights"},
		{"stay short", "## " + strings.Repeat("word ", 40), strings.TrimSuffix(strings.Repeat("word-", 11), "-")},
		{"are a hash where there are no Latin letters", "## حقوقك", "clause-7d65dc94"},
		{"never begin as the page's own ids do", "## PD menu", "clause-pd-menu"},
		{"can be stated", "## Your rights {#rights}", "rights"},
		{"can be stated under an underlined heading", "Your rights {#rights}\n---", "rights"},
	} {
		t.Run(c.name, func(t *testing.T) {
			document, problems := text.Parse(c.heading + "\n\nText.")
			equal(t, problems, nil)
			equal(t, document.Clauses[0].Key, c.want)
		})
	}

	t.Run("are unique, the stated ones first", func(t *testing.T) {
		document, problems := text.Parse("A.\n\n## Introduction\n\n### Cookies\n\n## Cookies\n\n## Data {#introduction-2}\n\n## Cookies")
		equal(t, problems, nil)
		equal(t, keys(document), []string{"introduction", "introduction-3", "cookies-3", "cookies", "introduction-2", "cookies-2"})
	})

	for _, c := range []struct{ name, markdown, message, key string }{
		{"are refused when they stand twice", "## A {#x}\n\n## B {#x}", "text.problem.key_twice", "x"},
		{"are refused when they name the introduction and there is one", "Hi.\n\n## A {#introduction}", "text.problem.key_twice", "introduction"},
		{"are refused when they begin as the page's own ids do", "## A\n\n## B {#pd-menu}", "text.problem.key_reserved", "pd-menu"},
		{"are refused in capitals", "## A\n\n## B {#Rights}", "text.problem.key_invalid", "Rights"},
		{"are refused with spaces", "## A\n\n## B {#my rights}", "text.problem.key_invalid", "my rights"},
	} {
		t.Run(c.name, func(t *testing.T) {
			document, problems := text.Parse(c.markdown)
			equal(t, problems, []text.Problem{{Line: 3, MessageKey: c.message, Args: []any{"key", c.key}}})
			seen := map[string]bool{}
			for _, key := range keys(document) {
				if seen[key] || key == "" {
					t.Errorf("key %q twice or empty", key)
				}
				seen[key] = true
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ heading, number, words string }{
		{"A. Scope", "A", "Scope"},
		{"4 Scope", "1", "4 Scope"},
		{"4) Scope", "4", "Scope"},
		{"4.2 Scope", "4.2", "Scope"},
		{"IV. Scope", "IV", "Scope"},
		{"§ 7 Haftung", "7", "Haftung"},
		{"Article 12 – Transparency", "12", "Transparency"},
		{"Section B", "B", "Section B"},
		{"2018 was a good year", "1", "2018 was a good year"},
		{"I agree", "1", "I agree"},
		{"第三条 目的", "三", "目的"},
	} {
		document, _ := text.Parse("## " + c.heading)
		if got := document.Clauses[0]; got.Number != c.number || got.Heading != c.words {
			t.Errorf("%q is number %q, heading %q", c.heading, got.Number, got.Heading)
		}
	}
}

func TestAssignKeys(t *testing.T) {
	old, _ := text.Parse("Hi.\n\n## 1. How long we keep data {#retention}\n\nWe keep it for a year, no longer than the law of the land asks us to keep it.\n\n## 2. Contact\n\nWrite.\n\n### By post\n\nStreet.")

	for _, c := range []struct{ name, markdown, want string }{
		{"writes the keys of a new text into it", "## One\n\nx\n\n## Two {#second}", "## One {#one}\n\nx\n\n## Two {#second}"},
		{"keeps the key of a clause that moved and was renumbered", "## 1. Contact\n\n## 2. How long we keep data", "## 1. Contact {#contact}\n\n## 2. How long we keep data {#retention}"},
		{"keeps the key of a clause with another heading but the same words", "## Storage\n\nWe keep it for a year, no longer than the law of this land asks us to keep it.", "## Storage {#retention}\n\nWe keep it for a year, no longer than the law of this land asks us to keep it."},
		{"keeps the key of a clause with nearly the same heading", "## How long do we keep data", "## How long do we keep data {#retention}"},
		{"gives a new clause no key that an old one had", "## Retention\n\nNew.\n\n## Contact {#contact}", "## Retention {#retention-2}\n\nNew.\n\n## Contact {#contact}"},
		{"marks a deeper heading only when its key is not its words", "## Contact\n\n### By post or courier\n\n### Shops", "## Contact {#contact}\n\n### By post or courier {#by-post}\n\n### Shops"},
		{"marks an underlined heading on its line", "Contact\n-------\n\nx", "Contact {#contact}\n-------\n\nx"},
		{"keeps the title", "# T\n\n## Contact", "# T\n\n## Contact {#contact}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := text.AssignKeys(old, c.markdown)
			equal(t, got, c.want)
			equal(t, text.AssignKeys(old, got), got)
		})
	}
}

func keys(document text.Document) []string {
	var all []string
	for _, c := range document.Clauses {
		all = append(all, c.Key)
		for _, deeper := range c.Deeper {
			all = append(all, deeper.Key)
		}
	}
	return all
}
