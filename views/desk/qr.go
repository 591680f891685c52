package desk

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// qr is a QR code as one SVG path and the size of its grid. It is drawn by the page
// itself, since the content policy allows no image from elsewhere or inside an address.
type qr struct {
	size int
	path string
}

// newQR draws the text with runs of dark squares, row by row. Text of an unusual
// length that no QR code can hold gives an empty one; the page shows the text too.
func newQR(text string) qr {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return qr{}
	}
	squares := code.Bitmap()
	var path strings.Builder
	for y, row := range squares {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	return qr{size: len(squares), path: path.String()}
}

// viewBox is the grid in SVG's words.
func (q qr) viewBox() string { return fmt.Sprintf("0 0 %d %d", q.size, q.size) }

// spaced is a key in groups of four, for people to type.
func spaced(key string) string {
	var groups []string
	for ; len(key) > 4; key = key[4:] {
		groups = append(groups, key[:4])
	}
	return strings.Join(append(groups, key), " ")
}
