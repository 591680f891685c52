package policy

import (
	"strings"

	"privacydesk/models/text"
)

// unstress takes the underscores off words in italics. They come in pairs, of which
// two pieces may hold one each; those of names such as _ga stay.
func (l *Line) unstress() {
	before, after := stresses(l.said(text.Insert)), stresses(l.said(text.Delete))
	if len(before)+len(after) == 0 {
		return
	}
	old, now := 0, 0
	for i := range l.Pieces {
		piece := &l.Pieces[i]
		var kept strings.Builder
		for _, b := range []byte(piece.Text) {
			inOld, inNew := piece.Op != text.Insert, piece.Op != text.Delete
			if (inOld && !before[old]) || (inNew && !after[now]) {
				kept.WriteByte(b)
			}
			if inOld {
				old++
			}
			if inNew {
				now++
			}
		}
		piece.Text = kept.String()
	}
}

// stresses are the places of the underscores that set words of a line in italics.
func stresses(line string) map[int]bool {
	found := map[int]bool{}
	open := -1
	for at := range len(line) {
		if line[at] != '_' {
			continue
		}
		begins := at == 0 || strings.IndexByte(" \t(\"'[*", line[at-1]) >= 0
		ends := at == len(line)-1 || strings.IndexByte(" \t.,;:!?)\"']*", line[at+1]) >= 0
		switch {
		case open >= 0 && ends && at > open+1 && strings.IndexByte(" \t_\\`", line[at-1]) < 0:
			found[open], found[at], open = true, true, -1
		case begins && !ends && line[at+1] != '_':
			open = at
		}
	}
	return found
}
