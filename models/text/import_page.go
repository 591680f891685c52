package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

var (
	removedElements = []string{"nav", "footer", "form", "button", "aside", "dialog"}
	removedRoles    = []string{"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "complementary"}
	unseen          = regexp.MustCompile(`(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)`)

	// surroundings are names of parts that are about the page and not in its text: a
	// whole class or id, in lower case with dashes between its words.
	surroundings = regexp.MustCompile(`^(?:breadcrumbs?|skip-(?:link|nav|to-content|to-main)|screen-reader-(?:text|only)|sr-only|visually-hidden` +
		`|site-(?:nav|navigation|header|footer)|nav-?bar|navbar|main-(?:menu|nav|navigation)|side-?bar|widget-area|pagination|lang(?:uage)?-(?:switcher|selector|list|menu)` +
		`|headerlink|header-anchor|heading-anchor|anchor-?link|back-?to-?top|(?:post|page|entry)-(?:meta|footer)` +
		`|comments-area|comment-respond|related-posts|sharedaddy|sd-sharing(?:-enabled)?|addtoany[\w-]*|share-?this|(?:social-)?shar(?:e|ing)(?:-(?:buttons?|links?|icons?|bar))?` +
		`|social(?:-media)?-(?:links|icons|share|buttons|bar|menu|nav)|follow-us|newsletter-(?:form|signup))$`)
	// consents are names of the layer that asks for consent to cookies.
	consents = regexp.MustCompile(`^(?:(?:eu-|gdpr-|wp-)?cookies?-(?:law-info-bar|banner|bar|consent|notice|notice-bar|popup|modal|dialog|overlay|message|alert|policy-banner)[\w-]*` +
		`|(?:gdpr|consent|privacy)-(?:banner|bar|popup|modal|overlay)[\w-]*|onetrust-[\w-]+|ot-sdk-[\w-]+|cmplz-cookiebanner[\w-]*|cmplz-manage-consent|cookiebot-?dialog|cybot-cookiebot-dialog[\w-]*` +
		`|cc-(?:window|banner)|cli-(?:bar|modal)[\w-]*|iubenda-cs-[\w-]+|borlabs-cookie-?box|klaro|usercentrics-root|didomi-[\w-]+|moove-gdpr[\w-]*|cookie-law-info[\w-]*)$`)
)

// foldedName are names of parts that open when a reader asks for them.
var foldedName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:accordion|collapse|collapsible|expandable|panel|toggle|tab-pane)(?:$|[\s_-])`)

// placeName are names of parts that may hold text too.
var placeName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:foot(?:er)?|head(?:er)?|nav(?:igation)?|menu|masthead|top-?bar|links)(?:$|[\s_-])`)

// removeFurniture takes out of a page what is not its text. A header with the only
// title in it stays, and so does a form or the like that holds most of the page.
func removeFurniture(body *html.Node) {
	var doomed []*html.Node
	all := len(nodeText(body))
	linked := innerTargets(body)
	for node := range body.Descendants() {
		switch {
		case node.Type == html.CommentNode:
			doomed = append(doomed, node)
		case node.Type != html.ElementNode || !isFurniture(node, linked[attribute(node, "id")]):
		case slices.Contains(neverText, node.Data) || 2*len(nodeText(node)) < all:
			doomed = append(doomed, node)
		}
	}
	for _, node := range doomed {
		if node.Parent != nil {
			node.Parent.RemoveChild(node)
		}
	}
}

// innerTargets are the ids that links inside the page lead to: what its own contents
// list is text, whatever it is called.
func innerTargets(body *html.Node) map[string]bool {
	targets := map[string]bool{}
	for node := range body.Descendants() {
		id, inside := strings.CutPrefix(attribute(node, "href"), "#")
		if node.Type == html.ElementNode && node.Data == "a" && inside && id != "" && len(strings.Fields(nodeText(node))) > 1 {
			targets[id] = true
		}
	}
	return targets
}

// isFurniture judges an element; listed tells that a contents list of the page names it.
func isFurniture(node *html.Node, listed bool) bool {
	switch {
	case slices.Contains(neverText, node.Data):
		return true
	case isHeadingName(node.Data), node.Data == "body":
		return false // headings are named after their words
	case node.Data == "button" && node.Parent != nil && isHeadingName(node.Parent.Data):
		return false // a heading that opens its part
	case node.Data == "aside":
		return !inMain(node) || isMenu(node)
	case slices.Contains(removedElements, node.Data), slices.Contains(removedRoles, attribute(node, "role")):
		return true
	case (hasAttribute(node, "hidden") || unseen.MatchString(attribute(node, "style"))) && !isFolded(node):
		return true
	case node.Data == "header":
		return firstElement(node, "h1") == nil
	case node.Data == "a" && slices.Contains([]string{"#", "¶", "§", "🔗", "link"}, strings.ToLower(oneLine(nodeText(node)))):
		return true // a link to the heading that it stands in
	}
	return !listed && hasFurnitureName(node)
}

// isFolded is true for the text of a part that a reader opens by its heading.
func isFolded(node *html.Node) bool {
	return foldedName.MatchString(attribute(node, "class")) || attribute(node, "role") == "tabpanel"
}

func hasFurnitureName(node *html.Node) bool {
	names := attribute(node, "class") + " " + attribute(node, "id")
	for name := range strings.FieldsSeq(names) {
		switch name = dashed(name); {
		case surroundings.MatchString(name) && len(strings.Fields(nodeText(node))) < 250:
			return true
		case consents.MatchString(name) && (asksConsent(node) || !inMain(node)):
			return true
		}
	}
	return placeName.MatchString(names) && firstElement(node, "h1") == nil && isMenu(node)
}

func isHeadingName(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// dashed is a name in lower case with dashes between its words: "cookieConsentBar"
// and "cookie_consent_bar" are "cookie-consent-bar".
func dashed(name string) string {
	var out strings.Builder
	var last rune
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
		last = r
	}
	return strings.ReplaceAll(out.String(), "_", "-")
}

// asksConsent is true for a part with something to press in it.
func asksConsent(node *html.Node) bool {
	return firstElement(node, "button") != nil || firstElement(node, "input") != nil
}

// inMain is true for what stands in the part that the page marks as its text.
func inMain(node *html.Node) bool {
	for parent := range node.Ancestors() {
		if parent.Data == "main" || parent.Data == "article" || attribute(parent, "role") == "main" {
			return true
		}
	}
	return false
}

// isMenu is true for a part that is mostly links or bears a copyright line.
func isMenu(node *html.Node) bool {
	all, linked := nodeText(node), 0
	for inner := range node.Descendants() {
		if inner.Type == html.ElementNode && inner.Data == "a" {
			linked += len(strings.Fields(nodeText(inner)))
		}
	}
	return strings.Contains(all, "©") || linked*5 >= len(strings.Fields(all))*2
}
