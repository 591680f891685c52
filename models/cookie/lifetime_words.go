package cookie

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"privacydesk/models/text"
)

// How cookie tables say how long something stays, in English and German; the words of
// other languages are in lifetime_languages.go.

// unstatedWords say that it stays, and not how long.
var unstatedWords = setOf("", "-", "–", "—", "n/a", "na", "none", "unknown", "unstated", "unspecified", "not specified", "not stated",
	"undefined", "varies", "various", "variable", "persistent", "permanent", "permanently", "persistently", "forever", "unlimited", "indefinite",
	"indefinitely", "never", "never expires", "does not expire", "no expiration", "no expiry", "no expiry date", "unbekannt", "keine angabe",
	"k. a", "k.a", "variiert", "unterschiedlich", "dauerhaft", "permanente", "persistente", "persistenter", "dauerhafter", "unbegrenzt", "unbefristet", "nie",
	"läuft nicht ab", "kein ablauf", "local storage", "html local storage", "beständig", "beständige", "persistant", "persistante", "persistants", "illimité", "illimitée",
	"indéterminée", "indéfini", "indéfinie", "jamais", "non précisé", "non spécifié", "persistentes", "permanentes", "ilimitado", "ilimitada", "indefinido", "indefinida", "nunca", "no caduca",
	"persistenti", "permanenti", "illimitato", "illimitata", "indeterminato", "mai", "non scade", "indeterminado", "onbeperkt", "permanente cookie", "blijvend", "nooit", "onbekend",
	"دائم", "دائمة", "مستمر", "غير محدد", "غير محددة", "永続", "永久", "无限期", "なし")

// sessionWords say that it ends with the browser's session.
var sessionWords = regexp.MustCompile(`^(?:` +
	`(?:(?:current |this |the |one |a |per |only |duration of |length of |for |for the |during |during the )*(?:browser |browsing |web |user )?sessions?)(?: end| only| based)?` +
	`|(?:(?:until|till|at|on|after|upon|when|expires at|deleted at|ends at|removed at) )?(?:the )?(?:end|close|ending|closing|expiry|duration) of (?:the |your |a |each |browser |browsing |current |user )*sessions?(?: \(browser\))?` +
	`|(?:(?:until|till|when|once|on|at|after|upon|expires when|deleted when|removed when|erased when) )?(?:the |you |your |a |user |users )*(?:browser|browser window)(?: is| gets)? (?:closes|closed|closing|close|shut down|quits?)` +
	`|(?:(?:until|till|when|once|expires when|deleted when|removed when|erased when) )?(?:the )?(?:you|users?|visitors?) (?:closes?|quits?|exits?|shuts?(?: down)?) (?:the |your |their |a )?(?:web )?browser(?: window)?` +
	`|(?:until|till|on|upon|after) (?:closing|close of) (?:the |your |a )?browser` +
	`|transient|transitory|temporary` +
	`|(?:bis |bis zum |nach |am |mit |mit dem |zum )?(?:ende der |ende ihrer |der |dauer der |für die |für die dauer der |aktuelle )*(?:browser|browser-)?(?:sitzung|session|sitzungsende|sessionende)` +
	`|(?:bis |bis zum |nach dem |nach |beim )(?:das |dem )?schließen (?:des|ihres) browsers?(?:fensters)?` +
	`|(?:bis |wenn )(?:sie |der nutzer )?(?:den|ihren|der|ihr) browser (?:schließen|schließt|geschlossen wird|beenden|beendet)` +
	`|temporär|flüchtig` +
	`)$`)

// alternative says that there are two ways, so that a plain reading would drop one.
var alternative = regexp.MustCompile(`\b(?:or|oder|otherwise|sonst|bzw|if|falls)\b`)

// eventWords begin the words of an event that ends it.
var eventWords = regexp.MustCompile(`^(?:until|till|as long as|while|when|whenever|once|on|upon|at|after|immediately|directly` +
	`|(?:is |are |automatically |it is )*(?:deleted|removed|erased|cleared|expires|ends|cancelled|destroyed|reset) (?:when|once|after|on|upon|at|as soon as|if|immediately|by)` +
	`|bis|solange|so lange|wenn|sobald|nach|beim|bei|unmittelbar|sofort|(?:wird |werden )?(?:gelöscht|entfernt|endet|verfällt|erlischt),? (?:wenn|sobald|nach|bei|beim|mit|sofort))\b.*\pL{3}`)

// Words around a duration that do not change what is promised at most.
var (
	beforeDuration = regexp.MustCompile(`^(?:(?:up to|max|max\.|maximum|maximum of|at most|no more than|about|approximately|approx|approx\.|around|ca|ca\.|circa|roughly|~|expires in|expires after|expire after|expires|deleted after|removed after|stored for|kept for|lasts|lasts for|persistent for|persistent|within|for|after|in|bis zu|höchstens|maximal|etwa|rund|nach|läuft ab nach|gültig für|für|less than|under|weniger als|unter|jusqu'à|jusqu'a|moins de|environ|au maximum|maximum de|expire après|après|pendant|hasta|máximo|como máximo|menos de|aproximadamente|aprox|durante|fino a|massimo|al massimo|meno di|circa|dopo|até|no máximo|tot|maximaal|ten hoogste|minder dan|ongeveer|حتى|لمدة|最長|最大)[,:;]? )+`)
	atMost         = regexp.MustCompile(`^[<≤~]=? *`)
	afterDuration  = regexp.MustCompile(`(?:,? (?:after|from|since|following|nach|seit|ab) (?:the |your |its |der |dem |ihrem |ihrer |dem )?(?:last |first |letzten? |letzter |ersten? |date of |day of |time of )*(?:activity|use|visit|access|interaction|login|log-in|page view|set/ ?update|set|being set|setting|update|creation|issue|it is set|placement|consent|aktivität|nutzung|besuch|zugriff|setzen|setzung|erstellung)(?: to the (?:web ?)?site)?| by default,? modifiable| by default| of inactivity| d'inactivité| de inactividad| di inattività| de inatividade| inaktivität| rolling| glissants?| maximum| max\.?| at most| total| persistent| in total)+$`)
	bracket        = regexp.MustCompile(`\s*\([^()]*\)$`)
	glued          = regexp.MustCompile(`(\d)(\pL)`)
	thousands      = regexp.MustCompile(`\b(\d{1,3}),(\d{3})\b`)
	decimalComma   = regexp.MustCompile(`\b(\d{1,3}),(\d{1,2})(\D|$)`)
	decimal        = regexp.MustCompile(`^(\d{1,3})\.(\d{1,2})$`)
	aRange         = regexp.MustCompile(`^(?:(?:from|between|von|zwischen|de|entre|da|tra|desde|van|tussen) )?(\S+(?: \S+)?) ?(?:to|till|until|up to|bis|à|a|hasta|até|tot|and|und|et|y|e|en|-|–|—) ?(\S+ \S+)$`)
	cookieWord     = regexp.MustCompile(`[\s-]*\bcookies?\b|(\pL)cookies?$`)
)

// foldLifetime is the words in lower case on one line, without marks of footnotes and
// without the word "cookie".
func foldLifetime(words string) string {
	plain := strings.ToLower(norm.NFKC.String(words))
	plain = text.WesternDigits(strings.ReplaceAll(plain, "’", "'"))
	plain = oneOrTwo.ReplaceAllStringFunc(plain, func(word string) string { return onesAndTwos[word] })
	plain = strings.Join(strings.FieldsFunc(plain, unicode.IsSpace), " ")
	plain = strings.Trim(plain, " .*†‡§¹²³:;,\"'“”„")
	return strings.TrimSpace(cookieWord.ReplaceAllString(plain, "$1"))
}

// readDuration understands "2 years", "30 mins", "1 year 1 month", "up to 13 months",
// "180 days after last activity". Nothing may stand beside that it does not know.
func readDuration(plain string) ([]Span, bool) {
	plain = thousands.ReplaceAllString(plain, "$1$2")
	plain = afterDuration.ReplaceAllString(bracket.ReplaceAllString(plain, ""), "")
	plain = beforeDuration.ReplaceAllString(atMost.ReplaceAllString(plain, ""), "")
	plain = decimalComma.ReplaceAllString(glued.ReplaceAllString(plain, "$1 $2"), "$1.$2$3")
	plain = strings.NewReplacer(",", " ", "+", " ", "-", " ").Replace(plain)
	spans, rest := leadingSpans(strings.Fields(plain))
	if len(spans) == 0 || len(rest) > 0 {
		return nil, false
	}
	for i := 1; i < len(spans); i++ {
		// "1 year 1 month" adds up; "1 month 1 year" or "24-48 hours" says two things.
		if unitSeconds[spans[i].Unit] >= unitSeconds[spans[i-1].Unit] {
			return nil, false
		}
	}
	return spans, true
}

// readRange understands "6-12 months", "90 days to 2 years", "between 1 and 2 years": the
// longer end, which is what such a cookie stays at most.
func readRange(plain string) ([]Span, bool) {
	ends := aRange.FindStringSubmatch(plain)
	if ends == nil {
		return nil, false
	}
	longer, ok := readDuration(ends[2])
	if !ok {
		return nil, false
	}
	from := ends[1]
	if onlyNumber.MatchString(from) {
		from += " " + longer[0].Unit
	}
	shorter, ok := readDuration(from)
	return longer, ok && secondsOf(shorter) < secondsOf(longer)
}

// leadingSpans reads numbers with their units from the front and gives back the rest.
func leadingSpans(words []string) ([]Span, []string) {
	var spans []Span
	for len(words) >= 2 {
		if len(spans) > 0 && (words[0] == "and" || words[0] == "und" || words[0] == "&") {
			words = words[1:]
			continue
		}
		unit, known := units[strings.Trim(words[1], ".")]
		if !known {
			break
		}
		if parts, ok := decimalSpans(words[0], unit); ok {
			spans, words = append(spans, parts...), words[2:]
			continue
		}
		number, ok := readNumber(words[0])
		if !ok {
			break
		}
		spans, words = append(spans, Span{number, unit}), words[2:]
	}
	return spans, words
}

// finer is the next smaller unit, and how many of it one makes.
var finer = map[string]Span{"year": {12, "month"}, "month": {30, "day"}, "week": {7, "day"}, "day": {24, "hour"}, "hour": {60, "minute"}, "minute": {60, "second"}}

// decimalSpans reads "1.5" of a unit as 1 of it and a number of smaller ones. What does
// not come out even two units further down is none.
func decimalSpans(word, unit string) ([]Span, bool) {
	parts := decimal.FindStringSubmatch(word)
	if parts == nil {
		return nil, false
	}
	var spans []Span
	if whole, _ := strconv.Atoi(parts[1]); whole > 0 {
		spans = append(spans, Span{whole, unit})
	}
	left, _ := strconv.Atoi(parts[2])
	of := 10
	if len(parts[2]) == 2 {
		of = 100
	}
	for range 2 {
		next, known := finer[unit]
		if left == 0 || !known {
			break
		}
		left, unit = left*next.Number, next.Unit
		if number := left / of; number > 0 {
			spans = append(spans, Span{number, unit})
		}
		left %= of
	}
	return spans, left == 0
}

func readNumber(word string) (int, bool) {
	if number, known := numberWords[word]; known {
		return number, true
	}
	number, err := strconv.Atoi(word)
	return number, err == nil && number >= 0 && len(word) <= 9
}

func spellings(of map[string]string) map[string]string {
	known := map[string]string{}
	for unit, words := range of {
		for word := range strings.FieldsSeq(words) {
			known[word] = unit
		}
	}
	return known
}

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[word] = true
	}
	return set
}
