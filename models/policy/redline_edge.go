package policy

import (
	"strings"
	"unicode"

	"privacydesk/models/text"
)

// marks are what may stand before or behind a word without being a part of it.
const marks = `.,;:!?…()[]{}"'“”„‟‘’‚«»‹›،؛؟。、，；：？！（）「」`

// sharpen draws the edges of what changed at words instead of at white space: where
// "orders" became "orders, and refunds", only what follows "orders" is new. A change
// of nothing but such marks stays with its word, as a lone comma is easily missed.
func sharpen(pieces []Piece) []Piece {
	var sharp []Piece
	for i := 0; i < len(pieces); i++ {
		if i+1 == len(pieces) || pieces[i].Op != text.Delete || pieces[i+1].Op != text.Insert {
			sharp = append(sharp, pieces[i])
			continue
		}
		sharp = append(sharp, sharpenPair(pieces[i].Text, pieces[i+1].Text)...)
		i++
	}
	return sharp
}

// sharpenPair is a deletion and the insertion in its place, without what both begin
// and end with.
func sharpenPair(gone, come string) []Piece {
	old, new := edges(gone), edges(come)
	head := 0
	for head < min(len(old), len(new)) && old[head] == new[head] {
		head++
	}
	tail := 0
	for tail < min(len(old), len(new))-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	less, more := strings.Join(old[head:len(old)-tail], ""), strings.Join(new[head:len(new)-tail], "")
	if strings.Trim(less+more, marks+" \t") == "" {
		return []Piece{{text.Delete, gone}, {text.Insert, come}}
	}
	var pieces []Piece
	for _, piece := range []Piece{
		{text.Equal, strings.Join(old[:head], "")}, {text.Delete, less}, {text.Insert, more},
		{text.Equal, strings.Join(old[len(old)-tail:], "")},
	} {
		if piece.Text != "" {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// edges parts words into white space, the marks around words one by one, and words
// with what stands within them ("opt-in", "don't").
func edges(words string) []string {
	var parts []string
	for words != "" {
		space := len(words) - len(strings.TrimLeftFunc(words, unicode.IsSpace))
		if space > 0 {
			parts, words = append(parts, words[:space]), words[space:]
			continue
		}
		end := strings.IndexFunc(words, unicode.IsSpace)
		if end < 0 {
			end = len(words)
		}
		word := words[:end]
		core := strings.TrimLeft(word, marks)
		parts = appendEach(parts, word[:len(word)-len(core)])
		if bare := strings.TrimRight(core, marks); bare != "" {
			parts = append(parts, bare)
			core = core[len(bare):]
		}
		parts, words = appendEach(parts, core), words[end:]
	}
	return parts
}

func appendEach(parts []string, characters string) []string {
	for _, character := range characters {
		parts = append(parts, string(character))
	}
	return parts
}
