package text

import "regexp"

// unreadKey is what looks like a key at the end of a heading and is none.
var unreadKey = regexp.MustCompile(`\{\s*#([^{}]*)\}\s*$`)

// giveKeys gives every clause and every deeper heading its key: first those that the
// text states, then the clauses, then what is deeper, so that a key depends on as
// little as possible of what stands around it.
func (d *Document) giveKeys() []Problem {
	var problems []Problem
	taken := map[string]bool{}
	for i := range d.Clauses {
		if d.Clauses[i].node == nil {
			d.Clauses[i].Key = introductionKey
			taken[introductionKey] = true
		}
	}
	d.eachHeading(func(clause *Clause) {
		key, stated := statedKey(clause)
		if clause.stated = stated; !stated {
			return
		}
		switch message := keyProblem(key); {
		case message != "":
			problems = append(problems, Problem{clause.Line, message, []any{"key", key}})
		case taken[key]:
			problems = append(problems, Problem{clause.Line, "text.problem.key_twice", []any{"key", key}})
		default:
			clause.Key, taken[key] = key, true
		}
	})
	derive := func(clause *Clause) {
		if clause.Key == "" {
			clause.Key = free(slug(clause.Heading), taken)
			taken[clause.Key] = true
		}
	}
	for i := range d.Clauses {
		derive(&d.Clauses[i])
	}
	d.eachHeading(derive)
	return problems
}

// statedKey is the key that the text gives a heading, whether or not it may be used.
func statedKey(clause *Clause) (key string, stated bool) {
	if id, stated := clause.node.AttributeString("id"); stated {
		if key, isText := id.([]byte); isText {
			return string(key), true
		}
	}
	if found := unreadKey.FindStringSubmatch(clause.Heading); found != nil {
		return found[1], true
	}
	return "", false
}

// eachHeading visits the headings in the order of the text.
func (d *Document) eachHeading(visit func(*Clause)) {
	for i := range d.Clauses {
		if d.Clauses[i].node != nil {
			visit(&d.Clauses[i])
		}
		for j := range d.Clauses[i].Deeper {
			visit(&d.Clauses[i].Deeper[j])
		}
	}
}
