package text

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Words here begin and end at what is no letter: \b knows only those of English.
var (
	sharingWords   = regexp.MustCompile(`(?i)(?:^|\PL)(?:disclos\pL*|shar(?:e|es|ed|ing)|transfer\pL*|pass(?:ed)? (?:on )?to|provid(?:e[sd]?|ing) (?:\w+ ){0,4}to|sell|recipients?|who (?:receives|gets|sees)|with whom|third[- ]part(?:y|ies)|service providers|weitergeb\pL*|weitergegeben|übermitt\pL*|empfänger\pL*|partag\pL*|destinataires?|communiqu\pL*|compart\pL*|destinatari\pL*|condivid\pL*|partilh\pL*|delen|ontvangers)(?:\PL|$)`)
	recipientNouns = regexp.MustCompile(`(?i)(?:^|\PL)(?:partners?|providers?|platforms?|networks?|advis(?:e|o)rs?|agenc(?:y|ies)|insurers?|authorit(?:y|ies)|processors?|sub-?processors?|compan(?:y|ies)|affiliates?|subsidiar(?:y|ies)|contractors?|subcontractors?|vendors?|suppliers?|banks?|organi[sz]ations?|carriers?|couriers?|institutions?|regulators?|courts?|police|purchasers?|acquirers?|successors?|sellers?|buyers?|merchants?|resellers?|distributors?|auditors?|lawyers?|counsel|accountants?|consultants?|advertisers?|researchers?|professionals?|bod(?:y|ies)|entit(?:y|ies)|part(?:y|ies)|members?|firms?|operators?|processing services?|bureaus?|brokers?|\p{L}*dienstleister\p{L}*|\p{L}*anbieter\p{L}*|\p{L}*partner\p{L}*|\p{L}*behörden?|gerichte?|banken?|\p{L}*unternehmen|auftragsverarbeiter|\p{L}*berater\p{L}*|\p{L}*versicherer|\p{L}*kuriere?|\p{L}{3,}dienste|\p{L}*spediteure?|\p{L}*auskunfteien|rechtsanwälte|prestataires?|transporteurs?|hébergeurs?|assureurs?|sous-traitants?|organismes?|établissements?|avocats?|partenaires?|fournisseurs?|autorités?|sociétés?|proveedores|transportistas|bancos|aseguradoras|socios|autoridades|empresas|fornitori|corrieri|banche|autorità|società|leveranciers|verwerkers)(?:\PL|$)`)
	notKinds       = regexp.MustCompile(`(?i)^(?:to|if|when|where|we|you|in|as|for|because|under|only|after|before|during|while|unless|by|your|it|there|this|that|these|information|data)\b`)
	leadingWords   = regexp.MustCompile(`(?i)^(?:(?:with|to|our|the|any|certain|other|all|selected|various|some|and|or|as well as|an|a|unsere?n?|die|der|nos|les|des|nuestros|los|i nostri|onze)\s+)+`)
	categoryEnd    = regexp.MustCompile(`(?i)\s*[(,;:.–—]|` + endWords)
	countEnd       = regexp.MustCompile(`(?i)[\s,]*\betc\b|\s*[(;:.–—]|` + endWords)
)

// endWords are what a kind of recipient is explained with.
const endWords = `\s+-\s|[\s,]+(?:to|for|who|that|which|such as|like|including|in order|where|when|with whom|engaged|providing|used|we|acting|located|on our behalf|in connection|so that|um|die|der|zur|pour|qui|para|que|per|che|voor)\b|\s*$`

const categoryWords = 9

// recipients is what a text says about who receives data.
type recipients struct {
	categories []string // kinds of recipients
	companies  []string // names that stand where a kind would
	doubtful   []string // what stands among kinds and is neither
}

// recipientsIn finds the lists of recipients: lists under words about sharing whose
// points begin with a kind of company or body, and parts of a clause about sharing
// that begin so in bold or as a heading.
func recipientsIn(d Document) recipients {
	var found recipients
	var section sharingSection
	intro := ""
	for _, node := range children(d.tree.root) {
		switch n := node.(type) {
		case *ast.Heading:
			words := oneLine(d.tree.plain(n))
			if section.level == 0 || n.Level <= section.level {
				found.add(section.points, nil)
				section = sharingSection{}
				if sharingWords.MatchString(words) {
					section.level = n.Level
				}
			} else {
				section.points = append(section.points, withoutNumber(words))
			}
			intro = ""
		case *ast.List:
			if sharingWords.MatchString(intro) || section.level > 0 {
				found.add(pointsOf(d.tree, n))
			}
		case *ast.Paragraph:
			intro = d.tree.plain(n)
			if lead := boldLead(d.tree, n); section.level > 0 && lead != "" {
				section.points = append(section.points, lead)
			}
		}
	}
	found.add(section.points, nil)
	found.categories = distinct(found.categories)
	return found
}

// sharingSection is a clause about sharing and what its parts begin with.
type sharingSection struct {
	level  int // of its heading; 0 outside one
	points []string
}

// add takes the points of a list when most of them name recipients. wordings are
// the whole points; nil when there is no more to them.
func (r *recipients) add(points, wordings []string) {
	var kinds, names, others []string
	named := 0
	for i, point := range points {
		switch found := kindsOf(point); {
		case len(found) > 0:
			named++
			kinds = append(kinds, found...)
		case wordings != nil && wordings[i] != point && isName(point):
			names = append(names, point)
		case wordings != nil:
			others = append(others, wordings[i])
		}
	}
	if named+len(names) < 2 || named+len(names) < len(others) {
		return
	}
	r.categories = append(r.categories, kinds...)
	r.companies = append(r.companies, names...)
	if len(kinds) > 0 {
		r.doubtful = append(r.doubtful, others...)
	}
}

var properName = regexp.MustCompile(`^` + nameWord + `(?: (?:` + nameWord + `|of|and|&|\([^()]*\))){0,4}$`)

// isName is true for what a point begins with in bold when it is a name.
func isName(lead string) bool {
	lead = strings.TrimRight(lead, " :.")
	return properName.MatchString(lead) && !notKinds.MatchString(lead)
}

func withoutNumber(words string) string {
	_, rest := splitNumber(words)
	return rest
}

// pointsOf is what each point of a list begins with, its bold words where there are
// some, and the whole points.
func pointsOf(t tree, points *ast.List) (leads, wordings []string) {
	for _, point := range children(points) {
		words := oneLine(t.plain(point))
		lead := words
		if first := point.FirstChild(); first != nil {
			lead = cmp.Or(boldLead(t, first), words)
		}
		leads, wordings = append(leads, lead), append(wordings, words)
	}
	return leads, wordings
}

// boldLead is what a paragraph begins with in bold, if more follows.
func boldLead(t tree, paragraph ast.Node) string {
	strong, isStrong := paragraph.FirstChild().(*ast.Emphasis)
	if !isStrong || strong.Level != 2 || strong.NextSibling() == nil {
		return ""
	}
	return strings.TrimRight(oneLine(t.plain(strong)), " :.–—-")
}

// kindsOf are the kinds of recipients that some words begin with: one, or several
// that are counted up.
func kindsOf(words string) []string {
	words = strings.TrimSpace(words)
	if notKinds.MatchString(words) && !leadingWords.MatchString(words) {
		return nil
	}
	counted := words[:countEnd.FindStringIndex(words)[0]]
	var kinds []string
	for _, part := range nameParts.Split(counted, -1) {
		part = leadingWords.ReplaceAllString(strings.TrimSpace(part), "")
		if count := len(strings.Fields(part)); count > 4 || !recipientNouns.MatchString(part) {
			kinds = nil
			break
		}
		kinds = append(kinds, part)
	}
	if len(kinds) > 1 {
		return kinds
	}
	if kind := kindOf(words); kind != "" {
		return []string{kind}
	}
	return nil
}

// kindOf is the one kind of recipient that some words begin with, or "".
func kindOf(words string) string {
	words = leadingWords.ReplaceAllString(words, "")
	kind := strings.TrimSpace(words[:categoryEnd.FindStringIndex(words)[0]])
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
