package text_test

import (
	"errors"
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, markdown, want string }{
		{"gives a clause its key as id", "## Retention {#keeping}\n\nA *year*.", "<h2 id=\"keeping\">Retention</h2>\n<p>A <em>year</em>.</p>\n"},
		{"puts clauses at level 2 and what is deeper under them", "#### One\n\n###### Two", "<h2 id=\"one\">One</h2>\n<h4 id=\"two\">Two</h4>\n"},
		{"shows typed HTML as text", "Hi <b>there</b>\n\n<script>alert(1)</script>", "<p>Hi &lt;b&gt;there&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"links only where it is safe", "[a](https://example.org/x) [b](/privacy#c) [c](mailto:a@example.org) [d](javascript:alert) [e](//evil.example) [f](http://plain.example) [g](https://u:p@example.org)",
			"<p><a href=\"https://example.org/x\">a</a> <a href=\"/privacy#c\">b</a> <a href=\"mailto:a@example.org\">c</a> d e f g</p>\n"},
		{"leaves only the words of an image", "![A map](https://example.org/map.png)", "<p>A map</p>\n"},
		{"keeps the alignment of a table without a style", "| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"fills a block from its register", "We use:\n:::cookies {category=analytics}\nand no more.", "<p>We use:</p>\n[cookies category=analytics ]<p>and no more.</p>\n"},
		{"fills blocks inside blocks", ":::audience {for=\"eu visitors\"}\nHi.\n\n:::rights\n:::\n", "[audience for=eu visitors <p>Hi.</p>\n[rights ]]"},
		{"does not fill a block in code", "```\n:::rights\n```", "<pre><code>:::rights\n</code></pre>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal(t, string(rendered(t, c.markdown).Clauses[0].HTML), c.want)
		})
	}

	t.Run("sets the short note apart from its clause", func(t *testing.T) {
		clause := rendered(t, "## Retention\n\n:::in-short\nA **year** at most.\n:::\n\nLong words.").Clauses[0]

		equal(t, clause.InShort, "A **year** at most.")
		equal(t, clause.InShortHTML, "<p>A <strong>year</strong> at most.</p>\n")
		equal(t, clause.BodyHTML, "<p>Long words.</p>\n")
		equal(t, clause.HeadingHTML, "Retention")
	})

	t.Run("keeps footnotes of all clauses together, with ids that no key can take", func(t *testing.T) {
		page := rendered(t, "## One\n\nA.[^1]\n\n[^1]: Why.\n\n## Two\n\nB.")

		if !strings.Contains(string(page.Footnotes), `<li id="pd-fn:1">`) || strings.Contains(string(page.Clauses[1].HTML), "Why") {
			t.Errorf("footnotes %q, second clause %q", page.Footnotes, page.Clauses[1].HTML)
		}
	})

	t.Run("renders the same twice", func(t *testing.T) {
		document, _ := text.Parse("## One\n\n[x](javascript:1) <i>\n\n### Two\n\n- [ ] c")
		first, _ := document.HTML(show)
		second, _ := document.HTML(show)
		equal(t, first.Clauses[0].HTML, second.Clauses[0].HTML)
	})

	t.Run("hands on what a register could not do", func(t *testing.T) {
		broken := errors.New("no such category")
		document, _ := text.Parse(":::cookies")
		_, err := document.HTML(func(text.Block, text.SafeHTML) (text.SafeHTML, error) { return "", broken })
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	})
}

func TestResolved(t *testing.T) {
	document, _ := text.Parse("# T\n\nA\n\n:::cookies\n\nB\n\n:::audience {for=eu}\nC\n\n:::rights\n\nD\n:::\nE")

	got, err := document.Resolved(func(block text.Block, body string) (string, error) {
		return "<" + block.Name + ">" + body, nil
	})

	equal(t, err, nil)
	equal(t, got, "# T\n\nA\n\n<cookies>\n\nB\n\n<audience>C\n\n<rights>\n\nD\nE")
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct {
		name, markdown string
		want           []text.Problem
	}{
		{"accepts what product and law offer", ":::cookies\n:::processors {category=payments}\n:::contact\n:::rights\n:::audience {for=eu}\nx\n:::", nil},
		{"refuses an unknown block", "a\n\n:::weather", []text.Problem{{Line: 3, MessageKey: "text.problem.block_unknown", Args: []any{"block", "weather"}}}},
		{"refuses an unknown attribute", ":::rights {category=x}", []text.Problem{{Line: 1, MessageKey: "text.problem.block_attribute_unknown", Args: []any{"block", "rights", "attribute", "category"}}}},
		{"refuses an audience of nobody", ":::audience\nx\n:::", []text.Problem{{Line: 1, MessageKey: "text.problem.block_attribute_missing", Args: []any{"block", "audience", "attribute", "for"}}}},
		{"refuses attributes that cannot be read", ":::cookies {category}", []text.Problem{{Line: 1, MessageKey: "text.problem.block_unreadable", Args: []any{"block", "cookies"}}}},
		{"refuses a block that is never closed", "x\n:::in-short\ny", []text.Problem{{Line: 2, MessageKey: "text.problem.block_unclosed", Args: []any{"block", "in-short"}}}},
		{"refuses an end without a block", "x\n\n:::", []text.Problem{{Line: 3, MessageKey: "text.problem.block_stray", Args: []any{"line", ":::"}}}},
		{"refuses a block in a list", "- x\n\n  :::rights", []text.Problem{{Line: 3, MessageKey: "text.problem.block_stray", Args: []any{"line", ":::rights"}}}},
		{"refuses a block around clauses", "## A\n\n:::audience {for=eu}\n## B\n:::", []text.Problem{{Line: 4, MessageKey: "text.problem.block_over_clauses", Args: []any{"block", "audience"}}}},
		{"refuses a second short note", "## A\n:::in-short\nx\n:::\n:::in-short\ny\n:::", []text.Problem{{Line: 5, MessageKey: "text.problem.in_short_twice"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := text.Parse(c.markdown)
			equal(t, problems, c.want)
		})
	}
}

func rendered(t *testing.T, markdown string) text.Page {
	t.Helper()
	document, _ := text.Parse(markdown)
	page, err := document.HTML(show)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func show(block text.Block, body text.SafeHTML) (text.SafeHTML, error) {
	attributes := ""
	for name, value := range block.Attributes {
		attributes += name + "=" + value + " "
	}
	return "[" + text.SafeHTML(block.Name) + " " + text.SafeHTML(attributes) + body + "]", nil
}
