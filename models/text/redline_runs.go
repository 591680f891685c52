package text

// runs shows what became of the words of a group of lines, which are the tokens from
// a0 and b0 on, and of the white space between them.
func (c *comparison) runs(g lineGroup, a0, b0 int) []RedlineRun {
	w := runWriter{
		old: c.old.text, oldAt: c.old.starts[g.old0],
		new: c.new.text, newAt: c.new.starts[g.new0],
	}
	for _, s := range g.common {
		for k := range s.n {
			old, new := c.old.tokens[a0+s.a+k], c.new.tokens[b0+s.b+k]
			w.gap(int(old.from), int(new.from))
			w.write(Equal, int(old.to-old.from))
		}
	}
	w.gap(c.old.starts[g.old1], c.new.starts[g.new1])
	return w.runs
}

// runWriter has written the old text up to the byte oldAt and the new one to newAt.
type runWriter struct {
	old, new     string
	oldAt, newAt int
	runs         []RedlineRun
}

// gap writes what stands before the next common word on both sides: white space,
// and words that only one side has. White space that both share at the edges of
// those words stays out of the edit.
func (w *runWriter) gap(oldEnd, newEnd int) {
	old, new := w.old[w.oldAt:oldEnd], w.new[w.newAt:newEnd]
	if old == new {
		w.write(Equal, len(old))
		return
	}
	lead := leadingSpace(old)
	if old[:lead] != new[:leadingSpace(new)] {
		lead = 0
	}
	w.write(Equal, lead)
	old, new = old[lead:], new[lead:]

	trail := trailingSpace(old)
	if old[len(old)-trail:] != new[len(new)-trailingSpace(new):] {
		trail = 0
	}
	w.write(Delete, len(old)-trail)
	w.write(Insert, len(new)-trail)
	w.write(Equal, trail)
}

// write goes on by so many bytes, in one run with the last if that is of its kind.
func (w *runWriter) write(op RedlineOp, length int) {
	if length == 0 {
		return
	}
	text, at := w.old, w.oldAt
	if op == Insert {
		text, at = w.new, w.newAt
	}
	if op != Insert {
		w.oldAt += length
	}
	if op != Delete {
		w.newAt += length
	}
	if last := len(w.runs) - 1; last >= 0 && w.runs[last].Op == op {
		w.runs[last].Text = text[at-len(w.runs[last].Text) : at+length]
		return
	}
	w.runs = append(w.runs, RedlineRun{op, text[at : at+length]})
}
