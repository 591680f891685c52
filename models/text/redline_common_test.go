package text

import (
	"math/rand"
	"testing"
)

func TestCommonIsTheLongest(t *testing.T) {
	random := rand.New(rand.NewSource(4))
	var search commonSearch
	for _, test := range []struct {
		name               string
		rounds             int
		length, vocabulary int
	}{
		{"of short sequences", 3000, 12, 4},
		{"of sequences over several machine words", 60, 300, 30},
		{"of few numbers that stand in many places", 20, 400, 3},
		{"of sequences too long to keep every row", 1, 4200, 500},
	} {
		t.Run(test.name, func(t *testing.T) {
			for range test.rounds {
				a, b := numbers(random, test.length, test.vocabulary), numbers(random, test.length, test.vocabulary)

				if got, want := stands(t, search.common(nil, a, b), a, b), longestCommon(a, b); got != want {
					t.Fatalf("%d in common, the longest is %d", got, want)
				}
			}
		})
	}

	t.Run("through windows it is nearly so", func(t *testing.T) {
		a := numbers(random, 40_000, 4000)
		b := append([]int32{}, a...)
		const edits = 400
		for range edits {
			b[random.Intn(len(b))] = int32(random.Intn(4000))
		}
		b = append(b[:500:500], b[1500:]...)

		if got := stands(t, search.common(nil, a, b), a, b); got < len(b)-edits {
			t.Errorf("%d of %d found", got, len(b)-edits)
		}
	})
}

func numbers(random *rand.Rand, length, vocabulary int) []int32 {
	made := make([]int32, length)
	for i := range made {
		made[i] = int32(random.Intn(vocabulary))
	}
	return made
}

// stands sees that the stretches are alike and in order, and gives their length.
func stands(t *testing.T, found []commonStretch, a, b []int32) (length int) {
	t.Helper()
	i, j := 0, 0
	for _, s := range found {
		if s.n < 1 || s.a < i || s.b < j {
			t.Fatalf("stretch %v is out of order", s)
		}
		for k := range s.n {
			if a[s.a+k] != b[s.b+k] {
				t.Fatalf("stretch %v is not in common", s)
			}
		}
		i, j, length = s.a+s.n, s.b+s.n, length+s.n
	}
	return length
}

// longestCommon is the length by the table of the textbook.
func longestCommon(a, b []int32) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
