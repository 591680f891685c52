package config

import (
	"fmt"
	"log/slog"
)

// hidden is all that a secret shows of itself.
const hidden = "***"

// Secret is a setting that never shows in pages, logs or errors: however it is
// printed or encoded, it is three stars.
type Secret string

// Reveal is the secret itself, for the one place that uses it.
func (s Secret) Reveal() string { return string(s) }

// String is three stars.
func (Secret) String() string { return hidden }

// Format is three stars for every verb, also for a wrong one.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText is three stars, for JSON and its like.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue is three stars.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Keys are root keys, newest first. They show no more than a Secret does.
type Keys [][]byte

// Format is three stars for every verb.
func (Keys) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText is three stars.
func (Keys) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue is three stars.
func (Keys) LogValue() slog.Value { return slog.StringValue(hidden) }
