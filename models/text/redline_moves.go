package text

import "strings"

// leastMovedWords is how long a line must be to count as moved. Shorter ones recur
// by chance ("Contact us", "---") and only move together with a longer neighbour.
const leastMovedWords = 5

// findMoves marks lines that stand alike on both sides but in another order, with
// the blank and short lines that went along.
func (c *comparison) findMoves() {
	oldPlaced, newPlaced := make([]bool, c.old.len()), make([]bool, c.new.len())
	for _, g := range c.groups {
		oldPlaced[g.old0], newPlaced[g.new0] = true, true
	}
	now := map[string][]int{}
	for _, line := range c.new.filled {
		if !newPlaced[line] {
			words := strings.TrimSpace(c.new.line(line))
			now[words] = append(now[words], line)
		}
	}
	if len(now) == 0 {
		return
	}
	for _, line := range c.old.filled {
		if oldPlaced[line] {
			continue
		}
		words := strings.TrimSpace(c.old.line(line))
		if at := now[words]; len(at) > 0 && countWords(words) >= leastMovedWords {
			now[words] = at[1:]
			c.old.moved[line], c.new.moved[at[0]] = at[0], line
		}
	}
	free := func(i, j int) bool {
		return !oldPlaced[i] && !newPlaced[j] && c.old.moved[i] < 0 && c.new.moved[j] < 0 &&
			c.old.line(i) == c.new.line(j)
	}
	for _, line := range c.old.filled {
		if c.old.moved[line] >= 0 {
			c.takeAlong(line, c.old.moved[line], free)
		}
	}
}

// takeAlong extends a moved line over its free neighbours: down over all that are
// alike, up to the highest that holds a word (a heading, not the gap above it).
func (c *comparison) takeAlong(i, j int, free func(i, j int) bool) {
	for k := 1; i+k < c.old.len() && j+k < c.new.len() && free(i+k, j+k); k++ {
		c.old.moved[i+k], c.new.moved[j+k] = j+k, i+k
	}
	up := 0
	for k := 1; i-k >= 0 && j-k >= 0 && free(i-k, j-k); k++ {
		if !isBlank(c.old.line(i - k)) {
			up = k
		}
	}
	for k := 1; k <= up; k++ {
		c.old.moved[i-k], c.new.moved[j-k] = j-k, i-k
	}
}
