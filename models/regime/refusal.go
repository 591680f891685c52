package regime

import (
	"fmt"
	"slices"
	"strings"
)

// Ground is a reason for which a law allows to refuse a right, wholly or in part.
type Ground struct {
	Code     string
	Name     string            // plain words
	Rights   []Right           // empty: all
	Limits   string            // who must prove it, what is owed all the same
	Citation map[string]string // id of a regime, or "us" for the states without California → citation
}

// RefusalGround is a ground as one law words it.
type RefusalGround struct{ Code, Name, Limits, Citation string }

// anyRegime and usStates stand in data/refusals.toml for several laws at once.
const (
	anyRegime = "all"
	usStates  = "us"
)

// RefusalGrounds is every ground on which a law allows to refuse a right.
func RefusalGrounds(regimeID string, right Right) []RefusalGround {
	var allowed []RefusalGround
	for _, ground := range loaded.grounds {
		citation, known := ground.under(regimeID)
		if known && (len(ground.Rights) == 0 || slices.Contains(ground.Rights, right)) {
			allowed = append(allowed, RefusalGround{ground.Code, ground.Name, ground.Limits, citation})
		}
	}
	return allowed
}

func (g Ground) under(regimeID string) (citation string, known bool) {
	if citation, known = g.Citation[regimeID]; known {
		return citation, true
	}
	if citation, known = g.Citation[usStates]; known && strings.HasPrefix(regimeID, "us-") && regimeID != "us-ca-ccpa" {
		return citation, true
	}
	citation, known = g.Citation[anyRegime]
	return citation, known
}

func (g Ground) validate(regimes map[string][]Regime) error {
	if g.Code == "" || g.Name == "" || len(g.Citation) == 0 {
		return fmt.Errorf("ground %q lacks a name or a citation", g.Code)
	}
	for id, citation := range g.Citation {
		if _, known := regimes[id]; !known && id != anyRegime && id != usStates {
			return fmt.Errorf("ground %s: regime %q is unknown", g.Code, id)
		}
		if citation == "" {
			return fmt.Errorf("ground %s has no citation under %s", g.Code, id)
		}
	}
	for _, right := range g.Rights {
		if !right.Timed() {
			return fmt.Errorf("ground %s: %q is no right", g.Code, right)
		}
	}
	return nil
}
