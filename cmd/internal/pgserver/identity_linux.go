package pgserver

import "syscall"

// diesWithPortal: the kernel stops PostgreSQL when the portal dies (attributes).
const diesWithPortal = true

// moreFiles: Linux allows enough open files.
func moreFiles() {}

// nobody is the customary id of the user without rights.
const nobody = 65534

// namespaced is root seen as nobody from inside a user namespace.
func namespaced() (identity, bool) { return identity{uid: 0, gid: 0, namespace: true}, true }

// attributes run a program as this user in a process group of its own, so that
// Ctrl-C reaches the portal alone, which then stops it; the kernel stops it when
// the portal dies.
func (i identity) attributes() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	switch {
	case i.namespace:
		attributes.Cloneflags = syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: 0, Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: 0, Size: 1}}
		attributes.Credential = &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}
	case i.other():
		attributes.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
	return attributes
}
