package regime

import (
	"strings"
	"testing"
	"time"
)

// Cases of our own beside the vectors, reckoned by hand, for each law: the ends of months
// and years, leap days, holidays, extensions, pauses. Received at noon of the zone.
func TestLawByLaw(t *testing.T) {
	type row struct {
		right        Right
		received     string
		zone, days   string
		events, want string
	}
	for law, rows := range map[string][]row{
		"eu-gdpr": { // GDPR 12(3); Regulation 1182/71 art. 3(2)(c) and 3(4)
			{Access, "2026-04-30", "Europe/Berlin", "DE", "", "due=2026-06-01 extended_due=2026-07-30"},                                                                            // Sat 30 May
			{Access, "2026-12-29", "Europe/Berlin", "DE", "", "due=2027-01-29 extended_due=2027-03-30"},                                                                            // Easter Monday 29 March
			{Access, "2026-11-24", "Europe/Berlin", "DE", "", "due=2026-12-24"},                                                                                                    // Christmas Eve is a working day in Germany
			{Access, "2026-11-24", "Europe/Prague", "CZ", "", "due=2026-12-28"},                                                                                                    // and none in Czechia
			{Erasure, "2026-09-26", "Europe/Vienna", "AT", "", "due=2026-10-27"},                                                                                                   // National Day
			{Erasure, "2026-10-11", "Europe/Warsaw", "PL", "", "due=2026-11-12"},                                                                                                   // Independence Day
			{Objection, "2026-05-02", "Europe/Rome", "IT", "", "due=2026-06-03"},                                                                                                   // Republic Day
			{Objection, "2026-09-12", "Europe/Madrid", "ES", "", "due=2026-10-13"},                                                                                                 // National Day
			{Restriction, "2026-06-21", "Europe/Brussels", "BE", "", "due=2026-07-22"},                                                                                             // National Day
			{Restriction, "2026-05-06", "Europe/Stockholm", "SE", "", "due=2026-06-08"},                                                                                            // National Day, a Saturday
			{Portability, "2026-02-25", "Europe/Athens", "GR", "", "due=2026-03-26"},                                                                                               // Independence Day
			{Portability, "2026-07-15", "Europe/Paris", "FR", "", "due=2026-08-17"},                                                                                                // Assumption Day, a Saturday
			{Rectification, "2027-12-31", "Europe/Berlin", "DE", "", "due=2028-01-31 extended_due=2028-03-31"},                                                                     // over the turn of the year
			{Rectification, "2027-11-30", "Europe/Berlin", "DE", "", "due=2027-12-30 extended_due=2028-02-29"},                                                                     // there is no 30 February
			{Rectification, "2027-01-31", "Europe/Berlin", "DE", "", "due=2027-03-01 extended_due=2027-04-30"},                                                                     // Sun 28 February
			{Access, "2026-06-10", "Europe/Berlin", "DE", "identity_requested=2026-06-12 identity_received=2026-06-20", "start=2026-06-10 due=2026-07-20 extended_due=2026-09-18"}, // 8 days, then a Saturday
			{Access, "2026-06-10", "Europe/Berlin", "DE", "identity_requested=2026-06-12 clarification_asked=2026-06-15 identity_received=2026-06-20 clarification_received=2026-06-25", "due=2026-07-23 extended_due=2026-09-23"}, // 13 days, each once
			{Complaint, "2026-06-10", "Europe/Berlin", "DE", "", "due= ack_due="}, // art. 77 is a right against the authority
		},
		"uk-gdpr": { // UK GDPR 12(3), 12A; ICO guidance; Data Protection Act 2018 s. 164A
			{Access, "2026-03-05", "Europe/London", "GB-EAW", "", "due=2026-04-07"},                                                                                         // Easter Sunday and Monday
			{Access, "2026-04-25", "Europe/London", "GB-EAW", "", "due=2026-05-26"},                                                                                         // spring bank holiday
			{Access, "2027-07-31", "Europe/London", "GB-EAW", "", "due=2027-08-31 extended_due=2027-11-01"},                                                                 // Sun 31 October
			{Access, "2026-02-04", "Europe/London", "GB-EAW", "", "due=2026-03-04"},                                                                                         // the last day of the old row
			{Access, "2027-11-27", "Europe/London", "GB-EAW", "", "due=2027-12-29"},                                                                                         // both substitute days
			{Access, "2027-12-01", "Europe/London", "GB-EAW", "", "due=2028-01-04"},                                                                                         // Sat 1 January, substitute on Monday
			{Access, "2026-05-01", "Europe/London", "GB-EAW", "clarification_asked=2026-05-11 clarification_received=2026-05-18", "due=2026-06-09 extended_due=2026-08-10"}, // 8 days, both ends
			{Access, "2026-05-01", "Europe/London", "GB-EAW", "fee_notified=2026-05-04 fee_paid=2026-05-20", "start=2026-05-20 due=2026-06-22 extended_due=2026-08-20"},
			{Complaint, "2026-06-18", "Europe/London", "GB-EAW", "", "ack_due= due="}, // s. 164A begins on the 19th
			{Complaint, "2026-06-19", "Europe/London", "GB-EAW", "", "ack_due=2026-07-20 due="},
			{Complaint, "2026-12-02", "Europe/London", "GB-EAW", "", "ack_due=2027-01-04"}, // New Year's Day, a Friday
			{Access, "2022-04-30", "Europe/London", "GB-EAW", "", "due=2022-05-30"},        // that year the spring holiday stood on 2 June
			{Access, "2022-05-02", "Europe/London", "GB-EAW", "", "due=2022-06-06"},        // with 3 June, before a weekend
		},
		"us-ca-ccpa": { // Civ. Code 1798.130(a)(2)(A); 11 CCR 7021, 7026, 7027, 7221, 7222
			{Access, "2026-11-20", "America/Los_Angeles", "US-CA", "", "ack_due=2026-12-07 due=2027-01-04 extension_notice_by=2027-01-04 extended_due=2027-02-18"}, // Thanksgiving
			{OptOutSaleSharing, "2026-12-18", "America/Los_Angeles", "US-CA", "", "optout_due=2027-01-12 due="},                                                    // Christmas and New Year
			{OptOutSaleSharing, "2026-12-18", "America/Los_Angeles", "", "", "optout_due=2027-01-08"},                                                              // without a calendar
			{LimitSensitive, "2026-07-02", "America/Los_Angeles", "US-CA", "", "optout_due=2026-07-23"},                                                            // 4 July, a Saturday
			{Erasure, "2028-01-15", "America/Los_Angeles", "US-CA", "", "due=2028-02-29 extended_due=2028-04-14"},
			{Erasure, "2026-10-31", "America/Los_Angeles", "US-CA", "identity_requested=2026-11-02 identity_received=2026-11-30", "due=2026-12-15"}, // regardless of the time to verify
			{AutomatedDecision, "2026-12-31", "America/Los_Angeles", "US-CA", "", "due= optout_due="},
			{AutomatedDecision, "2027-01-01", "America/Los_Angeles", "US-CA", "", "due=2027-02-15 optout_due=2027-01-25 extended_due=2027-04-01"},
		},
		"hk-pdpo": { // PDPO 19, 23; Cap. 1 s. 71
			{Access, "2026-08-17", "Asia/Hong_Kong", "HK", "", "due=2026-09-28 extended_due="},                         // a holiday on Saturday, then Sunday
			{Rectification, "2026-02-22", "Asia/Hong_Kong", "HK", "", "due=2026-04-08 extension_notice_by=2026-04-08"}, // five days in a row
			{Access, "2026-11-15", "Asia/Hong_Kong", "HK", "", "due=2026-12-28"},                                       // Christmas
			{Erasure, "2026-11-15", "Asia/Hong_Kong", "HK", "", "due="},                                                // a duty, no right
			{Access, "2026-11-15", "Asia/Hong_Kong", "HK", "identity_requested=2026-11-20 identity_received=2026-12-01", "due=2026-12-28"},
		},
		"br-lgpd": { // LGPD 18 s. 4, 19(II)
			{Access, "2026-02-20", "America/Sao_Paulo", "", "", "due=2026-03-07"}, {Erasure, "2026-02-20", "America/Sao_Paulo", "", "", "due="},
		},
		"ch-fadp": { // FADP 25(7); Data Protection Ordinance 18, 19(3)
			{Access, "2026-01-31", "Europe/Zurich", "", "", "due=2026-03-02"},
			{Access, "2026-01-31", "Europe/Zurich", "", "fee_notified=2026-02-27 fee_paid=2026-03-01", "start=2026-03-09 due=2026-04-08"}, // the ten days are waited out
		},
		"ca-pipeda": { // PIPEDA 8(3), 8(4)
			{Access, "2026-01-30", "America/Toronto", "", "", "due=2026-03-01 extension_notice_by=2026-03-01 extended_due=2026-03-31"},
			{Portability, "2026-01-30", "America/Toronto", "", "", "due="},
		},
		"nz-privacy": { // Privacy Act 2020 ss. 44, 63, 66
			{Access, "2026-02-05", "Pacific/Auckland", "NZ", "", "due=2026-03-06"},        // Waitangi Day
			{Rectification, "2026-06-25", "Pacific/Auckland", "NZ", "", "due=2026-07-24"}, // Matariki
			{Access, "2026-12-01", "Pacific/Auckland", "NZ", "", "due="},                  // beyond the last loaded year
			{Access, "2026-02-05", "Pacific/Auckland", "NZ", "fee_notified=2026-02-10", "due=2026-03-06"},
		},
		"kr-pipa": { // PIPA 35 to 37-2; Enforcement Decree 41(4), 44-3
			{Access, "2026-02-20", "Asia/Seoul", "", "", "due=2026-03-02 extended_due="}, {AutomatedDecision, "2026-02-20", "Asia/Seoul", "", "", "due=2026-03-22"},
		},
		"tr-kvkk": {{Erasure, "2028-01-30", "Europe/Istanbul", "", "", "due=2028-02-29 extended_due="}}, // KVKK 13(2)
		"th-pdpa": { // PDPA ss. 30 to 36
			{Access, "2026-12-15", "Asia/Bangkok", "", "", "due=2027-01-14"}, {Erasure, "2026-12-15", "Asia/Bangkok", "", "", "due="},
		},
		"tw-pdpa": { // PDPA art. 13
			{Access, "2026-02-14", "Asia/Taipei", "", "", "due=2026-03-01 extended_due=2026-03-16"}, {Erasure, "2026-02-14", "Asia/Taipei", "", "", "due=2026-03-16 extended_due=2026-04-15"},
		},
		"sa-pdpl": {{Access, "2026-12-31", "Asia/Riyadh", "", "", "due=2027-01-30 extended_due=2027-03-01"}}, // PDPL Implementing Regulation art. 3
		"us-va-vcdpa": { // Va. Code 59.1-577
			{Access, "2026-01-15", "America/New_York", "", "", "due=2026-03-01 extension_notice_by=2026-03-01 extended_due=2026-04-15"}, // a Sunday stays
			{Access, "2026-01-15", "America/New_York", "", "identity_requested=2026-01-20 identity_received=2026-02-20", "due=2026-03-01"},
		},
		"us-tx-tdpsa": {{Appeal, "2026-11-02", "America/Chicago", "", "", "appeal_due=2027-01-01"}}, // Tex. Bus. & Com. Code 541.053
		"us-or-ocpa":  {{WithdrawConsent, "2026-12-20", "America/Los_Angeles", "", "", "consent_stop_due=2027-01-04 due="}},
		"us-nj-njdpa": {{Appeal, "2028-01-16", "America/New_York", "", "", "appeal_due=2028-03-01"}},
		"us-md-modpa": {{WithdrawConsent, "2027-01-30", "America/New_York", "", "", "consent_stop_due=2027-03-01"}, {Appeal, "2027-12-31", "America/New_York", "", "", "appeal_due=2028-02-29"}},
		"us-ia-icdpa": { // Iowa Code 715D.3
			{Access, "2027-12-01", "America/Chicago", "", "", "due=2028-02-29 extended_due=2028-04-14"},
			{Rectification, "2027-12-01", "America/Chicago", "", "", "due= extended_due="}, // no right to correct
			{Appeal, "2027-12-31", "America/Chicago", "", "", "appeal_due=2028-02-29"},
		},
	} {
		for _, c := range rows {
			t.Run(strings.Join([]string{law, string(c.right), c.received, c.days, c.events}, " "), func(t *testing.T) {
				line := compute(t, law, c.right, noon(t, c.received, c.zone), c.zone, c.days, strings.Fields(c.events)...)
				expect(t, line, c.want)
			})
		}
	}
}

// noon of a day in a zone.
func noon(t *testing.T, on, zone string) string {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return day(on).In(place).Add(12 * time.Hour).Format(time.RFC3339)
}
