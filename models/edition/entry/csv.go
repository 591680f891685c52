package entry

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
)

// CSV is a table as RFC 4180 has it, in UTF-8. A cell that a spreadsheet would take
// for a formula gets an apostrophe in front, as does one that begins with one; the
// import takes one off. (security D7)
func CSV(head []string, rows [][]string) []byte {
	var out bytes.Buffer
	writer := csv.NewWriter(&out)
	writer.UseCRLF = true
	_ = writer.Write(head) // into memory: cannot fail
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		_ = writer.Write(guarded)
	}
	writer.Flush()
	return out.Bytes()
}

var plainNumber = regexp.MustCompile(`^[+-]?\d+(?:[.,]\d+)?$`)

// formulaStarts are what spreadsheets begin a formula with, full-width forms too.
const formulaStarts = "=+-@\t\r\n'＝＋－＠"

func guard(cell string) string {
	if cell == "" || !strings.ContainsRune(formulaStarts, []rune(cell)[0]) || plainNumber.MatchString(cell) {
		return cell
	}
	return "'" + cell
}
