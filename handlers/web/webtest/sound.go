package webtest

import (
	"strings"

	"golang.org/x/net/html"
)

// sound complains about what no page may have, whatever a test looks at: a link, label
// or description that points at nothing, two elements of one id, a heading that skips a
// level, a message that is missing.
func (p *Page) sound(address string) {
	p.t.Helper()
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		return
	}
	ids := map[string]bool{}
	for node := range p.document.Descendants() {
		if id := attribute(node, "id"); ids[id] {
			p.t.Errorf("%s has two elements with the id %q", address, id)
		} else if id != "" {
			ids[id] = true
		}
	}
	level := 0
	for node := range p.document.Descendants() {
		for _, id := range pointsAt(node) {
			if !ids[id] {
				p.t.Errorf("%s: <%s> points at %q, which is not on the page", address, node.Data, id)
			}
		}
		if next := headingLevel(node); next > level+1 {
			p.t.Errorf("%s: %q is a heading of level %d after one of level %d", address, text(node), next, level)
		} else if next > 0 {
			level = next
		}
	}
	for _, mark := range []string{"⟦", "&lt;no value&gt;"} {
		if strings.Contains(p.Body, mark) {
			p.t.Errorf("%s: a message is missing or not filled: %q", address, mark)
		}
	}
}

// pointsAt are the ids that an element leads to, is for, or is described by.
func pointsAt(node *html.Node) []string {
	ids := strings.Fields(attribute(node, "aria-describedby") + " " + attribute(node, "aria-labelledby"))
	if id, inPage := strings.CutPrefix(attribute(node, "href"), "#"); node.Data == "a" && inPage {
		ids = append(ids, id)
	}
	if node.Data == "label" && has(node, "for") {
		ids = append(ids, attribute(node, "for"))
	}
	return ids
}

// headingLevel is 1 for h1, 0 for what is no heading.
func headingLevel(node *html.Node) int {
	if node.Type == html.ElementNode && len(node.Data) == 2 && node.Data[0] == 'h' && node.Data[1] >= '1' && node.Data[1] <= '6' {
		return int(node.Data[1] - '0')
	}
	return 0
}
