package text_test

import (
	"testing"

	"privacydesk/models/text"
)

func TestTables(t *testing.T) {
	plain := []text.Table{{Title: "Ours", Head: []string{"Company", "Purpose"}, Line: 3, Rows: [][]string{{"Postlane Ltd.", "brings parcels\nand mail"}, {"Pixelworks", ""}}}}
	for _, c := range []struct {
		name, file, content string
		want                []text.Table
	}{
		{"Markdown, without its marks and links", "a.md",
			"## Ours\n\n| **Company** | Purpose |\n|---|---|\n| [Postlane Ltd.](https://postlane.example) | brings *parcels*<br>and `mail` |\n| Pixelworks | |\n", plain},
		{"HTML, with cells over several rows", "a.html",
			"<h2>Ours</h2><table><tr><th>Company</th><th>Purpose</th><th>Where</th></tr><tr><td><a href=x>Postlane</a> Ltd.</td><td>brings<br>parcels</td><td rowspan=2>Malta</td></tr><tr><td colspan=2>Pixelworks</td></tr></table>",
			[]text.Table{{Title: "Ours", Head: []string{"Company", "Purpose", "Where"}, Rows: [][]string{{"Postlane Ltd.", "brings\nparcels", "Malta"}, {"Pixelworks", "Pixelworks", "Malta"}}}}},
		{"HTML, without the table that arranges the page", "a.html",
			"<table><tr><td><table><caption>Ours</caption><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
			[]text.Table{{Title: "Ours", Head: []string{"a", "b"}, Rows: [][]string{{"1", "2"}}}}},
		{"CSV, with formulas made harmless read back as they were", "a.csv", "name,note\r\n\"a, b\",'=1+1\r\nc\r\n",
			[]text.Table{{Head: []string{"name", "note"}, Line: 1, Rows: [][]string{{"a, b", "=1+1"}, {"c", ""}}}}},
		{"CSV parted by semicolons, with line breaks in a cell", "a.csv", "name;note\na;\"one\ntwo\"\n",
			[]text.Table{{Head: []string{"name", "note"}, Line: 1, Rows: [][]string{{"a", "one\ntwo"}}}}},
		{"CSV that says what parts its cells", "a.csv", "sep=;\r\nname;note\r\na, b;x\r\n",
			[]text.Table{{Head: []string{"name", "note"}, Line: 2, Rows: [][]string{{"a, b", "x"}}}}},
		{"CSV parted by bars", "a.csv", "name|note\na, b|x\n", []text.Table{{Head: []string{"name", "note"}, Line: 1, Rows: [][]string{{"a, b", "x"}}}}},
		{"all tables of a file", "a.md", "| a | b |\n|---|---|\n| 1 | 2 |\n\n# Two\n\n| c | d |\n|---|---|\n| 3 | 4 |\n",
			[]text.Table{{Head: []string{"a", "b"}, Line: 1, Rows: [][]string{{"1", "2"}}}, {Title: "Two", Head: []string{"c", "d"}, Line: 7, Rows: [][]string{{"3", "4"}}}}},
		{"a text without any as none", "a.md", "Nothing, really.", nil},
		{"a table without rows as none", "a.csv", "name,note\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := text.Tables([]byte(c.content), c.file)
			equal(t, err, nil)
			equal(t, got, c.want)
		})
	}

	t.Run("refuses what Import refuses", func(t *testing.T) {
		if _, err := text.Tables([]byte("%PDF-1.4"), "a.csv"); err != text.ErrBinary {
			t.Errorf("got %v", err)
		}
	})
}
