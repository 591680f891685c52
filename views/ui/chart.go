package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Bar is one day of a chart: how many are overdue, due soon and on track.
type Bar struct {
	Label             string
	Note              string // under the label, such as "Today"
	Over, Soon, Track int
	More              bool // counting stopped: there may be more
}

func (b Bar) total() int { return b.Over + b.Soon + b.Track }

func (b Bar) number() string {
	if b.More {
		return strconv.Itoa(b.total()) + "+"
	}
	return strconv.Itoa(b.total())
}

// chartGrid are the measures of a chart in units of its own, about one px each on the
// screens it is for.
type chartGrid struct {
	name                            string // of its class
	width, height, top, foot, start float64
}

// A drawing shrinks with all its words, so there is one for each width. Only one of
// them is ever shown.
var chartGrids = []chartGrid{
	{name: "chart--wide", width: 680, height: 190, top: 24, foot: 142, start: 30},
	{name: "chart--narrow", width: 340, height: 210, top: 24, foot: 162, start: 22},
}

// block is a piece of a bar.
type block struct {
	x, y, width, height float64
	class               string
}

// chartTopValue is the number at the top line: even, and not below the tallest bar.
func chartTopValue(bars []Bar) int {
	tallest := 4
	for _, bar := range bars {
		tallest = max(tallest, bar.total())
	}
	step := chartStep(tallest)
	return (tallest + step - 1) / step * step
}

// chartStep is the distance of the lines, so that there are three to five.
func chartStep(tallest int) int {
	step := 2
	for tallest/step > 4 {
		if step%5 == 0 || step == 2 && tallest <= 20 {
			step *= 2
		} else {
			step = step / 2 * 5
		}
	}
	return step
}

// chartLines are the values that have a line across.
func chartLines(bars []Bar) []int {
	top := chartTopValue(bars)
	step := chartStep(top)
	var lines []int
	for value := 0; value <= top; value += step {
		lines = append(lines, value)
	}
	return lines
}

func (g chartGrid) y(bars []Bar, value int) float64 {
	return g.foot - float64(value)/float64(chartTopValue(bars))*(g.foot-g.top)
}

// x is the middle of a bar.
func (g chartGrid) x(ctx context.Context, bars []Bar, position int) float64 {
	each := (g.width - g.start) / float64(len(bars))
	return g.mirror(ctx, g.start+each*(float64(position)+.5))
}

func (g chartGrid) mirror(ctx context.Context, x float64) float64 {
	if Dir(ctx) == "rtl" {
		return g.width - x
	}
	return x
}

// blocks are the pieces of all bars, the most urgent at the foot.
func (g chartGrid) blocks(ctx context.Context, bars []Bar) []block {
	width := min((g.width-g.start)/float64(len(bars))*.62, 30)
	var found []block
	for i, bar := range bars {
		below := 0
		for _, part := range []struct {
			count int
			class string
		}{{bar.Over, "chart__over"}, {bar.Soon, "chart__soon"}, {bar.Track, "chart__track"}} {
			if part.count == 0 {
				continue
			}
			top, foot := g.y(bars, below+part.count), g.y(bars, below)
			found = append(found, block{g.x(ctx, bars, i) - width/2, top + 1, width, foot - top - 2, part.class})
			below += part.count
		}
	}
	return found
}

// sparkPath is a line through the values, from left to right in time; the area
// below it when closed.
func sparkPath(ctx context.Context, values []float64, closed bool) string {
	if len(values) < 2 {
		return ""
	}
	var path strings.Builder
	for i := range values {
		x, y := sparkPoint(ctx, values, i)
		fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], x, y)
	}
	if closed {
		first, _ := sparkPoint(ctx, values, 0)
		last, _ := sparkPoint(ctx, values, len(values)-1)
		fmt.Fprintf(&path, "L%.1f 32L%.1f 32z", last, first)
	}
	return path.String()
}

func sparkPoint(ctx context.Context, values []float64, position int) (x, y float64) {
	low, high := values[0], values[0]
	for _, value := range values {
		low, high = min(low, value), max(high, value)
	}
	x = 3 + 84*float64(position)/float64(len(values)-1)
	if Dir(ctx) == "rtl" {
		x = 90 - x
	}
	if high == low {
		return x, 16
	}
	return x, 27 - 23*(values[position]-low)/(high-low)
}
