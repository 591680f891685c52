package text

import (
	"cmp"
	"slices"
	"strings"
)

// alike is how much two headings or bodies must share, from 0 to 1, to be taken for
// the same clause after an edit. Found on the 44 published versions of a real
// policy, where clauses were renamed, reworded and moved.
const (
	alikeHeadings = 0.6
	alikeBodies   = 0.5
	bodyOfWords   = 12 // shorter bodies say nothing about what a clause is
)

// AssignKeys writes the keys of a text's clauses into it, as `{#key}`. A clause that
// stood in the older text keeps its key there, also when it was renamed, renumbered
// or moved; a new one gets a key that no clause of the older text had. Keys that the
// text states stand. Deeper headings are marked only where their key is not simply
// made from their words.
func AssignKeys(old Document, markdown string) string {
	document, _ := Parse(markdown)
	keep := keysToKeep(old, document)
	taken := map[string]bool{introductionKey: true}
	old.eachHeading(func(c *Clause) { taken[c.Key] = true })
	document.eachHeading(func(c *Clause) {
		if c.stated {
			taken[c.Key] = true
		}
	})
	var marks []keyMarkAt
	document.eachHeading(func(c *Clause) {
		if c.stated {
			return
		}
		key, kept := keep[c.start]
		if !kept {
			key = free(slug(c.Heading), taken)
			taken[key] = true
		}
		if c.Level == document.level() || key != slug(c.Heading) {
			lines := c.node.Lines()
			marks = append(marks, keyMarkAt{lines.At(lines.Len() - 1).Stop, key})
		}
	})
	return document.marked(marks)
}

// keyMarkAt is a key and where in the source it is written.
type keyMarkAt struct {
	at  int
	key string
}

// marked is the whole text with the keys written behind their headings.
func (d Document) marked(marks []keyMarkAt) string {
	var out strings.Builder
	from := 0
	for _, mark := range marks {
		out.Write(d.tree.source[from:mark.at])
		out.WriteString(" {#" + mark.key + "}")
		from = lineEnd(d.tree.source, mark.at)
	}
	out.Write(d.tree.source[from:])
	return out.String()
}

// pair is a clause of the old text and one of the new that may be the same.
type pair struct {
	old, new *Clause
	alike    float64
}

// profile is a clause with its words counted, for comparing it with many others.
type profile struct {
	clause        *Clause
	heading, body wordCounts
}

func profileOf(c *Clause) profile {
	return profile{c, wordsIn(c.Heading), wordsIn(keyMark.ReplaceAllString(c.Markdown, ""))}
}

// maxPairs bounds the work of comparing texts with very many headings; beyond it
// only clauses with the same heading are the same.
const maxPairs = 100_000

// keysToKeep gives, for headings of the new text by where they stand, the keys that
// they had in the old one.
func keysToKeep(old, new Document) map[int]string {
	stated := map[string]bool{}
	var before, after []profile
	new.eachHeading(func(c *Clause) {
		if c.stated {
			stated[c.Key] = true
		} else {
			after = append(after, profileOf(c))
		}
	})
	old.eachHeading(func(c *Clause) {
		if !stated[c.Key] {
			before = append(before, profileOf(c))
		}
	})
	var pairs []pair
	sameOnly := len(before)*len(after) > maxPairs
	byHeading := map[string][]profile{}
	for _, a := range after {
		heading := strings.ToLower(a.clause.Heading)
		byHeading[heading] = append(byHeading[heading], a)
	}
	for _, b := range before {
		candidates := after
		if sameOnly {
			candidates = byHeading[strings.ToLower(b.clause.Heading)]
			candidates = candidates[:min(len(candidates), 1)]
		}
		for _, a := range candidates {
			if (b.clause.Level == old.level()) != (a.clause.Level == new.level()) {
				continue
			}
			if score := likeness(b, a); score > 0 {
				pairs = append(pairs, pair{b.clause, a.clause, score})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.alike, a.alike) })
	keep, used := map[int]string{}, map[string]bool{}
	for _, p := range pairs {
		if _, done := keep[p.new.start]; !done && !used[p.old.Key] {
			keep[p.new.start], used[p.old.Key] = p.old.Key, true
		}
	}
	return keep
}

// likeness is 0 when the clauses are not the same one, and more the surer it is.
func likeness(before, after profile) float64 {
	if strings.EqualFold(before.clause.Heading, after.clause.Heading) {
		return 3 + shared(before.body, after.body)
	}
	headings, bodies := shared(before.heading, after.heading), 0.0
	if min(before.body.all, after.body.all) >= bodyOfWords {
		bodies = shared(before.body, after.body)
	}
	if headings < alikeHeadings && bodies < alikeBodies {
		return 0
	}
	return headings + bodies
}

// wordCounts is how often each word stands in a text, and how many there are.
type wordCounts struct {
	each map[string]int
	all  int
}

func wordsIn(text string) wordCounts {
	counts := wordCounts{each: map[string]int{}}
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		counts.each[word]++
		counts.all++
	}
	return counts
}

// shared is the part of their words that two texts have in common, from 0 to 1.
func shared(a, b wordCounts) float64 {
	if a.all+b.all == 0 {
		return 0
	}
	common := 0
	for word, count := range a.each {
		common += min(count, b.each[word])
	}
	return 2 * float64(common) / float64(a.all+b.all)
}
