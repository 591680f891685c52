package entry

// Outcome is what an import did with a row of its file.
type Outcome string

const (
	RowAdded     Outcome = "added"
	RowChanged   Outcome = "changed"
	RowUnchanged Outcome = "unchanged"
	RowRefused   Outcome = "refused"
	RowEnded     Outcome = "ended" // stands in the register and not in a file that is the whole list
)

// Outcomes in the order of reports.
var Outcomes = []Outcome{RowAdded, RowChanged, RowUnchanged, RowEnded, RowRefused}

// Row is one row of the file, or an entry that the file no longer has.
type Row struct {
	Line    int     `json:"row"`             // in the file; 0 of an entry that the file does not have
	Table   string  `json:"table,omitempty"` // title of its table
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"-"` // message key of a refusal
	Value   string  `json:"-"` // what could not be understood
}

// Report is an import row by row.
type Report struct {
	Rows    []Row
	Skipped []string // titles of tables that are about something else
	Written bool     // false when a row was refused and nothing was to be written then
	Edition int      // number of the edition that an import of history made; 0 otherwise
}

// Count is how many rows had the outcome.
func (r Report) Count(outcome Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == outcome {
			n++
		}
	}
	return n
}

// Refuse reports a row that cannot be taken.
func (r *Report) Refuse(line Line, name string, refusal *Refusal) {
	r.Rows = append(r.Rows, Row{line.Number, line.Table, name, RowRefused, refusal.Reason, refusal.Value})
}

// Note reports a row that was taken.
func (r *Report) Note(line Line, name string, outcome Outcome) {
	r.Rows = append(r.Rows, Row{Line: line.Number, Table: line.Table, Name: name, Outcome: outcome})
}

// Refusal is why a row cannot be taken: a message key and what stands in the cell.
type Refusal struct{ Reason, Value string }

func (r *Refusal) Error() string { return "row refused: " + r.Reason }
