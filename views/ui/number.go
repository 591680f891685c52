package ui

import (
	"context"
	"math"
	"strconv"
	"strings"
)

// Number is a whole number with the separators of the locale: "48,213".
func Number(ctx context.Context, number int64) string {
	if number > -1000 && number < 1000 {
		return strconv.FormatInt(number, 10)
	}
	return languageIn(ctx).rules.FmtNumber(float64(number), 0)
}

// Decimal is a number with this many decimals: "98.2".
func Decimal(ctx context.Context, number float64, decimals int) string {
	return languageIn(ctx).rules.FmtNumber(number, uint64(decimals))
}

// FileSize is a size in powers of 1000, as most systems show it: "3.1 MB".
func FileSize(ctx context.Context, bytes int64) string {
	size, unit := float64(bytes), 0
	units := []string{"size.bytes", "size.kilobytes", "size.megabytes", "size.gigabytes"}
	for size >= 999.5 && unit < len(units)-1 {
		size, unit = size/1000, unit+1
	}
	decimals := 0
	if unit > 0 && size < 10 && math.Round(size*10) != math.Round(size)*10 {
		decimals = 1
	}
	return T(ctx, units[unit], "size", Decimal(ctx, size, decimals))
}

// List joins words as a sentence does: "orders, messages and reviews".
func List(ctx context.Context, words []string) string {
	switch last := len(words) - 1; last {
	case -1:
		return ""
	case 0:
		return words[0]
	default:
		return T(ctx, "list.and", "first", strings.Join(words[:last], T(ctx, "list.comma")), "last", words[last])
	}
}
