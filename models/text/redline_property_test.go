package text_test

import (
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestEveryRedlineHoldsItsProperties(t *testing.T) {
	pieces := []string{
		"we", "you", "data.", "the", "may", "\n", "\n", "\n\n", "\r\n", " ", "  ", "\t", "\u00a0", "\u2003", "\u3000",
		"\xff", "\xe3", "\xe2\x80", "é", "数据", "# ", "3. ", "4. ", "(b) ", "## 4. Rights\n", "- an item of a list\n",
		"We never sell your data to anyone.\n", "We never sell your data.\n", "[list](/cookies)",
	}
	random := rand.New(rand.NewSource(9))
	anyText := func(length int) string {
		var made strings.Builder
		for range random.Intn(length) {
			made.WriteString(pieces[random.Intn(len(pieces))])
			if random.Intn(3) > 0 {
				made.WriteByte(' ')
			}
		}
		return made.String()
	}
	for range 4000 {
		old := anyText(60)
		new := anyText(60)
		if random.Intn(2) == 0 {
			new = edited(random, old, pieces)
		}
		holds(t, old, new, text.Compare(old, new))
		if t.Failed() {
			t.Fatalf("old %q\nnew %q", old, new)
		}
	}
}

// edited replaces, drops, doubles and moves a few parts of a text.
func edited(random *rand.Rand, old string, pieces []string) string {
	parts := strings.SplitAfter(old, " ")
	for range random.Intn(6) {
		i, j := random.Intn(len(parts)), random.Intn(len(parts))
		switch random.Intn(4) {
		case 0:
			parts[i] = pieces[random.Intn(len(pieces))]
		case 1:
			parts[i] = ""
		case 2:
			parts[i] += parts[j]
		case 3:
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	return strings.Join(parts, "")
}

func FuzzCompare(f *testing.F) {
	f.Add("", "One.\n")
	f.Add("One.\r\nTwo.", "One.\nTwo.\n\nThree.")
	f.Add("a b c\nd e f g h\n", "d e f g h\na b c\n")
	f.Add("## 4. Rights\n\nAsk us.", "## 5. Rights\n\nAsk \xffus.")
	f.Add("a b c d e f\ng h i j\n", "a b\n\nc d e f g\u00a0h i\n\u2003j")
	f.Add(fixture(f, "old.md"), fixture(f, "new.md"))
	f.Fuzz(func(t *testing.T, old, new string) {
		holds(t, old, new, text.Compare(old, new))
	})
}

// Effort grows with the words, not with their square, so that no text can hold up a
// page: these have nothing, or nearly everything, in common in the worst order.
func TestHardTextsEnd(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	words := func(count, vocabulary int, between string) string {
		var made strings.Builder
		for range count {
			made.WriteString(string(rune('a' + random.Intn(vocabulary))))
			made.WriteString(between)
		}
		return made.String()
	}
	for name, pair := range map[string][2]string{
		"one line of few words":          {words(60_000, 3, " "), words(60_000, 3, " ")},
		"many lines of one word":         {words(60_000, 20, "\n"), words(60_000, 20, "\n")},
		"one line against a line a word": {words(30_000, 20, " "), words(30_000, 20, "\n")},
		"blank lines":                    {strings.Repeat("\n", 60_000), strings.Repeat("\n", 50_000)},
		"one long word":                  {strings.Repeat("x", 500_000), strings.Repeat("x", 499_999)},
	} {
		t.Run(name, func(t *testing.T) {
			holds(t, pair[0], pair[1], text.Compare(pair[0], pair[1]))
		})
	}
}

// holds says whether a redline keeps everything that it promises.
func holds(t *testing.T, old, new string, redline text.Redline) {
	t.Helper()
	var oldJoined, newJoined strings.Builder
	deleted, inserted := 0, 0
	for i, block := range redline.Blocks {
		oldJoined.WriteString(block.Old)
		newJoined.WriteString(block.New)
		gone, come := wordsMarked(t, redline, i)
		deleted, inserted = deleted+gone, inserted+come
		if i > 0 && block.Op == text.Equal && redline.Blocks[i-1].Op == text.Equal {
			t.Errorf("blocks %d and %d are both equal", i-1, i)
		}
	}
	if oldJoined.String() != old {
		t.Error("the old text is not reproduced")
	}
	if newJoined.String() != new {
		t.Error("the new text is not reproduced")
	}
	equal(t, []int{redline.OldWords, redline.NewWords}, []int{len(strings.Fields(old)), len(strings.Fields(new))})
	equal(t, []int{redline.DeletedWords, redline.InsertedWords}, []int{deleted, inserted})
	equal(t, redline.OldWords-deleted, redline.NewWords-inserted)

	if !reflect.DeepEqual(text.Compare(old, new), redline) {
		t.Error("a second run gives another redline")
	}
	back := text.Compare(new, old)
	equal(t, []int{back.DeletedWords, back.InsertedWords, len(back.Blocks)}, []int{inserted, deleted, len(redline.Blocks)})
}

// wordsMarked counts the words that a block leaves out and puts in, and sees that
// the block is what its op says.
func wordsMarked(t *testing.T, redline text.Redline, i int) (gone, come int) {
	t.Helper()
	block := redline.Blocks[i]
	if (block.Runs != nil) != (block.Op == text.Change) || block.Renumbered && block.Op != text.Change {
		t.Errorf("block %d, %s, has the marks of another kind", i, block.Op)
	}
	switch block.Op {
	case text.Equal:
		if block.Old != block.New || block.Old == "" {
			t.Errorf("equal block %d: %q and %q", i, block.Old, block.New)
		}
	case text.Delete:
		if block.Old == "" || block.New != "" {
			t.Errorf("deleted block %d: %q and %q", i, block.Old, block.New)
		}
		return len(strings.Fields(block.Old)), 0
	case text.Insert:
		if block.Old != "" || block.New == "" {
			t.Errorf("inserted block %d: %q and %q", i, block.Old, block.New)
		}
		return 0, len(strings.Fields(block.New))
	case text.Move:
		peer := redline.Blocks[block.Peer]
		if peer.Op != text.Move || peer.Peer != i || (block.Old == "") == (block.New == "") ||
			strings.TrimSpace(block.Old+block.New) != strings.TrimSpace(peer.Old+peer.New) {
			t.Errorf("moved block %d %q belongs to no other, %d is %q", i, block.Old+block.New, block.Peer, peer.Old+peer.New)
		}
	case text.Change:
		if block.Old == block.New || block.Old == "" || block.New == "" {
			t.Errorf("changed block %d: %q and %q", i, block.Old, block.New)
		}
		return wordsInRuns(t, block)
	default:
		t.Errorf("block %d is %q", i, block.Op)
	}
	return 0, 0
}

func wordsInRuns(t *testing.T, block text.RedlineBlock) (gone, come int) {
	t.Helper()
	var old, new strings.Builder
	for k, run := range block.Runs {
		if run.Text == "" || k > 0 && run.Op == block.Runs[k-1].Op {
			t.Errorf("run %d of %q is not one of its own", k, block.Old)
		}
		switch run.Op {
		case text.Equal:
			old.WriteString(run.Text)
			new.WriteString(run.Text)
		case text.Delete:
			old.WriteString(run.Text)
			gone += len(strings.Fields(run.Text))
		case text.Insert:
			new.WriteString(run.Text)
			come += len(strings.Fields(run.Text))
		default:
			t.Errorf("run %d is %q", k, run.Op)
		}
	}
	if old.String() != block.Old || new.String() != block.New {
		t.Errorf("the runs of %q and %q do not join to them", block.Old, block.New)
	}
	return gone, come
}
