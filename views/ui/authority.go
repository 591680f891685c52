package ui

import "context"

// Authority is whom a person may complain to, in the language of the page: the name
// that the site gives; else that of the law, which knows it in English only; else
// words for whichever is competent.
func Authority(ctx context.Context, named, lawful string) string {
	switch {
	case named != "":
		return named
	case lawful != "" && Locale(ctx) == Fallback:
		return lawful
	}
	return T(ctx, "remedy.any_authority")
}
