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
	return attributes
}

// inputDirection keeps addresses and numbers left to right in every language;
// other text follows what is typed.
func inputDirection(kind string) string {
	if kind == "text" {
		return "auto"
	}
	return "ltr"
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
