// Command privacydesk is the portal and its tools: one file a command. Here the
// floors are plugged together; what the portal knows and decides lives in models.
package main
