// Package site knows the public properties: host names, languages, time zone, the
// law and calendar that apply by default. What the public is told about a site
// (controllers, contacts, notices) are its facts, in models/facts.
package site
