package text

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
)

// sanitiser is the second fence behind the renderer: it knows the elements that our
// Markdown can make and nothing else.
var sanitiser = newSanitiser()

func newSanitiser() *bluemonday.Policy {
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code",
		"ul", "li", "dl", "dt", "dd", "em", "strong", "del", "sup",
		"table", "thead", "tbody", "tr", "th", "td", "div")
	policy.AllowAttrs("id").Matching(validKey).OnElements("h2", "h3", "h4", "h5", "h6")
	policy.AllowAttrs("id").Matching(regexp.MustCompile(`^pd-fn(ref)?\d*:\d+$`)).OnElements("li", "sup")
	policy.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	policy.AllowElements("ol")
	policy.AllowAttrs("class").Matching(regexp.MustCompile(`^footnote[a-z-]*$`)).OnElements("a", "div", "sup")
	policy.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-[a-z]+$`)).OnElements("a", "div")
	policy.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	policy.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	policy.AllowAttrs("checked", "disabled").OnElements("input")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("https", "mailto")
	policy.AllowRelativeURLs(true)
	policy.RequireParseableURLs(true)
	return policy
}

// SafeLink reports whether an address may be a link in what the public reads: https
// with a host and no credentials, mailto, or a path or fragment of the site itself.
func SafeLink(address string) bool {
	if address == "" || strings.ContainsFunc(address, isControl) || strings.ContainsAny(address, "\\\n\t") {
		return false
	}
	link, err := url.Parse(address)
	switch {
	case err != nil:
		return false
	case link.Scheme == "https":
		return link.Host != "" && link.User == nil
	case link.Scheme == "mailto":
		return link.Opaque != ""
	}
	return link.Scheme == "" && link.Host == "" && link.User == nil && !strings.HasPrefix(address, "//")
}

// dropUnsafe leaves of links that may not be followed, and of images, only their
// words.
func dropUnsafe(root ast.Node, source []byte) {
	var doomed []ast.Node
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.Image:
			doomed = append(doomed, n)
		case *ast.Link:
			if !SafeLink(string(n.Destination)) {
				doomed = append(doomed, n)
			}
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL && !SafeLink(string(n.URL(source))) {
				doomed = append(doomed, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, node := range doomed {
		parent := node.Parent()
		if link, isAuto := node.(*ast.AutoLink); isAuto {
			words := ast.NewString(link.Label(source))
			parent.ReplaceChild(parent, node, words)
			continue
		}
		for _, child := range children(node) {
			parent.InsertBefore(parent, node, child)
		}
		parent.RemoveChild(parent, node)
	}
}
