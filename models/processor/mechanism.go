package processor

import (
	_ "embed"
	"slices"

	"cloud.google.com/go/civil"
	"github.com/BurntSushi/toml"
)

// Mechanism is a ground on which personal data may go to another country.
type Mechanism struct {
	Key       string
	Safeguard string   // what the public reads of it: "clauses", "adequacy", "exception"
	Laws      []string // ids of the laws that know it
	Citation  string
	Until     string // yyyy-mm-dd, the last day on which it could be relied on; empty = today too
}

// Valid reports whether it can be relied on at that day.
func (m Mechanism) Valid(on civil.Date) bool { return m.Until == "" || on.String() <= m.Until }

//go:embed data/mechanisms.toml
var mechanismData string

// mechanisms is the file, read once. It is part of the program, so a broken one is a
// broken program.
var mechanisms = func() []Mechanism {
	var read struct{ Mechanism []Mechanism }
	if _, err := toml.Decode(mechanismData, &read); err != nil {
		panic("transfer mechanisms: " + err.Error())
	}
	return read.Mechanism
}()

// Mechanisms lists the grounds in the order of forms.
func Mechanisms() []Mechanism { return slices.Clone(mechanisms) }

// MechanismOf is the ground with this key.
func MechanismOf(key string) (Mechanism, bool) {
	at := slices.IndexFunc(mechanisms, func(m Mechanism) bool { return m.Key == key })
	if at < 0 {
		return Mechanism{}, false
	}
	return mechanisms[at], true
}

// Safeguards are the words for the public, each once, in the order of the mechanisms.
func Safeguards() []string {
	var all []string
	for _, m := range mechanisms {
		if !slices.Contains(all, m.Safeguard) {
			all = append(all, m.Safeguard)
		}
	}
	return all
}
