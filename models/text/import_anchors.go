package text

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

var innerLink = regexp.MustCompile(`\]\(#([^)\s]+)\)`)

// relinked points the links inside a text at the keys of its clauses. In the file they
// named the ids that its page or its site generator gave to headings; anchors are the
// words of headings by such ids.
func relinked(markdown string, anchors map[string]string) string {
	if !innerLink.MatchString(markdown) {
		return markdown
	}
	document, _ := Parse(markdown)
	keys, byWords := map[string]string{}, map[string]string{}
	document.eachHeading(func(c *Clause) {
		words := oneLine(document.tree.plain(c.node))
		if _, taken := byWords[words]; !taken {
			byWords[words] = c.Key
			keys[generatedID(words)] = c.Key
		}
	})
	for id, words := range anchors {
		if key, known := byWords[words]; known {
			keys[id] = key
		}
	}
	document.eachHeading(func(c *Clause) { keys[c.Key] = c.Key })
	return innerLink.ReplaceAllStringFunc(markdown, func(link string) string {
		id := innerLink.FindStringSubmatch(link)[1]
		if key, known := keys[id]; known {
			return "](#" + key + ")"
		}
		return link
	})
}

// generatedID is the id that most site generators make from the words of a heading.
func generatedID(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, words)
}

// anchorsIn are the words of a page's headings by the ids that links may name: their
// own, that of an anchor in them, or that of the part which they open.
func anchorsIn(root *html.Node) map[string]string {
	anchors := map[string]string{}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || len(node.Data) != 2 || node.Data[0] != 'h' || node.Data[1] < '1' || node.Data[1] > '6' {
			continue
		}
		words := oneLine(nodeText(node))
		ids := []string{attribute(node, "id")}
		if inner := firstElement(node, "a"); inner != nil {
			ids = append(ids, attribute(inner, "id"), attribute(inner, "name"))
		}
		if node.Parent != nil && firstElement(node.Parent, node.Data) == node {
			ids = append(ids, attribute(node.Parent, "id"))
		}
		for _, id := range ids {
			if id != "" {
				anchors[id] = words
			}
		}
	}
	return anchors
}
