package cookie_test

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/models/cookie"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text/texttest"
)

const day = 86400

func TestReadLifetime(t *testing.T) {
	duration := func(seconds int64, text string) cookie.Lifetime {
		return cookie.Lifetime{Type: cookie.Duration, Seconds: seconds, Text: text}
	}
	event := func(text string) cookie.Lifetime { return cookie.Lifetime{Type: cookie.Event, Text: text} }
	session, unstated := cookie.Lifetime{Type: cookie.Session}, cookie.Lifetime{Type: cookie.Unstated}

	for words, want := range map[string]cookie.Lifetime{
		"Session": session, "session": session, "Session Cookie": session, "Session-Cookie": session, "SessionCookie": session,
		"Sessions": session, "Browser session": session, "End of session (browser)": session, "until the end of the session": session,
		"Until you close your browser": session, "When the browser is closed": session, "Deleted when you close your browser": session,
		"Sitzung": session, "Sitzungsende": session, "Ende der Sitzung": session, "bis zum Schließen des Browsers": session,
		"Browsersitzung": session, "temporary": session, "for the session": session, "session only.": session,

		"Persistent Cookie": unstated, "PersistentCookie": unstated, "persistent-cookie": unstated, "Persistent": unstated,
		"Permanent": unstated, "dauerhaft": unstated, "": unstated, "–": unstated, "n/a": unstated, "Unknown": unstated,
		"never expires": unstated, "unbegrenzt": unstated,

		"2 years": duration(2*365*day, "2 years"), "One year": duration(365*day, "1 year"), "1 Year": duration(365*day, "1 year"),
		"1 year*": duration(365*day, "1 year"), "13 months": duration(13*30*day, "13 months"), "30 mins": duration(1800, "30 minutes"),
		"Five minutes": duration(300, "5 minutes"), "24 hours": duration(day, "24 hours"), "1 year 1 month": duration(395*day, "1 year 1 month"),
		"1 year and 2 days": duration(367*day, "1 year 2 days"), "two weeks": duration(14*day, "2 weeks"), "24h": duration(day, "24 hours"),
		"1y": duration(365*day, "1 year"), "3,650 days": duration(3650*day, "3650 days"), "up to 13 months": duration(390*day, "13 months"),
		"max. 2 Jahre": duration(730*day, "2 years"), "zwei Jahre": duration(730*day, "2 years"), "12 Monate": duration(360*day, "12 months"),
		"1 Tag": duration(day, "1 day"), "30 Tage": duration(30*day, "30 days"), "eine Woche": duration(7*day, "1 week"),
		"2 years after last activity": duration(730*day, "2 years"), "1 year (rolling)": duration(365*day, "1 year"), "90 sec": duration(90, "90 seconds"),
		"Expires after 7 days": duration(7*day, "7 days"), "Persistent, 90 days": duration(90*day, "90 days"), "180-day": duration(180*day, "180 days"),

		"< 1 day": duration(day, "1 day"), "less than 1 hour": duration(3600, "1 hour"), "Persistent (2 Years)": duration(730*day, "2 years"), "1 year (12 months)": duration(365*day, "1 year"),
		"Expires after 30 days of inactivity": duration(30*day, "30 days"), "Session - expires when you close your browser": session, "No expiry (local storage)": unstated,
		"13 mois": duration(390*day, "13 months"), "un an": duration(365*day, "1 year"), "2 ans": duration(730*day, "2 years"), "1 jour": duration(day, "1 day"), "jusqu'à 6 mois": duration(180*day, "6 months"),
		"6 meses": duration(180*day, "6 months"), "1 día": duration(day, "1 day"), "1 mese": duration(30*day, "1 month"), "24 ore": duration(day, "24 hours"), "1 ano": duration(365*day, "1 year"),
		"12 maanden": duration(360*day, "12 months"), "سنتان": duration(730*day, "2 years"), "٣ أشهر": duration(90*day, "3 months"), "2年": duration(730*day, "2 years"), "24時間": duration(day, "24 hours"),
		"Fin de session": session, "Session utilisateur": session, "al cerrar el navegador": session, "Sesión": session, "sessione": session, "Sessie": session, "جلسة": session, "セッション": session,
		"Persistant": unstated, "beständig": unstated, "Permanente": unstated, "jusqu’à suppression": event("jusqu’à suppression"),

		// of a range the longer end, which is what is promised at most
		"60 days till 3650 days": duration(3650*day, "3650 days"), "24-48 hours": duration(2*day, "48 hours"), "1 week to 1 year": duration(365*day, "1 year"),
		"1 hour - 1 day": duration(day, "1 day"), "30 seconds – 1 year (varies)": duration(365*day, "1 year"), "6-12 months": duration(360*day, "12 months"),
		"6–12 Monate": duration(360*day, "12 months"), "90 days to 2 years": duration(730*day, "2 years"), "between 1 and 2 years": duration(730*day, "2 years"),
		"de 6 à 12 mois": duration(360*day, "12 months"), "up to 2 years": duration(730*day, "2 years"),

		"1.5 years": duration(545*day, "1 year 6 months"), "1,5 Jahre": duration(545*day, "1 year 6 months"), "0.5 years": duration(180*day, "6 months"),
		"1.0 year": duration(365*day, "1 year"), "2.5 hours": duration(9000, "2 hours 30 minutes"), "1.1 years": duration(401*day, "1 year 1 month 6 days"),

		"until you log out": event("until you log out"), "Deleted when the state is validated": event("Deleted when the state is validated"),
		"deleted when oauth state is validated": event("deleted when oauth state is validated"), "Immediately removed": event("Immediately removed"),
		"bis Sie sich abmelden": event("bis Sie sich abmelden"), "Until  cleared\nby the user": event("Until cleared by the user"),
		"until user closes browser or completes authentication request": event("until user closes browser or completes authentication request"),
	} {
		t.Run("understands "+words, func(t *testing.T) {
			got, err := cookie.ReadLifetime(words)
			storetest.NoError(t, err)
			storetest.Equal(t, got, want)
		})
	}

	for _, words := range []string{"1 hour or longer", "0 days", "10 Nov 2030",
		"30 minutes, 3w or 1y depending on value", "14 days if you select “Remember Me”. Otherwise, Session.", "Session to 30 days", "6 m",
		"=2+2", "yes", "12", "1 month 1 year", "4000 years", "99999999999 years", "Seesion", "Awin", "until 5",
		"Session (1 day)", "Session (2 weeks if you stay signed in)", "2 ans ou session", "12-6 months", "1.33 years", "1.500 days", "6-12", "session - 2 years", "1,5", "1 año o sesión"} {
		t.Run("refuses "+words, func(t *testing.T) {
			got, err := cookie.ReadLifetime(words)
			if !errors.Is(err, cookie.ErrLifetime) {
				t.Fatalf("was read as %+v", got)
			}
		})
	}
}

func TestLifetimeWordsAreReadAgainAsTheSame(t *testing.T) {
	for _, words := range []string{"session", "persistent", "13 months", "1 year 1 month", "until you log out"} {
		first, err := cookie.ReadLifetime(words)
		storetest.NoError(t, err)
		storetest.Equal(t, first.Words(), words)
	}
}

func TestSpansSayADurationInParts(t *testing.T) {
	lifetime, err := cookie.ReadLifetime("One year and 1 month")
	storetest.NoError(t, err)
	storetest.Equal(t, lifetime.Spans(), []cookie.Span{{Number: 1, Unit: "year"}, {Number: 1, Unit: "month"}})
}

// In the public database of known cookies hardly any lifetime may stay unread.
func TestReadLifetimeOfRealCookies(t *testing.T) {
	periods := realRetentions(t)
	refused := map[string]int{}
	for _, words := range periods {
		if _, err := cookie.ReadLifetime(words); err != nil {
			refused[words]++
		}
	}
	total := 0
	for _, n := range refused {
		total += n
	}
	if total*100 > len(periods)*3 {
		t.Fatalf("%d of %d are refused: %v", total, len(periods), refused)
	}
}

func realRetentions(t *testing.T) []string {
	t.Helper()
	file, err := os.Open(filepath.Join(texttest.RealInputs(t), "open-cookie-database.csv"))
	storetest.NoError(t, err)
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	storetest.NoError(t, err)
	var periods []string
	for _, record := range records[1:] {
		periods = append(periods, record[6])
	}
	return periods
}

func FuzzReadLifetime(f *testing.F) {
	for _, words := range []string{"2 years", "Session-Cookie", "until you log out", "1 year 1 month", "180 days after last activity", "bis zum Schließen des Browsers"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		lifetime, err := cookie.ReadLifetime(words)
		if err != nil {
			return
		}
		again, err := cookie.ReadLifetime(lifetime.Words())
		if err != nil || (again != lifetime && lifetime.Type != cookie.Event) {
			t.Fatalf("%q is %+v, and its words are read as %+v, %v", words, lifetime, again, err)
		}
		if strings.ContainsAny(lifetime.Text, "\n\r\t") {
			t.Fatalf("%q keeps a line break", words)
		}
		if lifetime.Type == cookie.Duration && (lifetime.Seconds <= 0 || len(lifetime.Spans()) == 0) {
			t.Fatalf("%q is a duration of nothing: %+v", words, lifetime)
		}
	})
}
