package processor

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"privacydesk/models/edition/entry"
)

// eea are the countries to which a transfer from the European Economic Area is none:
// the member states of the Union, Iceland, Liechtenstein and Norway.
var eea = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")

// InEEA reports whether the country belongs to the European Economic Area.
func InEEA(country string) bool { return slices.Contains(eea, country) }

// CountryName is the name of a country in the locale, or its code where the locale has
// no names.
func CountryName(country, locale string) string {
	region, err := language.ParseRegion(country)
	namer := display.Regions(language.Make(locale))
	if err != nil || namer == nil {
		return country
	}
	if name := namer.Name(region); name != "" {
		return name
	}
	return country
}

// countryNames are the folded names of countries in English and German, with what
// tables call them beside that.
var countryNames = func() map[string]string {
	known := map[string]string{
		"usa": "US", "u s": "US", "u s a": "US", "united states of america": "US", "america": "US", "vereinigte staaten von amerika": "US",
		"uk": "GB", "u k": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "großbritannien": "GB", "the netherlands": "NL",
		"holland": "NL", "czech republic": "CZ", "republic of ireland": "IE", "south korea": "KR", "korea": "KR", "republic of korea": "KR",
		"hong kong": "HK", "macau": "MO", "uae": "AE", "russia": "RU", "taiwan": "TW", "turkey": "TR", "türkiye": "TR", "viet nam": "VN",
		"eu": "EU", "european union": "EU", "europäische union": "EU", "europe": "EU", "europa": "EU", "eea": "EU", "european economic area": "EU", "ewr": "EU",
	}
	english, german := display.Regions(language.English), display.Regions(language.German)
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string(first) + string(second)
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.String() != code || region.Canonicalize() != region {
				continue
			}
			known[entry.Fold(code)] = code
			for _, namer := range []display.Namer{english, german} {
				if name := entry.Fold(namer.Name(region)); name != "" {
					known[name] = code
				}
			}
		}
	}
	return known
}()

// everywhere are words that name no country.
var everywhere = []string{"worldwide", "global", "globally", "international", "various", "multiple", "weltweit", "verschiedene", "n a", "remote", "unknown", "unbekannt"}

// ReadCountries reads countries by code or by name in English or German: "IE; US",
// "Dublin, Ireland", "United States and Germany". The Union itself is EU, the code that
// ISO 3166 reserves for it. Words such as "worldwide" name none.
//
// Errors: a message key for a text that names no country.
func ReadCountries(words string) ([]string, error) {
	var names, codes []string
	towns := false
	for part := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune(",;/|&()\n+", r) }) {
		for piece := range strings.SplitSeq(strings.ReplaceAll(part, " und ", " and "), " and ") {
			folded := entry.Fold(strings.TrimPrefix(strings.TrimSpace(piece), "the "))
			code, known := countryNames[folded]
			switch {
			case folded == "" || slices.Contains(everywhere, folded):
			case !known:
				towns = true
			case len(folded) > 2 || slices.Contains(plainShorts, folded):
				names = append(names, code)
			default:
				codes = append(codes, code)
			}
		}
	}
	// Beside a town a lone code may be a state of a country: "San Francisco, CA, USA".
	switch {
	case towns && len(names) > 0:
		codes = nil
	case towns && len(codes) > 0:
		codes = codes[len(codes)-1:]
	case towns:
		return nil, countryError{}
	}
	found := []string{}
	for _, code := range append(names, codes...) {
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	slices.Sort(found)
	return found, nil
}

// plainShorts are names of two letters that mean a country wherever they stand.
var plainShorts = []string{"eu", "uk", "us"}

// countryError is a text that names no country, as a message key.
type countryError struct{}

func (countryError) Error() string { return "processor.countries.unreadable" }
