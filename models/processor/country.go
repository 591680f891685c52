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
		"netherland": "NL", "the uk": "GB", "the us": "US", "the usa": "US", "united states us": "US", "u s of america": "US", "eu": "EU", "european union": "EU", "europäische union": "EU", "europe": "EU", "europa": "EU", "eea": "EU", "european economic area": "EU", "ewr": "EU",
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
					known[entry.Fold(strings.NewReplacer("&", "and").Replace(namer.Name(region)))] = code
				}
			}
		}
	}
	return known
}()

// pairedNames are the names of countries with "and" in them, in lower case: a list of
// countries is not parted there.
var pairedNames = func() map[string]string {
	paired := map[string]string{}
	for name, code := range countryNames {
		for _, and := range []string{" and ", " und "} {
			if len(name) > 2 && strings.Contains(name, and) {
				paired[name], paired[strings.ReplaceAll(name, and, " & ")] = code, code
			}
		}
	}
	return paired
}()
