package text

import (
	"cmp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Imported is what a file that someone else wrote was found to hold.
type Imported struct {
	Title               string
	Locale              string // BCP 47; "" when it could not be told
	StatedDate          *StatedDate
	Document            Document
	Cookies             []ImportedCookie
	RecipientCategories []string
	Companies           []string
	Unsure              []Note

	unkeyed string
	anchors map[string]string // words of headings by the ids that they had
}

// Markdown is the text as it is stored, its title first, with the key of each clause
// written into it. Clauses that stood in an older version of the text keep their
// keys; the zero Document is a text that has no older one.
func (i Imported) Markdown(older Document) string {
	return relinked(AssignKeys(older, i.unkeyed), i.anchors)
}

// Import reads a policy that was saved from a browser as text, or that is HTML or
// Markdown, with whatever a page or a site generator put around it. The name tells
// the kind of file where its content does not.
//
// Errors: ErrEmpty, ErrBinary, ErrTooLarge, ErrEncoding, ErrTooDeep.
func Import(raw []byte, filename string) (Imported, error) {
	source, isHTML, err := decode(raw, filename)
	if err != nil {
		return Imported{}, err
	}
	found := finding{}
	if isHTML {
		page, err := readPage(source)
		if err != nil {
			return Imported{}, err
		}
		found.title, found.locale, source = pageTitle(page.title), page.locale, page.markdown
		found.anchors, found.tables, found.merged = page.anchors, page.tables, page.merged
	} else {
		settings, below := frontMatter(source)
		found.title = settings["title"]
		found.locale = cmp.Or(settings["locale"], settings["lang"], settings["language"])
		for _, name := range datedBy {
			found.dated = cmp.Or(found.dated, settings[name])
		}
		source, found.tags = withoutTags(below)
		source = withoutBBCode(source)
		if htmlTables.MatchString(source) {
			spread, _ := withoutHTML(source, everywhere)
			found.tables = markdownTables(parseTree(normalise(spread)))
		}
		source, found.merged = withoutHTML(source, once)
	}
	if source = normalise(source); source == "" {
		return Imported{}, ErrEmpty
	}
	return found.imported(passages(spacedLines(source))), nil
}

// datedBy are the settings of site generators that give the day of a text, the surest
// first.
var datedBy = []string{"last_updated", "last-updated", "lastupdated", "updated", "updated_at", "last_modified", "last-modified", "last_modified_at", "lastmod",
	"modified", "effective_date", "effective-date", "effective", "date"}

// finding is what an import has learnt on its way.
type finding struct {
	title, locale, dated string
	tags                 int
	before, after        int // passages of furniture
	guessed              bool
	anchors              map[string]string
	tables               []Table // of HTML, with the words of a merged cell in every place
	merged               int     // places that such cells reached over, beside their first
}

// imported makes the text out of its passages and reads it.
func (f finding) imported(all []passage) Imported {
	all, f.before, f.after = trimFurniture(withLinesApart(all))
	if title, rest := takeTitle(all); title != "" {
		f.title, all = title, rest
	}
	all = flattenedTables(stackedCells(tabbedTables(all)))
	all, f.guessed = markHeadings(all)
	document, _ := Parse(belowTitle(normalise(joinPassages(all))))
	document.Title = oneLine(f.title)

	result := Imported{Title: document.Title, unkeyed: document.Markdown(), anchors: f.anchors}
	result.Document, _ = Parse(result.Markdown(Document{}))
	plain := Plain(document.Text())
	result.Locale = localeOf(f.locale, plain)
	result.Cookies = cookiesIn(markdownTables(document.tree))
	if rows := cookiesIn(f.tables); len(rows) > 0 && len(rows) >= len(result.Cookies) {
		result.Cookies = rows // with what a merged cell says of each of them
	}
	recipients := recipientsIn(document)
	result.RecipientCategories = recipients.categories
	result.Companies = companiesIn(document, result.Cookies, recipients.companies)
	date, dated := findDate(document, result.Locale)
	if !dated && f.dated != "" {
		date, dated = readDate(f.dated, result.Locale)
	}
	if dated {
		result.StatedDate = &date
	}
	result.Unsure = f.notes(result, recipients.doubtful)
	return result
}

// belowTitle puts all headings one level deeper when some that are clauses are of
// level 1, which is the title's.
func belowTitle(markdown string) string {
	parsed := parseTree(markdown)
	var headings []*ast.Heading
	top := 6
	for _, node := range children(parsed.root) {
		if heading, isHeading := node.(*ast.Heading); isHeading && heading.Lines().Len() > 0 {
			headings = append(headings, heading)
			top = min(top, heading.Level)
		}
	}
	if top > 1 {
		return markdown
	}
	var out strings.Builder
	from := 0
	for _, heading := range headings {
		lines := heading.Lines()
		start, end := lineStart(parsed.source, lines.At(0).Start), lineEnd(parsed.source, lines.At(lines.Len()-1).Start)
		words := strings.TrimLeft(oneLine(string(parsed.source[start:end])), "#")
		out.Write(parsed.source[from:start])
		out.WriteString(strings.Repeat("#", min(6, heading.Level+1)) + " " + strings.TrimSpace(words))
		from = parsed.headingEnd(heading)
	}
	out.Write(parsed.source[from:])
	return out.String()
}
