package request

import (
	"context"
	"errors"
	"strings"

	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// audiences are the people under a law, as the facts of a site name those who are
// responsible for them.
var audiences = map[string]string{
	"eu-gdpr": "eu", "uk-gdpr": "uk", "ch-fadp": "ch", "us-ca-ccpa": "us-ca", "br-lgpd": "br", "hk-pdpo": "hk",
}

// audienceOf is to whom somebody under the law belongs.
func audienceOf(law string) string {
	if audience, named := audiences[law]; named {
		return audience
	}
	if strings.HasPrefix(law, "us-") {
		return "us"
	}
	return "elsewhere"
}

// responsible is who is responsible for the person's data and whom the person may
// complain to, as the facts of the site say: by where the person lives, where they
// told us; else as for everyone. It is told as of the answer, or of now while there
// is none. Empty where the site has no facts, or they were withheld.
func (r *Register) responsible(ctx context.Context, request Request, of site.Site) (facts.Controller, error) {
	at := r.Store.Now()
	if request.AnsweredAt != nil {
		at = *request.AnsweredAt
	}
	found, err := r.Editions.InForce(ctx, edition.Facts(of.Key), at)
	if errors.Is(err, store.ErrNotFound) || err == nil && found.Withheld() {
		return facts.Controller{}, nil
	}
	if err != nil {
		return facts.Controller{}, err
	}
	told, err := facts.Read(found.Content)
	if err != nil {
		return facts.Controller{}, err
	}
	wanted := []string{audienceOf(request.Residence)}
	if request.Residence == "" {
		wanted = []string{"everyone", audienceOf(request.Regimes[0])} // the site's own law
	}
	controller, _ := told.ControllerFor(wanted...)
	return controller, nil
}

// homeLaw is the law that names the authority: of the place where the person lives
// as far as it holds, else the one whose day comes first.
func (r Request) homeLaw() regime.Regime {
	for _, id := range []string{r.Residence, r.LeadRegime} {
		if law, holds := regime.At(id, r.Today(r.ReceivedAt)); holds {
			return law
		}
	}
	return regime.Regime{}
}
