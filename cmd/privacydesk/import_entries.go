package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"cloud.google.com/go/civil"
	"github.com/alecthomas/kong"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/views/ui"
)

// importEntries is what both registers of entries are told about a file.
type importEntries struct {
	Settings config.Flags `embed:""`

	File        string `arg:"" type:"existingfile" help:"CSV, or tables in Markdown or HTML; columns are known by their headings."`
	Site        string `placeholder:"KEY" help:"The site; the default one otherwise."`
	Locale      string `placeholder:"L" help:"The language of its texts; the site's first one otherwise."`
	Partial     bool   `help:"Take the rows that can be read even where others are refused."`
	InForceFrom string `placeholder:"DATE" help:"History: the file is the whole list, an edition at once, in force from this day (yyyy-mm-dd)."`
	JSON        bool   `name:"json" help:"Print JSON."`
}

type importCookiesCommand struct {
	importEntries `embed:""`
}

// Run brings cookies into the register.
func (c *importCookiesCommand) Run(ctx context.Context, k *kong.Context) error {
	return c.run(ctx, k, func(p *portal, on site.Site, in entry.ImportInput) (entry.Report, error) {
		return p.cookies.Import(ctx, access.Operator, on, in)
	})
}

type importProcessorsCommand struct {
	importEntries `embed:""`
}

// Run brings companies into the register.
func (c *importProcessorsCommand) Run(ctx context.Context, k *kong.Context) error {
	return c.run(ctx, k, func(p *portal, on site.Site, in entry.ImportInput) (entry.Report, error) {
		return p.processors.Import(ctx, access.Operator, on, in)
	})
}

// run reads the file, lets the register take it and prints what became of each row.
// Refused rows are a failure, unless they may be.
func (c *importEntries) run(ctx context.Context, k *kong.Context, bring func(*portal, site.Site, entry.ImportInput) (entry.Report, error)) error {
	in := entry.ImportInput{Filename: filepath.Base(c.File), Locale: c.Locale, Partial: c.Partial}
	var err error
	if c.InForceFrom != "" {
		if in.From, err = civil.ParseDate(c.InForceFrom); err != nil {
			return usageError("--in-force-from is not a day in the form yyyy-mm-dd")
		}
	}
	if in.Raw, err = readAtMost(c.File, entry.MaxFile+1); err != nil {
		return err
	}
	return withPortal(ctx, k, c.Settings, func(p *portal) error {
		on, err := p.site(ctx, c.Site)
		if err != nil {
			return err
		}
		if c.Locale != "" && !on.Speaks(c.Locale) {
			return usageError("--locale is no language of the site")
		}
		report, err := bring(p, on, in)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, inWords(ctx, err))
		}
		if err := printReport(ctx, k.Stdout, report, c.JSON); err != nil {
			return err
		}
		if !report.Written {
			return errors.New(ui.T(ctx, "import.not_written"))
		}
		return nil
	})
}

// readAtMost reads a file up to a number of bytes.
func readAtMost(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// reportAnswer is a report for programs.
type reportAnswer struct {
	Written bool           `json:"written"`
	Edition *int           `json:"edition"`
	Counts  map[string]int `json:"counts"`
	Rows    []rowAnswer    `json:"rows"`
	Skipped []string       `json:"skipped"` // titles of tables about something else
}

type rowAnswer struct {
	entry.Row
	Reason *string `json:"reason"`
}

func printReport(ctx context.Context, out io.Writer, report entry.Report, asJSON bool) error {
	answer := reportAnswer{Written: report.Written, Counts: map[string]int{}, Rows: []rowAnswer{}, Skipped: append([]string{}, report.Skipped...)}
	if report.Edition > 0 {
		answer.Edition = &report.Edition
	}
	for _, outcome := range entry.Outcomes {
		answer.Counts[string(outcome)] = report.Count(outcome)
	}
	for _, row := range report.Rows {
		one := rowAnswer{Row: row}
		if row.Reason != "" {
			reason := ui.ReasonWords(ctx, row.Reason, row.Value)
			one.Reason = &reason
		}
		answer.Rows = append(answer.Rows, one)
	}
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(answer)
	}
	return answer.print(ctx, out)
}

// print tells a person the same in lines.
func (a reportAnswer) print(ctx context.Context, out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range a.Rows {
		place, reason := "", ""
		if row.Line > 0 {
			place = ui.T(ctx, "import.row", "row", row.Line)
		}
		if row.Reason != nil {
			reason = *row.Reason
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", place, ui.T(ctx, "import.outcome."+string(row.Outcome)), row.Name, reason)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, title := range a.Skipped {
		fmt.Fprintln(out, ui.T(ctx, "import.skipped", "title", title))
	}
	for _, outcome := range entry.Outcomes {
		fmt.Fprintf(out, "%s: %d\n", ui.T(ctx, "import.outcome."+string(outcome)), a.Counts[string(outcome)])
	}
	if a.Edition != nil {
		fmt.Fprintln(out, ui.T(ctx, "import.edition", "number", *a.Edition))
	}
	return nil
}
