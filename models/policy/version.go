package policy

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"privacydesk/models/edition"
)

// number is the number of a version: "7.1".
type number struct{ major, minor int }

func (n number) String() string { return fmt.Sprintf("%d.%d", n.major, n.minor) }

func numberOf(version string) number {
	major, minor, _ := strings.Cut(version, ".")
	var n number
	n.major, _ = strconv.Atoi(major)
	n.minor, _ = strconv.Atoi(minor)
	return n
}

// after is the number that follows: the first is 1.0, a material change begins a new
// major number, an editorial one counts on.
func (n number) after(class edition.Class) number {
	if n.major == 0 || class == edition.Material {
		return number{n.major + 1, 0}
	}
	return number{n.major, n.minor + 1}
}

const highestVersion = `SELECT version FROM editions WHERE subject = ? AND version <> ''
ORDER BY split_part(version, '.', 1)::int DESC, split_part(version, '.', 2)::int DESC LIMIT 1`

// highest is the document's highest version number; that of a withdrawn version is
// never given again.
func highest(ctx context.Context, db *gorm.DB, subject edition.Subject) (number, error) {
	var versions []string
	err := db.WithContext(ctx).Raw(highestVersion, subject).Scan(&versions).Error
	if err != nil || len(versions) == 0 {
		return number{}, err
	}
	return numberOf(versions[0]), nil
}
