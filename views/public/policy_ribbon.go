package public

import (
	"context"

	"github.com/a-h/templ"

	"privacydesk/views/ui"
)

// policyRibbon is the line under the head of a policy: since when it holds, which
// version it is, and the ways into its history.
func policyRibbon(ctx context.Context, page PolicyPage) ui.Ribbon {
	version := page.Version
	ribbon := ui.Ribbon{Print: true, Facts: []string{ui.T(ctx, "policy.version", "version", version.Edition.Version)}}
	began := ui.On(ui.Day(ctx, version.Edition.EffectiveAt))
	switch version.Standing {
	case InForce:
		ribbon.Live, ribbon.Strong = true, ui.Filled("policy.in_force_since", "date", began)
	case Upcoming:
		ribbon.Strong = ui.Filled("policy.in_force_from", "date", began)
	case Replaced:
		ribbon.Strong = ui.Filled("policy.was_in_force", "from", began, "until", ui.On(ui.Day(ctx, *version.Until)))
	case Withdrawn:
		ribbon.Strong = ui.Filled("policy.never_in_force", "date", began)
	}
	if version.Before != "" {
		ribbon.Links = append(ribbon.Links, ui.Link{Text: ui.T(ctx, "policy.what_changed"), Href: comparePath(page.Base, version.Before, version.Edition.Version)})
	}
	ribbon.Links = append(ribbon.Links, ui.Link{Text: ui.T(ctx, "policy.all_versions"), Href: page.Base + "/versions"})
	return ribbon
}

func comparePath(base, from, to string) string { return base + "/compare/" + from + "..." + to }

// inLanguage marks a text that is not in the language of the page.
func inLanguage(ctx context.Context, locale string) templ.OrderedAttributes {
	if locale == "" || locale == ui.Locale(ctx) {
		return nil
	}
	return templ.OrderedAttributes{{Key: "lang", Value: locale}, {Key: "dir", Value: ui.DirOf(locale)}}
}
