package text

import "slices"

// lineLink counts the words that an old and a new line have in common, in order.
type lineLink struct {
	old, new int
	words    int
	flows    bool // its words run on over a line's end that only one side has
}

const (
	// likeWords in a hundred in common make two lines versions of each other.
	likeWords = 40
	// likeAlone is enough for two lines that stand alone in the same place.
	likeAlone = 20
	// withinWords in a hundred of the shorter line, and at least leastWithin, make
	// it a part of the longer one.
	withinWords, leastWithin = 75, 6
	// leastFlow is how many words in a row show that only a line's end moved.
	leastFlow = 4
)

// pairLines finds, between the lines already placed, those that are versions of
// each other: all words of such a stretch are aligned at once, and lines with
// enough of them in common belong together. So a paragraph that was edited, split,
// joined or wrapped anew is one change.
func (c *comparison) pairLines() {
	placed := c.groups
	c.groups = make([]lineGroup, 0, len(placed))
	old, new := 0, 0
	for _, next := range placed {
		c.pairWithin(newLineGroup(old, next.old0, new, next.new0))
		c.groups = append(c.groups, next)
		old, new = next.old1, next.new1
	}
	c.pairWithin(newLineGroup(old, c.old.len(), new, c.new.len()))
}

func (c *comparison) pairWithin(stretch lineGroup) {
	a0, a1 := c.old.cutWords(c.words, stretch.old0, stretch.old1)
	b0, b1 := c.new.cutWords(c.words, stretch.new0, stretch.new1)
	if a0 == a1 || b0 == b1 {
		return
	}
	links := c.links(c.search.common(nil, c.old.ids[a0:a1], c.new.ids[b0:b1]), a0, b0)
	old, new := stretch.old0, stretch.new0
	for _, g := range c.joined(links) {
		c.pairAlone(newLineGroup(old, g.old0, new, g.new0), links)
		c.groups = append(c.groups, g)
		old, new = g.old1, g.new1
	}
	c.pairAlone(newLineGroup(old, stretch.old1, new, stretch.new1), links)
}

// links are the pairs of lines that share words, in order on both sides. The
// common words are counted from a0 and b0 of the tokens.
func (c *comparison) links(common []commonStretch, a0, b0 int) []lineLink {
	var links []lineLink
	for _, s := range common {
		a, b, flows := a0+s.a, b0+s.b, false
		for left := s.n; left > 0; {
			old, new := int(c.old.tokens[a].line), int(c.new.tokens[b].line)
			oldLeft, newLeft := c.old.cuts[old].to-a, c.new.cuts[new].to-b
			n := min(left, oldLeft, newLeft)
			if last := len(links) - 1; last < 0 || links[last].old != old || links[last].new != new {
				links = append(links, lineLink{old: old, new: new})
			}
			link := &links[len(links)-1]
			link.words += n
			flowsOn := n < left && oldLeft != newLeft && s.n >= leastFlow
			link.flows = link.flows || flows || flowsOn
			a, b, left, flows = a+n, b+n, left-n, flowsOn
		}
	}
	return links
}

// joined makes groups of lines that hang together by links worth keeping. Lines
// that moved part a group from what would follow.
func (c *comparison) joined(links []lineLink) []lineGroup {
	var groups []lineGroup
	parted := false
	for _, link := range links {
		if !link.flows && !c.alike(link, likeWords) {
			continue
		}
		last := len(groups) - 1
		if last < 0 || link.old >= groups[last].old1 && link.new >= groups[last].new1 {
			groups = append(groups, newLineGroup(link.old, link.old+1, link.new, link.new+1))
			parted = false
			continue
		}
		g := &groups[last]
		parted = parted || c.old.movedWithin(g.old1, link.old) || c.new.movedWithin(g.new1, link.new)
		if !parted {
			g.old1, g.new1 = link.old+1, link.new+1
		}
	}
	return groups
}

// pairAlone pairs the only two lines of a stretch even when they have little in
// common: that they stand in the same place speaks for them.
func (c *comparison) pairAlone(stretch lineGroup, links []lineLink) {
	old, one := c.old.onlyCut(stretch.old0, stretch.old1)
	new, other := c.new.onlyCut(stretch.new0, stretch.new1)
	if !one || !other {
		return
	}
	at, found := slices.BinarySearchFunc(links, lineLink{old: old, new: new}, func(x, y lineLink) int {
		return x.old - y.old + x.new - y.new // neither ever falls, and one grows
	})
	if found && links[at].old == old && c.alike(links[at], likeAlone) {
		c.groups = append(c.groups, newLineGroup(old, old+1, new, new+1))
	}
}

func (c *comparison) alike(link lineLink, percent int) bool {
	old, new := c.old.cuts[link.old].len(), c.new.cuts[link.new].len()
	return 200*link.words >= percent*(old+new) ||
		link.words >= leastWithin && 100*link.words >= withinWords*min(old, new)
}
