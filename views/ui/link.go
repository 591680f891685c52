package ui

// Link is a way to another page, with its words already in the language of the page.
type Link struct {
	Text    string
	Href    string
	Current bool   // the page that is shown
	Icon    string // one of assets.Icons
	Count   string // a number beside the words, formatted
	Tone    string // "bad" when the number is alarming
}

// LinkGroup is a titled list of links. A group without a title stands alone.
type LinkGroup struct {
	Title string
	Links []Link
}

// Language is the same page in another language.
type Language struct {
	Locale  string
	Href    string
	Current bool
}

// Brand is whose page it is. Without a mark the first letter of the name stands in
// its place.
type Brand struct {
	Name string
	Mark string // one of assets.Icons that begins with "mark-"
}

func (b Brand) initial() string {
	for _, letter := range b.Name {
		return string(letter)
	}
	return ""
}
