package pgserver

import "syscall"

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
