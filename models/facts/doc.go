// Package facts is what the public is told about a site itself: who is responsible,
// how to reach them, which rights can be exercised and how long an answer usually
// takes, and the notice that stands on the form (Article 13 GDPR). It is the fourth
// subject of editions: edited as a draft, told only as an edition.
package facts
