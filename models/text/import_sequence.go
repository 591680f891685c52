package text

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// sequence picks of the candidates those that carry letters or numbers one after
// the other from the first on: A, B, C … or 1, 2, 3 … or I, II, III … or 一, 二, 三 … or
// أولاً, ثانياً, ثالثاً …. One that is missing does not end it.
func sequence(found map[int]string) map[int]bool {
	best := map[int]bool{}
	for _, read := range []func(string) int{letterValue, digitValue, romanValue, hanValue, ordinalValue} {
		chosen, expected := map[int]bool{}, 1
		for _, i := range slices.Sorted(maps.Keys(found)) {
			if !isShort(found[i]) && len(strings.Fields(found[i])) > 2*headingWords {
				continue
			}
			number, _ := splitNumber(found[i])
			if value := read(number); value == expected || value == expected+1 && expected > 1 {
				chosen[i] = true
				expected = value + 1
			}
		}
		if len(chosen) > len(best) {
			best = chosen
		}
	}
	return best
}

func letterValue(number string) int {
	if len(number) != 1 || number[0] < 'A' || number[0] > 'Z' {
		return 0
	}
	return int(number[0]-'A') + 1
}

func digitValue(number string) int {
	value, err := strconv.Atoi(WesternDigits(number))
	if err != nil {
		return 0
	}
	return value
}

func romanValue(number string) int {
	values := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	total := 0
	for i := range len(number) {
		value := values[number[i]]
		if value == 0 {
			return 0
		}
		if i+1 < len(number) && value < values[number[i+1]] {
			value = -value
		}
		total += value
	}
	return total
}

// hanValue reads the numbers from one to ninety-nine as Chinese and Japanese write them.
func hanValue(number string) int {
	digits := []rune("一二三四五六七八九")
	total, digit := 0, 0
	for _, r := range number {
		switch at := slices.Index(digits, r); {
		case r == '十':
			total += max(1, digit) * 10
			digit = 0
		case at < 0 || digit > 0:
			return 0
		default:
			digit = at + 1
		}
	}
	return total + digit
}
