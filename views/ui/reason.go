package ui

import "context"

// ReasonWords says why something was refused, with what could not be understood.
func ReasonWords(ctx context.Context, message, value string) string {
	if value == "" {
		return T(ctx, message)
	}
	return T(ctx, "import.reason", "reason", T(ctx, message), "value", value)
}
