package text

import (
	"html"
	"regexp"
	"strings"
)

// frontMatter takes the settings that a site generator keeps above a text, as lines
// of "name: value", and gives the text below them.
func frontMatter(source string) (settings map[string]string, below string) {
	first, rest, _ := strings.Cut(source, "\n")
	fence := strings.TrimSpace(first)
	if fence != "---" && fence != "+++" {
		return nil, source
	}
	settings = map[string]string{}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if trimmed := strings.TrimSpace(line); trimmed == fence || trimmed == "..." {
			return settings, rest
		}
		name, value, isSetting := cutSetting(line)
		if isSetting {
			settings[name] = value
		} else if !isBlank(line) && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") &&
			!strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "[") {
			return nil, source // a rule above a text, not settings
		}
	}
	return nil, source
}

var setting = regexp.MustCompile(`^([A-Za-z][\w.-]*)\s*[:=](?:\s+(.*?)|)\s*$`)

func cutSetting(line string) (name, value string, isSetting bool) {
	found := setting.FindStringSubmatch(line)
	if found == nil {
		return "", "", false
	}
	value = found[2]
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		value = value[1 : len(value)-1]
	}
	return strings.ToLower(found[1]), html.UnescapeString(value), true
}

// templateTags are what site generators would have filled in: Liquid, Jinja,
// Handlebars, ERB, PHP, and the attribute lines of Kramdown.
var (
	templateRemarks = regexp.MustCompile(`(?s)\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|<!--.*?-->|\{\{!--.*?--\}\}`)
	templateTags    = regexp.MustCompile(`\{%[^{}]*%\}|\{\{[^{}]*\}\}|\{#[ \t][^{}]*[ \t]#\}|<%[^<>]*%>|<\?(?:php|=)[^<>]*\?>`)
	kramdown        = regexp.MustCompile(`(?m)^[ \t]*\{:[^{}\n]*\}[ \t]*\n?|\{:[^{}\n]*\}[ \t]*$`)
	emptyLinks      = regexp.MustCompile(`(!?)\[([^\[\]]*)\]\(\s*(?:mailto:|tel:)?\s*(?:"[^"]*")?\)`)
)

// withoutTags takes template tags out of a text and counts them. What they stood
// for is not known here; the words around them stay.
func withoutTags(source string) (clean string, tags int) {
	clean = templateRemarks.ReplaceAllString(source, "")
	clean = templateTags.ReplaceAllStringFunc(clean, func(string) string { tags++; return "" })
	clean = kramdown.ReplaceAllString(clean, "")
	clean = emptyLinks.ReplaceAllStringFunc(clean, func(link string) string {
		if strings.HasPrefix(link, "!") {
			return ""
		}
		return emptyLinks.FindStringSubmatch(link)[2]
	})
	return clean, tags
}

// The marks of forums that policies were pasted from.
var (
	bbPaired = regexp.MustCompile(`(?is)\[(b|i|u|s|size|color|font|center|left|right|quote|list|h[1-6])(?:=[^\]\n]*)?\](.*?)\[/(?:b|i|u|s|size|color|font|center|left|right|quote|list|h[1-6])\]`)
	bbLink   = regexp.MustCompile(`(?is)\[url(?:=([^\]\n]*))?\](.*?)\[/url\]`)
	bbItem   = regexp.MustCompile(`(?m)^[ \t]*\[\*\][ \t]*`)
)

// nestedMarks is how deep the marks of forums may stand in each other.
const nestedMarks = 4

// withoutBBCode turns the marks of forums into Markdown where a text has them.
func withoutBBCode(source string) string {
	if !bbPaired.MatchString(source) && !bbLink.MatchString(source) {
		return source
	}
	source = bbLink.ReplaceAllStringFunc(source, func(link string) string {
		found := bbLink.FindStringSubmatch(link)
		if found[1] == "" {
			return found[2]
		}
		return "[" + oneLine(found[2]) + "](" + strings.Trim(found[1], `"' `) + ")"
	})
	for range nestedMarks {
		source = bbPaired.ReplaceAllStringFunc(source, func(marked string) string {
			found := bbPaired.FindStringSubmatch(marked)
			switch mark, words := strings.ToLower(found[1]), found[2]; {
			case strings.TrimSpace(words) == "" || strings.Contains(strings.TrimSpace(words), "\n"):
				return words
			case mark == "b":
				return "**" + strings.TrimSpace(words) + "**"
			case mark == "i":
				return "*" + strings.TrimSpace(words) + "*"
			case mark[0] == 'h':
				return "\n\n" + strings.Repeat("#", int(mark[1]-'0')) + " " + oneLine(words) + "\n\n"
			default:
				return words
			}
		})
	}
	return bbItem.ReplaceAllString(source, "* ")
}

var (
	htmlTables  = regexp.MustCompile(`(?is)<table\b.*?</table\s*>`)
	htmlHidden  = regexp.MustCompile(`(?is)<(script|style|noscript|template|svg|iframe|form|nav)\b.*?</(?:script|style|noscript|template|svg|iframe|form|nav)\s*>`)
	htmlAnchors = regexp.MustCompile(`(?is)<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(.*?)</a\s*>`)
	htmlBreaks  = regexp.MustCompile(`(?i)[ \t]*<br\s*/?>[ \t]*\n?`)
	htmlStrong  = regexp.MustCompile(`(?is)<(?:b|strong)\b[^>]*>\s*(\S|\S.*?\S)\s*</(?:b|strong)\s*>`)
	htmlWeak    = regexp.MustCompile(`(?is)<(?:i|em)\b[^>]*>\s*(\S|\S.*?\S)\s*</(?:i|em)\s*>`)
	htmlHeading = regexp.MustCompile(`(?is)<h([1-6])\b[^>]*>(.*?)</h[1-6]\s*>`)
	htmlItems   = regexp.MustCompile(`(?i)[ \t]*<li\b[^>]*>\s*`)
	htmlApart   = regexp.MustCompile(`(?i)</?(?:p|div|section|address|main|article|ul|ol|dl|dt|dd|figure|figcaption|blockquote|header|footer|main|hr|details|summary|center)\b[^<>]*>`)
	htmlRest    = regexp.MustCompile(`(?i)</?(?:a|abbr|b|big|cite|code|font|i|em|img|input|kbd|li|link|mark|meta|o:p|picture|small|source|span|strong|sub|sup|table|tbody|td|th|thead|time|tr|tt|u|video|wbr)\b[^<>]*>`)
)

// withoutHTML turns the HTML that stands in a Markdown text into Markdown, and counts
// the cells of its tables that reached over several places.
func withoutHTML(source string, words spanned) (markdown string, merged int) {
	source = withoutBreaksInRows(source)
	if !strings.Contains(source, "<") {
		return source, 0
	}
	source = htmlHidden.ReplaceAllString(source, "")
	source = htmlTables.ReplaceAllStringFunc(source, func(table string) string {
		drawn, places := fragmentToMarkdown(table, words)
		merged += places
		return "\n\n" + drawn + "\n\n"
	})
	source = htmlAnchors.ReplaceAllStringFunc(source, func(anchor string) string {
		found := htmlAnchors.FindStringSubmatch(anchor)
		address, words := html.UnescapeString(found[1]+found[2]+found[3]), oneLine(found[4])
		if words == "" || address == "" {
			return words
		}
		return "[" + words + "](" + strings.ReplaceAll(address, " ", "%20") + ")"
	})
	source = outsideTables(source, func(line string) string { return htmlBreaks.ReplaceAllString(line, "  \n") })
	source = htmlStrong.ReplaceAllString(source, "**$1**")
	source = htmlWeak.ReplaceAllString(source, "*$1*")
	source = htmlHeading.ReplaceAllStringFunc(source, func(heading string) string {
		found := htmlHeading.FindStringSubmatch(heading)
		return "\n\n" + strings.Repeat("#", int(found[1][0]-'0')) + " " + oneLine(found[2]) + "\n\n"
	})
	source = insideTables(source, func(row string) string {
		row = htmlApart.ReplaceAllString(htmlItems.ReplaceAllString(row, "<br>"), "<br>")
		return cellEdges.ReplaceAllString(severalBreaks.ReplaceAllString(row, "<br>"), " | ")
	})
	source = outsideTables(source, func(line string) string {
		return htmlApart.ReplaceAllString(htmlItems.ReplaceAllString(line, "\n* "), "\n\n")
	})
	return htmlRest.ReplaceAllString(source, ""), merged
}

var (
	severalBreaks = regexp.MustCompile(`(?i)(?:[ \t]*<br\s*/?>[ \t]*)+`)
	cellEdges     = regexp.MustCompile(`(?i)[ \t]*\|<br>|<br>\|[ \t]*`)
)

// insideTables changes the lines that are rows of a table.
func insideTables(source string, change func(string) string) string {
	lines := strings.SplitAfter(source, "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "|") {
			lines[i] = change(line)
		}
	}
	return strings.Join(lines, "")
}

// withoutBreaksInRows joins the rows of a table whose cells hold line breaks, which
// Markdown does not know: a line that opens a row and the lines up to the one that ends
// with a bar.
func withoutBreaksInRows(source string) string {
	lines := strings.Split(source, "\n")
	var joined []string
	inTable := false
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		trimmed := strings.TrimSpace(line)
		inTable = strings.HasPrefix(trimmed, "|") && (inTable || strings.HasSuffix(trimmed, "|") && delimiterRow.MatchString(line))
		if !inTable || strings.HasSuffix(trimmed, "|") {
			joined = append(joined, line)
			continue
		}
		end := i + 1
		for end < len(lines) && end < i+maxBreaks && !isBlank(lines[end]) && !strings.HasPrefix(strings.TrimSpace(lines[end]), "|") && !strings.HasSuffix(strings.TrimSpace(lines[end]), "|") {
			end++
		}
		if end < len(lines) && end > i && !strings.HasPrefix(strings.TrimSpace(lines[end]), "|") && strings.HasSuffix(strings.TrimSpace(lines[end]), "|") {
			joined = append(joined, strings.Join(lines[i:end+1], "<br>"))
			i = end
			continue
		}
		joined = append(joined, line)
	}
	return strings.Join(joined, "\n")
}

// maxBreaks is how many lines one row may be spread over.
const maxBreaks = 40

// outsideTables changes the lines that are not rows of a table.
func outsideTables(source string, change func(string) string) string {
	lines := strings.SplitAfter(source, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(strings.TrimLeft(line, " \t"), "|") {
			lines[i] = change(line)
		}
	}
	return strings.Join(lines, "")
}
