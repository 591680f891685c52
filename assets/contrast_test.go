package assets_test

import (
	"bufio"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pair is a text or line on a ground with the ratios that design/ui.md promises
// for the light and the dark theme.
type pair struct {
	front, ground string
	light, dark   float64
}

// measured are the pairs of design/ui.md section 2. Text needs 4.5, others 3.0.
var measured = []pair{
	{"ink", "surface", 16.7, 15.0}, {"ink", "canvas", 15.4, 16.1},
	{"ink-2", "surface", 8.2, 9.4}, {"ink-2", "canvas", 7.5, 10.2}, {"ink-2", "sunken", 7.0, 10.5},
	{"ink-3", "surface", 5.7, 6.7}, {"ink-3", "sunken", 4.9, 7.4}, {"ink-3", "accent-soft", 4.8, 5.2},
	{"accent", "surface", 8.1, 9.1}, {"accent", "info-soft", 7.0, 7.7}, {"on-accent", "accent", 8.1, 9.5},
	{"surface", "ink", 16.7, 15.0},
	{"ok", "ok-soft", 6.6, 8.7}, {"ok", "surface", 7.6, 10.5}, {"soon", "soon-soft", 7.0, 8.8},
	{"over", "over-soft", 6.6, 8.0}, {"over", "surface", 7.9, 8.6}, {"on-over", "over", 7.9, 9.2},
	{"hold", "hold-soft", 7.5, 8.4}, {"info", "info-soft", 7.4, 8.3},
	{"ins", "ins-soft", 9.0, 8.6}, {"del", "del-soft", 8.0, 9.0},
	{"on-brand", "brand", 11.3, 11.3}, {"on-brand-2", "brand", 7.7, 7.7},
	{"control", "surface", 3.7, 4.5},
	{"ok-line", "surface", 4.0, 4.5}, {"soon-line", "surface", 4.1, 4.5}, {"over-line", "surface", 4.3, 4.0},
	{"hold-line", "surface", 4.7, 4.4}, {"info-line", "surface", 4.5, 4.4},
	{"ins-line", "ins-soft", 4.7, 5.5}, {"del-line", "del-soft", 4.4, 6.0},
	{"focus", "focus-ink", 10.6, 13.4},
}

// unmeasured are further pairs that the components use; they need the ratio alone.
var unmeasured = []struct {
	front, ground string
	need          float64
}{
	{"ink", "accent-soft", 4.5}, {"ink", "raised", 4.5}, {"ink", "sunken", 4.5}, {"ink-3", "canvas", 4.5}, {"ink-3", "raised", 4.5},
	{"accent", "accent-soft", 4.5}, {"accent", "canvas", 4.5}, {"accent", "raised", 4.5}, {"over", "canvas", 4.5},
	{"ink", "info-soft", 4.5}, {"ink", "ok-soft", 4.5}, {"ink", "soon-soft", 4.5}, {"ink", "over-soft", 4.5}, {"ink", "hold-soft", 4.5},
	{"accent", "ok-soft", 4.5}, {"accent", "soon-soft", 4.5}, {"accent", "over-soft", 4.5}, {"hold", "surface", 4.5},
	{"ink", "mark", 4.5}, {"ink-2", "accent-soft", 4.5}, {"ink-2", "raised", 4.5}, {"control", "canvas", 3},
}

func TestTokensKeepTheContrastOfTheDesign(t *testing.T) {
	light, byTheme, bySystem := tokens(t)
	for name, colour := range byTheme {
		if bySystem[name] != colour {
			t.Errorf("--%s is %s when chosen and %s when the system is dark", name, colour, bySystem[name])
		}
	}
	for _, theme := range []struct {
		name    string
		colours map[string]string
		wanted  func(pair) float64
	}{
		{"light", light, func(p pair) float64 { return p.light }},
		{"dark", byTheme, func(p pair) float64 { return p.dark }},
	} {
		for _, p := range measured {
			if got := ratio(t, theme.colours, p.front, p.ground); math.Abs(got-theme.wanted(p)) > .06 {
				t.Errorf("%s on %s is %.2f in %s, the design says %.1f", p.front, p.ground, got, theme.name, theme.wanted(p))
			}
		}
		for _, p := range unmeasured {
			if got := ratio(t, theme.colours, p.front, p.ground); got < p.need {
				t.Errorf("%s on %s is %.2f in %s, it needs %.1f", p.front, p.ground, got, theme.name, p.need)
			}
		}
	}
	if got := ratio(t, light, "focus-ink", "surface"); got < 16.6 {
		t.Errorf("focus-ink on surface is %.2f in light", got)
	}
	if got := ratio(t, byTheme, "focus", "surface"); got < 10.9 {
		t.Errorf("focus on surface is %.2f in dark", got)
	}
}

// tokens reads the three blocks of the token file: light, dark when chosen, dark
// when the system is.
func tokens(t *testing.T) (light, byTheme, bySystem map[string]string) {
	t.Helper()
	file, err := os.Open("css/tokens/colour.css")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	light, byTheme, bySystem = map[string]string{}, map[string]string{}, map[string]string{}
	token := regexp.MustCompile(`--([a-z0-9-]+): (#[0-9A-F]{6});`)
	var block map[string]string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, ":root {"):
			block = light
		case strings.Contains(line, `:root:not([data-theme="light"])`):
			block = bySystem
		case strings.HasPrefix(line, `[data-theme="dark"]`):
			block = byTheme
		default:
			if found := token.FindStringSubmatch(line); found != nil {
				block[found[1]] = found[2]
			}
		}
	}
	if len(light) != len(byTheme) || len(light) < 40 {
		t.Fatalf("%d light and %d dark colours were read", len(light), len(byTheme))
	}
	return light, byTheme, bySystem
}

// ratio is the contrast of WCAG 2 between two tokens.
func ratio(t *testing.T, colours map[string]string, front, ground string) float64 {
	t.Helper()
	a, b := luminance(t, colours[front]), luminance(t, colours[ground])
	return (max(a, b) + .05) / (min(a, b) + .05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		part, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		channel := float64(part) / 255
		if channel <= .04045 {
			channel /= 12.92
		} else {
			channel = math.Pow((channel+.055)/1.055, 2.4)
		}
		sum += weight * channel
	}
	return sum
}
