package text

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Listed is a point of a list that begins with a name: "[Acme](…). Payments."
type Listed struct {
	Section string // the heading above
	Intro   string // the paragraph above the list
	Name    string
	Rest    string // what follows the name, without the mark between
	Line    int    // in the file, counted from 1
}

// Points are the points of a Markdown file's lists that begin with a link or a bold
// name, for lists of companies that are no tables. Errors: as Tables.
func Points(raw []byte, filename string) ([]Listed, error) {
	source, isHTML, err := decode(raw, filename)
	if err != nil || isHTML {
		return nil, err
	}
	_, below := frontMatter(source)
	skipped := strings.Count(source, "\n") - strings.Count(below, "\n")
	parsed := parseTree(below)
	var points []Listed
	section, intro := "", ""
	for _, node := range children(parsed.root) {
		switch n := node.(type) {
		case *ast.Heading:
			section, intro = oneLine(parsed.plain(n)), ""
		case *ast.Paragraph:
			intro = oneLine(parsed.plain(n))
		case *ast.List:
			for _, item := range children(n) {
				if point := listedPoint(parsed, item); point.Name != "" {
					point.Section, point.Intro, point.Line = section, intro, skipped+lineOfPoint(parsed, item)
					points = append(points, point)
				}
			}
		}
	}
	return points, nil
}

// listedPoint is the name that a point begins with and what follows it.
func listedPoint(parsed tree, item ast.Node) Listed {
	name := linkedName(parsed, item)
	if name == "" && item.FirstChild() != nil {
		if strong, isStrong := item.FirstChild().FirstChild().(*ast.Emphasis); isStrong && strong.Level == 2 {
			name = oneLine(parsed.plain(strong))
		}
	}
	rest, _ := strings.CutPrefix(oneLine(parsed.plain(item)), name)
	return Listed{Name: strings.Trim(name, " .:"), Rest: strings.Trim(rest, " .:,;–—-")}
}

func lineOfPoint(parsed tree, item ast.Node) int {
	lines := item.FirstChild().Lines()
	if lines == nil || lines.Len() == 0 {
		return 1
	}
	return 1 + strings.Count(string(parsed.source[:lines.At(0).Start]), "\n")
}
