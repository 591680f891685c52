package public

import "strings"

// chosenTo is the newer of the two versions that the list offers to compare at first:
// the one that comes next, else the one in force, else the newest.
func chosenTo(versions []Version) string {
	for _, standing := range []Standing{Upcoming, InForce, Replaced} {
		for _, version := range versions {
			if version.Standing == standing && !version.Edition.Withheld() {
				return version.Edition.Version
			}
		}
	}
	return ""
}

// chosenFrom is the version that the newer one replaces.
func chosenFrom(versions []Version) string {
	to := chosenTo(versions)
	for _, version := range versions {
		if version.Edition.Version == to {
			return version.Before
		}
	}
	return ""
}

// firstSentence is the title that a summary gives itself: its first line.
func firstSentence(summary string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(summary), "\n")
	return first
}

func afterFirst(summary string) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(summary), "\n")
	return strings.TrimSpace(rest)
}
