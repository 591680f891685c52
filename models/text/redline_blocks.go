package text

// redlineWriter makes blocks of what the comparison found, in order.
type redlineWriter struct {
	*comparison
	oldAt   int         // the old text is written up to this byte
	moveAt  map[int]int // old line that begins a move: index of the block written first
	redline Redline
}

// middle writes everything between the common head and tail.
func (w *redlineWriter) middle() {
	old, new := 0, 0
	for _, g := range w.groups {
		w.between(newLineGroup(old, g.old0, new, g.new0))
		w.group(g)
		old, new = g.old1, g.new1
	}
	w.between(newLineGroup(old, w.old.len(), new, w.new.len()))
}

// group writes lines that stand for each other.
func (w *redlineWriter) group(g lineGroup) {
	old, new := w.old.stretch(g.old0, g.old1), w.new.stretch(g.new0, g.new1)
	if old == new {
		w.equal(len(old))
		return
	}
	a0, a1 := w.old.cutWords(w.words, g.old0, g.old1)
	b0, b1 := w.new.cutWords(w.words, g.new0, g.new1)
	kept := 0
	for _, s := range g.common {
		kept += s.n
	}
	w.redline.DeletedWords += a1 - a0 - kept
	w.redline.InsertedWords += b1 - b0 - kept
	w.write(RedlineBlock{
		Op: Change, Old: old, New: new, Renumbered: renumbered(old, new),
		Runs: w.runs(g, a0, b0),
	})
}

// between writes lines that have nothing to stand for on the other side: blank ones
// that both sides have here are equal, the others left here or came here.
func (w *redlineWriter) between(g lineGroup) {
	same := func(i, j int) bool {
		return w.old.moved[i] < 0 && w.new.moved[j] < 0 && w.old.line(i) == w.new.line(j)
	}
	for g.old0 < g.old1 && g.new0 < g.new1 && same(g.old0, g.new0) {
		w.equal(len(w.old.line(g.old0)))
		g.old0, g.new0 = g.old0+1, g.new0+1
	}
	tail := 0
	for g.old0 < g.old1 && g.new0 < g.new1 && same(g.old1-1, g.new1-1) {
		tail += len(w.old.line(g.old1 - 1))
		g.old1, g.new1 = g.old1-1, g.new1-1
	}
	for line := g.old0; line < g.old1; {
		end := w.old.paragraphEnd(line, g.old1)
		block := RedlineBlock{Op: Delete, Old: w.old.stretch(line, end)}
		if w.old.moved[line] >= 0 {
			w.move(block, line)
		} else {
			w.redline.DeletedWords += countWords(block.Old)
			w.write(block)
		}
		line = end
	}
	for line := g.new0; line < g.new1; {
		end := w.new.paragraphEnd(line, g.new1)
		block := RedlineBlock{Op: Insert, New: w.new.stretch(line, end)}
		if w.new.moved[line] >= 0 {
			w.move(block, w.new.moved[line])
		} else {
			w.redline.InsertedWords += countWords(block.New)
			w.write(block)
		}
		line = end
	}
	w.equal(tail)
}

// paragraphEnd is where the paragraph that begins at line ends, blank lines after
// it included; of lines that moved, where those end that moved together.
func (s *textSide) paragraphEnd(line, end int) int {
	if from := s.moved[line]; from >= 0 {
		at := line
		for at < end && s.moved[at] == from+at-line {
			at++
		}
		return at
	}
	filled := false
	for ; line < end && s.moved[line] < 0; line++ {
		blank := isBlank(s.line(line))
		if filled && !blank && isBlank(s.line(line-1)) {
			return line
		}
		filled = filled || !blank
	}
	return line
}

// move writes one place of lines that moved; oldLine, the first of them in the old
// text, tells which.
func (w *redlineWriter) move(block RedlineBlock, oldLine int) {
	block.Op = Move
	at := len(w.redline.Blocks)
	if peer, written := w.moveAt[oldLine]; written {
		block.Peer = peer
		w.redline.Blocks[peer].Peer = at
	}
	w.moveAt[oldLine] = at
	w.write(block)
}

// equal writes the next bytes, which both texts share; one block with equal ones
// before.
func (w *redlineWriter) equal(length int) {
	if length == 0 {
		return
	}
	blocks := w.redline.Blocks
	if last := len(blocks) - 1; last >= 0 && blocks[last].Op == Equal {
		before := len(blocks[last].Old)
		blocks[last].Old = w.old.text[w.oldAt-before : w.oldAt+length]
		blocks[last].New = blocks[last].Old
		w.oldAt += length
		return
	}
	text := w.old.text[w.oldAt : w.oldAt+length]
	w.write(RedlineBlock{Op: Equal, Old: text, New: text})
}

func (w *redlineWriter) write(block RedlineBlock) {
	w.oldAt += len(block.Old)
	w.redline.Blocks = append(w.redline.Blocks, block)
}
