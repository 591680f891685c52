package text

// wordToken is one word of a line; its bytes are text[from:to].
type wordToken struct{ line, from, to int32 }

// cutLine is the range of a line's words in tokens; empty before it is cut.
type cutLine struct{ from, to int }

func (c cutLine) len() int { return c.to - c.from }

// cutWords cuts the lines from:to into words, except those that moved, and gives
// their range in tokens and ids. Lines are cut in order, each once.
func (s *textSide) cutWords(known map[string]int32, from, to int) (first, end int) {
	first, end = len(s.tokens), len(s.tokens)
	for line := from; line < to; line++ {
		if s.moved[line] >= 0 {
			continue
		}
		if s.cuts[line].len() == 0 {
			s.cut(known, line)
		}
		if cut := s.cuts[line]; cut.len() > 0 {
			first, end = min(first, cut.from), cut.to
		}
	}
	return first, end
}

func (s *textSide) cut(known map[string]int32, line int) {
	first, start := len(s.tokens), s.starts[line]
	text := s.line(line)
	for at, end := nextWord(text, 0); at < end; at, end = nextWord(text, end) {
		id, old := known[text[at:end]]
		if !old {
			id = int32(len(known))
			known[text[at:end]] = id
		}
		s.tokens = append(s.tokens, wordToken{int32(line), int32(start + at), int32(start + end)})
		s.ids = append(s.ids, id)
	}
	s.cuts[line] = cutLine{first, len(s.tokens)}
}

// movedWithin says whether a line of from:to moved.
func (s *textSide) movedWithin(from, to int) bool {
	for line := from; line < to; line++ {
		if s.moved[line] >= 0 {
			return true
		}
	}
	return false
}

// onlyCut is the line of from:to that holds words and did not move, if just one does.
func (s *textSide) onlyCut(from, to int) (only int, one bool) {
	for line := from; line < to; line++ {
		if s.cuts[line].len() == 0 {
			continue
		}
		if one {
			return 0, false
		}
		only, one = line, true
	}
	return only, one
}
