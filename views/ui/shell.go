package ui

// PublicShell is everything around a public page. It is made of values only, so
// that a page is the same for everyone; the reader's system chooses light or dark.
type PublicShell struct {
	Title       string // of the document, without the site's name
	Failed      bool   // the page is a form that came back
	Site        Brand
	Home        string // address of the home page in this language
	Nav         []Link // the main pages, at most five
	Languages   []Language
	Canonical   string // full address of this page, empty on personal pages
	Description string // one sentence for search engines, may be empty
	Previous    string // address of the page before, for paged lists
	Next        string
	Hidden      bool // keep out of search engines
	Footer      []LinkGroup
}

// DeskShell is everything around a page of the desk.
type DeskShell struct {
	Title      string // of the document
	Failed     bool   // the page is a form that came back
	Theme      string // "light", "dark" or empty for the system's
	Person     Person
	Home       string // address of the dashboard
	Nav        []LinkGroup
	Breadcrumb []Link // the way here; the last is the page itself
	Search     *SearchBox
	Account    []Link  // pages of the person's own: sessions, password
	Themes     string  // where the choice of theme is posted, empty: no choice
	SignOut    string  // where signing out is posted
	Flash      []Flash // what just happened
	Notices    []Flash // what stands on every page, such as that no mail leaves
}

// Person is the one who is signed in, or someone a page speaks of.
type Person struct {
	Name string
	Role string // in words
}

// SearchBox is the search of the top bar. It posts, because what is searched for
// may be a name, and no name stands in an address.
type SearchBox struct {
	Action string // where it is posted
	Name   string // of the field
	Label  string // words that name the field
}

// Flash is one sentence about what happened, with its tone and perhaps a way to undo.
type Flash struct {
	Tone   Tone
	Strong string // said first and in bold, may be empty
	Text   string
	Link   *Link
}

// Tone is what a notice or chip wants to say beside its words.
type Tone string

const (
	Info Tone = "info"
	OK   Tone = "ok"
	Warn Tone = "warn"
	Bad  Tone = "bad"
	Hold Tone = "hold"
)

// icon is the shape that says the tone without colour.
func (t Tone) icon() string {
	switch t {
	case OK:
		return "tick-ring"
	case Warn:
		return "warning"
	case Bad:
		return "alert"
	case Hold:
		return "pause"
	}
	return "info"
}

// role is how assistive technology announces a notice of this tone.
func (t Tone) role() string {
	if t == Bad {
		return "alert"
	}
	return "status"
}
