package webtest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is what came back.
type Page struct {
	Status   int
	Location string
	Header   http.Header
	Body     string

	t        *testing.T
	document *html.Node
}

// Field is a field as a person sees it.
type Field struct{ Value, Error string }

// Field finds the field by its label's words.
func (p *Page) Field(label string) Field {
	p.t.Helper()
	for node := range p.document.Descendants() {
		if node.Data == "label" && text(node) == label {
			id := attribute(node, "for")
			return Field{Value: p.value(id), Error: text(p.byID(id + "-error"))}
		}
	}
	p.t.Fatalf("no field is labelled %q in:\n%s", label, p.Text())
	return Field{}
}

// Checked lists the labels of the choices that are chosen.
func (p *Page) Checked() []string {
	var labels []string
	for node := range p.document.Descendants() {
		if node.Data == "input" && has(node, "checked") {
			for label := range p.document.Descendants() {
				if label.Data == "label" && attribute(label, "for") == attribute(node, "id") {
					labels = append(labels, text(label))
				}
			}
		}
	}
	return labels
}

// Alert is what the page announces as an alert.
func (p *Page) Alert() string { return p.byRole("alert") }

// Announcement is what the page announces as a status.
func (p *Page) Announcement() string { return p.byRole("status") }

// Focused is what a browser opens the page at, whose words say what has the focus.
func (p *Page) Focused() string {
	for node := range p.document.Descendants() {
		if has(node, "autofocus") && has(node, "tabindex") {
			return text(node)
		}
	}
	return ""
}

// Heading is the page's one h1.
func (p *Page) Heading() string {
	p.t.Helper()
	found := p.Texts("h1")
	if len(found) != 1 {
		p.t.Fatalf("the page has %d headings of the first level: %q", len(found), found)
	}
	return found[0]
}

// Texts are the words of every element of this name.
func (p *Page) Texts(element string) []string {
	var found []string
	for node := range p.document.Descendants() {
		if node.Type == html.ElementNode && node.Data == element {
			found = append(found, text(node))
		}
	}
	return found
}

// Text is everything that can be read on the page.
func (p *Page) Text() string { return text(p.document) }

// Link is the address of the link with these words.
func (p *Page) Link(words string) string {
	p.t.Helper()
	for node := range p.document.Descendants() {
		if node.Data == "a" && text(node) == words {
			return attribute(node, "href")
		}
	}
	p.t.Fatalf("no link reads %q in:\n%s", words, p.Text())
	return ""
}

// HasLink reports whether a link leads to the address.
func (p *Page) HasLink(href string) bool { return slices.Contains(p.Links(), href) }

// Links are the addresses of all links.
func (p *Page) Links() []string {
	var found []string
	for node := range p.document.Descendants() {
		if node.Data == "a" && has(node, "href") {
			found = append(found, attribute(node, "href"))
		}
	}
	return found
}

// Hidden is the value of a field that a person does not see.
func (p *Page) Hidden(name string) string {
	for node := range p.document.Descendants() {
		if node.Data == "input" && attribute(node, "type") == "hidden" && attribute(node, "name") == name {
			return attribute(node, "value")
		}
	}
	return ""
}

// Forms are the addresses that the page's forms are sent to.
func (p *Page) Forms() []string {
	var found []string
	for node := range p.document.Descendants() {
		if node.Type == html.ElementNode && node.Data == "form" {
			found = append(found, attribute(node, "action"))
		}
	}
	return found
}

func (p *Page) byRole(role string) string {
	for node := range p.document.Descendants() {
		if attribute(node, "role") == role && text(node) != "" {
			return text(node)
		}
	}
	return ""
}

func (p *Page) byID(id string) *html.Node {
	for node := range p.document.Descendants() {
		if attribute(node, "id") == id {
			return node
		}
	}
	return nil
}

func (p *Page) value(id string) string {
	p.t.Helper()
	node := p.byID(id)
	if node == nil {
		p.t.Fatalf("the label points at %q, which does not exist", id)
	}
	switch node.Data {
	case "textarea":
		return text(node)
	case "select":
		for option := range node.Descendants() {
			if option.Data == "option" && has(option, "selected") {
				return attribute(option, "value")
			}
		}
		return ""
	}
	return attribute(node, "value")
}

func attribute(node *html.Node, key string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

func has(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// text is the words of a node, parted by single spaces.
func text(node *html.Node) string {
	if node == nil {
		return ""
	}
	var words []string
	for inner := range node.Descendants() {
		if inner.Type == html.TextNode && (inner.Parent == nil || (inner.Parent.Data != "script" && inner.Parent.Data != "style")) {
			words = append(words, strings.Fields(inner.Data)...)
		}
	}
	return strings.Join(words, " ")
}
