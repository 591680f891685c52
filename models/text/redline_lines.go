package text

import "strings"

// textSide is one of the two texts under comparison.
type textSide struct {
	text   string
	starts []int // byte offset of each line, and one more: where the last ends
	filled []int // the lines that hold a word, in order
	moved  []int // per line: the line that it is on the other side if it moved, else -1

	tokens []wordToken // of the lines cut into words so far
	ids    []int32     // per token: a number for the word
	cuts   []cutLine   // per line: its range in tokens
}

// newTextSide cuts text[from:to] into lines. A line keeps its line feed.
func newTextSide(text string, from, to int) textSide {
	s := textSide{text: text, starts: []int{from}}
	for at := from; at < to; {
		end := to
		if n := strings.IndexByte(text[at:to], '\n'); n >= 0 {
			end = at + n + 1
		}
		if !isBlank(text[at:end]) {
			s.filled = append(s.filled, s.len())
		}
		s.starts = append(s.starts, end)
		at = end
	}
	s.moved = make([]int, s.len())
	for i := range s.moved {
		s.moved[i] = -1
	}
	s.cuts = make([]cutLine, s.len())
	return s
}

func (s *textSide) len() int                    { return len(s.starts) - 1 }
func (s *textSide) line(i int) string           { return s.text[s.starts[i]:s.starts[i+1]] }
func (s *textSide) stretch(from, to int) string { return s.text[s.starts[from]:s.starts[to]] }

// placeLines finds the lines that stand on both sides in the same order: first
// those alike byte for byte, then between them those alike but for white space
// and a leading number. Blank lines are left for later, they are alike everywhere.
func (c *comparison) placeLines() {
	a, b := c.old.filled, c.new.filled
	anchors := lineAnchors{search: &c.search, weight: make([]int, len(a))}
	anchors.a, anchors.b = make([]int32, len(a)), make([]int32, len(b))

	exact := make(lineKeys[string], len(a)+len(b))
	for i, line := range a {
		anchors.a[i], anchors.weight[i] = exact.of(c.old.line(line)), len(c.old.line(line))
	}
	for j, line := range b {
		anchors.b[j] = exact.of(c.new.line(line))
	}
	anchors.within(0, len(a), 0, len(b), 0, len(exact))

	placed := append(anchors.placed, filledPair{len(a), len(b)})
	anchors.placed = nil
	loose := lineKeys[uint64]{}
	i, j := 0, 0
	for _, next := range placed {
		i0, j0 := i, j
		if i0 < next.a && j0 < next.b {
			for ; i < next.a; i++ {
				anchors.a[i] = loose.of(looseKey(c.old.line(a[i])))
			}
			for ; j < next.b; j++ {
				anchors.b[j] = loose.of(looseKey(c.new.line(b[j])))
			}
			anchors.within(i0, next.a, j0, next.b, 0, len(loose))
		}
		anchors.placed = append(anchors.placed, next)
		i, j = next.a+1, next.b+1
	}
	for _, p := range anchors.placed[:len(anchors.placed)-1] {
		c.groups = append(c.groups, newLineGroup(a[p.a], a[p.a]+1, b[p.b], b[p.b]+1))
	}
}

// lineKeys gives alike lines the same number.
type lineKeys[Key comparable] map[Key]int32

func (k lineKeys[Key]) of(line Key) int32 {
	number, known := k[line]
	if !known {
		number = int32(len(k))
		k[line] = number
	}
	return number
}

// looseKey is alike for lines that differ in nothing but white space, the case of
// Latin letters and a leading number: FNV-1a of the rest. Should two other lines
// ever have one key, they are only compared with each other. A line of nothing but
// a number keeps it. Lines under the headings of tables are alike however wide.
func looseKey(line string) uint64 {
	if strings.Trim(line, "|:- \t\r\n") == "" && strings.Contains(line, "|") && strings.Contains(line, "-") {
		return looseHash(fnvOffset, "|-|")
	}
	if start, end := numberSpan(line); end > start {
		if key := looseHash(looseHash(fnvOffset, line[:start]), line[end:]); key != fnvOffset {
			return key
		}
	}
	return looseHash(fnvOffset, line)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// looseHash goes on from hash over the words of text, each with a space before it.
func looseHash(hash uint64, text string) uint64 {
	for at, end := nextWord(text, 0); at < end; at, end = nextWord(text, end) {
		hash = (hash ^ ' ') * fnvPrime
		for _, b := range []byte(text[at:end]) {
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			hash = (hash ^ uint64(b)) * fnvPrime
		}
	}
	return hash
}
