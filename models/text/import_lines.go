package text

import "strings"

// spacedLines sets apart the lines of a text that was copied without blank lines, so
// that every line is a paragraph of its own. Texts whose lines are only wrapped, and
// those with blank lines, stay as they are.
func spacedLines(source string) string {
	lines := strings.Split(source, "\n")
	blank, long, filled := 0, 0, 0
	for _, line := range lines {
		switch {
		case isBlank(line):
			blank++
		case len(line) > 160:
			long++
			filled++
		default:
			filled++
		}
	}
	if filled < 15 || blank*10 > filled || long*20 < filled {
		return source
	}
	var out strings.Builder
	for i, line := range lines {
		out.WriteString(line)
		if i+1 < len(lines) {
			out.WriteString("\n")
			if !belongTogether(line, lines[i+1]) {
				out.WriteString("\n")
			}
		}
	}
	return out.String()
}

// belongTogether is true for rows of one table and points of one list.
func belongTogether(line, next string) bool {
	return strings.Contains(line, "|") && strings.Contains(next, "|") ||
		strings.Contains(line, "\t") && strings.Contains(next, "\t") ||
		itemLine.MatchString(line) && itemLine.MatchString(next)
}

// tabbedTables draws the tables that were copied with tabs between their cells, rows
// under one another or each in a paragraph.
func tabbedTables(all []passage) []passage {
	var mended []passage
	for i := 0; i < len(all); {
		var records [][]string
		next := i
		for ; next < len(all); next++ {
			rows, ok := tabbedRows(all[next])
			if !ok || len(records) > 0 && len(rows[0]) != len(records[0]) {
				break
			}
			records = append(records, rows...)
		}
		if len(records) < 2 {
			mended = append(mended, all[i])
			i++
			continue
		}
		mended = append(mended, drawnTable(records))
		i = next
	}
	return mended
}

// tabbedRows are the lines of a paragraph parted at tabs, if every line has as many.
func tabbedRows(p passage) (rows [][]string, ok bool) {
	if p.kind != paragraph {
		return nil, false
	}
	for _, line := range p.lines {
		cells := strings.Split(strings.Trim(line, " "), "\t")
		if len(cells) < 2 || len(rows) > 0 && len(cells) != len(rows[0]) {
			return nil, false
		}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(oneLine(cell), "|", `\|`)
		}
		rows = append(rows, cells)
	}
	return rows, true
}

// stackedCells parts a paragraph that is a whole cookie table with a line for each
// cell into one passage for each.
func stackedCells(all []passage) []passage {
	var parted []passage
	for _, p := range all {
		if p.kind != paragraph || len(p.lines) < 6 {
			parted = append(parted, p)
			continue
		}
		var cells []passage
		for _, line := range p.lines {
			cells = append(cells, newPassage([]string{line}).read())
		}
		if width := flattenedHead(cells); width > 0 && flattenedRows(cells, width) > 0 {
			parted = append(parted, cells...)
		} else {
			parted = append(parted, p)
		}
	}
	return parted
}
