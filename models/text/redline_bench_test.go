package text_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"privacydesk/models/text"
)

// BenchmarkRedlineAgainstGitWordDiff runs both in turn on the same pair and reports
// the median of the ratios of their times, and how many words each of them marked.
// Of git the whole process counts: that is what a portal without an engine of its
// own would start. At least seven rounds make a measure.
func BenchmarkRedlineAgainstGitWordDiff(b *testing.B) {
	if _, err := exec.LookPath("git"); err != nil {
		b.Skip("no git to compare with")
	}
	b.Run("ours", func(b *testing.B) {
		againstGit(b, filepath.Join("testdata", "redline", "old.md"), filepath.Join("testdata", "redline", "new.md"))
	})
	for _, pair := range []struct{ name, old, new string }{
		{"small edit", "privacy-036.md", "privacy-037.md"},
		{"edits all over", "privacy-018.md", "privacy-019.md"},
		{"rewritten", "terms-003.md", "terms-004.md"},
		{"unrelated", "privacy-044.md", "terms-035.md"},
	} {
		b.Run(pair.name, func(b *testing.B) {
			real := func(name string) string { return realFiles(b, filepath.Join("basecamp-policies", name))[0] }
			againstGit(b, real(pair.old), real(pair.new))
		})
	}
}

func againstGit(b *testing.B, oldFile, newFile string) {
	var redline text.Redline
	var printed string
	ours := func() time.Duration {
		start := time.Now()
		redline = text.Compare(content(b, oldFile), content(b, newFile))
		return time.Since(start)
	}
	git := func() time.Duration {
		start := time.Now()
		printed = gitWordDiff(b, oldFile, newFile)
		return time.Since(start)
	}
	var ratios []float64
	for b.Loop() {
		var mine, its time.Duration
		if len(ratios)%2 == 0 {
			mine, its = ours(), git()
		} else {
			its, mine = git(), ours()
		}
		ratios = append(ratios, mine.Seconds()/its.Seconds())
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "of-git's-time")
	b.ReportMetric(float64(redline.DeletedWords+redline.InsertedWords), "words-marked")
	b.ReportMetric(float64(wordsMarkedByGit(printed)), "words-by-git")
}

func gitWordDiff(b *testing.B, oldFile, newFile string) string {
	b.Helper()
	command := exec.Command("git", "diff", "--no-index", "--word-diff=porcelain", "-U100000", oldFile, newFile)
	printed, err := command.Output()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != 1 { // 1: they differ
		b.Fatal("git: ", err)
	}
	return string(printed)
}

func wordsMarkedByGit(printed string) int {
	words := 0
	_, body, _ := strings.Cut(printed, "\n@@")
	for line := range strings.Lines(body) {
		if line[0] == '+' || line[0] == '-' {
			words += len(strings.Fields(line[1:]))
		}
	}
	return words
}
