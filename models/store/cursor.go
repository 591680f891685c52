package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Page is one page of a list that is walked by keyset: items, and where the
// neighbouring pages begin ("" = there is none).
type Page[T any] struct {
	Items          []T
	Next, Previous string // opaque cursors
}

// Cursor packs the sort key of a row into something opaque for an address.
// It must not hold personal data.
func Cursor(key ...any) string {
	packed, err := json.Marshal(key)
	if err != nil {
		panic(fmt.Sprintf("cursor of %T: %v", key, err)) // keys are numbers, times and short strings
	}
	return base64.RawURLEncoding.EncodeToString(packed)
}

// ReadCursor unpacks a cursor into pointers of the key's types.
//
// Errors: ErrNotFound for one that was not made by Cursor: such a page does not exist.
func ReadCursor(cursor string, key ...any) error {
	packed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return ErrNotFound
	}
	var parts []json.RawMessage
	if json.Unmarshal(packed, &parts) != nil || len(parts) != len(key) {
		return ErrNotFound
	}
	for i, part := range parts {
		if json.Unmarshal(part, key[i]) != nil {
			return ErrNotFound
		}
	}
	return nil
}
