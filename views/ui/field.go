package ui

import (
	"context"

	"github.com/a-h/templ"
)

// fieldState are the attributes that every control has in common.
func fieldState(ctx context.Context, message string, field Field) templ.OrderedAttributes {
	var attributes templ.OrderedAttributes
	set := func(name string, value any) {
		attributes = append(attributes, templ.KeyValue[string, any]{Key: name, Value: value})
	}
	if described := field.withHint(ctx, message).described(); described != "" {
		set("aria-describedby", described)
	}
	if field.Error != "" {
		set("aria-invalid", "true")
	}
	if field.required {
		set("aria-required", "true")
	}
	if field.autocomplete != "" {
		set("autocomplete", field.autocomplete)
	}
	if field.locale != "" {
		set("lang", field.locale)
	}
	return attributes
}

// direction keeps addresses and numbers left to right in every language; other text
// follows the language of the field, or what is typed.
func (f Field) direction(kind string) string {
	switch {
	case kind != "text":
		return "ltr"
	case f.locale != "":
		return DirOf(f.locale)
	}
	return "auto"
}

// labelWords name the field.
func (f Field) labelWords(ctx context.Context, message string) string {
	if f.label != "" {
		return f.label
	}
	return T(ctx, message+".label")
}

func (f Field) lines() int {
	if f.rows > 0 {
		return f.rows
	}
	return 5
}

func (o Option) label(ctx context.Context) string {
	if o.Message != "" {
		return T(ctx, o.Message+".label")
	}
	return o.Text
}

func (o Option) line(ctx context.Context) string {
	if o.Message != "" && Has(ctx, o.Message+".hint") {
		return T(ctx, o.Message+".hint")
	}
	return o.Hint
}
