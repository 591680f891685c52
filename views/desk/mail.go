package desk

import (
	"context"
	"strings"

	"privacydesk/models/mail"
	"privacydesk/views/ui"
)

func mailLead(ctx context.Context, shown bool) string {
	if shown {
		return ui.T(ctx, "mail.shown")
	}
	return ui.T(ctx, "mail.lead")
}

// mailKind is what a mail is about, in words; its subject where the list has no
// name for it.
func mailKind(ctx context.Context, kind string) string {
	if key := "mail.kinds." + kind; ui.Has(ctx, key) {
		return ui.T(ctx, key)
	}
	return ui.T(ctx, "mail."+kind+".subject")
}

// mailText is a mail's subject and text, in its own language.
func mailText(ctx context.Context, letter mail.Letter) (subject, text string) {
	ctx = ui.WithLocale(ctx, letter.Locale)
	var pairs []any
	for name, value := range letter.Params {
		pairs = append(pairs, name, value)
	}
	key := "mail." + letter.Kind
	return ui.T(ctx, key+".subject", pairs...), strings.TrimSpace(ui.T(ctx, key+".text", pairs...))
}

// maskedAddress shows enough of an address to know one's own by: z•••@example.org.
func maskedAddress(address string, shown bool) string {
	local, domain, found := strings.Cut(address, "@")
	if shown {
		return address
	}
	if !found || local == "" {
		return "•••"
	}
	return string([]rune(local)[:1]) + "•••@" + domain
}
