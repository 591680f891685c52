package text_test

import (
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestImportDrawsTablesOfPages(t *testing.T) {
	const head = "<table><tr><th>Category</th><th>Cookie</th><th>Set by</th><th>Lifetime</th></tr>"
	for _, c := range []struct {
		name, table string
		want        []string
	}{
		{"with lists in cells as lines", head + "<tr><td>Counting</td><td><ul><li>hb_a</li><li>hb_b</li></ul></td><td>Heron</td><td>1 year</td></tr>",
			[]string{"Counting", `hb\_a<br>hb\_b`, "Heron", "1 year"}},
		{"with paragraphs and headings in cells as lines", head + "<tr><td><h4>Counting</h4><hr></td><td><p>hb_a</p><p>hb_b</p></td><td>Heron</td><td>1 year</td></tr>",
			[]string{"Counting", `hb\_a<br>hb\_b`, "Heron", "1 year"}},
		{"with the words of a cell over several rows in the first", head + "<tr><td rowspan=2>Counting</td><td>hb_a</td><td rowspan='2'>Heron</td><td>1 year</td></tr><tr><td>hb_b</td><td>2 days</td></tr>",
			[]string{"Counting", `hb\_a`, "Heron", "1 year", "", `hb\_b`, "", "2 days"}},
		{"with the words of a cell over several columns in the first", head + "<tr><td colspan=4>Counting</td></tr><tr><td></td><td>hb_a</td><td>Heron</td><td>1 year</td></tr>",
			[]string{"Counting", "", "", "", "", `hb\_a`, "Heron", "1 year"}},
		{"no wider than their rows, whatever a cell says", head + "<tr><td colspan=5000000>Counting</td></tr><tr><td rowspan=99999>x</td><td>hb_a</td><td>Heron</td><td>1 year</td></tr>",
			[]string{"Counting", "", "", "", "x", `hb\_a`, "Heron", "1 year"}},
		{"inside bold words", "<b>" + head + "<tr><td>Counting</td><td>hb_a</td><td>Heron</td><td>1 year</td></tr></table></b>",
			[]string{"Counting", `hb\_a`, "Heron", "1 year"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := text.Import([]byte("<html><body><h1>Cookie policy</h1><p>"+promise+"</p>"+c.table+"</body></html>"), "a.html")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, cellsBelowHead(found.Markdown(text.Document{})), c.want)
		})
	}
}

// cellsBelowHead are the cells of a drawn table below its headings, row by row.
func cellsBelowHead(markdown string) []string {
	var cells []string
	rows := 0
	for line := range strings.Lines(markdown) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		if rows++; rows > 2 {
			for cell := range strings.SplitSeq(strings.Trim(line, "|\n"), "|") {
				cells = append(cells, strings.TrimSpace(cell))
			}
		}
	}
	return cells
}

func TestImportReadsCookiesOfMergedCellsInEveryRow(t *testing.T) {
	const table = "<table><tr><th>Cookie</th><th>Set by</th><th>Type</th></tr><tr><td>hb_a</td><td rowspan=2>Heron</td><td>Session</td></tr><tr><td>hb_b</td><td>Session</td></tr></table>"
	for _, file := range []struct{ name, content string }{
		{"a.html", "<html><body><h1>Cookie policy</h1><p>" + promise + "</p>" + table + "</body></html>"},
		{"a.md", "# Cookie policy\n\n" + promise + "\n\n" + table + "\n"},
	} {
		found, err := text.Import([]byte(file.content), file.name)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found.Cookies, []text.ImportedCookie{
			{Names: []string{"hb_a"}, Provider: "Heron", Type: "Session"}, {Names: []string{"hb_b"}, Provider: "Heron", Type: "Session"}})
		equal(t, found.Unsure[len(found.Unsure)-1], text.Note{MessageKey: "text.import.merged_cells", Args: []any{"count", 1}})
	}
}

func TestSEC_D3_AbsurdlyWideTablesCostNothing(t *testing.T) {
	const columns, rows = 3000, 3000
	t.Run("in Markdown", func(t *testing.T) {
		document, _ := text.Parse(strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|b\n", rows))
		page, err := document.HTML(nil)
		if err != nil || strings.Contains(string(page.Clauses[0].HTML), "<table") {
			t.Error("is drawn", err)
		}
	})
	t.Run("in CSV", func(t *testing.T) {
		tables, err := text.Tables([]byte(strings.Repeat("a,", columns)+"\n"+strings.Repeat("b\n", rows)), "a.csv")
		if err != nil || len(tables) != 1 || len(tables[0].Head) != 100 || len(tables[0].Rows) != rows {
			t.Errorf("%d tables, %v", len(tables), err)
		}
	})
	t.Run("in HTML", func(t *testing.T) {
		tables, err := text.Tables([]byte("<table><tr>"+strings.Repeat("<td>a", columns)+strings.Repeat("<tr><td>b<td>c", rows)+"</table>"), "a.html")
		if err != nil || len(tables) != 1 || len(tables[0].Head) != 100 || len(tables[0].Rows) != rows {
			t.Errorf("%d tables, %v", len(tables), err)
		}
	})
}
