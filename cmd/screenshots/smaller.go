package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"slices"
)

// smaller is the same picture in at most 256 colours. Pages are flat surfaces and
// letters: their most frequent colours show them, at a third of the weight.
func smaller(picture []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	area := full.Bounds()
	palette := frequent(full)
	reduced := image.NewPaletted(area, palette)
	known := map[color.NRGBA]uint8{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			tone := toneAt(full, x, y)
			index, found := known[tone]
			if !found {
				index = uint8(palette.Index(tone))
				known[tone] = index
			}
			reduced.SetColorIndex(x, y, index)
		}
	}
	var made bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&made, reduced)
	return made.Bytes(), err
}

// frequent are the 256 colours that most of the picture has.
func frequent(full image.Image) color.Palette {
	counts := map[color.NRGBA]int{}
	area := full.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			counts[toneAt(full, x, y)]++
		}
	}
	tones := make([]color.NRGBA, 0, len(counts))
	for tone := range counts {
		tones = append(tones, tone)
	}
	slices.SortFunc(tones, func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, tone := range tones[:min(256, len(tones))] {
		palette = append(palette, tone)
	}
	return palette
}

func toneAt(full image.Image, x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(full.At(x, y)).(color.NRGBA)
}
