package pgserver

import "syscall"

// diesWithPortal: macOS tells no child that its parent died, so a guard does.
const diesWithPortal = false

// moreFiles lets PostgreSQL open as many files as the portal may. On macOS each of its
// connections keeps one for a semaphore, and a terminal allows 256 in all. (Go hands the
// terminal's limit on to children until the limit is set, even to what it is.)
func moreFiles() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
}

// namespaced: macOS has no user namespaces.
func namespaced() (identity, bool) { return identity{}, false }

// attributes run a program as this user in a process group of its own, so that
// Ctrl-C reaches the portal alone, which then stops it.
func (i identity) attributes() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if i.other() {
		attributes.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
	return attributes
}
