package ui

import "fmt"

// waveLine is one line of the drawing on the entry pages.
type waveLine struct{ path, opacity string }

var waveLines = drawWaves(10)

// drawWaves draws lines below each other that swell less and fade downwards.
func drawWaves(count int) []waveLine {
	lines := make([]waveLine, count)
	for i := range lines {
		y := 40 + 58*i
		swell := 34 - 2*i
		shift := 24 * (i % 3)
		lines[i] = waveLine{
			path: fmt.Sprintf("M0 %d C %d %d, %d %d, %d %d S %d %d, 760 %d",
				y, 90+shift, y-swell/2, 190+shift, y+swell, 330+shift, y+swell/2, 560+shift, y-swell, y+swell/4),
			opacity: fmt.Sprintf("%.2f", .75-.07*float64(i)),
		}
	}
	return lines
}
