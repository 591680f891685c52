package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/alecthomas/kong"

	"privacydesk/models/regime"
)

// clockCommand computes legal deadlines without a database.
type clockCommand struct {
	Regime   string   `required:"" placeholder:"ID" help:"Law whose clock runs, such as eu-gdpr."`
	Right    string   `required:"" placeholder:"RIGHT" help:"What was asked for, such as access."`
	Received string   `required:"" placeholder:"RFC3339" help:"When it was received, such as 2026-03-05T10:00:00+01:00."`
	Zone     string   `required:"" name:"tz" placeholder:"ZONE" help:"Time zone whose days count, such as Europe/Berlin."`
	Calendar string   `placeholder:"CODE" help:"Holiday calendar, such as DE. Without it no holidays apply."`
	Event    []string `sep:"none" placeholder:"NAME=DATE" help:"What happened since: identity_requested, identity_received, clarification_asked, clarification_received, fee_notified, fee_paid. May be repeated."`
	JSON     bool     `name:"json" help:"Print JSON."`
}

// Run prints the time line.
func (c *clockCommand) Run(k *kong.Context) error {
	in, err := c.input()
	if err != nil {
		return err
	}
	line, err := regime.Compute(in)
	var unknown regime.Unknown
	var unreadable regime.Unreadable
	if errors.As(err, &unknown) || errors.As(err, &unreadable) {
		return usageError(err.Error())
	} else if err != nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(k.Stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(newClockAnswer(line))
	}
	return newClockAnswer(line).print(k.Stdout)
}

// input reads the flags.
func (c *clockCommand) input() (regime.Input, error) {
	received, err := time.Parse(time.RFC3339, c.Received)
	if err != nil {
		return regime.Input{}, usageError(fmt.Sprintf("--received takes a time such as 2026-03-05T10:00:00+01:00, not %q", c.Received))
	}
	// The names "" and "Local" would be this machine's own idea of time.
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" || c.Zone == "Local" {
		return regime.Input{}, usageError(fmt.Sprintf("--tz takes a zone of the IANA database such as Europe/Berlin, not %q", c.Zone))
	}
	in := regime.Input{Regime: c.Regime, Right: regime.Right(c.Right), Received: received, Zone: zone, Calendar: c.Calendar}
	for _, text := range c.Event {
		event, err := readEvent(text)
		if err != nil {
			return in, err
		}
		in.Events = append(in.Events, event)
	}
	return in, nil
}

func readEvent(text string) (regime.Event, error) {
	name, day, _ := strings.Cut(text, "=")
	kind := regime.EventKind(name)
	if !slices.Contains(regime.PauseEvents(), kind) {
		var names []string
		for _, known := range regime.PauseEvents() {
			names = append(names, string(known))
		}
		return regime.Event{}, usageError(fmt.Sprintf("--event takes NAME=DATE with a name of %s, not %q", strings.Join(names, ", "), text))
	}
	on, err := civil.ParseDate(day)
	if err != nil || !on.IsValid() {
		return regime.Event{}, usageError(fmt.Sprintf("--event %s takes a day such as 2026-03-16, not %q", name, day))
	}
	return regime.Event{Kind: kind, On: on}, nil
}

// clockAnswer is what the command prints; null where the law sets no date.
type clockAnswer struct {
	Start             *civil.Date `json:"start"`
	AckDue            *civil.Date `json:"ack_due"`
	Due               *civil.Date `json:"due"`
	ExtensionNoticeBy *civil.Date `json:"extension_notice_by"`
	ExtendedDue       *civil.Date `json:"extended_due"`
	OptoutDue         *civil.Date `json:"optout_due"`
	AppealDue         *civil.Date `json:"appeal_due"`
	ConsentStopDue    *civil.Date `json:"consent_stop_due"`
	Lines             []clockLine `json:"lines"`
}

type clockLine struct {
	On       *civil.Date `json:"on"`
	Text     string      `json:"text"`
	Citation *string     `json:"citation"`
}

func newClockAnswer(line regime.Timeline) clockAnswer {
	answer := clockAnswer{
		Start: line.Start, AckDue: line.AckDue, Due: line.Due, ExtensionNoticeBy: line.ExtensionNoticeBy,
		ExtendedDue: line.ExtendedDue, OptoutDue: line.OptoutDue, AppealDue: line.AppealDue,
		ConsentStopDue: line.ConsentStopDue, Lines: []clockLine{},
	}
	for _, step := range line.Lines {
		told := clockLine{On: step.On, Text: step.Text()}
		if step.Citation != "" {
			told.Citation = &step.Citation
		}
		answer.Lines = append(answer.Lines, told)
	}
	return answer
}

// print writes the dates that there are, then the lines that explain them.
func (a clockAnswer) print(out io.Writer) error {
	for _, row := range []struct {
		name string
		day  *civil.Date
	}{
		{"start", a.Start}, {"ack_due", a.AckDue}, {"due", a.Due}, {"extension_notice_by", a.ExtensionNoticeBy},
		{"extended_due", a.ExtendedDue}, {"optout_due", a.OptoutDue}, {"appeal_due", a.AppealDue},
		{"consent_stop_due", a.ConsentStopDue},
	} {
		if row.day == nil {
			continue
		}
		if _, err := fmt.Fprintf(out, "%-20s %s\n", row.name, row.day); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	for _, line := range a.Lines {
		citation := ""
		if line.Citation != nil {
			citation = " [" + *line.Citation + "]"
		}
		if _, err := fmt.Fprintf(out, "%s%s\n", line.Text, citation); err != nil {
			return err
		}
	}
	return nil
}
