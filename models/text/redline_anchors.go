package text

import "slices"

// lineAnchors places lines by patience: lines that stand exactly once on both
// sides hold the rest in place. Of those that cross, the longer text stays.
type lineAnchors struct {
	a, b   []int32 // key of each line that holds a word
	weight []int   // bytes of each line of a
	placed []filledPair
	search *commonSearch

	seenA, seenB, at []int32 // by key: times within the range, last index in b
	best             []int   // a Fenwick tree over b: the heaviest chain that ends up to there
}

// filledPair places a line of a at a line of b, by index in filled.
type filledPair struct{ a, b int }

// maxAnchorDepth bounds the work on texts made to be hard; real ones stay below ten.
const maxAnchorDepth = 40

// within places the lines a[a0:a1] among b[b0:b1]; keys are below the given number.
func (l *lineAnchors) within(a0, a1, b0, b1, depth, keys int) {
	for a0 < a1 && b0 < b1 && l.a[a0] == l.b[b0] {
		l.placed = append(l.placed, filledPair{a0, b0})
		a0, b0 = a0+1, b0+1
	}
	tail := 0
	for a0 < a1 && b0 < b1 && l.a[a1-1] == l.b[b1-1] {
		a1, b1, tail = a1-1, b1-1, tail+1
	}
	if a0 < a1 && b0 < b1 {
		l.inner(a0, a1, b0, b1, depth, keys)
	}
	for i := range tail {
		l.placed = append(l.placed, filledPair{a1 + i, b1 + i})
	}
}

func (l *lineAnchors) inner(a0, a1, b0, b1, depth, keys int) {
	chain := l.heaviestChain(l.unique(a0, a1, b0, b1, keys), b0, b1)
	if len(chain) == 0 || depth == maxAnchorDepth {
		for _, s := range l.search.common(nil, l.a[a0:a1], l.b[b0:b1]) {
			for k := range s.n {
				l.placed = append(l.placed, filledPair{a0 + s.a + k, b0 + s.b + k})
			}
		}
		return
	}
	for _, anchor := range chain {
		l.within(a0, anchor.a, b0, anchor.b, depth+1, keys)
		l.placed = append(l.placed, anchor)
		a0, b0 = anchor.a+1, anchor.b+1
	}
	l.within(a0, a1, b0, b1, depth+1, keys)
}

// unique lists the lines that stand exactly once in both ranges, in the order of a.
func (l *lineAnchors) unique(a0, a1, b0, b1, keys int) []filledPair {
	if len(l.seenA) < keys {
		l.seenA, l.seenB, l.at = make([]int32, keys), make([]int32, keys), make([]int32, keys)
	}
	for _, key := range l.a[a0:a1] {
		l.seenA[key]++
	}
	for j, key := range l.b[b0:b1] {
		l.seenB[key]++
		l.at[key] = int32(b0 + j)
	}
	var once []filledPair
	for i, key := range l.a[a0:a1] {
		if l.seenA[key] == 1 && l.seenB[key] == 1 {
			once = append(once, filledPair{a0 + i, int(l.at[key])})
		}
	}
	for _, key := range l.a[a0:a1] {
		l.seenA[key] = 0
	}
	for _, key := range l.b[b0:b1] {
		l.seenB[key] = 0
	}
	return once
}

// heaviestChain is the longest text among the pairs that keeps its order in b.
func (l *lineAnchors) heaviestChain(pairs []filledPair, b0, b1 int) []filledPair {
	if slices.IsSortedFunc(pairs, func(x, y filledPair) int { return x.b - y.b }) {
		return pairs
	}
	total := make([]int, len(pairs)+1) // heaviest chain ending with pair i, at i+1
	before := make([]int, len(pairs)+1)
	if size := b1 - b0 + 1; len(l.best) < size {
		l.best = make([]int, size)
	} else {
		clear(l.best[:size])
	}
	for i, pair := range pairs {
		heaviest := 0
		for at := pair.b - b0; at > 0; at -= at & -at {
			if total[l.best[at]] > total[heaviest] {
				heaviest = l.best[at]
			}
		}
		total[i+1], before[i+1] = total[heaviest]+l.weight[pair.a], heaviest
		for at := pair.b - b0 + 1; at <= b1-b0; at += at & -at {
			if total[i+1] > total[l.best[at]] {
				l.best[at] = i + 1
			}
		}
	}
	end := 0
	for i := range total {
		if total[i] > total[end] {
			end = i
		}
	}
	var chain []filledPair
	for ; end > 0; end = before[end] {
		chain = append(chain, pairs[end-1])
	}
	slices.Reverse(chain)
	return chain
}
