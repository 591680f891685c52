package regime

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cloud.google.com/go/civil"
)

func TestRegimes(t *testing.T) {
	t.Run("every law of the vectors is loaded", func(t *testing.T) {
		for _, row := range vectors(t) {
			if !slices.Contains(Regimes(), row["regime"]) {
				t.Errorf("%s is missing", row["regime"])
			}
		}
	})

	t.Run("the row follows the local day of receipt", func(t *testing.T) {
		for _, want := range []struct{ day, start string }{{"2026-02-04", "receipt"}, {"2026-02-05", "relevant_time"}} {
			row, found := At("uk-gdpr", day(want.day))
			if !found || row.Start != want.start {
				t.Errorf("on %s the clock starts by %q, want %q", want.day, row.Start, want.start)
			}
		}
	})

	t.Run("a law has no row before it was in force", func(t *testing.T) {
		if _, found := At("us-md-modpa", day("2025-09-30")); found {
			t.Error("Maryland has a row before 1 October 2025")
		}
	})

	t.Run("a rule that is not in force yet is not found", func(t *testing.T) {
		row, _ := At("uk-gdpr", day("2026-06-18"))
		if _, known := row.Rule(Complaint, day("2026-06-18")); known {
			t.Error("a complaint has a clock on 18 June 2026")
		}
		if _, known := row.Rule(Complaint, day("2026-06-19")); !known {
			t.Error("a complaint has no clock on 19 June 2026")
		}
	})

	t.Run("every row names its calendar, the site's in the European Union", func(t *testing.T) {
		for id, want := range map[string]string{"eu-gdpr": "IE", "uk-gdpr": "GB-EAW", "hk-pdpo": "HK", "nz-privacy": "NZ", "us-ca-ccpa": "US-CA", "us-or-ocpa": NoCalendar} {
			row, _ := At(id, day("2026-06-01"))
			if got := row.CalendarFor("IE"); got != want {
				t.Errorf("%s counts with %s, want %s", id, got, want)
			}
		}
	})
}

func TestUsualAnswerTime(t *testing.T) {
	for _, row := range []struct {
		regime string
		right  Right
		want   string
	}{
		{"eu-gdpr", Access, "1 month"},
		{"us-ca-ccpa", Erasure, "45 days"},
		{"us-ca-ccpa", OptOutSaleSharing, "15 business days"},
		{"us-nj-njdpa", WithdrawConsent, "15 days"},
		{"nz-privacy", Access, "20 working days"},
		{"eu-gdpr", PolicyFeedback, ""},
		{"br-lgpd", Erasure, ""},
	} {
		law, _ := At(row.regime, day("2026-06-01"))
		period, known := law.UsualAnswerTime(row.right, day("2026-06-01"))
		if known != (row.want != "") || known && period.String() != row.want {
			t.Errorf("%s %s: %v, want %q", row.regime, row.right, period, row.want)
		}
	}
}

func TestRefusalGrounds(t *testing.T) {
	for _, row := range []struct {
		name   string
		regime string
		right  Right
		has    string
		not    string
	}{
		{"an objection can be overridden", "eu-gdpr", Objection, "objection_overridden", "erasure_exception"},
		{"erasure has its exceptions", "uk-gdpr", Erasure, "erasure_exception", "deletion_exception_ca"},
		{"California has its own", "us-ca-ccpa", Erasure, "deletion_exception_ca", "unauthenticated_us"},
		{"the other states share theirs", "us-ia-icdpa", Access, "unauthenticated_us", "not_verified_ca"},
		{"an opt-out needs no authentication", "us-va-vcdpa", OptOutSaleSharing, "excessive", "unauthenticated_us"},
		{"Hong Kong corrects under section 24", "hk-pdpo", Rectification, "hk_s24", "hk_s20"},
		{"no data is a ground anywhere", "sa-pdpl", Access, "not_our_data", "excessive"},
	} {
		t.Run(row.name, func(t *testing.T) {
			codes := map[string]bool{}
			for _, ground := range RefusalGrounds(row.regime, row.right) {
				codes[ground.Code] = true
				if ground.Name == "" || ground.Citation == "" {
					t.Errorf("%s has no words or source", ground.Code)
				}
			}
			if !codes[row.has] || codes[row.not] {
				t.Errorf("grounds %v: want %s, not %s", codes, row.has, row.not)
			}
		})
	}
}

// A broken file must not load; each row breaks one thing in a law that would.
func TestLoadRefuses(t *testing.T) {
	whole, err := data.ReadFile("data/uk-gdpr.toml")
	if err != nil {
		t.Fatal(err)
	}
	calendars, err := data.ReadFile("data/calendars-world.toml")
	if err != nil {
		t.Fatal(err)
	}
	try := func(law, days string) error {
		_, err := load(fstest.MapFS{"data/law.toml": {Data: []byte(law)}, "data/days.toml": {Data: []byte(days)}})
		return err
	}
	if err := try(string(whole), string(calendars)); err != nil {
		t.Fatalf("the law as it is: %v", err)
	}
	for _, row := range []struct{ name, old, new string }{
		{"a gap between two rows", `"2026-02-04"`, `"2026-02-03"`},
		{"an overlap of two rows", `"2026-02-04"`, `"2026-02-05"`},
		{"a right that does not exist", `"portability"`, `"portable"`},
		{"a unit that does not exist", `"1 calendar_month"`, `"1 moon"`},
		{"an extension shorter than the period", `"3 calendar_month"`, `"1 calendar_month"`},
		{"an extension in another unit", `"3 calendar_month"`, `"90 calendar_day"`},
		{"a mode that does not exist", `"restart"`, `"wait"`},
		{"a calendar that does not exist", `"GB-EAW"`, `"GB-SCT"`},
		{"a field that means nothing", `short =`, `shrt =`},
		{"a refusal part that does not exist", `"judicial_remedy"`, `"remedy"`},
		{"a mark of checking that does not exist", `check = "P"`, `check = "sure"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if try(strings.ReplaceAll(string(whole), row.old, row.new), string(calendars)) == nil {
				t.Error("was loaded")
			}
		})
	}
	for _, row := range []struct{ name, old, new string }{
		{"a day that no year has", `"12-25"`, `"12-32"`},
		{"a weekday that does not exist", `"monday from 05-01"`, `"moonday from 05-01"`},
		{"a feast that does not exist", `"easter-2"`, `"feast-2"`},
		{"a move that moves nothing", `"sat+2 sun+1"`, `"sat"`},
		{"a table without a last year", "last_year = 2027\n", ""},
		{"a calendar that stands twice", `"US-CA"`, `"HK"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if try(string(whole), strings.ReplaceAll(string(calendars), row.old, row.new)) == nil {
				t.Error("was loaded")
			}
		})
	}
}

// vectors is testdata/deadline_vectors.csv by column.
func vectors(t testing.TB) []map[string]string {
	t.Helper()
	file, err := os.Open("testdata/deadline_vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var named []map[string]string
	for _, row := range rows[1:] {
		columns := map[string]string{}
		for i, column := range rows[0] {
			columns[column] = row[i]
		}
		named = append(named, columns)
	}
	return named
}

func day(text string) civil.Date {
	date, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return date
}
