package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"privacydesk/models/text"
)

// redlineCommand compares two text files without a database.
type redlineCommand struct {
	Old  string `arg:"" type:"existingfile" help:"File with the old text."`
	New  string `arg:"" type:"existingfile" help:"File with the new text."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help explains the signs of the text for people.
func (redlineCommand) Help() string {
	return "Lines begin with - removed, + added, ~ changed, # renumbered only, < moved from here, > moved to here. " +
		"Within a line [-removed-] and {+added+} words are marked."
}

// Run prints what changed from the old text to the new one.
func (c *redlineCommand) Run(k *kong.Context) error {
	old, err := readText(c.Old)
	if err != nil {
		return err
	}
	new, err := readText(c.New)
	if err != nil {
		return err
	}
	redline := text.Compare(old, new)
	if c.JSON {
		encoder := json.NewEncoder(k.Stdout)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(newRedlineAnswer(redline))
	}
	return printRedline(k.Stdout, redline)
}

// readText is the content of a file that must be UTF-8: JSON can hold nothing else,
// and other bytes would not come back as they were.
func readText(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(content) {
		return "", fmt.Errorf("%s is no text in UTF-8: save it as UTF-8 and try again", path)
	}
	return string(content), nil
}

// redlineAnswer is what the command prints.
type redlineAnswer struct {
	OldWords      int                  `json:"old_words"`
	NewWords      int                  `json:"new_words"`
	DeletedWords  int                  `json:"deleted_words"`
	InsertedWords int                  `json:"inserted_words"`
	Blocks        []redlineAnswerBlock `json:"blocks"`
}

type redlineAnswerBlock struct {
	Op         text.RedlineOp `json:"op"`
	Old        string         `json:"old"`
	New        string         `json:"new"`
	Renumbered bool           `json:"renumbered,omitempty"` // only a leading number changed
}

func newRedlineAnswer(redline text.Redline) redlineAnswer {
	answer := redlineAnswer{
		OldWords: redline.OldWords, NewWords: redline.NewWords,
		DeletedWords: redline.DeletedWords, InsertedWords: redline.InsertedWords,
		Blocks: []redlineAnswerBlock{},
	}
	for _, block := range redline.Blocks {
		answer.Blocks = append(answer.Blocks, redlineAnswerBlock{block.Op, block.Old, block.New, block.Renumbered})
	}
	return answer
}

// printRedline writes a redline for people: the changed paragraphs in order, with a
// sign in front, and the counts.
func printRedline(out io.Writer, redline text.Redline) error {
	var page strings.Builder
	for _, block := range redline.Blocks {
		switch {
		case block.Op == text.Equal:
			if words := len(strings.Fields(block.Old)); words > 0 {
				fmt.Fprintf(&page, "  … %s unchanged\n", countedWords(words))
			}
		case block.Op == text.Delete:
			writeSigned(&page, "-", block.Old)
		case block.Op == text.Insert:
			writeSigned(&page, "+", block.New)
		case block.Op == text.Move && block.New == "":
			writeSigned(&page, "<", block.Old)
		case block.Op == text.Move:
			writeSigned(&page, ">", block.New)
		case block.Renumbered:
			writeSigned(&page, "#", markedWords(block.Runs))
		default:
			writeSigned(&page, "~", markedWords(block.Runs))
		}
	}
	fmt.Fprintf(&page, "%s before, %s after: %d deleted, %d inserted\n",
		countedWords(redline.OldWords), countedWords(redline.NewWords), redline.DeletedWords, redline.InsertedWords)
	_, err := io.WriteString(out, page.String())
	return err
}

// markedWords sets deleted words in [-…-] and inserted ones in {+…+}.
func markedWords(runs []text.RedlineRun) string {
	var marked strings.Builder
	for _, run := range runs {
		switch words := strings.TrimSpace(run.Text); {
		case run.Op == text.Equal:
			marked.WriteString(run.Text)
		case words == "" && run.Op == text.Insert:
			marked.WriteString(run.Text)
		case words == "":
			// White space that went is not worth a mark.
		case run.Op == text.Delete:
			marked.WriteString(strings.Replace(run.Text, words, "[-"+words+"-]", 1))
		default:
			marked.WriteString(strings.Replace(run.Text, words, "{+"+words+"+}", 1))
		}
	}
	return marked.String()
}

// writeSigned writes the lines that hold words, each behind the sign.
func writeSigned(page *strings.Builder, sign, lines string) {
	for line := range strings.Lines(lines) {
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			page.WriteString(sign + " " + line + "\n")
		}
	}
}

func countedWords(count int) string {
	if count == 1 {
		return "1 word"
	}
	return fmt.Sprintf("%d words", count)
}
