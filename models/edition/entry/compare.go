package entry

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is one field that differs: its path ("lifetime.text", "purposes.de") and its
// value before and after as text.
type Change struct{ Field, Old, New string }

// Compare says in which fields two JSON objects differ, in the order of their names.
// An empty text is an object without fields.
//
// Errors: JSON that cannot be read.
func Compare(before, after string) ([]Change, error) {
	old, err := flat(before)
	if err != nil {
		return nil, err
	}
	current, err := flat(after)
	if err != nil {
		return nil, err
	}
	fields := slices.Sorted(maps.Keys(current))
	for field := range old {
		if _, still := current[field]; !still {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	var changes []Change
	for _, field := range fields {
		if old[field] != current[field] {
			changes = append(changes, Change{field, old[field], current[field]})
		}
	}
	return changes, nil
}

// CompareEntries is Compare over values.
func CompareEntries(before, after any) ([]Change, error) {
	old, err := Snapshot(before)
	if err != nil {
		return nil, err
	}
	current, err := Snapshot(after)
	if err != nil {
		return nil, err
	}
	return Compare(old, current)
}

// flat is an object with one text for each field; fields of fields are joined by dots
// and values of a list parted by "; ".
func flat(object string) (map[string]string, error) {
	fields := map[string]string{}
	if object == "" {
		return fields, nil
	}
	var tree map[string]any
	decoder := json.NewDecoder(strings.NewReader(object))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read an entry: %w", err)
	}
	flatten("", tree, fields)
	return fields, nil
}

func flatten(prefix string, tree map[string]any, into map[string]string) {
	for name, value := range tree {
		if inner, isObject := value.(map[string]any); isObject {
			flatten(prefix+name+".", inner, into)
		} else if words := inWords(value); words != "" {
			into[prefix+name] = words
		}
	}
}

func inWords(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []any:
		parts := make([]string, len(value))
		for i, part := range value {
			parts[i] = inWords(part)
		}
		return Joined(parts)
	case map[string]any: // inside a list: its values in the order of their names
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if words := inWords(value[name]); words != "" {
				parts = append(parts, words)
			}
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}

// Difference is an entry that stands in one of two lists only, or differs.
type Difference struct {
	Act     Act // Added, Changed or Ended
	Title   string
	Changes []Change // of an entry that was added all its fields are new, of one that ended all old
}

// Differences compares two lists. Entries are the same when the first of the keys
// agrees; what is left over when the next does, and so on. Added entries come first,
// then changed, then ended ones, each in the order of its list.
func Differences[T any](before, after []T, title func(T) string, keys ...func(T) string) ([]Difference, error) {
	partner := make([]int, len(after)) // index in before, or -1
	for i := range partner {
		partner[i] = -1
	}
	taken := map[int]bool{}
	for _, key := range keys {
		free := map[string][]int{}
		for i, entry := range before {
			if !taken[i] {
				free[key(entry)] = append(free[key(entry)], i)
			}
		}
		for i, entry := range after {
			if waiting := free[key(entry)]; partner[i] < 0 && len(waiting) > 0 {
				partner[i], taken[waiting[0]] = waiting[0], true
				free[key(entry)] = waiting[1:]
			}
		}
	}
	var added, changed, ended []Difference
	for i, entry := range after {
		act, old := Added, any(nil)
		if partner[i] >= 0 {
			act, old = Changed, before[partner[i]]
		}
		changes, err := CompareEntries(old, entry)
		switch {
		case err != nil:
			return nil, err
		case act == Added:
			added = append(added, Difference{act, title(entry), changes})
		case len(changes) > 0:
			changed = append(changed, Difference{act, title(entry), changes})
		}
	}
	for i, entry := range before {
		if taken[i] {
			continue
		}
		changes, err := CompareEntries(entry, nil)
		if err != nil {
			return nil, err
		}
		ended = append(ended, Difference{Ended, title(entry), changes})
	}
	return slices.Concat(added, changed, ended), nil
}

// CategoryDifferences is Differences of categories.
func CategoryDifferences(before, after []Category) ([]Difference, error) {
	key := func(c Category) string { return c.Key }
	return Differences(before, after, key, key)
}
