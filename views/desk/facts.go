package desk

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/views/ui"
)

// FactPlace names a part of the facts in words: "controllers: eu".
func FactPlace(ctx context.Context, place string) string {
	kind, of, found := strings.Cut(place, ": ")
	name := ui.T(ctx, "facts."+kind+".title")
	if !found {
		return name
	}
	switch kind {
	case "controllers":
		of = ui.T(ctx, "audience."+of+".label")
	case "representatives":
		of = ui.T(ctx, "region."+of+".label")
	case "rights":
		of = ui.T(ctx, "right."+of+".name")
	case "notices":
		of = ui.LanguageName(of)
	}
	return name + ": " + of
}

// factValue is what stands at a place of the facts: of a right whether it is offered
// and the usual time of an answer.
func factValue(ctx context.Context, place, value string) string {
	if !strings.HasPrefix(place, "rights: ") {
		return value
	}
	days, err := strconv.Atoi(value)
	switch {
	case err != nil:
		return value
	case days == 0:
		return ui.T(ctx, "facts.rights.offered")
	}
	return ui.T(ctx, "facts.rights.offered_in", "count", days)
}

// rowsShown are the rows of a repeated part that hold something, and some empty ones
// to fill in.
func rowsShown(typed url.Values, part string, empty int) int {
	filled := 0
	for name, values := range typed {
		var at int
		if n, err := fmt.Sscanf(name, part+"[%d].", &at); n == 1 && err == nil && strings.Join(values, "") != "" {
			filled = max(filled, at+1)
		}
	}
	return filled + empty
}

func rightOptions() []ui.Option {
	return ui.Options("right.", regime.Rights())
}

func audienceOptions() []ui.Option { return ui.Options("audience.", facts.Audiences) }

func regionOptions() []ui.Option { return ui.Options("region.", facts.Regions) }

// changeClasses are what an edition can change for its readers.
func changeClasses() []ui.Option {
	return ui.Options("change_class.", []string{"material", "editorial"})
}

func sortedKeys(of map[string]string) []string { return slices.Sorted(maps.Keys(of)) }
