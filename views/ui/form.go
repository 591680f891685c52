package ui

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// Form is a form on its way between a person and a register: what was typed, what
// it meant, and what was wrong with it. Nothing typed is ever lost.
type Form[Input any] struct {
	Input   Input
	Typed   url.Values
	Errors  map[string]string // field → message key
	Refused string            // message key about the whole form
}

// KeyField is the hidden field with the random key of a form, which makes it one thing
// however often it is sent. (security E1)
const KeyField = "form_key"

// Key is the key that the form came with; fresh where it has none, or one that was
// refused.
func (f Form[Input]) Key(fresh string) string {
	if f.Errors[KeyField] != "" || f.Typed.Get(KeyField) == "" {
		return fresh
	}
	return f.Typed.Get(KeyField)
}

// Field is one field of the form, for a component to show.
func (f Form[Input]) Field(name string) Field {
	return Field{Name: name, Typed: f.Typed.Get(name), All: f.Typed[name], Error: f.Errors[name]}
}

// Failed reports whether the form came back, for the title to say so.
func (f Form[Input]) Failed() bool { return len(f.Errors) > 0 || f.Refused != "" }

// Filling is a form that has not been sent yet and shows what is there: the names
// and values that the fields start with.
func Filling[Input any](typed url.Values) Form[Input] { return Form[Input]{Typed: typed} }

// Field is what a component needs to show one field. Its label, hint and the
// words of its error come from the message catalogue.
type Field struct {
	Name, Typed, Error string
	All                []string // every value under the name, for checkboxes

	// What follows is set by the page with the methods below.
	autocomplete string
	width        string
	required     bool
	rows         int
	hinted       bool
	id           string
	label        string
	locale       string
}

// Autocomplete says what the browser may fill in, such as "email".
func (f Field) Autocomplete(purpose string) Field { f.autocomplete = purpose; return f }

// Short makes the control as wide as a date or a code.
func (f Field) Short() Field { f.width = "short"; return f }

// Wide makes the control as wide as its column.
func (f Field) Wide() Field { f.width = "wide"; return f }

// Required tells assistive technology that the field may not stay empty. The
// browser does not stop the form: the server's words are better.
func (f Field) Required() Field { f.required = true; return f }

// Rows is the height of a textarea in lines.
func (f Field) Rows(rows int) Field { f.rows = rows; return f }

// Labelled gives the field a label that comes from data; its message may be "" then.
func (f Field) Labelled(words string) Field { f.label = words; return f }

// In says in which language the text of the field is written.
func (f Field) In(locale string) Field { f.locale = locale; return f }

// WithID gives the control another id than its name, where a page has two forms
// with a field of one name. Links of an error summary do not find it.
func (f Field) WithID(id string) Field { f.id = id; return f }

// ID is the id of the control.
func (f Field) ID() string {
	if f.id != "" {
		return f.id
	}
	return f.Name
}

// Chosen reports whether value is among the field's values.
func (f Field) Chosen(value string) bool { return slices.Contains(f.All, value) }

// withHint notes that the message has a hint, which described then names.
func (f Field) withHint(ctx context.Context, message string) Field {
	f.hinted = Has(ctx, message+".hint")
	return f
}

// described are the ids of the field's hint and error.
func (f Field) described() string {
	switch {
	case f.hinted && f.Error != "":
		return f.ID() + "-hint " + f.ID() + "-error"
	case f.hinted:
		return f.ID() + "-hint"
	case f.Error != "":
		return f.ID() + "-error"
	}
	return ""
}

// Option is one answer of a choice or select: its value, and its words or the
// message key that has them as key.label and, if there is one, key.hint.
type Option struct {
	Value   string
	Message string // message key of a fixed answer, or
	Text    string // words from data, such as a person's name
	Hint    string // one more line from data
}

// Options are fixed answers whose words stand under messages that begin alike, such as
// "relation.self".
func Options[Value ~string](message string, values []Value) []Option {
	options := make([]Option, len(values))
	for i, value := range values {
		options[i] = Option{Value: string(value), Message: message + string(value)}
	}
	return options
}

// problem is one line of the error summary.
type problem struct{ field, message string }

// problems are the form's errors in the order of its input's fields, which is the
// order of the page; what the input does not name comes last.
func (f Form[Input]) problems() []problem {
	order := inputOrder(reflect.TypeFor[Input]())
	place := func(field string) int {
		at := slices.IndexFunc(order, func(name string) bool {
			return field == name || strings.HasPrefix(field, name+".") || strings.HasPrefix(field, name+"[")
		})
		if at < 0 {
			return len(order)
		}
		return at
	}
	found := make([]problem, 0, len(f.Errors))
	for field, message := range f.Errors {
		found = append(found, problem{field, message})
	}
	slices.SortFunc(found, func(a, b problem) int {
		if difference := place(a.field) - place(b.field); difference != 0 {
			return difference
		}
		return strings.Compare(a.field, b.field)
	})
	return found
}

// inputOrder are the form names of an input struct in the order of its fields.
func inputOrder(input reflect.Type) []string {
	if input.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for i := range input.NumField() {
		field := input.Field(i)
		if field.Anonymous {
			names = append(names, inputOrder(field.Type)...)
		} else if name := field.Tag.Get("form"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (f Form[Input]) problemCount() int {
	if f.Refused != "" {
		return len(f.Errors) + 1
	}
	return len(f.Errors)
}
