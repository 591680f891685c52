package desk

import (
	"context"
	"strings"

	"privacydesk/models/people"
	"privacydesk/views/ui"
)

// browserName is what a session's browser calls itself, without the long tail that
// all of them share: "Firefox/145.0 (X11; Linux x86_64)".
func browserName(ctx context.Context, session people.Session) string {
	agent := session.Agent
	if agent == "" {
		return ui.T(ctx, "account.sessions.unnamed")
	}
	var system string
	if _, rest, found := strings.Cut(agent, "("); found {
		system, _, _ = strings.Cut(rest, ")")
	}
	for _, known := range []string{"Edg/", "OPR/", "Firefox/", "Chrome/", "Version/"} {
		if at := strings.Index(agent, known); at >= 0 {
			name, _, _ := strings.Cut(agent[at:], " ")
			name = strings.Replace(strings.Replace(name, "Edg/", "Edge/", 1), "Version/", "Safari/", 1)
			if system != "" {
				name += " (" + system + ")"
			}
			return name
		}
	}
	return agent
}
