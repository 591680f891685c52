package text

// RedlineOp says what became of a stretch of text.
type RedlineOp string

// What may become of a block; a run is only ever the first three.
const (
	Equal  RedlineOp = "equal"  // stands in both texts, byte for byte
	Delete RedlineOp = "delete" // stands in the old text only
	Insert RedlineOp = "insert" // stands in the new text only
	Change RedlineOp = "change" // stands in both, but not alike
	Move   RedlineOp = "move"   // stands in both, alike, in another place: one block for each place
)

// Redline is what two texts have in common and what not. Joining every Old gives
// the old text exactly and joining every New the new one, whatever bytes they hold.
//
// Words are parted by white space, as strings.Fields does. OldWords less
// DeletedWords is NewWords less InsertedWords.
type Redline struct {
	OldWords, NewWords int
	DeletedWords       int // words of deleted blocks and of deleted runs
	InsertedWords      int // words of inserted blocks and of inserted runs
	Blocks             []RedlineBlock
}

// RedlineBlock is a stretch of whole lines with what stands in its place.
type RedlineBlock struct {
	Op       RedlineOp
	Old, New string
	Runs     []RedlineRun // the words of a Change in reading order; nil for every other op

	// Renumbered marks a Change of nothing but the leading number of a heading
	// or list item ("3." became "4."). Readers are told so in one line.
	Renumbered bool

	// Peer is, for a Move, the index in Blocks of its other place.
	Peer int
}

// RedlineRun is a stretch of words inside a changed block. Equal and deleted runs
// together are the old text of the block, equal and inserted ones the new text.
type RedlineRun struct {
	Op   RedlineOp
	Text string
}

// Compare finds what changed between two texts: whole lines first, then the words
// of those lines that have a likeness on the other side. It gives the same answer
// every time, its effort is bounded by counts, never by a clock, and the redline
// back from new to old has the same changes with both sides exchanged.
func Compare(old, new string) Redline {
	if old == new {
		return sameText(old)
	}
	head, tail := commonLines(old, new)
	c := comparison{
		old:   newTextSide(old, head, len(old)-tail),
		new:   newTextSide(new, head, len(new)-tail),
		words: map[string]int32{},
	}
	backward := len(old) > len(new) || len(old) == len(new) && old > new
	if backward {
		c.turn()
	}
	c.placeLines()
	c.findMoves()
	c.pairLines()
	c.alignWords()
	if backward {
		c.turn()
	}

	w := redlineWriter{comparison: &c, moveAt: map[int]int{}}
	w.equal(head)
	w.middle()
	w.equal(tail)
	r := w.redline
	r.OldWords = countWords(old)
	r.NewWords = r.OldWords - r.DeletedWords + r.InsertedWords
	return r
}

// sameText is the redline of a text with itself.
func sameText(text string) Redline {
	words := countWords(text)
	r := Redline{OldWords: words, NewWords: words}
	if text != "" {
		r.Blocks = []RedlineBlock{{Op: Equal, Old: text, New: text}}
	}
	return r
}

// comparison is the work on one pair of texts. Lines are known by their index
// between the common head and tail.
type comparison struct {
	old, new textSide
	groups   []lineGroup // in order on both sides
	words    map[string]int32
	search   commonSearch
}

// turn exchanges the two sides. The work is always done from the shorter text to
// the longer one, so that it does not matter which of them is called old.
func (c *comparison) turn() {
	c.old, c.new = c.new, c.old
	for i := range c.groups {
		g := &c.groups[i]
		g.old0, g.old1, g.new0, g.new1 = g.new0, g.new1, g.old0, g.old1
		for k := range g.common {
			g.common[k].a, g.common[k].b = g.common[k].b, g.common[k].a
		}
	}
}

// lineGroup is a stretch of lines on both sides that stand for each other. Lines
// and words end before old1, new1.
type lineGroup struct {
	old0, old1, new0, new1 int
	common                 []commonStretch // the words in common, counted from the group's first
}

func newLineGroup(old0, old1, new0, new1 int) lineGroup {
	return lineGroup{old0: old0, old1: old1, new0: new0, new1: new1}
}

// commonLines measures, in bytes, the whole lines with which both texts begin and
// end. Head and tail do not overlap on either side.
func commonLines(old, new string) (head, tail int) {
	shorter := min(len(old), len(new))
	line := 0
	for head < shorter && old[head] == new[head] {
		head++
		if old[head-1] == '\n' {
			line = head
		}
	}
	head = line

	shorter -= head
	for tail < shorter && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	for tail > 0 && !(startsLine(old, len(old)-tail) && startsLine(new, len(new)-tail)) {
		tail--
	}
	return head, tail
}

func startsLine(text string, at int) bool { return at == 0 || text[at-1] == '\n' }
