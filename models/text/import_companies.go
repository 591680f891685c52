package text

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

const nameWord = `[\p{Lu}\d](?:[\p{L}\d&'’/-]|\.[\p{L}\d])*`

var (
	// legalName is a name with what law puts behind it.
	legalName = regexp.MustCompile(`((?:` + nameWord + `\s+(?:(?:of|and|&|du|de|des|del|della)\s+)?){0,5}` + nameWord + `),?\s+(Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|plc|PLC|Corp|Corporation|Pty Ltd|SAS|SARL|S\.à r\.l|Oy|AB|ApS|A/S|KG|SE|Co\., Ltd)\b\.?`)
	// examples are names given as examples of recipients.
	examples  = regexp.MustCompile(`(?i:\b(?:partners?|providers?|platforms?|networks?|processors?|compan(?:y|ies)|vendors?|suppliers?|services|tools?|media|websites|sites|parties|third party|channels|agencies|dienste|anbieter\w*|plattformen|netzwerke\w*)\b[^.;:()]{0,40}?[,(]?\s*(?:such as|like|including|e\.g\.|for example|namely|wie|z\.\s?B\.|tels que|como))[,:]?\s+(` + nameWord + `(?:(?:\s*,\s*(?:(?:and|or|und|oder|et|y)\s+)?|\s+(?:and|or|und|oder|et|y|&)\s+|\s+)` + nameWord + `)*)`)
	nameParts = regexp.MustCompile(`\s*,\s*(?:(?:and|or|und|oder|et|y)\s+)?|\s+(?:and|or|und|oder|et|y)\s+`)
	inBracket = regexp.MustCompile(`\s*\([^()]*\)`)
	processor = regexp.MustCompile(`(?i)processor|third[- ]part|vendor|supplier|service provider|recipient|auftragsverarbeiter|dienstleister|sous-traitant`)
	legalEnd  = regexp.MustCompile(`(?i),?\s+(?:inc|llc|l\.l\.c|ltd|limited|gmbh|ag|s\.a|sa|b\.v|bv|n\.v|plc|corp|corporation|pty ltd|sas|sarl|oy|ab|aps|a/s|kg|se|co)\.?$`)
	shortened = regexp.MustCompile(`(?i)\b(?:inc|ltd|corp|co|l\.l\.c|s\.a|b\.v|n\.v|r\.l)\.$`)
	// legalInside is a legal form among other names: "Acme, Inc. and Bolt".
	legalInside = regexp.MustCompile(`([\pL\d]),?\s+(?:Inc|LLC|Ltd|Corp|GmbH|Limited|B\.V|S\.A)\.?(,|\s|$)`)
	noLead      = regexp.MustCompile(`^(?:If|When|While|Where|The|Our|This|For|In|At|By|With|From|And|We|(?:19|20)\d\d)\s+`)
	noCompany   = regexp.MustCompile(`(?i)^(?:the|this|our|we|you|your|if|in|for|any|all|legal|data|privacy|personal|terms|policy|site|sites|services?|european|union|article|section)$`)
)

// companiesIn are the companies that a text names: with their legal form, as examples
// of recipients, as providers of cookies, or in its lists and tables of processors.
func companiesIn(d Document, cookies []ImportedCookie, recipients []string) []string {
	names := slices.Clone(recipients)
	for _, line := range strings.Split(Plain(d.Text()), "\n") {
		for _, found := range legalName.FindAllString(line, -1) {
			names = append(names, strings.TrimSuffix(found, ","))
		}
		for _, found := range examples.FindAllStringSubmatch(legalInside.ReplaceAllString(line, "$1$2"), -1) {
			names = append(names, nameParts.Split(found[1], -1)...)
		}
	}
	for _, cookie := range cookies {
		names = append(names, inBracket.ReplaceAllString(cookie.Provider, ""))
	}
	names = append(names, listedProcessors(d)...)
	return distinctCompanies(names)
}

// listedProcessors are the names that lists and tables of processors begin with.
func listedProcessors(d Document) []string {
	var names []string
	section, intro := d.Title, ""
	whole := wholeTree(string(d.tree.source))
	for _, node := range children(whole.root) {
		switch n := node.(type) {
		case *ast.Heading:
			section, intro = d.Title+" "+whole.plain(n), ""
		case *ast.Paragraph:
			intro = whole.plain(n)
		case *ast.List:
			if !processor.MatchString(intro) && !processor.MatchString(section) {
				continue
			}
			for _, point := range children(n) {
				if name := linkedName(whole, point); name != "" {
					names = append(names, name)
				}
			}
		}
	}
	for _, table := range markdownTables(d.tree) {
		if !processor.MatchString(d.Title+" "+table.Title) && !processor.MatchString(strings.Join(table.Head, " ")) {
			continue
		}
		for _, row := range table.Rows {
			names = append(names, oneLine(row[0]))
		}
	}
	return names
}

// linkedName is what a point of a list begins with as a link.
func linkedName(t tree, point ast.Node) string {
	first := point.FirstChild()
	if first == nil {
		return ""
	}
	node := first.FirstChild()
	if strong, isStrong := node.(*ast.Emphasis); isStrong {
		node = strong.FirstChild()
	}
	if link, isLink := node.(*ast.Link); isLink {
		return oneLine(t.plain(link))
	}
	return ""
}

// distinctCompanies leaves out what is no name, and "Google" beside "Google, Inc.".
func distinctCompanies(names []string) []string {
	var kept []string
	at := map[string]int{}
	for _, name := range names {
		name = noLead.ReplaceAllString(strings.Trim(oneLine(name), " ,;:*"), "")
		if !shortened.MatchString(name) {
			name = strings.TrimSuffix(name, ".")
		}
		bare := strings.ToLower(legalEnd.ReplaceAllString(name, ""))
		if bare == "" || noCompany.MatchString(bare) || len(strings.Fields(bare)) > 7 {
			continue
		}
		i, known := at[bare]
		switch {
		case !known:
			at[bare] = len(kept)
			kept = append(kept, name)
		case len(name) > len(kept[i]):
			kept[i] = name
		}
	}
	return kept
}
