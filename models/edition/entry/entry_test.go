package entry_test

import (
	"slices"
	"strings"
	"testing"

	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var kind = entry.Kind{Name: "name", Columns: []entry.Column{
	{Field: "name", Spellings: []string{"name", "cookie"}}, {Field: "purpose", Spellings: []string{"purpose", "zweck"}}}}

func TestRead(t *testing.T) {
	t.Run("knows columns by their headings, in any case and order", func(t *testing.T) {
		lines, _, err := entry.Read([]byte("ZWECK ;Anything; Cookie name*\nCounts;x;a\n"), "list.csv", kind)
		storetest.NoError(t, err)
		storetest.Equal(t, lines[0].Cells, map[string]string{"name": "a", "purpose": "Counts"})
		storetest.Equal(t, lines[0].Number, 2)
	})

	t.Run("takes the column whose heading says it best", func(t *testing.T) {
		lines, _, err := entry.Read([]byte("name of the shop,name,purpose\nShop,a,Counts\n"), "list.csv", kind)
		storetest.NoError(t, err)
		storetest.Equal(t, lines[0].Cells["name"], "a")
	})
}

func TestReadRefusesWhatCannotBeRead(t *testing.T) {
	for name, want := range map[string]string{"": "text.error.empty", "%PDF-1.4": "text.error.binary", "a\xff,b\n": "text.error.encoding",
		strings.Repeat("<div>", 600) + "<table>": "text.error.too_deep", "Nothing here.": "import.file.no_table"} {
		_, _, err := entry.Read([]byte(name), "list.html", kind)
		storetest.Equal(t, err, error(store.Invalid{"file": want}))
	}
}

func TestCSV(t *testing.T) {
	t.Run("guards what a spreadsheet would compute and leaves numbers", func(t *testing.T) {
		file := entry.CSV([]string{"name", "purpose"}, [][]string{{"=1+1", "+x"}, {"-5", "@x"}, {"'quoted", "＝1"}, {"a,\"b\"", "-1,5"}})
		storetest.Equal(t, string(file), "name,purpose\r\n'=1+1,'+x\r\n-5,'@x\r\n''quoted,'＝1\r\n\"a,\"\"b\"\"\",\"-1,5\"\r\n")
	})
}

func FuzzCSVComesBack(f *testing.F) {
	f.Add("=1", "a;b")
	f.Add("''x", "\"")
	f.Fuzz(func(t *testing.T, name, purpose string) {
		clean := func(cell string) string {
			cell = strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f || r > 0x7e {
					return -1
				}
				return r
			}, cell)
			return strings.Join(strings.Fields(cell), " ")
		}
		name, purpose = clean(name), clean(purpose)
		if name == "" {
			return // a row without a name is refused, which is not asked here
		}
		lines, _, err := entry.Read(entry.CSV([]string{"name", "purpose"}, [][]string{{name, purpose}}), "list.csv", kind)
		storetest.NoError(t, err)
		storetest.Equal(t, lines[0].Cells, map[string]string{"name": name, "purpose": purpose})
	})
}

type thing struct {
	Name string            `json:"name"`
	Of   string            `json:"of"`
	Text map[string]string `json:"purposes"`
	List []string          `json:"list"`
}

func TestDifferences(t *testing.T) {
	name := func(t thing) string { return t.Name }
	both := func(t thing) string { return t.Name + "|" + t.Of }
	before := []thing{{"a", "1", map[string]string{"en": "x"}, nil}, {"b", "1", nil, nil}, {"c", "1", nil, []string{"p", "q"}}, {"d", "1", nil, nil}, {"d", "2", nil, nil}}
	after := []thing{{"a", "1", map[string]string{"en": "y"}, nil}, {"b", "1", nil, nil}, {"d", "2", nil, nil}, {"d", "3", nil, nil}, {"e", "1", nil, nil}}

	differences, err := entry.Differences(before, after, name, both, name)

	storetest.NoError(t, err)
	storetest.Equal(t, differences, []entry.Difference{
		{Act: entry.Added, Title: "e", Changes: []entry.Change{{Field: "name", New: "e"}, {Field: "of", New: "1"}}},
		{Act: entry.Changed, Title: "a", Changes: []entry.Change{{Field: "purposes.en", Old: "x", New: "y"}}},
		{Act: entry.Changed, Title: "d", Changes: []entry.Change{{Field: "of", Old: "1", New: "3"}}},
		{Act: entry.Ended, Title: "c", Changes: []entry.Change{{Field: "list", Old: []any{"p", "q"}}, {Field: "name", Old: "c"}, {Field: "of", Old: "1"}}},
	})
	if slices.ContainsFunc(differences, func(d entry.Difference) bool { return d.Title == "b" }) {
		t.Fatal("what did not change is a difference")
	}
}

func TestSEC_D6_LikeMeansItsWordsOnly(t *testing.T) {
	storetest.Equal(t, entry.Like(`5%_\`), `%5\%\_\\%`)
}
