package desk

import (
	"context"
	"strings"

	"privacydesk/models/people"
	"privacydesk/views/ui"
)

// productName is how a browser or a system calls itself, and its name in plain words.
type productName struct{ mark, name string }

// Many browsers name those that they descend from too, and many systems too: the first
// that is found counts.
var (
	browsers = []productName{
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = []productName{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

// browserName is the browser of a session in plain words: "Firefox on Linux".
func browserName(ctx context.Context, session people.Session) string {
	browser, system := nameIn(session.Agent, browsers), nameIn(session.Agent, systems)
	if browser == "" {
		browser = ui.T(ctx, "account.sessions.unnamed")
	}
	if system == "" {
		return browser
	}
	return ui.T(ctx, "account.sessions.browser_on", "browser", browser, "system", system)
}

func nameIn(agent string, all []productName) string {
	for _, one := range all {
		if strings.Contains(agent, one.mark) {
			return one.name
		}
	}
	return ""
}
