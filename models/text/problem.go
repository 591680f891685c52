package text

// Problem is a fault in the structure of a text that must be mended before the
// text can be published. Its words are in the message catalogue.
type Problem struct {
	Line       int // counted from 1
	MessageKey string
	Args       []any // names and values of the message's placeholders
}

// Note is something worth telling a person that nobody need mend, as a message key
// with the names and values of its placeholders.
type Note struct {
	MessageKey string
	Args       []any
}
