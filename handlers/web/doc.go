// Package web is what all handlers share: routes with their capability, who is
// asking, the site and language of a request, forms, answers, the memory of public
// pages, and the one place where errors become pages. It has no page of its own.
package web
