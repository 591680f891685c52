package text

import (
	"regexp"
	"slices"
	"strings"
)

var (
	nameSeparators = regexp.MustCompile(`\s*[,;\n]\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|en|و|&)\s+|\s+/\s+`)
	cookieName     = regexp.MustCompile(`^[\w.*\[\]<>{}#$%:@~!|^+=-]{1,128}$`)
	technicalName  = regexp.MustCompile(`[_\d*.-]|^[a-z]+$|[a-z][A-Z]|^[A-Z]{3,}$`)
	shoutedName    = regexp.MustCompile(`^[A-Z\d]{2,}$`)
	countedName    = regexp.MustCompile(`\s*[\[(]x\d+[\])]$`)
	slashedNames   = regexp.MustCompile(`^_[\w.*-]+(?:/_[\w.*-]+)+$`)
	namesInBracket = regexp.MustCompile(`^(.*?)\s*\(([^()]+)\)$`)
	calledCookie   = regexp.MustCompile(`(?i)\s+cookies?$`)
)

// nameMarks are the marks of a name that only a program gives.
const nameMarks = "_-.*0123456789"

// CookieNames parts the names in a cell of a cookie table: at commas, line breaks and
// the like, and at spaces where every part is a name that only a program gives. What
// is no name ("set by our partners") comes back as it is.
func CookieNames(cell string) []string {
	var names []string
	for _, part := range splitOutside(cell) {
		for _, name := range namesOf(strings.Trim(part, " \"'`“”„•▪◦‣·")) {
			if name = strings.Trim(name, " \"'`“”„.…"); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// splitOutside parts a cell at separators that do not stand in braces or brackets.
func splitOutside(cell string) []string {
	var parts []string
	from := 0
	for _, at := range nameSeparators.FindAllStringIndex(cell, -1) {
		before := cell[from:at[0]]
		if strings.Count(before, "{") > strings.Count(before, "}") || strings.Count(before, "<") > strings.Count(before, ">") ||
			strings.Count(before, "(") > strings.Count(before, ")") {
			continue
		}
		parts, from = append(parts, before), at[1]
	}
	return append(parts, cell[from:])
}

// namesOf are the names in what no separator parts: "_ga [x2]", "Counter (_ga)",
// "sid (session)", "_a/_b", "_a _b".
func namesOf(part string) []string {
	part = countedName.ReplaceAllString(part, "")
	if slashedNames.MatchString(part) {
		return strings.Split(part, "/")
	}
	if found := namesInBracket.FindStringSubmatch(part); found != nil {
		outside, inside := found[1], CookieNames(found[2])
		marked := !slices.ContainsFunc(inside, func(name string) bool { return !isMarked(name) })
		switch {
		case marked && isMarked(outside):
			return append([]string{outside}, inside...)
		case marked:
			return inside
		case cookieName.MatchString(outside):
			return []string{outside}
		}
	}
	if bare := calledCookie.ReplaceAllString(part, ""); isMarked(bare) {
		part = bare
	}
	words := strings.Fields(part)
	apart := slices.ContainsFunc(words, isMarked) && !slices.ContainsFunc(words, func(word string) bool {
		return !isMarked(word) && !shoutedName.MatchString(word)
	})
	if len(words) > 1 && apart {
		return words
	}
	return []string{strings.Join(words, " ")}
}

// isMarked is true for a name that only a program gives.
func isMarked(name string) bool {
	return cookieName.MatchString(name) && strings.ContainsAny(name, nameMarks)
}

// areCookieNames is true for a cell that holds nothing but names a program gives.
func areCookieNames(cell string) bool {
	names := CookieNames(cell)
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool {
		return !cookieName.MatchString(name) || !technicalName.MatchString(name)
	})
}
