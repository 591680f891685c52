package processor

import (
	"regexp"
	"slices"
	"strings"

	"privacydesk/models/edition/entry"
)

// everywhere are words that name no country.
var everywhere = []string{"worldwide", "global", "globally", "international", "various", "multiple", "weltweit", "verschiedene", "n a", "remote", "unknown", "unbekannt",
	"varies", "variable", "several", "multi region", "multiple regions", "all regions", "monde", "monde entier", "mundial", "not applicable", "none", "tbd"}

var (
	apart     = regexp.MustCompile(`\s*[;|\n+]\s*|\s+/\s+|/|\s*&\s*|\s+(?:and|und|or|oder|et|ou|y|sowie|as well as)\s+`)
	withComma = regexp.MustCompile(`\s*[,()]\s*`)
	postal    = regexp.MustCompile(`\b[A-Z]{0,2}-?\d[\w-]*\b|\d+`)
	excluded  = regexp.MustCompile(`(?i)\b(?:outside|außerhalb|except|excluding|not|non|hors|fuera|nicht)\b`)
	leading   = regexp.MustCompile(`(?i)^(?:the|in|within|mainly|primarily|hosted in|located in|inside|innerhalb der|in der|in den|including|incl\.?|inkl\.?)\s+`)
)

// ReadCountries reads countries by code or by name in English or German, also where
// towns or states of the United States stand for them: "IE; US", "Dublin, Ireland",
// "United States and Germany", "Portland, Oregon". The Union itself is EU, the code
// that ISO 3166 reserves for it. Words such as "worldwide" name none.
//
// Errors: a message key for a text with a place that cannot be told for sure, such as
// "Springfield, CA", which may be in Canada or in California.
func ReadCountries(words string) ([]string, error) {
	found := []string{}
	for _, place := range apart.Split(joinedNames(words), -1) {
		countries, sure := countriesOf(place)
		if !sure {
			return nil, countryError{}
		}
		for _, code := range countries {
			if !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	slices.Sort(found)
	return found, nil
}

// joinedNames puts codes for the names of countries with "and" in them.
func joinedNames(words string) string {
	folded := strings.ToLower(words)
	for name, code := range pairedNames {
		if at := strings.Index(folded, name); at >= 0 && len(folded) == len(words) {
			return joinedNames(words[:at] + code + words[at+len(name):])
		}
	}
	return words
}

// countriesOf reads one place from its parts: "Dublin, Ireland", "San Francisco, CA,
// USA", but also "Ireland, Germany". It is not sure of a place with no country in it.
func countriesOf(place string) (countries []string, sure bool) {
	parts := slices.DeleteFunc(withComma.Split(place, -1), func(part string) bool { return strings.Trim(part, " .-–—") == "" })
	town := ""      // the country of a known town that no country has followed yet
	open := false   // something stood there that names no country by itself
	nothing := true // but words such as "worldwide"
	for i, part := range parts {
		folded := entry.Fold(leading.ReplaceAllString(strings.TrimSpace(postal.ReplaceAllString(part, " ")), ""))
		if folded == "" || slices.Contains(everywhere, folded) {
			continue
		}
		nothing = false
		code, isCountry := countryNames[folded]
		state, isState := stateNames[folded]
		beside := open || town != ""
		switch {
		case isCountry && len(folded) == 2 && !slices.Contains(plainShorts, folded) && isState && beside:
			// A state or a country, as the town or the country after it says.
			if resolved := resolve(town, code, state, parts[i+1:]); resolved != "" {
				countries, town, open = append(countries, resolved), "", false
			} else {
				return nil, false
			}
		case isCountry && isState && beside && town != "" && town != code: // "Atlanta, Georgia"
			countries, town, open = append(countries, state), "", false
		case isCountry && isState && open && len(folded) > 2:
			return nil, false
		case isCountry:
			countries, town, open = append(countries, code), "", false
		case isState && (len(folded) > 2 || beside):
			countries, town, open = append(countries, state), "", false
		case towns[folded] != "":
			countries, town = settle(countries, town), towns[folded]
		default:
			if named := namedCountries(part); len(named) > 0 && !excluded.MatchString(part) {
				countries, town, open = append(countries, named...), "", false
				continue
			}
			open = true
		}
	}
	countries = settle(countries, town)
	return countries, nothing || len(countries) > 0
}

// settle counts a known town's country when no country follows.
func settle(countries []string, town string) []string {
	if town == "" {
		return countries
	}
	return append(countries, town)
}

// resolve says whether two letters are a country or a state: as the town before them
// lies, or as the country after them says.
func resolve(town, country, state string, after []string) string {
	if town == country || town == state && town != "" {
		return town
	}
	for _, part := range after {
		if code := countryNames[entry.Fold(part)]; code == state || code == country {
			return code
		}
	}
	return ""
}

// namedCountries are the countries that a sentence names: "These are all located in the
// United States".
func namedCountries(sentence string) []string {
	var found []string
	words := " " + entry.Fold(sentence) + " "
	for _, names := range []map[string]string{countryNames, towns} {
		for name, code := range names {
			if len(name) > 3 && strings.Contains(words, " "+name+" ") && !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	for place, code := range map[string]string{" in the eu ": "EU", " in the us ": "US", " in the uk ": "GB", " in the usa ": "US", " eu region": "EU", " us region": "US"} { // short names alone are words too
		if strings.Contains(words, place) && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	slices.Sort(found)
	return found
}

// plainShorts are names of two letters that mean a country wherever they stand.
var plainShorts = []string{"eu", "uk", "us"}

// countryError is a text that names no country, as a message key.
type countryError struct{}

func (countryError) Error() string { return "processor.countries.unreadable" }

// stateNames are the folded names and letters of states and provinces.
var stateNames = func() map[string]string {
	known := map[string]string{}
	for country, list := range map[string]string{
		"US": `alabama al; alaska ak; arizona az; arkansas ar; california ca; colorado co; connecticut ct; delaware de; florida fl; georgia ga; hawaii hi; idaho id; illinois il; indiana in; iowa ia; kansas ks
			kentucky ky; louisiana la; maine me; maryland md; massachusetts ma; michigan mi; minnesota mn; mississippi ms; missouri mo; montana mt; nebraska ne; nevada nv; new hampshire nh; new jersey nj; new mexico nm
			new york ny; north carolina nc; north dakota nd; ohio oh; oklahoma ok; oregon or; pennsylvania pa; rhode island ri; south carolina sc; south dakota sd; tennessee tn; texas tx; utah ut; vermont vt; virginia va
			washington wa; west virginia wv; wisconsin wi; wyoming wy; district of columbia dc; northern virginia va; kalifornien ca`,
		"CA": "ontario on; quebec qc; québec qc; british columbia bc; alberta ab; manitoba mb; nova scotia ns; new brunswick nb",
	} {
		for state := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ';' || r == '\n' }) {
			state = strings.TrimSpace(state)
			cut := strings.LastIndex(state, " ")
			known[state[:cut]], known[state[cut+1:]] = country, country
		}
	}
	return known
}()

// towns are those in which companies of such lists sit and keep data, folded, where
// their names mean no other place of that kind.
var towns = func() map[string]string {
	known := map[string]string{}
	for country, list := range map[string]string{
		"US": "san francisco; new york; new york city; seattle; chicago; boston; austin; los angeles; san jose; palo alto; mountain view; menlo park; atlanta; denver; portland; san diego; dallas; houston; miami; oakland; redwood city; sunnyvale; santa clara; ashburn; philadelphia; salt lake city; washington dc; redmond; sf; nyc",
		"DE": "berlin; frankfurt; frankfurt a m; frankfurt am main; munich; münchen; hamburg; cologne; köln; nuremberg; nürnberg; falkenstein; stuttgart; düsseldorf; gunzenhausen; karlsruhe",
		"IE": "dublin; cork", "GB": "london; manchester; edinburgh", "FR": "paris; gravelines; roubaix; lyon; strasbourg; lille", "NL": "amsterdam; rotterdam; the hague; utrecht; eindhoven; groningen",
		"SE": "stockholm; malmö; gothenburg; göteborg", "FI": "helsinki; hamina; espoo", "DK": "copenhagen; kopenhagen; aarhus", "NO": "oslo; bergen", "CH": "zurich; zürich; geneva; genf; genève; bern",
		"AT": "vienna; wien; linz; graz; salzburg", "BE": "brussels; brüssel; bruxelles; ghent; antwerp", "ES": "madrid; barcelona; valencia", "IT": "milan; mailand; milano; rome; rom; roma; turin", "PT": "lisbon; lissabon; lisboa; porto",
		"PL": "warsaw; warschau; krakow; kraków", "CZ": "prague; prag; brno", "EE": "tallinn", "LT": "vilnius", "LV": "riga", "RO": "bucharest; cluj", "BG": "sofia", "HU": "budapest", "GR": "athens",
		"CA": "toronto; montreal; montréal; vancouver; ottawa", "AU": "sydney; melbourne; brisbane; canberra", "NZ": "auckland; wellington", "JP": "tokyo; osaka; tokio", "IN": "mumbai; bangalore; bengaluru; hyderabad; chennai; pune; new delhi",
		"IL": "tel aviv; tel aviv yafo; jerusalem", "BR": "são paulo; sao paulo; rio de janeiro", "KR": "seoul", "CN": "beijing; shanghai; shenzhen; hangzhou", "ZA": "cape town; johannesburg", "AE": "dubai; abu dhabi", "TR": "istanbul; ankara",
	} {
		for town := range strings.SplitSeq(list, ";") {
			known[strings.TrimSpace(town)] = country
		}
	}
	return known
}()
