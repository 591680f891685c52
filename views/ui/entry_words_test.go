package ui_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"privacydesk/models/cookie"
	"privacydesk/models/edition/entry"
	"privacydesk/models/processor"
	"privacydesk/views/ui"
)

func TestEveryFieldOfAnEntryHasAName(t *testing.T) {
	ctx := in("en")
	seen := 0
	for _, of := range []any{cookie.Entry{}, cookie.Declared{}, processor.Entry{}, processor.Company{}, entry.Category{}} {
		kind := reflect.TypeOf(of)
		for i := range kind.NumField() {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			seen++
			if !ui.Has(ctx, "entry_field."+name) {
				t.Errorf("%s.%s has no words", kind, name)
			}
		}
	}
	if seen < 50 {
		t.Fatalf("only %d fields were looked at", seen)
	}
}

var berlin, _ = time.LoadLocation("Europe/Berlin")

func TestValuesOfEntriesAreInWords(t *testing.T) {
	names := ui.EntryNames{
		Categories: []entry.Category{{Key: "payments", Names: map[string]string{"en": "Payments", "de": "Zahlungen"}}},
		Sites:      map[int64]string{1: "Harbour"}, People: map[int64]string{3: "Ada"},
	}
	for _, test := range []struct{ field, json, english, german string }{
		{"match", `"prefix"`, "Every name that begins so", "Jeder Name, der so beginnt"},
		{"kind", `"local_storage"`, "Local storage", "Lokaler Speicher"},
		{"party", `"third"`, "Third party", "Von Dritten"},
		{"status", `"announced"`, "Announced", "Angekündigt"},
		{"role", `"sub_processor"`, "Sub-processor", "Weiterer Auftragsverarbeiter"},
		{"lifetime", `{"type":"duration","seconds":63072000,"text":"2 years"}`, "2 years", "2 Jahre"},
		{"lifetime", `{"type":"session"}`, "Until you close the browser", "Bis Sie den Browser schließen"},
		{"category", `"payments"`, "Payments", "Zahlungen"},
		{"categories", `["payments","gone"]`, "Payments and gone", "Zahlungen und gone"},
		{"countries", `["IE","US"]`, "Ireland and United States", "Irland und Vereinigte Staaten"},
		{"transfers", `[{"country":"US","mechanism":"scc_m2"}]`, "United States: Standard clauses, controller to processor",
			"Vereinigte Staaten: Standardvertragsklauseln, Verantwortlicher an Auftragsverarbeiter"},
		{"transfers", `[{"country":"US","mechanism":"scc_m2","document":"Agreement","valid_until":"2027-01-31"}]`,
			"United States: Standard clauses, controller to processor, Agreement, until 31 January 2027", ""},
		{"site_ids", `[1,2]`, "Harbour and 2", ""},
		{"owner_id", `3`, "Ada", ""},
		{"since", `"2026-12-01"`, "1 December 2026", "1. Dezember 2026"},
		{"takes_effect_at", `"2026-11-30T23:00:00Z"`, "1 December 2026", "1. Dezember 2026"},
		{"necessary", `false`, "No", "Nein"},
		{"name", `"Acme"`, "Acme", "Acme"},
	} {
		var value any
		if err := json.Unmarshal([]byte(test.json), &value); err != nil {
			t.Fatal(err)
		}
		if got := ui.EntryValue(ui.WithZone(in("en"), berlin), names, test.field, value); got != test.english {
			t.Errorf("%s %s is %q, not %q", test.field, test.json, got, test.english)
		}
		if got := ui.EntryValue(ui.WithZone(in("de"), berlin), names, test.field, value); test.german != "" && got != test.german {
			t.Errorf("%s %s is %q, not %q in German", test.field, test.json, got, test.german)
		}
	}
}

func TestEveryGroundOfATransferHasItsWords(t *testing.T) {
	for _, mechanism := range processor.Mechanisms() {
		if !ui.Has(in("en"), "mechanism."+mechanism.Key) {
			t.Errorf("mechanism.%s has no words", mechanism.Key)
		}
	}
}
