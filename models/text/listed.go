package text

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Listed is a point of a list: one that begins with a name ("[Acme](…). Payments."), or
// one that says something of a name above it ("Purpose: payments").
type Listed struct {
	Section string // the heading above
	Intro   string // the paragraph above the list
	Owner   string // the name that the list is under: a bold line, the point that it stands in, else the heading
	List    int    // which list, counted from 1
	Name    string // what the point begins with as a link, in bold or up to a colon or dash
	Rest    string // what follows the name, without the mark between
	Line    int    // in the file, counted from 1; 0 in HTML
	Linked  bool   // the name is a link
}

// Points are the points of a file's lists, for lists of companies that are no tables.
// Errors: as Tables.
func Points(raw []byte, filename string) ([]Listed, error) {
	source, isHTML, err := decode(raw, filename)
	if err != nil {
		return nil, err
	}
	reader := pointReader{}
	var below string
	if isHTML {
		page, err := readPage(source)
		if err != nil {
			return nil, err
		}
		below, reader.noLines = page.markdown, true
	} else {
		_, below = frontMatter(source)
		reader.skipped = strings.Count(source, "\n") - strings.Count(below, "\n")
	}
	reader.tree = wholeTree(below)
	for _, node := range children(reader.tree.root) {
		reader.read(node)
	}
	return reader.points, nil
}

// pointReader goes through a text and keeps what stands above.
type pointReader struct {
	tree                  tree
	skipped               int // lines above the text
	noLines               bool
	section, intro, owner string
	lists                 int
	points                []Listed
}

func (r *pointReader) read(node ast.Node) {
	switch n := node.(type) {
	case *ast.Heading:
		r.section, r.intro = oneLine(r.tree.plain(n)), ""
		r.owner = r.section
	case *ast.Paragraph:
		r.intro = oneLine(r.tree.plain(n))
		if strong, isStrong := n.FirstChild().(*ast.Emphasis); isStrong && strong.Level == 2 && strong.NextSibling() == nil {
			r.owner = r.intro
		}
	case *ast.List:
		r.list(n, r.owner)
	}
}

// list takes the points of a list, and those of a list in one of them as what is said
// of its name.
func (r *pointReader) list(list *ast.List, owner string) {
	r.lists++
	number := r.lists
	for _, item := range children(list) {
		point := r.point(item)
		point.Section, point.Intro, point.Owner, point.List = r.section, r.intro, owner, number
		inner := innerList(item)
		if list.IsOrdered() || inner != nil {
			r.owner = cmp.Or(point.Name, oneLine(r.tree.plain(item.FirstChild())))
		}
		if point.Name != "" {
			r.points = append(r.points, point)
		}
		if inner != nil {
			r.list(inner, r.owner)
		}
	}
}

func innerList(item ast.Node) *ast.List {
	for _, child := range children(item) {
		if list, isList := child.(*ast.List); isList {
			return list
		}
	}
	return nil
}

// plainName is a name at the front of a point without marks, up to a colon or a dash.
var plainName = regexp.MustCompile(`^([^:–—]{2,60}?)(?::\s+|\s+[-–—]\s+)(\S.*)$`)

// point is the name that a point begins with and what follows it. What stands in a list
// of its own within is no part of it.
func (r *pointReader) point(item ast.Node) Listed {
	first := item.FirstChild()
	if first == nil {
		return Listed{}
	}
	point := Listed{Line: r.line(first)}
	var words []string
	for _, child := range children(item) {
		if _, isList := child.(*ast.List); !isList {
			words = append(words, oneLine(r.tree.plain(child)))
		}
	}
	whole := strings.Join(words, " ")
	name := linkedName(r.tree, item)
	point.Linked = name != ""
	if strong, isStrong := first.FirstChild().(*ast.Emphasis); name == "" && isStrong && strong.Level == 2 {
		name = oneLine(r.tree.plain(strong))
	}
	if found := plainName.FindStringSubmatch(whole); name == "" && found != nil {
		name = found[1]
	}
	rest, _ := strings.CutPrefix(whole, name)
	point.Name, point.Rest = strings.Trim(name, " .:"), strings.Trim(rest, " .:,;–—-")
	return point
}

func (r *pointReader) line(node ast.Node) int {
	lines := node.Lines()
	if r.noLines || lines == nil || lines.Len() == 0 {
		return 0
	}
	return r.skipped + 1 + strings.Count(string(r.tree.source[:lines.At(0).Start]), "\n")
}

// wholeTree is a text as it is read from a file: with the links that a policy may not
// have, since they tell where names are.
func wholeTree(source string) tree {
	bytes := []byte(source)
	return tree{bytes, parseNodes(bytes)}
}
