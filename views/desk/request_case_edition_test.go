package desk

import (
	"testing"

	"privacydesk/models/edition"
	"privacydesk/models/store/storetest"
)

func TestACaseLeadsToAPageThatPeopleReadOfEachEdition(t *testing.T) {
	for subject, want := range map[edition.Subject]string{
		edition.Policy("privacy"):  "https://shop.example/policies/privacy/7.1",
		edition.Cookies("main"):    "https://shop.example/cookies/3",
		edition.Processors("main"): "https://shop.example/companies/3",
		edition.Facts("main"):      "/desk/sites/main/facts/editions/3",
	} {
		e := edition.Edition{Subject: subject, Number: 3, SHA256: []byte{0xab}}
		if subject.Kind() == edition.KindPolicy {
			e.Version = "7.1"
		}
		storetest.Equal(t, editionAddress("https://shop.example", e), want)
	}
}
