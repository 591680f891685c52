package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// inWords turns what a register refuses into a sentence for the terminal.
func inWords(ctx context.Context, err error) error {
	var refused store.Refused
	var invalid store.Invalid
	var conflict store.Conflict
	switch {
	case errors.As(err, &refused):
		return errors.New(ui.T(ctx, string(refused)))
	case errors.As(err, &invalid):
		var sentences []string
		for _, field := range slices.Sorted(maps.Keys(invalid)) {
			sentences = append(sentences, field+": "+ui.T(ctx, invalid[field]))
		}
		return errors.New(strings.Join(sentences, "; "))
	case errors.As(err, &conflict):
		return errors.New(ui.T(ctx, "error.409.text"))
	case errors.Is(err, store.ErrNotFound):
		return errors.New(ui.T(ctx, "command.not_found"))
	case errors.Is(err, store.ErrUnavailable):
		return fmt.Errorf("%s (%w)", ui.T(ctx, "error.503.title"), err)
	}
	return err
}
