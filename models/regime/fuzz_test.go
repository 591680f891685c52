package regime

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
)

// FuzzCompute feeds the clock with any law, right, place, moment and events, and
// sees that what comes out is whole. Its kept cases run with every test.
func FuzzCompute(f *testing.F) {
	f.Add(uint8(3), uint8(0), int64(1772701200), uint8(0), uint8(0), []byte{0, 4, 1, 7})
	f.Add(uint8(11), uint8(0), int64(1772445600), uint8(1), uint8(1), []byte{2, 7, 3, 7, 0, 1, 1, 6})
	f.Add(uint8(4), uint8(0), int64(1827568800), uint8(3), uint8(3), []byte{})
	f.Add(uint8(3), uint8(0), int64(1772701200), uint8(0), uint8(0), []byte{0, 250, 6, 20, 8, 3})
	f.Fuzz(func(t *testing.T, law, right uint8, second int64, place, days uint8, events []byte) {
		in := inputOf(law, right, second, place, days, events)
		line, err := Compute(in)
		if err != nil {
			return
		}
		whole(t, in, line)
	})
}

func TestProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	said := map[string]bool{}
	computed := 0
	for range 6000 {
		events := make([]byte, 2*random.IntN(6))
		for i := range events {
			events[i] = byte(random.IntN(96))
		}
		from := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC).Unix()
		in := inputOf(uint8(random.IntN(256)), uint8(random.IntN(256)), from+random.Int64N(4*365*86400), uint8(random.IntN(256)), uint8(random.IntN(256)), events)
		line, err := Compute(in)
		if err != nil {
			continue
		}
		computed++
		whole(t, in, line)
		pausesNeverShorten(t, in, line)
		for _, step := range line.Lines {
			said[step.Key] = true
		}
	}
	if computed < 4500 {
		t.Errorf("only %d of 6000 inputs made a time line", computed)
	}
	// No law here restarts for a clarification or suspends for a fee, as others do; and
	// a date of the request itself is not made up above.
	unsaid := []string{"start.clarification", "pause.fee", "start.request"}
	for key := range Sentences() {
		if !said[key] && !slices.Contains(unsaid, key) {
			t.Errorf("the sentence %s is never said", key)
		}
	}
}

// whole is what every time line keeps, whatever its input.
func whole(t *testing.T, in Input, line Timeline) {
	t.Helper()
	for name, date := range dates(line) {
		if date != "" && date < line.Received.String() {
			t.Errorf("%+v: %s on %s is before the receipt", in, name, date)
		}
	}
	if line.Due != nil && line.Due.Before(*line.Start) {
		t.Errorf("%+v: due on %s before the start on %s", in, line.Due, line.Start)
	}
	if line.ExtendedDue != nil && (line.Due == nil || !line.ExtendedDue.After(*line.Due)) {
		t.Errorf("%+v: extended to %s, due on %v", in, line.ExtendedDue, line.Due)
	}
	if line.Paused && !line.NotBefore {
		t.Errorf("%+v: paused, yet its last day is certain", in)
	}
	if len(line.Lines) == 0 {
		t.Errorf("%+v: nothing is explained", in)
	}
	for _, step := range line.Lines {
		if text := step.Text(); text == "" || strings.Contains(text, "{{") || strings.Contains(text, "%!") {
			t.Errorf("%+v: the line %s reads %q", in, step.Key, text)
		}
	}
	if again, _ := Compute(in); !reflect.DeepEqual(line, again) {
		t.Errorf("%+v: two time lines from one input", in)
	}
}

// pausesNeverShorten adds each pair of question and reply to a request and sees that
// no last day comes earlier.
func pausesNeverShorten(t *testing.T, in Input, line Timeline) {
	t.Helper()
	if line.Earliest == nil || line.Stopped != nil {
		return
	}
	for i := 0; i < 6; i += 2 {
		asked := line.Received.AddDays(5)
		more := in
		more.Events = append(append([]Event{}, in.Events...),
			Event{Kind: PauseEvents()[i], On: asked}, Event{Kind: PauseEvents()[i+1], On: asked.AddDays(3 + i)})
		if hasKind(in, PauseEvents()[i], PauseEvents()[i+1]) {
			continue // it would be the reply to another question
		}
		paused, err := Compute(more)
		if err != nil {
			t.Fatal(err)
		}
		if paused.Earliest.Before(*line.Earliest) {
			t.Errorf("%+v: %s moves the last day from %s to %s", in, PauseEvents()[i], line.Earliest, paused.Earliest)
		}
	}
}

func hasKind(in Input, kinds ...EventKind) bool {
	_, found := last(in.Events, kinds...)
	return found
}

// inputOf makes an input out of numbers: events are pairs of kind and days after the
// receipt.
func inputOf(law, right uint8, second int64, place, days uint8, events []byte) Input {
	zones := []string{"Europe/Berlin", "Europe/London", "America/Los_Angeles", "Asia/Hong_Kong", "Pacific/Auckland", "America/Sao_Paulo", "Pacific/Apia"}
	zone, err := time.LoadLocation(zones[int(place)%len(zones)])
	if err != nil {
		panic(err)
	}
	rights := append(Rights(), Appeal)
	in := Input{
		Regime: Regimes()[int(law)%len(Regimes())], Right: rights[int(right)%len(rights)],
		Received: time.Unix(second%(1<<34), 0), Zone: zone, Calendar: []string{"DE", "GB-EAW", "US-CA", "HK", "NZ", ""}[int(days)%6],
	}
	received := civil.DateOf(in.Received.In(zone))
	for i := 0; i+1 < len(events) && i < 40; i += 2 {
		on := received.AddDays(int(events[i+1]))
		in.Events = append(in.Events, Event{Kind: eventKinds[int(events[i])%len(eventKinds)], On: on, Until: on.AddDays(30)})
	}
	return in
}
