// Package request is the register of incoming matters and of everything that may
// happen to one: how it arrives, is confirmed and followed by the person who asks,
// and is worked, decided and answered at the desk. Each thing that happens has its
// own file, named alike in handlers and views.
//
// Who asks and what they say is sealed under a key of the case's own; lists mask
// it. How long an answer may take is computed in models/regime, how a sealed value
// is kept in models/vault, and the words of a mail are written in views/mail.
package request
