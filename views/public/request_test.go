package public

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/views/ui"
)

func TestTheFormOffersEveryLawThatIsLoaded(t *testing.T) {
	offered := slices.Sorted(slices.Values(places))
	if !slices.Equal(offered, regime.Regimes()) {
		t.Errorf("the form offers %v, loaded are %v", offered, regime.Regimes())
	}
}

// answered is a case with one right done and one refused, and a file handed over.
func answered() Tracking {
	received, at := time.Date(2026, 10, 26, 9, 14, 0, 0, time.UTC), time.Date(2026, 11, 23, 11, 2, 0, 0, time.UTC)
	due := civil.Date{Year: 2026, Month: 12, Day: 1}
	return Tracking{
		Shell: ui.PublicShell{Site: ui.Brand{Name: "Hafen"}},
		Case: request.Followed{
			Request: request.Request{Reference: "PD-7K2M-93TX-QH4N", Stage: request.Answered, ReceivedAt: received, AnsweredAt: &at,
				DueOn: &due, Zone: "UTC", LeadRegime: "eu-gdpr"},
			Rights: []request.FollowedRight{
				{Key: regime.Access, Outcome: "granted", Explanation: "Everything is in the file."},
				{Key: regime.Erasure, Outcome: "refused", Explanation: "The invoices stay.", Citation: "GDPR 17(3)(b)",
					Remedies: []string{"reasons", "complaint_to_authority", "judicial_remedy"}},
			},
			Messages: []request.Said{{Message: request.Message{Kind: request.Out, Channel: request.FromDesk, SentAt: at}, Body: "<b>Hello</b>"}},
			Files:    []request.Handed{{File: request.File{MediaType: "application/pdf", Size: 3_100_000, Scan: "unscanned"}, Name: "data.pdf", Sum: "abc123"}},
		},
	}
}

func TestTrackingPageTellsTheAnswerInEveryLanguage(t *testing.T) {
	for locale, words := range map[string][]string{
		"en": {"Your data is ready", "Done as you asked", "Refused", "Complain to the data protection authority where you live or work.", "Go to court.", "23 November 2026, in time"},
		"de": {"Ihre Daten sind bereit", "Wie gewünscht erledigt", "Abgelehnt", "Gehen Sie vor Gericht.", "23. November 2026, rechtzeitig"},
		"ar": {"بياناتك جاهزة", "نُفّذ كما طلبت", "رُفض", "ارفع دعوى أمام المحكمة."},
	} {
		var page strings.Builder
		if err := TrackingPage(answered()).Render(ui.WithLocale(t.Context(), locale), &page); err != nil {
			t.Fatal(err)
		}
		for _, wanted := range append(words, "PD-7K2M-93TX-QH4N", "The invoices stay.", "GDPR 17(3)(b)", "abc123", "&lt;b&gt;Hello&lt;/b&gt;") {
			if !strings.Contains(page.String(), wanted) {
				t.Errorf("the page in %s lacks %q", locale, wanted)
			}
		}
		if strings.Contains(page.String(), "⟦") || strings.Contains(page.String(), "reasons") {
			t.Errorf("the page in %s shows a key", locale)
		}
	}
}

func TestTrackingPageNamesTheAuthorityOfWhoeverIsResponsible(t *testing.T) {
	page := func(locale, named, lawful string) string {
		refused := answered()
		refused.Case.Responsible.Authority, refused.Case.Rights[1].Authority = named, lawful
		var made strings.Builder
		if err := TrackingPage(refused).Render(ui.WithLocale(t.Context(), locale), &made); err != nil {
			t.Fatal(err)
		}
		return made.String()
	}
	for _, c := range []struct{ locale, named, lawful, want string }{
		{"en", "the Commissioner of Wilmslow", "the Information Commissioner", "Complain to the Commissioner of Wilmslow."},
		{"de", "LfDI Hamburg", "the Information Commissioner", "LfDI Hamburg"},
		{"en", "", "the Information Commissioner", "Complain to the Information Commissioner."},
		{"en", "", "", "Complain to the data protection authority where you live or work."},
	} {
		if !strings.Contains(page(c.locale, c.named, c.lawful), c.want) {
			t.Errorf("the page in %s does not say %q", c.locale, c.want)
		}
	}
	if strings.Contains(page("de", "", "the Information Commissioner"), "Information Commissioner") {
		t.Error("the German page names an authority in English")
	}
}

func TestTrackingPageBeginsWithWhatThePersonMustDo(t *testing.T) {
	open := answered()
	open.Case.Request.Stage, open.Case.Request.AnsweredAt, open.Case.Waiting = request.Waiting, nil, regime.IdentityRequested
	var page strings.Builder
	if err := TrackingPage(open).Render(ui.WithLocale(t.Context(), "en"), &page); err != nil {
		t.Fatal(err)
	}
	conversation, progress := strings.Index(page.String(), "<h2>Messages</h2>"), strings.Index(page.String(), "<h2>Progress</h2>")
	if conversation < 0 || progress < conversation || !strings.Contains(page.String(), "We are checking it is you") {
		t.Error("the conversation does not come first")
	}
}

func TestTrackingPageDatesALetterByTheDayOnWhichItCame(t *testing.T) {
	letter := answered()
	letter.Case.Request.Channel, letter.Case.Request.Zone = request.Post, "Pacific/Auckland"
	letter.Case.Messages = []request.Said{{Body: "All of it.",
		Message: request.Message{Kind: request.In, Channel: request.Post, SentAt: time.Date(2026, 10, 30, 17, 45, 0, 0, time.UTC)}}}
	var page strings.Builder
	if err := TrackingPage(letter).Render(ui.WithLocale(t.Context(), "en"), &page); err != nil {
		t.Fatal(err)
	}
	if strings.Count(page.String(), `datetime="2026-10-26"`) < 2 {
		t.Error("step and message do not bear the day of receipt")
	}
	for _, moment := range []string{"17:45", "09:14"} {
		if strings.Contains(page.String(), moment) {
			t.Errorf("a letter came at %s", moment)
		}
	}
}
