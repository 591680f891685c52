package text_test

import (
	"fmt"
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestStatedDates(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"*Last updated: May 24, 2018*", "May 24, 2018 [2018-05-24]"},
		{"Effective 1st of January 2026", "1st of January 2026 [2026-01-01]"},
		{"(Updated as of 10/05/18)", "10/05/18 [2010-05-18 2018-05-10 2018-10-05]"},
		{"Last revised 25/05/2018", "25/05/2018 [2018-05-25]"},
		{"Last revised 05/05/2018", "05/05/2018 [2018-05-05]"},
		{"Updated 10.05.2018", "10.05.2018 [2018-05-10 2018-10-05]"},
		{"Version 2.1 of 2018-05-10", "2018-05-10 [2018-05-10]"},
		{"Effective: 2018/05/10", "2018/05/10 [2018-05-10]"},
		{"Last updated: June 2021", "June 2021 []"},
		{"Dernière mise à jour : 3 août 2021", "3 août 2021 [2021-08-03]"},
		{"Stand: 25. Mai 2018", "25. Mai 2018 [2018-05-25]"},
		{"Última actualización: 4 de marzo de 2022", "4 de marzo de 2022 [2022-03-04]"},
		{"更新日期：2021年11月1日", "2021年11月1日 [2021-11-01]"},
		{"(Stand 17.Juli 2025)", "17.Juli 2025 [2025-07-17]"},
		{"Updated 2017 Mar 17", "2017 Mar 17 [2017-03-17]"},
		{"有効日 2019 年 8 月 15 日", "2019 年 8 月 15 日 [2019-08-15]"},
		{"تسري هذه السياسة اعتبارا من 15 أغسطس 2019", "15 أغسطس 2019 [2019-08-15]"},
		{"آخر تحديث: ١٢ مارس ٢٠٢٤", "١٢ مارس ٢٠٢٤ [2024-03-12]"},
		{"Zuletzt aktualisiert am 3. März 2023", "3. März 2023 [2023-03-03]"},
		{"Dernière mise à jour : 1er août 2023", "1er août 2023 [2023-08-01]"},
		{"Ostatnia aktualizacja: 7 października 2023", "7 października 2023 [2023-10-07]"},
		{"Senast uppdaterad 1 maj 2023", "1 maj 2023 [2023-05-01]"},
		{"Son güncelleme: 4 Şubat 2022", "4 Şubat 2022 [2022-02-04]"},
		{"Редакция: август 2023", "август 2023 []"},
		{"Effective: 1.2.2024", "1.2.2024 [2024-01-02 2024-02-01]"},
		{"Updated 31/02/2020", "none"},
		{"We were founded on 3 May 1999 in a garage by the river.", "none"},
	} {
		t.Run(c.line, func(t *testing.T) {
			found, err := text.Import([]byte("# Privacy policy\n\n"+c.line+"\n\nWe keep the data that we need and not the data that you do not want us to keep."), "a.md")
			if err != nil {
				t.Fatal(err)
			}
			got := "none"
			if date := found.StatedDate; date != nil {
				got = fmt.Sprintf("%s %v", date.Raw, date.Candidates)
				equal(t, date.Ambiguous, len(date.Candidates) != 1)
			}
			equal(t, got, c.want)
			if !strings.Contains(found.Markdown(text.Document{}), c.line) {
				t.Error("the stated date does not stay in the text")
			}
		})
	}

	t.Run("of German texts put the day first where dots are", func(t *testing.T) {
		found, _ := text.Import([]byte("Stand: 10.05.2018\n\nWir und die anderen halten uns an das, was Sie mit uns vereinbart haben oder werden."), "a.txt")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2018-05-10]")
	})

	t.Run("of French texts too", func(t *testing.T) {
		found, _ := text.Import([]byte("En vigueur : 1.2.2024\n\nNous gardons vos données pour vous et dans le respect des règles, et nous vous répondons."), "a.txt")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2024-02-01]")
	})

	t.Run("of several kinds are all candidates", func(t *testing.T) {
		found, _ := text.Import([]byte("# Privacy policy\n\nLast updated: 1 May 2024\n\nEffective date: 15 May 2024\n\nWe keep little."), "a.md")
		equal(t, found.StatedDate.Raw+fmt.Sprint(found.StatedDate.Candidates), "1 May 2024; 15 May 2024[2024-05-01 2024-05-15]")
	})

	t.Run("that say the same are one", func(t *testing.T) {
		found, _ := text.Import([]byte("# Privacy policy\n\nLast updated: 1 May 2024\n\nEffective date: 1 May 2024\n\nWe keep little."), "a.md")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2024-05-01]")
	})

	t.Run("are found in the last sentence too", func(t *testing.T) {
		found, _ := text.Import([]byte("# Terms\n\n## A\n\nThe shop opened on 1 March 2001.\n\n## B\n\nThese terms are short. This version of the terms was last changed on 2 April 2019 by us."), "a.md")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2019-04-02]")
	})

	t.Run("are taken from the settings of a site when the text has none", func(t *testing.T) {
		found, _ := text.Import([]byte("---\ntitle: T\ndate: 2020-02-03 10:00:00\n---\nHello there."), "a.md")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2020-02-03]")
		found, _ = text.Import([]byte("---\ntitle: T\ndate: 2020-02-03\nlastmod: 2021-04-05\n---\nHello there."), "a.md")
		equal(t, fmt.Sprint(found.StatedDate.Candidates), "[2021-04-05]")
	})
}
