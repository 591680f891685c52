package text

import "strings"

// alignWords finds what the words of each group have in common, smoothed for a
// reader.
func (c *comparison) alignWords() {
	for i := range c.groups {
		g := &c.groups[i]
		if c.old.stretch(g.old0, g.old1) == c.new.stretch(g.new0, g.new1) {
			continue
		}
		a0, a1 := c.old.cutWords(c.words, g.old0, g.old1)
		b0, b1 := c.new.cutWords(c.words, g.new0, g.new1)
		common := c.search.common(nil, c.old.ids[a0:a1], c.new.ids[b0:b1])
		for k := 1; k < len(common); k++ {
			c.slide(common, k, a0, b0)
		}
		if len(common) > 0 && common[0].n == 0 {
			common = common[1:]
		}
		g.common = withoutIslands(common, a1-a0, b1-b0)
	}
}

// slide moves the edit before stretch k, if words only go or only come there, to
// where a sentence begins or ends. Old and new stay what they are: the words that
// leave the stretch on one side of the edit join the one on the other.
func (c *comparison) slide(common []commonStretch, k, a0, b0 int) {
	before, after := &common[k-1], &common[k]
	side, base, from, to := &c.new, b0, before.b+before.n, after.b
	if before.a+before.n < after.a {
		if from < to {
			return
		}
		side, base, from, to = &c.old, a0, before.a+before.n, after.a
	}
	ids, tokens := side.ids[base:], side.tokens[base:]

	down := 0 // words that can go from before to after
	for down < before.n && ids[from-1-down] == ids[to-1-down] {
		down++
	}
	if down == before.n && !(before.a == 0 && before.b == 0) {
		down-- // a stretch only vanishes at the start
	}
	up := 0 // words that can go from after to before
	for up < after.n-1 && ids[from+up] == ids[to+up] {
		up++
	}
	best, score := 0, -1
	for shift := up; shift >= -down; shift-- {
		if s := cutScore(side.text, tokens, from+shift) + cutScore(side.text, tokens, to+shift); s > score {
			best, score = shift, s
		}
	}
	before.n += best
	after.a, after.b, after.n = after.a+best, after.b+best, after.n-best
}

// cutScore says how well a reader takes a cut before this word of the tokens.
func cutScore(text string, tokens []wordToken, at int) int {
	if at == 0 || at >= len(tokens) || tokens[at-1].line != tokens[at].line {
		return 3
	}
	switch last := strings.TrimRight(text[tokens[at-1].from:tokens[at-1].to], `*_"')]”’`); {
	case strings.HasSuffix(last, "."), strings.HasSuffix(last, "?"), strings.HasSuffix(last, "!"):
		return 3
	case strings.HasSuffix(last, ";"), strings.HasSuffix(last, ":"):
		return 2
	case strings.HasSuffix(last, ","):
		return 1
	}
	return 0
}

// withoutIslands leaves out one or two common words in the midst of longer edits,
// since an edit that a lone "our" cuts in two is hard to read. They then count as
// deleted and inserted, as they are shown.
func withoutIslands(common []commonStretch, a1, b1 int) []commonStretch {
	kept := common[:0]
	var before commonStretch // ends where the edit before begins
	for k, s := range common {
		next := commonStretch{a1, b1, 0}
		if k+1 < len(common) {
			next = common[k+1]
		}
		left := s.a - before.a - before.n + s.b - before.b - before.n
		right := next.a - s.a - s.n + next.b - s.b - s.n
		if s.n <= 2 && left >= 3*s.n && right >= 3*s.n {
			continue
		}
		kept = append(kept, s)
		before = s
	}
	return kept
}
