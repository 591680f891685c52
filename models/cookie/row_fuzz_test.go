package cookie

import (
	"testing"

	"privacydesk/models/edition/entry"
)

func FuzzRow(f *testing.F) {
	f.Add("_ga, _gid", "Analyse-Cookie", "Acme (.acme.example)", "shop.example (3rd party)", "2 years", "Statistik")
	f.Add("sig_*", "Third-party persistent", "Third party", "", "until you log out", "")
	reader := newReader([]entry.Category{{Key: "analytics", Names: map[string]string{"de": "Statistik"}}}, "en")
	f.Fuzz(func(t *testing.T, name, kind, provider, domains, lifetime, category string) {
		rows, refusal := reader.rows(entry.Line{Cells: map[string]string{
			"name": name, "type": kind, "provider": provider, "domains": domains, "lifetime": lifetime, "category": category}})
		if (refusal == nil) == (len(rows) == 0) {
			t.Fatalf("%d rows and refusal %v", len(rows), refusal)
		}
		for _, row := range rows {
			if fault := row.said.faults(); fault != nil {
				t.Fatalf("%+v was taken, and %v", row.said, fault)
			}
		}
	})
}
