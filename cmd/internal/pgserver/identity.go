//go:build linux || darwin

package pgserver

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is the user that PostgreSQL runs as. It refuses to run as root, so
// root starts it as another user or, where that is impossible, as nobody inside a
// user namespace in which root's files are nobody's.
type identity struct {
	uid, gid  int
	namespace bool
}

// other reports whether the server runs as someone else than the portal.
func (i identity) other() bool { return i.uid != os.Geteuid() || i.namespace }

func (i identity) String() string {
	if i.namespace {
		return "nobody in a user namespace"
	}
	if known, err := user.LookupId(strconv.Itoa(i.uid)); err == nil {
		return "user " + known.Username
	}
	return "user " + strconv.Itoa(i.uid)
}

// identityFor chooses the user for a cluster: the owner of one that exists, else
// postgres or nobody, who must be able to enter the folder.
func identityFor(data string) (identity, error) {
	self := identity{uid: os.Geteuid(), gid: os.Getegid()}
	if self.uid != 0 {
		return self, nil
	}
	if info, err := os.Stat(data); err == nil {
		if owner := ownerOf(info); owner != 0 {
			return identity{uid: owner, gid: groupOf(info)}, nil
		}
		if inside, ok := namespaced(); ok {
			return inside, nil
		}
		return self, fmt.Errorf("%s belongs to root, and PostgreSQL does not run as root: give it to the user postgres", data)
	}
	unprivileged, err := lookUp("postgres", "_postgres", "nobody") // the second on macOS
	if err != nil {
		return self, err
	}
	if closed := closedTo(unprivileged, filepath.Dir(data)); closed != "" {
		if inside, ok := namespaced(); ok {
			return inside, nil
		}
		return self, fmt.Errorf("PostgreSQL runs as %s, who cannot enter %s: choose another PRIVACYDESK_DATA_DIR", unprivileged, closed)
	}
	return unprivileged, nil
}

func lookUp(names ...string) (identity, error) {
	for _, name := range names {
		known, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(known.Uid)
		if err != nil {
			continue
		}
		gid, err := strconv.Atoi(known.Gid)
		if err != nil {
			continue
		}
		return identity{uid: uid, gid: gid}, nil
	}
	return identity{}, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres or nobody on this system")
}

// closedTo is the first folder on the way to dir that the user cannot enter.
func closedTo(as identity, dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err == nil && !mayEnter(as, info) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

func mayEnter(as identity, info fs.FileInfo) bool {
	switch {
	case ownerOf(info) == as.uid:
		return info.Mode()&0o100 != 0
	case groupOf(info) == as.gid:
		return info.Mode()&0o010 != 0
	}
	return info.Mode()&0o001 != 0
}

func ownerOf(info fs.FileInfo) int { return int(info.Sys().(*syscall.Stat_t).Uid) }

func groupOf(info fs.FileInfo) int { return int(info.Sys().(*syscall.Stat_t).Gid) }
