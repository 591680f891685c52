package entry

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Change is one field that differs: its path ("lifetime", "purposes.de") and its value
// before and after as JSON has it, nil where it says nothing. Pages put it in words.
type Change struct {
	Field    string
	Old, New any // string, bool, json.Number, []any or map[string]any
}

// Fields are the names of what changed, for the log.
func Fields(changes []Change) []string {
	fields := make([]string, len(changes))
	for i, change := range changes {
		fields[i] = change.Field
	}
	return fields
}

// Compare says in which fields two JSON objects differ, in the order of their names.
// An empty text is an object without fields.
//
// Errors: JSON that cannot be read.
func Compare(before, after string) ([]Change, error) {
	old, err := fieldsOf(before)
	if err != nil {
		return nil, err
	}
	current, err := fieldsOf(after)
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(current))
	for name := range old {
		if _, still := current[name]; !still {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var changes []Change
	for _, name := range names {
		if !reflect.DeepEqual(old[name], current[name]) {
			changes = append(changes, Change{name, old[name], current[name]})
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

// localised are the fields that hold a value for each language. They are compared
// language by language: "purposes.de".
var localised = []string{"names", "descriptions", "purposes", "data_categories"}

// fieldsOf are the fields of an object that say something.
func fieldsOf(object string) (map[string]any, error) {
	fields := map[string]any{}
	if object == "" {
		return fields, nil
	}
	var tree map[string]any
	decoder := json.NewDecoder(strings.NewReader(object))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read an entry: %w", err)
	}
	for name, value := range tree {
		value = said(value)
		languages, inLanguages := value.(map[string]any)
		switch {
		case value == nil:
		case inLanguages && slices.Contains(localised, name):
			for locale, words := range languages {
				fields[name+"."+locale] = words
			}
		default:
			fields[name] = value
		}
	}
	return fields, nil
}

// said is a value without its empty parts, and nil where nothing is left of it.
func said(value any) any {
	switch value := value.(type) {
	case string:
		if value == "" {
			return nil
		}
	case []any:
		var kept []any
		for _, part := range value {
			if part = said(part); part != nil {
				kept = append(kept, part)
			}
		}
		if kept == nil {
			return nil
		}
		return kept
	case map[string]any:
		maps.DeleteFunc(value, func(_ string, part any) bool { return said(part) == nil })
		for name, part := range value {
			value[name] = said(part)
		}
		if len(value) == 0 {
			return nil
		}
	}
	return value
}

// Difference is an entry that stands in one of two lists only, or differs.
type Difference struct {
	Act      Act // Added, Changed or Ended
	Title    string
	Category *Category // set where a category differs, not an entry; Title is its key
	Changes  []Change  // of an entry that was added all its fields are new, of one that ended all old
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
			added = append(added, Difference{Act: act, Title: title(entry), Changes: changes})
		case len(changes) > 0:
			changed = append(changed, Difference{Act: act, Title: title(entry), Changes: changes})
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
		ended = append(ended, Difference{Act: Ended, Title: title(entry), Changes: changes})
	}
	return slices.Concat(added, changed, ended), nil
}

// CategoryDifferences is Differences of categories.
func CategoryDifferences(before, after []Category) ([]Difference, error) {
	key := func(c Category) string { return c.Key }
	differences, err := Differences(before, after, key, key)
	for i := range differences {
		for _, category := range append(slices.Clone(before), after...) { // the newer one, where there is one
			if category.Key == differences[i].Title {
				differences[i].Category = &category
			}
		}
	}
	return differences, err
}
