package text

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// ImportedCookie is a row of a cookie table as the text has it.
type ImportedCookie struct {
	Names    []string
	Provider string
	Type     string // the kind or the lifetime, in the words of the text
	Purpose  string
	Lifetime string // in the words of the text; "" when the text has no column for it
}

// column is what a column of a cookie table holds.
type column int

const (
	otherColumn column = iota
	nameColumn
	providerColumn
	typeColumn
	purposeColumn
	lifetimeColumn
)

// columnWords tell columns by their headings, the surest first.
var columnWords = []struct {
	column column
	words  *regexp.Regexp
}{
	{lifetimeColumn, regexp.MustCompile(`(?i)expir|duration|life ?(?:time|span)|retention|laufzeit|dauer|ablauf|durée|échéance|conservation|duraci|caducidad|plazo|durata|scadenza|dura[çc]|validade|prazo|bewaar|looptijd|vervalt|max.?age|storage period|persistence|المدة|مدة|انتهاء|有効期限|保存期間|保持期間|有效期|期限`)},
	{purposeColumn, regexp.MustCompile(`(?i)purpose|description|zweck|beschreibung|function|\buse\b|used for|what (?:it|they) do|finalit|finalidad|propósito|objectif|objetivo|\butilisation|uso\b|scopo|descri[pçczt]|fonction|función|função|funzione|doel|omschrijving|functie|الغرض|الوصف|目的|説明|用途|说明`)},
	{typeColumn, regexp.MustCompile(`(?i)\btypes?\b|categor|kategorie|\bart\b|\btyp\b|\btipo|catégorie|\bsoort|\bkind\b|النوع|الفئة|種類|分類|类型|类别`)},
	{providerColumn, regexp.MustCompile(`(?i)provider|set by|source|anbieter|\bhost\b|third.part|company|vendor|service|fournisseur|proveedor|fornitore|fornecedor|titular|aanbieder|émetteur|éditeur|المزود|提供者|提供元|発行元|提供商|\bparty\b|owner|\bdomain\b|website`)},
	{nameColumn, regexp.MustCompile(`(?i)cookies?\b|\bnames?\b|\bname\b|\bnom\b|nombre|\bnome\b|naam|title|bezeichnung|identifier|\bkey\b|الاسم|اسم|名前|名称|クッキー名`)},
}

func columnOf(heading string) column {
	if len(heading) > 200 || len(strings.Fields(heading)) > 5 {
		return otherColumn
	}
	for _, candidate := range columnWords {
		if candidate.words.MatchString(heading) {
			return candidate.column
		}
	}
	return otherColumn
}

// columnsOf finds the columns of a cookie table; ok when there is a name and a
// column that says something about it.
func columnsOf(head []string) (columns map[column]int, ok bool) {
	columns = map[column]int{}
	for i, heading := range head {
		if c := columnOf(heading); c != otherColumn {
			if _, taken := columns[c]; !taken {
				columns[c] = i
			}
		}
	}
	_, named := columns[nameColumn]
	return columns, named && len(columns) > 1
}

// columnsIn finds the columns of a cookie table; of several that may hold the names,
// the one with the most that only a program gives.
func columnsIn(table Table) (columns map[column]int, ok bool) {
	columns, ok = columnsOf(table.Head)
	most := -1
	for i, heading := range table.Head {
		if columnOf(heading) != nameColumn {
			continue
		}
		count := 0
		for _, row := range table.Rows {
			if areCookieNames(row[i]) && !domainLike.MatchString(row[i]) {
				count++
			}
		}
		if count > most {
			most, columns[nameColumn] = count, i
		}
	}
	return columns, ok
}

var domainLike = regexp.MustCompile(`^\.?(?:[a-z\d-]+\.)+[a-z]{2,}$`)

// isSentence is true for what stands among names and says something.
func isSentence(name string) bool { return len(strings.Fields(name)) > 6 }

// cookiesIn reads the cookie tables among some tables.
func cookiesIn(tables []Table) []ImportedCookie {
	var cookies []ImportedCookie
	for _, table := range tables {
		columns, ok := columnsIn(table)
		if !ok || !aboutCookies(table, columns[nameColumn]) {
			continue
		}
		for _, row := range table.Rows {
			cell := func(c column) string {
				if i, has := columns[c]; has {
					return oneLine(row[i])
				}
				return ""
			}
			names := CookieNames(row[columns[nameColumn]])
			if _, heads := SectionRow(row); heads || len(names) == 0 || slices.ContainsFunc(names, isSentence) {
				continue
			}
			cookies = append(cookies, ImportedCookie{names, cell(providerColumn), cmp.Or(cell(typeColumn), cell(lifetimeColumn)),
				cell(purposeColumn), cell(lifetimeColumn)})
		}
	}
	return cookies
}

// aboutCookies is true when a table speaks of cookies in its headings, or is headed
// so and has names that only a program gives.
func aboutCookies(table Table, names int) bool {
	if strings.Contains(strings.ToLower(strings.Join(table.Head, " ")), "cookie") {
		return true
	}
	technical := 0
	for _, row := range table.Rows {
		if areCookieNames(row[names]) {
			technical++
		}
	}
	if strings.Contains(strings.ToLower(table.Title), "cookie") {
		return technical*3 >= len(table.Rows)
	}
	return technical*3 >= len(table.Rows)*2 && !strings.Contains(strings.ToLower(table.Title), "processor")
}

// flattenedTables puts tables together again that a browser saved with one paragraph
// for each cell: some headings of columns, then rows of as many paragraphs.
func flattenedTables(all []passage) []passage {
	var mended []passage
	for i := 0; i < len(all); {
		width := flattenedHead(all[i:])
		rows := 0
		if width > 0 {
			rows = flattenedRows(all[i:], width)
		}
		if rows == 0 {
			mended = append(mended, all[i])
			i++
			continue
		}
		var cells [][]string
		for row := range rows + 1 {
			var record []string
			for _, p := range all[i+row*width : i+(row+1)*width] {
				record = append(record, cellMarkdown(p))
			}
			cells = append(cells, record)
		}
		mended = append(mended, drawnTable(cells))
		i += (rows + 1) * width
	}
	return mended
}

// flattenedHead is how many passages from the first on are the headings of a cookie
// table, 0 when they are none. Bold ones may hold a heading that is not known.
func flattenedHead(all []passage) int {
	var head []string
	known := map[column]bool{}
	bold := isBold(all[0])
	for _, p := range all[:min(len(all), 9)] {
		if p.kind != paragraph || len(p.lines) != 1 || isBold(p) != bold || len(strings.Fields(p.text())) > 4 {
			break
		}
		words := p.text()
		c := columnOf(words)
		if !bold && (c == otherColumn || known[c]) || bold && known[c] && c != otherColumn {
			break
		}
		known[c] = true
		head = append(head, words)
	}
	columns, ok := columnsOf(head)
	if !ok || len(head) < 2 || len(columns)*2 < len(head) || !bold && len(head) < 3 {
		return 0
	}
	return len(head)
}

// flattenedRows counts the rows below the headings: as many paragraphs each, with
// names of cookies where they belong.
func flattenedRows(all []passage, width int) int {
	var head []string
	for _, p := range all[:width] {
		head = append(head, p.text())
	}
	columns, _ := columnsOf(head)
	rows := 0
	for at := width; at+width <= len(all); at += width {
		row := all[at : at+width]
		if slices.ContainsFunc(row, func(p passage) bool { return p.kind != paragraph || isBold(p) }) ||
			!areCookieNames(row[columns[nameColumn]].text()) {
			break
		}
		rows++
	}
	return rows
}

// cellMarkdown is a passage as a cell of a table.
func cellMarkdown(p passage) string {
	words := oneLine(strings.Join(p.lines, " "))
	if isBold(p) {
		words = strings.Trim(words, "*_ ")
	}
	return strings.ReplaceAll(strings.ReplaceAll(words, `\|`, "|"), "|", `\|`)
}

// drawnTable is a table as Markdown; the first record are the headings.
func drawnTable(records [][]string) passage {
	lines := make([]string, 0, len(records)+1)
	for i, record := range records {
		lines = append(lines, "| "+strings.Join(record, " | ")+" |")
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", len(record)))
		}
	}
	return passage{kind: pipeTable, lines: lines}.read()
}
