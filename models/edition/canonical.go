package edition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"
)

// Canonical is the value as canonical JSON (RFC 8785), strings in NFC. Numbers with
// fractions are refused, since programs disagree on how to write them.
func Canonical(value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write content as JSON: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read content back: %w", err)
	}
	tree, err = normal(tree)
	if err != nil {
		return nil, err
	}
	if plain, err = json.Marshal(tree); err != nil {
		return nil, fmt.Errorf("write normal content: %w", err)
	}
	canonical, err := jcs.Transform(plain)
	if err != nil {
		return nil, fmt.Errorf("order content: %w", err)
	}
	return canonical, nil
}

func normal(tree any) (any, error) {
	switch value := tree.(type) {
	case string:
		return norm.NFC.String(value), nil
	case json.Number:
		if strings.ContainsAny(value.String(), ".eE") {
			return nil, fmt.Errorf("the number %s has a fraction", value)
		}
		return value, nil
	case []any:
		for i := range value {
			var err error
			if value[i], err = normal(value[i]); err != nil {
				return nil, err
			}
		}
		return value, nil
	case map[string]any:
		folded := make(map[string]any, len(value))
		for key, inner := range value {
			var err error
			if folded[norm.NFC.String(key)], err = normal(inner); err != nil {
				return nil, err
			}
		}
		return folded, nil
	}
	return tree, nil
}
