package cookie

import "regexp"

// sessionWordsElse say in other languages that it ends with the browser's session.
var sessionWordsElse = regexp.MustCompile(`^(?:` +
	`(?:(?:jusqu'à la |à la |expire (?:à|en) |en )?fin de (?:la |votre )?|(?:le temps|la durée|durée|pour la durée) de (?:la |votre )?|pendant la )?(?:session|visite)(?: (?:de navigation|utilisateur|de l'utilisateur|du navigateur|web))?` +
	`|(?:à la |jusqu'à la |dès la )?fermeture (?:du|de votre|de la) (?:navigateur|session)(?: web)?` +
	`|(?:(?:hasta el |al |hasta )?(?:fin|final|finalizar|terminar|cierre|duración) (?:de )?(?:la |tu |su )?)?sesi[óo]n(?:es)?(?: (?:de navegación|del usuario|del navegador))?` +
	`|(?:al |hasta |cuando |hasta que |cuando se |hasta que se )(?:cerrar|cierre|cierra)(?: (?:el|su|tu|del))? navegador` +
	`|(?:(?:fino alla |alla |al termine della )?(?:fine|durata|chiusura)? ?(?:della |di )?)?sessione(?: (?:del browser|di navigazione|utente))?` +
	`|(?:alla |fino alla |con la )?chiusura del (?:browser|navigatore)` +
	`|(?:(?:até ao |até o |ao )?(?:fim|final|término|duração) da )?sessão(?: (?:de navegação|do navegador|do utilizador))?|(?:ao |até )fechar o navegador` +
	`|(?:(?:tot |tot het )?(?:einde|eind|duur)(?: van)?(?: de)? )?(?:browser)?sessie|(?:bij |tot )?(?:het )?sluiten van de browser` +
	`|(?:نهاية |حتى نهاية |مدة )?(?:ال)?جلسة|(?:عند |حتى )?إغلاق المتصفح|セッション(?:終了時|中)?|会话|会話|會話` +
	`)$`)

// eventWordsElse begin the words of an event in other languages.
var eventWordsElse = regexp.MustCompile(`^(?:jusqu'(?:à|au|a|en)|lorsque|quand|dès|tant que|hasta|cuando|mientras|al|fino|quando|finché|até|enquanto|ao|tot|wanneer|zolang|حتى|عند) .*\pL{3}`)

// units are the spellings of each unit. A lone "m" is a minute to some and a month to
// others, so it is none.
var units = spellings(map[string]string{
	"second": "second seconds sec secs s sekunde sekunden sek seconde secondes segundo segundos secondo secondi seconden ثانية ثوان ثواني 秒",
	"minute": "minute minutes min mins minuten mn minuto minutos minuti minuut دقيقة دقائق 分 分間 分钟 分鐘",
	"hour":   "hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur uren ساعة ساعات 時間 小时 小時",
	"day":    "day days d tag tage tagen jour jours j día días dia dias giorno giorni dag dagen يوم أيام يوما 日 日間 天",
	"week":   "week weeks wk wks w woche wochen semaine semaines semana semanas settimana settimane weken أسبوع أسابيع 週間 周 週",
	"month":  "month months mo mos mth mths mon monat monate monaten mois mes meses mese mesi mês maand maanden شهر أشهر شهرا شهور ヶ月 か月 カ月 ケ月 個月 个月",
	"year":   "year years yr yrs y jahr jahre jahren an ans année années anno anni año años ano anos jaar jaren سنة سنوات عام أعوام عاما 年 年間",
})

// numberWords are the numbers that are written out.
var numberWords = numbers(map[int]string{
	1: "a an one ein eine einem einer eines einen un une una uno um uma een één", 2: "two zwei deux dos due dois duas twee", 3: "three drei trois tres tre três drie",
	4: "four vier quatre cuatro quattro quatro", 5: "five fünf cinq cinco cinque vijf", 6: "six sechs seis sei zes", 7: "seven sieben sept siete sette sete zeven",
	8: "eight acht huit ocho otto oito", 9: "nine neun neuf nueve nove negen", 10: "ten zehn dix diez dieci dez tien", 11: "eleven elf onze once undici",
	12: "twelve zwölf douze doce dodici doze twaalf", 13: "thirteen dreizehn treize trece tredici treze dertien", 14: "fourteen vierzehn quatorze", 15: "fifteen fünfzehn quinze quince quindici",
	18: "eighteen achtzehn", 20: "twenty zwanzig vingt veinte venti", 24: "vierundzwanzig", 30: "thirty dreißig trente treinta trenta dertig", 40: "forty", 45: "forty-five", 50: "fifty",
	60: "sixty sechzig", 90: "ninety neunzig",
})

func numbers(of map[int]string) map[string]int {
	known := map[string]int{}
	for number, words := range of {
		for word := range spellings(map[string]string{"": words}) {
			known[word] = number
		}
	}
	return known
}

// onesAndTwos are words of Arabic that hold the number one or two.
var onesAndTwos = map[string]string{
	"سنة واحدة": "1 سنة", "عام واحد": "1 سنة", "شهر واحد": "1 شهر", "أسبوع واحد": "1 أسبوع", "يوم واحد": "1 يوم", "ساعة واحدة": "1 ساعة", "دقيقة واحدة": "1 دقيقة",
	"سنتان": "2 سنة", "سنتين": "2 سنة", "عامان": "2 سنة", "عامين": "2 سنة", "شهران": "2 شهر", "شهرين": "2 شهر", "أسبوعان": "2 أسبوع", "أسبوعين": "2 أسبوع",
	"يومان": "2 يوم", "يومين": "2 يوم", "ساعتان": "2 ساعة", "ساعتين": "2 ساعة", "دقيقتان": "2 دقيقة", "دقيقتين": "2 دقيقة",
}

var oneOrTwo = regexp.MustCompile(`(?:سنة|ساعة|دقيقة) واحدة|(?:عام|شهر|أسبوع|يوم) واحد|(?:سنت|عام|شهر|أسبوع|يوم|ساعت|دقيقت)(?:ان|ين)`)
