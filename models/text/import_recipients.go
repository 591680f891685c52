package text

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

var (
	sharingWords   = regexp.MustCompile(`(?i)\b(?:disclos\w*|shar(?:e|es|ed|ing)|transfer\w*|pass(?:ed)? (?:on )?to|provide[sd]? (?:\w+ ){0,4}to|sell|recipients?|third[- ]part(?:y|ies)|service providers|weitergeb\w*|weitergegeben|übermitt\w*|empfänger\w*|partag\w*|destinataires?|communiqu\w*|compart\w*|destinatari\w*|condivid\w*|partilh\w*|delen|ontvangers)\b`)
	recipientNouns = regexp.MustCompile(`(?i)\b(?:partners?|providers?|platforms?|networks?|advis(?:e|o)rs?|agenc(?:y|ies)|insurers?|authorit(?:y|ies)|processors?|sub-?processors?|compan(?:y|ies)|affiliates?|subsidiar(?:y|ies)|contractors?|subcontractors?|vendors?|suppliers?|banks?|organi[sz]ations?|carriers?|couriers?|institutions?|regulators?|courts?|police|purchasers?|acquirers?|successors?|sellers?|buyers?|merchants?|resellers?|distributors?|auditors?|lawyers?|counsel|accountants?|consultants?|advertisers?|researchers?|professionals?|bod(?:y|ies)|entit(?:y|ies)|part(?:y|ies)|members?|firms?|operators?|processing services?|bureaus?|brokers?|dienstleister\w*|anbieter\w*|partner\w*|behörden?|gerichte?|banken?|unternehmen|auftragsverarbeiter|berater\w*|versicherer|prestataires?|partenaires?|fournisseurs?|autorités?|sociétés?|proveedores|socios|autoridades|empresas|fornitori|autorità|società|leveranciers|verwerkers)\b`)
	notKinds       = regexp.MustCompile(`(?i)^(?:to|if|when|where|we|you|in|as|for|because|under|only|after|before|during|while|unless|by|your|it|there|this|that|these|information|data)\b`)
	leadingWords   = regexp.MustCompile(`(?i)^(?:(?:with|to|our|the|any|certain|other|all|selected|various|some|and|or|as well as|an|a|unsere?n?|die|der|nos|les|des|nuestros|los|i nostri|onze)\s+)+`)
	categoryEnd    = regexp.MustCompile(`(?i)\s*[(,;:.–—]|\s+-\s|\s+(?:to|for|who|that|which|such as|like|including|in order|where|when|with whom|engaged|providing|used|we|acting|located|on our behalf|in connection|so that|um|die|der|zur|pour|qui|para|que|per|che|voor)\b|\s*$`)
)

const categoryWords = 9

// recipientCategories finds the lists of kinds of recipients: lists under words about
// sharing whose points begin with a kind of company or body. What stands in such a
// list and is no kind is returned as doubtful.
func recipientCategories(d Document) (categories, doubtful []string) {
	section, intro := "", ""
	for _, node := range children(d.tree.root) {
		switch n := node.(type) {
		case *ast.Heading:
			section, intro = oneLine(d.tree.plain(n)), ""
		case *ast.List:
			if !sharingWords.MatchString(intro) && !sharingWords.MatchString(section) {
				continue
			}
			kinds, others := kindsIn(d.tree, n)
			if len(kinds) > 1 && len(kinds)*2 >= len(kinds)+len(others) {
				categories, doubtful = append(categories, kinds...), append(doubtful, others...)
			}
		default:
			if node.Kind() == ast.KindParagraph {
				intro = d.tree.plain(n)
			}
		}
	}
	return distinct(categories), doubtful
}

// kindsIn parts the points of a list into kinds of recipients and others.
func kindsIn(t tree, points *ast.List) (kinds, others []string) {
	for _, point := range children(points) {
		words := oneLine(t.plain(point))
		lead := leadOf(t, point)
		if lead == "" {
			lead = words
		}
		if kind := kindOf(lead); kind != "" {
			kinds = append(kinds, kind)
		} else {
			others = append(others, words)
		}
	}
	return kinds, others
}

// leadOf is what a point of a list begins with in bold.
func leadOf(t tree, point ast.Node) string {
	first := point.FirstChild()
	if first == nil {
		return ""
	}
	if strong, isStrong := first.FirstChild().(*ast.Emphasis); isStrong && strong.Level == 2 {
		return oneLine(t.plain(strong))
	}
	return ""
}

// kindOf is the kind of recipient that some words begin with, or "".
func kindOf(words string) string {
	words = strings.TrimSpace(words)
	if notKinds.MatchString(words) && !leadingWords.MatchString(words) {
		return ""
	}
	words = leadingWords.ReplaceAllString(words, "")
	end := categoryEnd.FindStringIndex(words)
	kind := strings.TrimSpace(words[:end[0]])
	if count := len(strings.Fields(kind)); count == 0 || count > categoryWords || !recipientNouns.MatchString(kind) {
		return ""
	}
	return kind
}

// distinct leaves out what stands there already, whatever its case.
func distinct(all []string) []string {
	var kept []string
	for _, one := range all {
		if !slices.ContainsFunc(kept, func(other string) bool { return strings.EqualFold(other, one) }) {
			kept = append(kept, one)
		}
	}
	return kept
}
