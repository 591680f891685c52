package text

import "math/bits"

// commonStretch says that a[s.a:s.a+s.n] stands in b at s.b.
type commonStretch struct{ a, b, n int }

// commonSearch finds the longest common subsequence of two sequences of numbers,
// a machine word of one side at a time (Hyyrö, "Bit-parallel LCS-length computation
// revisited", 2004). So the answer is the least possible edit, at 1/64 of the price
// of the table, and there is no hard input. Its zero value is ready.
type commonSearch struct {
	head, next []int32  // the places of a number in b, by number and by place, plus one
	count      []int32  // by number, how many places
	often      []int32  // by number, 1 + its row in masks when it has many places
	masks      []uint64 // the places as bits, for numbers that have many
	mask       []uint64 // the same for the number at hand
	rows       []uint64 // row after row, for the way back
	row        []uint64
}

const (
	// rowsLimit bounds the memory for the way back, in machine words; beyond it the
	// first half of a is searched twice instead (Hirschberg 1975).
	rowsLimit = 1 << 17
	// exactLimit bounds the work of one search, in machine words: about 16,000 × 16,000.
	exactLimit = 1 << 22
	// windowSize is how many of each side are seen at once beyond that.
	windowSize = 4096
)

// common appends to found what a and b have in common, in order.
func (s *commonSearch) common(found []commonStretch, a, b []int32) []commonStretch {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	a1, b1 := len(a), len(b)
	for a1 > head && b1 > head && a[a1-1] == b[b1-1] {
		a1, b1 = a1-1, b1-1
	}
	found = addStretch(found, commonStretch{0, 0, head})
	if head < a1 && head < b1 {
		found = s.shared(found, a[head:a1], b[head:b1], head)
	}
	return addStretch(found, commonStretch{a1, b1, len(a) - a1})
}

// shared is common after numbers that only one side knows are left out.
func (s *commonSearch) shared(found []commonStretch, a, b []int32, base int) []commonStretch {
	s.grow(a, b)
	onlyB, fromB := s.known(b, a)
	onlyA, fromA := s.known(a, b)
	for _, stretch := range s.exact(nil, onlyA, onlyB, 0, 0) {
		for k := range stretch.n {
			i, j := fromA[stretch.a+k], fromB[stretch.b+k]
			found = addStretch(found, commonStretch{base + int(i), base + int(j), 1})
		}
	}
	return found
}

// grow makes room for every number in a and b.
func (s *commonSearch) grow(a, b []int32) {
	size := len(s.head)
	for _, side := range [][]int32{a, b} {
		for _, number := range side {
			size = max(size, int(number)+1)
		}
	}
	if more := size - len(s.head); more > 0 {
		s.head = append(s.head, make([]int32, more)...)
		s.count = append(s.count, make([]int32, more)...)
		s.often = append(s.often, make([]int32, more)...)
	}
}

// known is what of a stands anywhere in b, and where in a it stood.
func (s *commonSearch) known(a, b []int32) (kept, from []int32) {
	for _, number := range b {
		s.count[number] = 1
	}
	kept, from = make([]int32, 0, len(a)), make([]int32, 0, len(a))
	for i, number := range a {
		if s.count[number] == 1 {
			kept, from = append(kept, number), append(from, int32(i))
		}
	}
	for _, number := range b {
		s.count[number] = 0
	}
	return kept, from
}

// exact appends the longest common subsequence of a and b, which begin at a0 and b0
// of the whole; beyond exactLimit it looks through windows.
func (s *commonSearch) exact(found []commonStretch, a, b []int32, a0, b0 int) []commonStretch {
	switch work := len(a) * ((len(b) + 63) / 64); {
	case work == 0:
		return found
	case work <= rowsLimit || len(a) == 1:
		return s.traced(found, a, b, a0, b0)
	case work > exactLimit:
		return s.windows(found, a, b, a0, b0)
	}
	half := len(a) / 2
	cut := s.cut(a[:half], a[half:], b)
	found = s.exact(found, a[:half], b[:cut], a0, b0)
	return s.exact(found, a[half:], b[cut:], a0+half, b0+cut)
}

// windows goes through both sides together and settles the first half of what it
// sees each time. Text that is further away than a window is not found.
func (s *commonSearch) windows(found []commonStretch, a, b []int32, a0, b0 int) []commonStretch {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		aEnd, bEnd := min(i+windowSize, len(a)), min(j+windowSize, len(b))
		seen := s.exact(nil, a[i:aEnd], b[j:bEnd], i, j)
		if aEnd == len(a) && bEnd == len(b) {
			return addStretches(found, seen, a0, b0)
		}
		settled := 0
		nextI, nextJ := i+windowSize/4, j+windowSize/4
		for settled < len(seen) && seen[settled].a < i+windowSize/2 && seen[settled].b < j+windowSize/2 {
			nextI = max(nextI, seen[settled].a+seen[settled].n)
			nextJ = max(nextJ, seen[settled].b+seen[settled].n)
			settled++
		}
		found = addStretches(found, seen[:settled], a0, b0)
		i, j = nextI, nextJ
	}
	return found
}

// cut is where to cut b so that its parts have the most in common with two halves.
func (s *commonSearch) cut(first, second, b []int32) int {
	forward := s.lengths(first, b)
	backward := s.lengths(reversed(second), reversed(b))
	best := 0
	for j := range forward {
		if forward[j]+backward[len(b)-j] > forward[best]+backward[len(b)-best] {
			best = j
		}
	}
	return best
}

// lengths is, for each start of b, how much of it all of a has in common with it.
func (s *commonSearch) lengths(a, b []int32) []int32 {
	row := s.begin(b)
	for _, number := range a {
		s.step(row, row, number)
	}
	s.end(b)
	lengths := make([]int32, len(b)+1)
	for j := range b {
		lengths[j+1] = lengths[j] + int32(^row[j/64]>>(j%64)&1)
	}
	return lengths
}

// traced keeps every row and walks back from the last. In row i the bit of place j
// is zero where b[:j+1] has one more in common with a[:i] than b[:j] has.
func (s *commonSearch) traced(found []commonStretch, a, b []int32, a0, b0 int) []commonStretch {
	row := s.begin(b)
	width := len(row)
	if len(s.rows) < (len(a)+1)*width {
		s.rows = make([]uint64, (len(a)+1)*width)
	}
	copy(s.rows, row)
	for i, number := range a {
		s.step(s.rows[(i+1)*width:(i+2)*width], s.rows[i*width:(i+1)*width], number)
	}
	s.end(b)

	grows := func(i, j int) bool { return s.rows[i*width+j/64]>>(j%64)&1 == 0 }
	var back []commonStretch
	for i, j := len(a), len(b)-1; i > 0 && j >= 0; {
		switch {
		case !grows(i, j):
			j--
		case grows(i-1, j):
			i--
		default:
			back = append(back, commonStretch{i - 1, j, 1})
			i, j = i-1, j-1
		}
	}
	for k := len(back) - 1; k >= 0; k-- {
		found = addStretch(found, commonStretch{a0 + back[k].a, b0 + back[k].b, 1})
	}
	return found
}

// begin makes the places of b known and gives the row in which nothing is in
// common. Numbers with more places than the row has words get their bits ready.
func (s *commonSearch) begin(b []int32) []uint64 {
	width := (len(b) + 63) / 64
	if len(s.mask) < width {
		s.mask, s.row = make([]uint64, width), make([]uint64, width)
	}
	if len(s.next) < len(b) {
		s.next = make([]int32, len(b))
	}
	for j := len(b) - 1; j >= 0; j-- {
		s.next[j], s.head[b[j]] = s.head[b[j]], int32(j+1)
		s.count[b[j]]++
	}
	s.masks = s.masks[:0]
	for j, number := range b {
		if int(s.count[number]) <= width {
			continue
		}
		if s.often[number] == 0 {
			s.masks = append(s.masks, s.mask[:width]...) // which is all zero
			s.often[number] = int32(len(s.masks) / width)
		}
		s.masks[int(s.often[number]-1)*width+j/64] |= 1 << (j % 64)
	}
	row := s.row[:width]
	for w := range row {
		row[w] = ^uint64(0)
	}
	return row
}

// end forgets the places of b.
func (s *commonSearch) end(b []int32) {
	for _, number := range b {
		s.head[number], s.count[number], s.often[number] = 0, 0, 0
	}
}

// step writes the row that follows from when a goes on by one number.
func (s *commonSearch) step(to, from []uint64, number int32) {
	width := len(to)
	if row := int(s.often[number]); row > 0 {
		stepRow(to, from, s.masks[(row-1)*width:row*width])
		return
	}
	for at := s.head[number]; at > 0; at = s.next[at-1] {
		s.mask[(at-1)/64] |= 1 << ((at - 1) % 64)
	}
	stepRow(to, from, s.mask[:width])
	for at := s.head[number]; at > 0; at = s.next[at-1] {
		s.mask[(at-1)/64] = 0
	}
}

// stepRow is the whole arithmetic of the search.
func stepRow(to, from, mask []uint64) {
	from, mask = from[:len(to)], mask[:len(to)]
	carry := uint64(0)
	for w := range to {
		row, hit := from[w], from[w]&mask[w]
		var sum uint64
		sum, carry = bits.Add64(row, hit, carry)
		to[w] = sum | row&^mask[w]
	}
}

// addStretches appends stretches that are counted from a0 and b0.
func addStretches(found, more []commonStretch, a0, b0 int) []commonStretch {
	for _, stretch := range more {
		found = addStretch(found, commonStretch{a0 + stretch.a, b0 + stretch.b, stretch.n})
	}
	return found
}

// addStretch appends a stretch, in one with the last where it follows on.
func addStretch(found []commonStretch, more commonStretch) []commonStretch {
	if more.n == 0 {
		return found
	}
	if len(found) > 0 {
		last := &found[len(found)-1]
		if last.a+last.n == more.a && last.b+last.n == more.b {
			last.n += more.n
			return found
		}
	}
	return append(found, more)
}

func reversed(numbers []int32) []int32 {
	back := make([]int32, len(numbers))
	for i, number := range numbers {
		back[len(back)-1-i] = number
	}
	return back
}
