package public

import (
	"slices"
	"testing"

	"privacydesk/models/regime"
)

func TestTheFormOffersEveryLawThatIsLoaded(t *testing.T) {
	offered := slices.Sorted(slices.Values(places))
	if !slices.Equal(offered, regime.Regimes()) {
		t.Errorf("the form offers %v, loaded are %v", offered, regime.Regimes())
	}
}
