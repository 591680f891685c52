package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// importPolicyCommand reads a policy that someone else wrote: into a draft, into the
// history of a document, or only to say what it holds.
type importPolicyCommand struct {
	Settings config.Flags `embed:""`

	File        string `arg:"" type:"existingfile" help:"Text saved from a browser, HTML or Markdown."`
	DryRun      bool   `help:"Only print what was found and what was unsure; store nothing."`
	JSON        bool   `name:"json" help:"Print JSON."`
	Document    string `placeholder:"SLUG" help:"The document that the text belongs to; made when it is new."`
	Title       string `help:"Its title, where the text has none or another is wanted."`
	Category    string `placeholder:"KEY" help:"Where a new document stands: privacy, cookies, terms, rules or notices."`
	Site        string `placeholder:"KEY" help:"The site; the default one otherwise."`
	InForceFrom string `placeholder:"DATE" help:"History: the text becomes a version at once, in force from this day (yyyy-mm-dd)."`
}

// Run prints what the file holds, after it was stored unless that is not wanted.
func (c *importPolicyCommand) Run(ctx context.Context, k *kong.Context) error {
	imported, raw, err := readPolicy(ctx, c.File)
	if err != nil {
		return err
	}
	if c.DryRun {
		return dryRun(ctx, k.Stdout, imported, c.JSON)
	}
	if c.Document == "" {
		return usageError("--document is missing: say which document the text belongs to, or use --dry-run")
	}
	var day civil.Date
	if c.InForceFrom != "" {
		if day, err = civil.ParseDate(c.InForceFrom); err != nil {
			return usageError("--in-force-from is not a day in the form yyyy-mm-dd")
		}
	}
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		on, err := p.site(ctx, c.Site)
		if err != nil {
			return err
		}
		if c.InForceFrom == "" {
			return c.toDraft(ctx, k, p, on, raw)
		}
		return c.toHistory(ctx, k, p, on, raw, day)
	})
}

// toDraft makes the text the document's draft. One that somebody writes is not
// written over.
func (c *importPolicyCommand) toDraft(ctx context.Context, k *kong.Context, p *portal, on site.Site, raw []byte) error {
	found, err := p.policies.ImportNew(ctx, access.Operator, on, policy.NewInput{
		Slug: c.Document, Title: c.Title, Category: policy.Category(c.Category), Filename: filepath.Base(c.File), Raw: raw,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, inWords(ctx, err))
	}
	fmt.Fprintf(k.Stderr, "The text of %s is the draft of %s now.\n", filepath.Base(c.File), c.Document)
	return dryRun(ctx, k.Stdout, found, c.JSON)
}

func (c *importPolicyCommand) toHistory(ctx context.Context, k *kong.Context, p *portal, on site.Site, raw []byte, day civil.Date) error {
	made, found, err := p.policies.ImportHistory(ctx, access.Operator, on, policy.HistoryInput{
		Slug: c.Document, Title: c.Title, Category: policy.Category(c.Category), Filename: filepath.Base(c.File), Raw: raw, EffectiveOn: day,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, inWords(ctx, err))
	}
	fmt.Fprintf(k.Stderr, "Version %s of %s, in force from %s, SHA-256 %s\n", made.Version, c.Document, day, made.Hash())
	return dryRun(ctx, k.Stdout, found, c.JSON)
}

// readPolicy reads a file into a policy. An error is a sentence for people.
func readPolicy(ctx context.Context, path string) (text.Imported, []byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return text.Imported{}, nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, text.MaxImport+1))
	if err != nil {
		return text.Imported{}, nil, fmt.Errorf("read %s: %w", path, err)
	}
	imported, err := text.Import(raw, filepath.Base(path))
	if err != nil && ui.Has(ctx, err.Error()) {
		return text.Imported{}, nil, fmt.Errorf("%s: %s", path, ui.T(ctx, err.Error()))
	}
	return imported, raw, err
}

// dryRun prints what an import would bring.
func dryRun(ctx context.Context, out io.Writer, imported text.Imported, asJSON bool) error {
	answer := newImportAnswer(ctx, imported)
	if !asJSON {
		return answer.print(out)
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(answer)
}

// importAnswer is what the command prints; its JSON is a format that others read.
type importAnswer struct {
	Title               string         `json:"title"`
	Locale              *string        `json:"locale"`
	StatedDate          importDate     `json:"stated_date"`
	Clauses             []importClause `json:"clauses"`
	Cookies             []importCookie `json:"cookies"`
	RecipientCategories []string       `json:"recipient_categories"`
	Companies           []string       `json:"companies"`
	Unsure              []string       `json:"unsure"`
}

type importDate struct {
	Raw        *string  `json:"raw"`
	Candidates []string `json:"candidates"` // yyyy-mm-dd
	Ambiguous  bool     `json:"ambiguous"`
}

type importClause struct {
	Key     string `json:"key"`
	Number  string `json:"number"`
	Heading string `json:"heading"`
	Level   int    `json:"level"`
	Words   int    `json:"words"`
}

type importCookie struct {
	Names    []string `json:"names"`
	Provider string   `json:"provider"`
	Type     string   `json:"type"`
	Purpose  string   `json:"purpose"`
}

func newImportAnswer(ctx context.Context, imported text.Imported) importAnswer {
	answer := importAnswer{
		Title:               imported.Title,
		StatedDate:          importDate{Candidates: []string{}},
		Clauses:             []importClause{},
		Cookies:             []importCookie{},
		RecipientCategories: append([]string{}, imported.RecipientCategories...),
		Companies:           append([]string{}, imported.Companies...),
		Unsure:              []string{},
	}
	if imported.Locale != "" {
		answer.Locale = &imported.Locale
	}
	if date := imported.StatedDate; date != nil {
		answer.StatedDate.Raw, answer.StatedDate.Ambiguous = &date.Raw, date.Ambiguous
		for _, day := range date.Candidates {
			answer.StatedDate.Candidates = append(answer.StatedDate.Candidates, day.String())
		}
	}
	for _, clause := range imported.Document.Clauses {
		for _, c := range append([]text.Clause{clause}, clause.Deeper...) {
			answer.Clauses = append(answer.Clauses, importClause{c.Key, c.Number, c.Heading, c.Level, c.Words()})
		}
	}
	for _, c := range imported.Cookies {
		answer.Cookies = append(answer.Cookies, importCookie{c.Names, c.Provider, c.Type, c.Purpose})
	}
	for _, note := range imported.Unsure {
		answer.Unsure = append(answer.Unsure, ui.T(ctx, note.MessageKey, note.Args...))
	}
	return answer
}

// print tells a person the same in lines.
func (a importAnswer) print(out io.Writer) error {
	lines := []string{"Title: " + a.Title}
	if a.Locale != nil {
		lines = append(lines, "Language: "+*a.Locale)
	}
	if a.StatedDate.Raw != nil {
		lines = append(lines, "Stated date: "+*a.StatedDate.Raw+" ("+strings.Join(a.StatedDate.Candidates, " or ")+")")
	}
	lines = append(lines, "Clauses:")
	for _, clause := range a.Clauses {
		lines = append(lines, fmt.Sprintf("  %s %s %s (#%s, %d words)", strings.Repeat("#", clause.Level), clause.Number, clause.Heading, clause.Key, clause.Words))
	}
	lines = append(lines, fmt.Sprintf("Cookie rows: %d", len(a.Cookies)))
	for _, cookie := range a.Cookies {
		lines = append(lines, "  "+strings.Join(cookie.Names, ", ")+" ("+cookie.Provider+")")
	}
	for _, list := range []struct {
		name  string
		items []string
	}{{"Recipient categories", a.RecipientCategories}, {"Companies", a.Companies}, {"Unsure", a.Unsure}} {
		lines = append(lines, fmt.Sprintf("%s: %d", list.name, len(list.items)))
		for _, item := range list.items {
			lines = append(lines, "  "+item)
		}
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}
