package text

import (
	"strings"
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
// Errors: ErrEmpty, ErrBinary, ErrTooLarge, ErrEncoding.
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
		found.anchors = page.anchors
	} else {
		settings, below := frontMatter(source)
		found.title = settings["title"]
		found.locale = firstOf(settings["locale"], settings["lang"], settings["language"])
		found.dated = firstOf(settings["last_updated"], settings["updated"], settings["effective_date"], settings["effective"], settings["date"])
		source, found.tags = withoutTags(below)
		source = withoutHTML(source)
	}
	if source = normalise(source); source == "" {
		return Imported{}, ErrEmpty
	}
	return found.imported(passages(spacedLines(source))), nil
}

// finding is what an import has learnt on its way.
type finding struct {
	title, locale, dated string
	tags                 int
	before, after        int // passages of furniture
	guessed              bool
	anchors              map[string]string
}

// imported makes the text out of its passages and reads it.
func (f finding) imported(all []passage) Imported {
	all, f.before, f.after = trimFurniture(all)
	if title, rest := takeTitle(all); title != "" {
		f.title, all = title, rest
	}
	all = flattenedTables(stackedCells(tabbedTables(all)))
	all, f.guessed = markHeadings(all)
	all = belowTitle(all)
	document, _ := Parse(joinPassages(all))
	document.Title = oneLine(f.title)

	result := Imported{Title: document.Title, unkeyed: document.Markdown(), anchors: f.anchors}
	result.Document, _ = Parse(result.Markdown(Document{}))
	plain := Plain(document.Text())
	result.Locale = localeOf(f.locale, plain)
	result.Cookies = cookiesIn(markdownTables(document.tree, strings.TrimSpace))
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

// belowTitle puts headings of level 1 that are clauses one level deeper, with all
// under them, since level 1 is the title's.
func belowTitle(all []passage) []passage {
	if headingTitle(all) < 0 {
		return all
	}
	for i, p := range all {
		if p.kind == heading && p.level < 6 {
			all[i].lines = []string{"#" + strings.TrimLeft(p.lines[0], " ")}
			all[i].level++
		}
	}
	return all
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
