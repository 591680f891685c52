package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// BlockSource fills one kind of block of policy texts from its register. Both forms
// show what was in force on the site at that time, in the language of the context,
// and name the editions that they were made from.
type BlockSource interface {
	// BlockHTML is made by a view's own component.
	BlockHTML(ctx context.Context, on site.Site, block text.Block, at time.Time) (text.SafeHTML, []edition.Edition, error)
	BlockMarkdown(ctx context.Context, on site.Site, block text.Block, at time.Time) (string, []edition.Edition, error)
}

// Blocks are the sources by the name of their block: "cookies", "processors",
// "rights", "contact". Blocks that hold text of their own need none.
type Blocks map[string]BlockSource

// HTML is the document as HTML with every block filled, and the editions it shows.
func (b Blocks) HTML(ctx context.Context, on site.Site, document text.Document, at time.Time) (text.Page, []edition.Edition, error) {
	var used []edition.Edition
	page, err := document.HTML(func(block text.Block, body text.SafeHTML) (text.SafeHTML, error) {
		if block.Name == text.BlockAudience {
			return ui.Audience(ctx, block.Attributes["for"], body)
		}
		source, known := b[block.Name]
		if !known {
			return "", nil // publishing was refused, so only a preview comes here
		}
		html, editions, err := source.BlockHTML(ctx, on, block, at)
		used = withEach(used, editions)
		return html, err
	})
	return page, used, err
}

// Markdown is the document as Markdown with every block filled.
func (b Blocks) Markdown(ctx context.Context, on site.Site, document text.Document, at time.Time) (string, error) {
	return document.Resolved(func(block text.Block, body string) (string, error) {
		switch source, known := b[block.Name]; {
		case block.Name == text.BlockInShort:
			return quoted("**" + ui.T(ctx, "clause.in_short") + ":** " + strings.TrimSpace(body)), nil
		case block.Name == text.BlockAudience:
			return fmt.Sprintf("*%s*\n\n%s", ui.AudienceName(ctx, block.Attributes["for"]), strings.TrimSpace(body)), nil
		case !known:
			return "", nil
		default:
			markdown, _, err := source.BlockMarkdown(ctx, on, block, at)
			return strings.TrimRight(markdown, "\n"), err
		}
	})
}

// Used are the editions that the document's blocks show.
func (b Blocks) Used(ctx context.Context, on site.Site, document text.Document, at time.Time) ([]edition.Edition, error) {
	var used []edition.Edition
	for _, block := range document.Blocks() {
		source, known := b[block.Name]
		if !known {
			continue
		}
		_, editions, err := source.BlockMarkdown(ctx, on, block, at)
		if err != nil {
			return nil, err
		}
		used = withEach(used, editions)
	}
	return used, nil
}

// withEach adds editions that are not there yet.
func withEach(all, more []edition.Edition) []edition.Edition {
	for _, one := range more {
		if one.ID != 0 && !slices.ContainsFunc(all, func(e edition.Edition) bool { return e.ID == one.ID }) {
			all = append(all, one)
		}
	}
	return all
}

func quoted(markdown string) string { return "> " + strings.ReplaceAll(markdown, "\n", "\n> ") }
