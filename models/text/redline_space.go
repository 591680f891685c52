package text

// What a byte says about white space, as unicode.IsSpace has it.
const (
	wordByte  = iota // part of a word, or of a character that is no white space
	spaceByte        // white space by itself
	maybeByte        // may begin white space of two or three bytes
)

var spaceKind = func() (kind [256]byte) {
	for _, b := range []byte("\t\n\v\f\r ") {
		kind[b] = spaceByte
	}
	for _, b := range []byte{0xC2, 0xE1, 0xE2, 0xE3} {
		kind[b] = maybeByte
	}
	return kind
}()

// spaceAt is the length of the white space character at a byte of text, 0 if a word
// stands there.
func spaceAt(text string, at int) int {
	switch kind := spaceKind[text[at]]; {
	case kind == wordByte:
		return 0
	case kind == spaceByte:
		return 1
	case text[at] == 0xC2:
		if at+1 < len(text) && (text[at+1] == 0x85 || text[at+1] == 0xA0) {
			return 2
		}
	case at+2 < len(text):
		switch r := rune(text[at]&0x0F)<<12 | rune(text[at+1]&0x3F)<<6 | rune(text[at+2]&0x3F); {
		case text[at+1]>>6 != 2 || text[at+2]>>6 != 2:
			return 0
		case 0x2000 <= r && r <= 0x200A:
			return 3
		case r == 0x1680, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000:
			return 3
		}
	}
	return 0
}

// nextWord is where the first word from a byte on begins and ends, as strings.Fields
// parts them; both are the end of text when there is none.
func nextWord(text string, at int) (start, end int) {
	for at < len(text) {
		space := spaceAt(text, at)
		if space == 0 {
			break
		}
		at += space
	}
	start = at
	for at < len(text) && (spaceKind[text[at]] == wordByte || spaceAt(text, at) == 0) {
		at++
	}
	return start, at
}

// countWords is len(strings.Fields(text)) without making the slice.
func countWords(text string) int {
	words, before := 0, byte(spaceByte)
	for at := 0; at < len(text); at++ {
		kind := spaceKind[text[at]]
		if kind == maybeByte {
			kind = wordByte
			if space := spaceAt(text, at); space > 0 {
				kind, at = spaceByte, at+space-1
			}
		}
		words += int(before &^ kind) // no branch: this runs over every byte of a text
		before = kind
	}
	return words
}

// leadingSpace is how many bytes of white space text begins with.
func leadingSpace(text string) int {
	start, _ := nextWord(text, 0)
	return start
}

// trailingSpace is how many bytes of white space text ends with.
func trailingSpace(text string) int {
	last := 0
	for at, end := nextWord(text, 0); at < end; at, end = nextWord(text, end) {
		last = end
	}
	return len(text) - last
}
