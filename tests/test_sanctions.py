"""Citations and sanctions: our own sentences with invented people, and the rows that a careful coder would write."""

import re
import time
from pathlib import Path

import pytest

from analytics.coding.law import Codes, find_citations, read_codes
from analytics.coding.measures import SanctionLexicon, read_sanction_lexicon
from analytics.coding.names import Name
from analytics.coding.sanctions import find_sanctions
from analytics.coding.sentences import find_sentences
from analytics.errors import InputError
from analytics.lexicon.rules import plain, read_words

LEXICON = Path(__file__).resolve().parents[1] / "data" / "lexicon"
_NAME = re.compile(r"\b(?!Article|Articles|Part|No)[A-Z][\w-]+ (?:[A-Z]|Zh|Sh|Ye|Yu)\.(?!\w)")


@pytest.fixture(scope="module")
def lexicon() -> SanctionLexicon:
    return read_sanction_lexicon(LEXICON, read_words(LEXICON / "words.toml"))


@pytest.fixture(scope="module")
def codes() -> Codes:
    return read_codes(LEXICON / "codes.toml")


def code(text: str, lexicon: SanctionLexicon) -> list[tuple[object, ...]]:
    text = plain(text)
    names = [Name(found.start(), found.end(), found.group()) for found in _NAME.finditer(text)]
    return [
        (row.person, row.code, row.article, row.part, row.measure, row.amount, row.unit, row.kzt, row.status)
        for row in find_sanctions([text], [find_sentences(text)], [names], lexicon)[0]
    ]


CITATIONS = [
    ("under Article 488, Part 11 of the Code of Administrative Offences of the RK", [("CAO", "488", 11)]),
    ("p.7 of Article 488 of the CAO", [("CAO", "488", 7)]),
    ("Art. 488 p. 6 of the CoAO RK", [("CAO", "488", 6)]),
    ("paragraph 11 of Article 488 of the Administrative Code", [("CAO", "488", 11)]),
    ("Part 2 of Article 174 CC RK", [("CC", "174", 2)]),
    ("Article405 of the CC", [("CC", "405", None)]),
    ("Article 456-2 of the Code of Administrative OffenCes", [("CAO", "456-2", None)]),
    ("Articles 258, 405 of the Criminal Code of the RK, 7 years", [("CC", "258", None), ("CC", "405", None)]),
    ("Articles 405 (part 2) and 182 of the Penal Code", [("CC", "405", 2), ("CC", "182", None)]),
    ("Articles 405 part 2, 182 part 1 of the CC RK", [("CC", "405", 2), ("CC", "182", 1)]),
    ("Articles 188 (theft), 272 (mass riots) of the Criminal Code", [("CC", "188", None), ("CC", "272", None)]),
    ("Article 405, Part 1/2 of the CC", [("CC", "405", 1), ("CC", "405", 2)]),
    ("Parts 1, 2 and 3 of Article 274 of the CC", [("CC", "274", 1), ("CC", "274", 2), ("CC", "274", 3)]),
    ("both parts of Article 405 of the Criminal Code", [("CC", "405", 1), ("CC", "405", 2)]),
    ("Article 24, Part 3, Article 99, Part 2 of the CC", [("CC", "24", 3), ("CC", "99", 2)]),
    ("Article 405(2) of the CC", [("CC", "405", 2)]),
    ("Article 405 of the Criminal Code, part 2", [("CC", "405", 2)]),
    ("Part 4, paragraph 2 of Article 274 of the CC", [("CC", "274", 4)]),
    ("the Criminal Code (Article 188 part 3 p. 1)", [("CC", "188", 3)]),
    ("Article 244.1 of the Criminal Code of the Republic of Uzbekistan", [("UZ-CC", "244.1", None)]),
    ("In Uzbekistan he is accused under Article 159 of the Criminal Code", [("UZ-CC", "159", None)]),
    ("Russian CAO, Article 20.3.3", [("RU-CAO", "20.3.3", None)]),
    ("Article 489, Part 9 of the CAO, then Part 10 of the same article", [("CAO", "489", 9), ("CAO", "489", 10)]),
    ("Article 269 for one, Article 272 for the other, both of the CC", [("CC", "269", None), ("CC", "272", None)]),
    ("Article 917 of the Civil Code", [("CIV", "917", None)]),
    ("Article 128 of the Criminal Procedure Code", [("CPC", "128", None)]),
    ("Article 488, Part 6, 20 MCI", [(None, "488", 6)]),
    ("Article 488, Part 6 and 15 people", [(None, "488", 6)]),
    ("Article 20 of the Constitution, Article 21 of the ICCPR, Article 14 of the law on peaceful assemblies", []),
    ("the organisation Article 19 and Institution No. 4 in 2024", []),
    ("under two articles of the Criminal Code; Article 12 of the Labor Code", []),
    (
        "riots (Article 272, Part 1 of the CC RK) and dissemination of false information (Article 274)",
        [("CC", "272", 1), ("CC", "274", None)],
    ),
    ("The article is the same - 405, Part 2 of the Criminal Code", [("CC", "405", 2)]),
    ("The article remained the same, 478 of the CAO", [("CAO", "478", None)]),
    ("Article 272 of the CC, and Abenov T. under Article 291", [("CC", "272", None), ("CC", "291", None)]),
]


@pytest.mark.parametrize(("text", "wanted"), CITATIONS, ids=[text[:40] for text, _ in CITATIONS])
def test_every_way_to_cite_an_article(text: str, wanted: list[tuple[object, ...]], codes: Codes) -> None:
    assert [(one.code, one.article, one.part) for one in find_citations([plain(text)], codes)[0]] == wanted


def row(
    person: str | None = None,
    law: tuple[str | None, str, int | None] | str | None = None,
    measure: str | None = None,
    amount: float | None = None,
    unit: str | None = None,
    kzt: int | None = None,
    status: str = "imposed",
) -> tuple[object, ...]:
    cited = law if isinstance(law, tuple) else (law, None, None)
    return (person, *cited, measure, amount, unit, kzt, status)


A488, CC405 = ("CAO", "488", 6), ("CC", "405", 2)
SANCTIONS = [
    # told of each, in passing, or as over
    (
        "Kim V. and Li R. were tried. All of them are charged under Article 405, Part 2 of the CC, and Li R. in addition "
        "under Article 291.",
        [
            row("Kim V.", CC405, status="charged"),
            row("Li R.", CC405, status="charged"),
            row("Li R.", ("CC", "291", None), status="charged"),
        ],
    ),
    (
        "Kim V. was fined 20 MCI under Article 488, Part 6 of the CAO, while for Li R. the judge limited himself to a warning.",
        [row("Kim V.", A488, "fine", 20, "MCI"), row("Li R.", A488, "warning")],
    ),
    (
        "The complaint of Kim V. against the warning under Article 488, Part 6 of the CAO was rejected. The judge also kept "
        "in force the fine of 30 MCI imposed in March on Li R. under Part 7 of this article.",
        [
            row("Kim V.", A488, "warning", status="upheld"),
            row("Li R.", ("CAO", "488", 7), "fine", 30, "MCI", status="upheld"),
        ],
    ),
    (
        "The city court left in force the ruling to keep Kim V. (Article 405, Part 2 of the CC) in custody for two months. "
        "The judge considered house arrest insufficient.",
        [row("Kim V.", CC405, "remand", 2, "months", status="upheld")],
    ),
    (
        "The court cancelled the verdict against Kim V. By this verdict he had been deprived of liberty for 7 years under "
        "Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 7, "years", status="quashed")],
    ),
    (
        "She held a portrait of her son Kim V., who in 2021 was sentenced to 5 years of imprisonment under Article 405, Part 2 "
        "of the CC and is now in a colony.",
        [row("Kim V.", CC405, "imprisonment", 5, "years", status="serving")],
    ),
    (
        "Kim V. - 2 years of restriction of freedom under Article 405, Part 2 of the CC - was called by the inspector.",
        [row("Kim V.", CC405, "restriction_of_freedom", 2, "years", status="serving")],
    ),
    (
        "The father of Kim V. (in custody under Article 405, Part 2 of the CC) wrote to the ombudsman.",
        [row("Kim V.", CC405, "remand", status="serving")],
    ),
    (
        "The court refused to apply parole to Kim V., who is serving 6 years of imprisonment under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 6, "years", status="serving")],
    ),
    (
        "Kim V. was released on parole. Of the 4 years' imprisonment given to him under Article 405, Part 2 of the CC, he "
        "spent three in a colony.",
        [row("Kim V.", CC405, "imprisonment", 4, "years", status="completed")],
    ),
    (
        "Investigators withdrew the suspicion under Article 405, Part 2 of the CC from Kim V.",
        [row("Kim V.", CC405, status="dismissed")],
    ),
    ("Asylum was refused to Kim V. He was given ten days to leave the country.", []),
    # the entry's own decision
    (
        "The court found Abenov B. guilty under Article 488, Part 6 of the CAO RK and gave him 15 days' imprisonment.",
        [row("Abenov B.", A488, "arrest", 15, "days")],
    ),
    (
        "Zhanat K. was punished with administrative arrest for a period of fifteen days, Article 488, Part 6.",
        [row("Zhanat K.", A488, "arrest", 15, "days")],
    ),
    (
        "The court imposed on Oraz G. a fine of 50 monthly calculation indices (172,500 tenge).",
        [row("Oraz G.", None, "fine", 50, "MCI", 172500)],
    ),
    ("Kim V. was fined KZT 145,850.", [row("Kim V.", None, "fine", kzt=145850)]),
    ("Kim V. was fined 1.2 million tenge.", [row("Kim V.", None, "fine", kzt=1200000)]),
    ("Kim V. was fined. The amount is 29 170 tenge.", [row("Kim V.", None, "fine", kzt=29170)]),
    (
        "Li R. was given 3 years and 2 months of imprisonment under Article 405, Part 2 of the Criminal Code.",
        [row("Li R.", CC405, "imprisonment", 3, "years")],
    ),
    (
        "Li R. got a year and a half of restriction of freedom and 100 hours of public works (Article 405, Part 2 CC).",
        [
            row("Li R.", CC405, "restriction_of_freedom", 1.5, "years"),
            row("Li R.", CC405, "community_service", 100, "hours"),
        ],
    ),
    (
        "In absentia Li R. was sentenced to life imprisonment under Article 405, Part 2 of the CC.",
        [row("Li R.", CC405, "imprisonment")],
    ),
    (
        "The investigating judge sanctioned the arrest of Ospan E. for two months. He is suspected under Article 405, "
        "Part 2 of the CC.",
        [row("Ospan E.", CC405, "remand", 2, "months")],
    ),
    (
        "The foreigner Ivan K. was fined 15 MCI and expelled from Kazakhstan under Article 517 of the CAO.",
        [
            row("Ivan K.", ("CAO", "517", None), "fine", 15, "MCI"),
            row("Ivan K.", ("CAO", "517", None), "deportation"),
        ],
    ),
    (
        "At the request of Uzbekistan the court put Murat T. under arrest for 12 months.",
        [row("Murat T.", None, "extradition_arrest", 12, "months")],
    ),
    (
        "The investigator took from Dana S. a written undertaking not to leave the city; the case is under "
        "Article 405, Part 2 of the CC.",
        [row("Dana S.", CC405, "other")],
    ),
    # several people
    (
        "Abenov B. got 15 days under Article 488, Part 6 of the CAO, Kim V. 10 days and Li R. a fine of 20 MCI, while "
        "another nine people received warnings.",
        [
            row("Abenov B.", A488, "arrest", 15, "days"),
            row("Kim V.", A488, "arrest", 10, "days"),
            row("Li R.", A488, "fine", 20, "MCI"),
            row(None, A488, "warning"),
        ],
    ),
    (
        "Abenov B. and Kim V. were arrested for 15 days each under Article 488, Part 6.",
        [row("Abenov B.", A488, "arrest", 15, "days"), row("Kim V.", A488, "arrest", 15, "days")],
    ),
    (
        "Abenov B. and Kim V. were fined 20 and 30 MCI respectively under Article 488, Part 6 of the CAO.",
        [row("Abenov B.", A488, "fine", 20, "MCI"), row("Kim V.", A488, "fine", 30, "MCI")],
    ),
    (
        "The court sentenced Abenov B. to 20 days of arrest under Article 488, Part 6 of the CAO, Kim V. to 15 and "
        "Li R. for 10.",
        [
            row("Abenov B.", A488, "arrest", 20, "days"),
            row("Kim V.", A488, "arrest", 15, "days"),
            row("Li R.", A488, "arrest", 10, "days"),
        ],
    ),
    (
        "Bloggers Anar S. and Iskak N. were convicted under Article 405, Part 2 of the CC: 1 year of restriction of "
        "freedom for the first, a fine of 300 MCI for the second.",
        [row("Anar S.", CC405, "restriction_of_freedom", 1, "years"), row("Iskak N.", CC405, "fine", 300, "MCI")],
    ),
    (
        "The court sentenced Arman A. under Article 272 of the CC to 4 years in prison and Bolat B. under Article 293 "
        "of the CC to 2 years in prison.",
        [
            row("Arman A.", ("CC", "272", None), "imprisonment", 4, "years"),
            row("Bolat B.", ("CC", "293", None), "imprisonment", 2, "years"),
        ],
    ),
    (
        "Nur A., Tokhtar Sh. and another three defendants are accused under Article 405, Part 2 of the CC.",
        [row(person, CC405, status="charged") for person in ("Nur A.", "Tokhtar Sh.", None)],
    ),
    # background and outcomes
    (
        "Political prisoner Zhan M., Articles 258, 405 of the Criminal Code, 7 years' imprisonment, is ill.",
        [
            row("Zhan M.", ("CC", article, None), "imprisonment", 7, "years", status="serving")
            for article in ("258", "405")
        ],
    ),
    ("The trial of Zhan M. (Article 405, Part 2 of the CC) began.", [row("Zhan M.", CC405, status="charged")]),
    (
        "Zhan M., Article 405, Part 2 of the CC, 7 years in a colony, was released on parole.",
        [row("Zhan M.", CC405, "imprisonment", 7, "years", status="completed")],
    ),
    (
        "The court refused parole to Zhan M. He was sentenced to 7 years under Article 405, Part 2 of the CC.",
        [row("Zhan M.", CC405, "imprisonment", 7, "years", status="serving")],
    ),
    (
        "The city court rejected the appeal of Zhan M. (Article 405, Part 2 of the CC, 7 years of imprisonment).",
        [row("Zhan M.", CC405, "imprisonment", 7, "years", status="upheld")],
    ),
    (
        "Kim V. got a fine of 160 MCI under Article 73-3 of the CAO. The court of appeal upheld the decision.",
        [row("Kim V.", ("CAO", "73-3", None), "fine", 160, "MCI", status="upheld")],
    ),
    (
        "The court cancelled the decision by which Kim V. had been fined 50 MCI under Article 488, Part 6 of the CAO.",
        [row("Kim V.", A488, "fine", 50, "MCI", status="quashed")],
    ),
    (
        "The case of Kim V. under Article 488, Part 6 of the CAO was closed for lack of corpus delicti.",
        [row("Kim V.", A488, status="dismissed")],
    ),
    (
        "The court acquitted Kim V. under Article 405, Part 2 of the CC; the prosecutor had asked for 5 years.",
        [row("Kim V.", CC405, status="dismissed")],
    ),
    (
        "The court acquitted Kim V., who was sentenced in March to 5 years in prison under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 5, "years", status="quashed")],
    ),
    (
        "The trial of Kim V., Article 405, Part 2 of the CC, went on. The judge rejected the petition to call witnesses.",
        [row("Kim V.", CC405, status="charged")],
    ),
    (
        "The charge under Article 272 of the CC against Kim V. was dropped, the one under Article 269 of the CC stays.",
        [
            row("Kim V.", ("CC", "272", None), status="dismissed"),
            row("Kim V.", ("CC", "269", None), status="charged"),
        ],
    ),
    (
        "Without any changes remained the sentence of Kim V., Article 405, Part 2 of the CC, 3 years of imprisonment.",
        [row("Kim V.", CC405, "imprisonment", 3, "years", status="upheld")],
    ),
    (
        "The judge prolonged for two months the keeping in custody of Kim V., suspected under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "remand", 2, "months")],
    ),
    (
        "After two years in a colony Kim V. is charged under Article 170 of the CC.",
        [
            row("Kim V.", (None, None, None), "imprisonment", 2, "years", status="completed"),
            row("Kim V.", ("CC", "170", None), status="charged"),
        ],
    ),
    (
        "The court replaced the unserved part of the 6 years' imprisonment of Kim V., Article 405, Part 2 of the CC, "
        "with restriction of freedom.",
        [
            row("Kim V.", CC405, "imprisonment", 6, "years", status="completed"),
            row("Kim V.", CC405, "restriction_of_freedom"),
        ],
    ),
    (
        "The 18 days of arrest of Kim V. were reduced to 10 days (Article 488, Part 6 of the CAO).",
        [row("Kim V.", A488, "arrest", 18, "days", status="completed"), row("Kim V.", A488, "arrest", 10, "days")],
    ),
    (
        "Kim V., previously sentenced to 1 year of restriction of freedom under Article 405, Part 2 CC, is back.",
        [row("Kim V.", CC405, "restriction_of_freedom", 1, "years", status="completed")],
    ),
    ("Her probation had expired, Kim V. said.", [row("Kim V.", None, "probation", status="completed")]),
    (
        "Kim V., who has been held in a remand prison since May, is ill.",
        [row("Kim V.", None, "remand", status="serving")],
    ),
    # terms that were changed, counted or asked for
    (
        "The court reduced the term of Kim V. (Article 405, Part 2 of the CC) from 3 years to 2 years of imprisonment.",
        [
            row("Kim V.", CC405, "imprisonment", 3, "years", status="completed"),
            row("Kim V.", CC405, "imprisonment", 2, "years"),
        ],
    ),
    (
        "For Abenov B. the 15 days of arrest under Article 488, Part 6 of the CAO were reduced to 10 days, for Kim V. "
        "the fine of 20 MCI was left unchanged.",
        [
            row("Abenov B.", A488, "arrest", 15, "days", status="completed"),
            row("Abenov B.", A488, "arrest", 10, "days"),
            row("Kim V.", A488, "fine", 20, "MCI", status="upheld"),
        ],
    ),
    (
        "Kim V., who has served 2 years of the 5-year term under Article 405, Part 2 of the CC, was refused parole.",
        [row("Kim V.", CC405, "imprisonment", 5, "years", status="serving")],
    ),
    (
        "Prosecutors asked for 4 years, but the court sentenced Kim V. to 3 years of restriction of freedom under "
        "Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "restriction_of_freedom", 3, "years")],
    ),
    (
        "Kim V. got 2 years of suspended imprisonment with a probation period of 1 year, Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 2, "years"), row("Kim V.", CC405, "probation", 1, "years")],
    ),
    (
        "The appeal court reduced the arrest of Kim V. from 20 to 10 days, Article 488, Part 6 of the CAO.",
        [row("Kim V.", A488, "arrest", 10, "days"), row("Kim V.", A488, "arrest", 20, "days", status="completed")],
    ),
    (
        "The court refused to release Kim V. on bail; he is accused under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, status="charged")],
    ),
    # each with his own term, part or outcome
    (
        "Abenov B., Kim V. and Li R. got 3 years, 2 years and 1 year of imprisonment respectively under Article 405, "
        "Part 2 of the CC.",
        [row(who, CC405, "imprisonment", n, "years") for who, n in (("Abenov B.", 3), ("Kim V.", 2), ("Li R.", 1))],
    ),
    (
        "Abenov B. and Kim V. were punished under Article 488 (parts 6 and 7) of the CAO: the first was fined 10 MCI "
        "under Part 6, the second 5 days of arrest under Part 7.",
        [row("Abenov B.", A488, "fine", 10, "MCI"), row("Kim V.", ("CAO", "488", 7), "arrest", 5, "days")],
    ),
    (
        "The court heard the appeals of Abenov B. and Kim V., fined 20 MCI each under Article 488, Part 6 of the CAO. "
        "The decision on Abenov B. was cancelled, that on Kim V. was upheld.",
        [
            row("Abenov B.", A488, "fine", 20, "MCI", status="quashed"),
            row("Kim V.", A488, "fine", 20, "MCI", status="upheld"),
        ],
    ),
    (
        "The case of Kim V. was reclassified from Part 2 to Part 1 of Article 405 of the CC.",
        [row("Kim V.", CC405, status="dismissed"), row("Kim V.", ("CC", "405", 1), status="charged")],
    ),
    (
        "The court acquitted Kim V. under Article 174 of the CC, but found her guilty under Article 405, Part 2 of the "
        "CC and sentenced her to 1 year of restriction of freedom.",
        [
            row("Kim V.", ("CC", "174", None), status="dismissed"),
            row("Kim V.", CC405, "restriction_of_freedom", 1, "years"),
        ],
    ),
    (
        "The court acquitted Kim V. under Article 405, Part 2 of the CC. Since May she had been under house arrest.",
        [row("Kim V.", CC405, status="dismissed"), row("Kim V.", CC405, "house_arrest", status="completed")],
    ),
    # numbers and words that are no sanctions
    (
        "Police opened a case against Kim V. under Article 405, Part 2 of the CC. She faces from 3 to 7 years.",
        [row("Kim V.", CC405, status="charged")],
    ),
    (
        "Kim V. was put in a punishment cell for 15 days; he serves 4 years in prison, Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 4, "years", status="serving")],
    ),
    (
        "Police drew up a protocol on Kim V. under Article 434 of the CAO. He faces a fine of up to 20 MCI or arrest for "
        "up to 10 days.",
        [row("Kim V.", ("CAO", "434", None), status="charged")],
    ),
    (
        "Kim V. was charged under Article 488, Part 8 of the CAO. A year ago he had already been arrested for 15 days "
        "under the same article.",
        [
            row("Kim V.", ("CAO", "488", 8), status="charged"),
            row("Kim V.", ("CAO", "488", 8), "arrest", 15, "days", status="completed"),
        ],
    ),
    ("The number of people convicted under Article 405 of the Criminal Code has doubled.", []),
    ("Kim V., 71 years old, was at the trial; 30 people remain in custody.", []),
    ("Kim V., aged 54, was on hunger strike for 10 days and was questioned for 3 hours.", []),
    ("Kim V. must pay 300 thousand tenge of moral damages. His salary is 150 thousand tenge.", []),
    ("Deputies adopted a bill that provides for arrest of up to 30 days under Article 488 of the CAO.", []),
    ("Rights groups urged the authorities to abolish Article 174 of the Criminal Code.", []),
    ("The bureau said that observers were fined and journalists were sentenced.", []),
    ("Kim V. is suspected under two articles on mass riots.", []),
    ("Kim V. spoke with the probation officer and came back home.", []),
    ("Three men who attacked journalist Asan B. got 15 days of arrest each.", [row(None, "CAO", "arrest", 15, "days")]),
    (
        "Two days before the end of his 15-day arrest Asan B. was charged under Article 405, Part 2 of the CC.",
        [
            row("Asan B.", "CAO", "arrest", 15, "days", status="completed"),
            row("Asan B.", CC405, None, status="charged"),
        ],
    ),
    (
        "The Supreme Court refused to reconsider the case of Asan B. sentenced to 9 years under Article 405, Part 2 CC.",
        [row("Asan B.", CC405, "imprisonment", 9, "years", status="upheld")],
    ),
    (
        "The appeal was granted, the fine of 30 MCI of Asan B. was lifted.",
        [row("Asan B.", None, "fine", 30, "MCI", status="quashed")],
    ),
    ("The court denied Asan B. a change of the measure of restraint to house arrest.", []),
    # asked for, replaced, dealt out
    (
        "The prosecutor requested 3 years of restriction of freedom for Asan B. and a ban on public activity for 5 years"
        " under Article 405, Part 2 of the CC.",
        [row("Asan B.", CC405, None, status="charged")],
    ),
    (
        "The inspectorate asked the court to replace 2 years of restriction of freedom of Asan B. with imprisonment.",
        [row("Asan B.", None, "restriction_of_freedom", 2, "years", status="serving")],
    ),
    (
        "The appeal board decreased the fine of Asan B. from 50 MCI to 20 MCI.",
        [
            row("Asan B.", None, "fine", 50, "MCI", status="completed"),
            row("Asan B.", None, "fine", 20, "MCI"),
        ],
    ),
    (
        "Asan B. was transferred from pre-trial detention to house arrest.",
        [row("Asan B.", None, "remand", status="completed"), row("Asan B.", None, "house_arrest")],
    ),
    (
        "The 3-year term of restriction of freedom of Asan B. has expired.",
        [row("Asan B.", None, "restriction_of_freedom", 3, "years", status="completed")],
    ),
    (
        "The appellate panel left Asan B. under arrest until May 3.",
        [row("Asan B.", None, "remand", status="upheld")],
    ),
    (
        "Asan B. and Omar V. received a fine of 20 MCI and a warning respectively.",
        [row("Asan B.", None, "fine", 20, "MCI"), row("Omar V.", None, "warning")],
    ),
    (
        "The court sentenced Asan B. to 3 years of imprisonment under Article 405, Part 2 of the CC."
        " He was taken into custody right in the courtroom.",
        [row("Asan B.", CC405, "imprisonment", 3, "years")],
    ),
    (
        "Asan B. and Omar V. were fined 20 MCI each (69,000 tenge) under Article 488, Part 6 of the CAO.",
        [row("Asan B.", A488, "fine", 20, "MCI", 69000), row("Omar V.", A488, "fine", 20, "MCI", 69000)],
    ),
    (
        "The city court left unchanged the verdict to Asan B.: 1 year of restriction of freedom under Article 405, Part 2"
        " of the Criminal Code and 120 hours of community service.",
        [
            row("Asan B.", CC405, "restriction_of_freedom", 1, "years", status="upheld"),
            row("Asan B.", CC405, "community_service", 120, "hours", status="upheld"),
        ],
    ),
    # what the entry tells once for all
    (
        "Kim V. was fined 20 MCI under Article 488, Part 6 of the CAO. Li R. was fined 10 MCI under Article 505.",
        [row("Kim V.", A488, "fine", 20, "MCI"), row("Li R.", ("CAO", "505", None), "fine", 10, "MCI")],
    ),
    (
        "A protocol under Article 488, Part 6 of the CAO was drawn up on Kim V., who in March already served 15 days of arrest.",
        [
            row("Kim V.", A488, status="charged"),
            row("Kim V.", "CAO", "arrest", 15, "days", status="completed"),
        ],
    ),
    (
        "Three activists were tried under Article 405, Part 2 of the CC. Kim V. was sentenced to 3 years of imprisonment, "
        "Abenov B. was fined 100 MCI, Li R. was acquitted.",
        [
            row("Li R.", CC405, status="dismissed"),
            row("Kim V.", CC405, "imprisonment", 3, "years"),
            row("Abenov B.", CC405, "fine", 100, "MCI"),
        ],
    ),
    # asked for
    (
        "The prosecutor requested 7 years of imprisonment for Kim V. under Article 272 of the CC and 4 years for Li R. under "
        "Article 293 of the CC. The court sentenced Kim V. to 6 years, Li R. to 2 years of restriction of freedom.",
        [
            row("Kim V.", ("CC", "272", None), "imprisonment", 6, "years"),
            row("Li R.", ("CC", "293", None), "restriction_of_freedom", 2, "years"),
        ],
    ),
    (
        "The prosecutor demanded that Kim V. be found guilty under Article 405, Part 2 of the CC and sentenced to 5 years and "
        "Li R. under Article 272 of the CC to 3 years.",
        [row("Kim V.", CC405, status="charged"), row("Li R.", ("CC", "272", None), status="charged")],
    ),
    # held before the trial
    (
        "Kim V., who had spent 40 days in the remand prison, was acquitted under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "remand", 40, "days", status="completed"), row("Kim V.", CC405, status="dismissed")],
    ),
    (
        "Kim V. was let go after three days in a temporary detention facility. He is suspected under Article 405, Part 2 of "
        "the CC.",
        [row("Kim V.", CC405, status="charged")],
    ),
    (
        "Kim V., who spent 12 days in custody, was released. The case is under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "remand", 12, "days", status="completed")],
    ),
    # what is given beside a term
    (
        "Kim V. was found guilty under Article 405, Part 2 of the CC. The punishment is 3 years of restriction of freedom. For "
        "another two years she is forbidden to engage in public activities, and her laptop is confiscated.",
        [
            row("Kim V.", CC405, "restriction_of_freedom", 3, "years"),
            row("Kim V.", CC405, "other", 2, "years"),
            row("Kim V.", CC405, "other"),
        ],
    ),
    # people without a name, and what only looks like them
    (
        "The court changed the punishment of Kim V., 5 years of imprisonment under Article 405, Part 2 of the CC: the rest is "
        "substituted with restriction of freedom for 2 years.",
        [
            row("Kim V.", CC405, "imprisonment", 5, "years", status="completed"),
            row("Kim V.", CC405, "restriction_of_freedom", 2, "years"),
        ],
    ),
    (
        "Police brought 9 supporters of Kim V. to responsibility under Article 488, Part 6 of the CAO: 4 were fined, 5 warned[7]",
        [row(None, A488, "fine"), row(None, A488, "warning")],
    ),
    (
        "The trial of five participants began. They are charged under Article 405, Part 2 of the CC. Two of the defendants are "
        "under house arrest.",
        [row(None, CC405, status="charged"), row(None, None, "house_arrest", status="serving")],
    ),
    # terms cut, protested, served in part
    (
        "The appeals of Kim V. and Li R. were considered. The 10-day arrest of the first was left in force, the second had the "
        "term cut from 10 to 5 days; both were punished under Article 488, Part 6 of the CAO.",
        [
            row("Kim V.", A488, "arrest", 10, "days", status="upheld"),
            row("Li R.", A488, "arrest", 5, "days"),
            row("Li R.", A488, "arrest", 10, "days", status="completed"),
        ],
    ),
    (
        "The prosecutor's office protested the decision on the arrest of Kim V. for 15 days; she was freed, having served 3 days.",
        [row("Kim V.", "CAO", "arrest", 15, "days", status="completed")],
    ),
    # who hit somebody is not who was hit
    (
        "A man who burned the car of Kim V. was sentenced to 3 years of restriction of freedom.",
        [row(None, None, "restriction_of_freedom", 3, "years")],
    ),
    (
        "By verdict of the court Kim V. must pay 500 MCI for libel on the head of the inspection.",
        [row("Kim V.", None, "fine", 500, "MCI")],
    ),
    (
        "The arsonist of the car of Kim V. was found. The court sentenced him to 3 years of restriction of freedom.",
        [row(None, None, "restriction_of_freedom", 3, "years")],
    ),
    # told in a list, and of what was before
    (
        "Two women were fined for a meeting in a chat. Kim V. - 20 MCI, Li R. - 15 MCI.",
        [row("Kim V.", None, "fine", 20, "MCI"), row("Li R.", None, "fine", 15, "MCI")],
    ),
    (
        "Kim V. got 2 years, Li R. 1 year of restriction of freedom under Article 405, Part 2 of the CC.",
        [
            row("Kim V.", CC405, "restriction_of_freedom", 2, "years"),
            row("Li R.", CC405, "restriction_of_freedom", 1, "years"),
        ],
    ),
    (
        "Instead of a suspended sentence the court assigned 2 years in a colony to Kim V. under Article 405, Part 2 of the CC.",
        [
            row("Kim V.", CC405, "imprisonment", status="completed"),
            row("Kim V.", CC405, "imprisonment", 2, "years"),
        ],
    ),
    (
        "In the pre-trial detention center Kim V. was not examined by a doctor for two weeks. He was threatened with Article 378.",
        [],
    ),
    # told in passing
    (
        "Kim V., punished with 15 days for the picket, is kept in one cell with a sick man.",
        [row("Kim V.", "CAO", "arrest", 15, "days", status="serving")],
    ),
    (
        "The Supreme Court excluded the ban from the sentence of Kim V., convicted under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, status="serving")],
    ),
    ("Lawyers did not manage to get their client Kim V. released on bail.", []),
    (
        "A criminal case against Kim V. was sent to court. It concerns Article 402, calls to continue a strike.",
        [row("Kim V.", ("CC", "402", None), status="charged")],
    ),
    (
        "The case of Kim V. is at the court: he is charged under Article 405, Part 2 of the CC and was on bail since August.",
        [row("Kim V.", CC405, "other", status="serving")],
    ),
    (
        "The cassation did not soften the sentence of Kim V., given 3 years for posts about war.",
        [row("Kim V.", None, "imprisonment", 3, "years", status="upheld")],
    ),
    # changed, served or upheld in other words
    (
        "Kim V. got off lightly (Article 405, Part 2 of the CC): 4 years of imprisonment turned into 3 years of restriction of freedom.",
        [
            row("Kim V.", CC405, "imprisonment", 4, "years", status="completed"),
            row("Kim V.", CC405, "restriction_of_freedom", 3, "years"),
        ],
    ),
    (
        "The board gave Kim V. 2 years of imprisonment under Article 405, Part 2 of the CC in place of the 3 years set by the first instance.",
        [
            row("Kim V.", CC405, "imprisonment", 2, "years"),
            row("Kim V.", CC405, "imprisonment", 3, "years", status="completed"),
        ],
    ),
    (
        "Kim V. lost in the second instance: 15 days of arrest under Article 488, Part 6 of the CAO stand.",
        [row("Kim V.", A488, "arrest", 15, "days", status="upheld")],
    ),
    (
        "Kim V. is in the tenth day of his 15-day arrest (Article 488, Part 6 of the CAO).",
        [row("Kim V.", A488, "arrest", 15, "days", status="serving")],
    ),
    (
        "Kim V., who was serving a term under Article 174 of the CC, got another 2 years for a quarrel (Article 405, Part 2 of the CC).",
        [row("Kim V.", ("CC", "174", None), status="serving"), row("Kim V.", CC405, "imprisonment", 2, "years")],
    ),
    (
        "No offence was found in the actions of Kim V., on whom a protocol had been drawn up under Article 488, Part 6 of the CAO.",
        [row("Kim V.", A488, status="dismissed")],
    ),
    (
        "Kim V. went on hunger strike in the special reception center, where he was put for 20 days under Article 488, Part 6 of "
        "the CAO.",
        [row("Kim V.", A488, "arrest", 20, "days", status="serving")],
    ),
    (
        "The court did not let Kim V. out early: he has served 4 of 6 years under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 6, "years", status="serving")],
    ),
    (
        "Kim V. did not achieve a review of the decision by which he had been fined 30 MCI under Article 488, Part 6 of the CAO.",
        [row("Kim V.", A488, "fine", 30, "MCI", status="upheld")],
    ),
    # each of several his own
    (
        "Kim V. and Li R. are charged under Articles 272 and 293 of the CC respectively.",
        [row("Kim V.", ("CC", "272", None), status="charged"), row("Li R.", ("CC", "293", None), status="charged")],
    ),
    (
        "The court acquitted Kim V., for Li R. it appointed a fine of 100 MCI under Article 405, Part 2 of the CC.",
        [row("Li R.", CC405, "fine", 100, "MCI"), row("Kim V.", CC405, status="dismissed")],
    ),
    (
        "Police drew up protocols on Kim V. under Article 488, Part 6 and on Li R. under Article 434 of the CAO.",
        [row("Kim V.", A488, status="charged"), row("Li R.", ("CAO", "434", None), status="charged")],
    ),
    (
        "Kim V. was let go and Li R. was left in the remand prison; both are accused under Article 405, Part 2 of the CC.",
        [row("Li R.", CC405, "remand", status="serving"), row("Kim V.", CC405, status="charged")],
    ),
    (
        "Kim V. got 15 days of arrest under Article 488, Part 6 of the CAO. In January and February he had served 10 days each.",
        [row("Kim V.", A488, "arrest", 15, "days"), row("Kim V.", "CAO", "arrest", 10, "days", status="completed")],
    ),
    (
        "A Chinese citizen, Kazakh by birth Kim V., was given half a year of imprisonment under Article 405, Part 2 of the CC; the "
        "maximum is 3 years.",
        [row("Kim V.", CC405, "imprisonment", 6, "months")],
    ),
    # won and lost in other words
    (
        "The judges of the regional court rejected the arguments of Kim V.: 10 days of arrest, Article 488, Part 6 of the CAO, remain.",
        [row("Kim V.", A488, "arrest", 10, "days", status="upheld")],
    ),
    (
        "The appeal was successful: Kim V. will not have to pay 40 MCI under Article 488, Part 6 of the CAO.",
        [row("Kim V.", A488, "fine", 40, "MCI", status="quashed")],
    ),
    (
        "The court did not find proven the guilt of Kim V. under Article 405, Part 2 of the CC.",
        [row("Kim V.", CC405, status="dismissed")],
    ),
    (
        "Kim V., sister of the convicted Li R. (Article 405, Part 2 of the CC, 6 years), was fined 20 MCI under Article 488, Part 6 "
        "of the CAO.",
        [row("Li R.", CC405, "imprisonment", 6, "years", status="serving"), row("Kim V.", A488, "fine", 20, "MCI")],
    ),
    (
        "The court sentenced Kim V., against whom the prosecutor had asked for 6 years, to 4 years of imprisonment under Article "
        "405, Part 2 of the CC.",
        [row("Kim V.", CC405, "imprisonment", 4, "years")],
    ),
    (
        "Human rights defenders demand to review the verdict of Kim V. (8 years, Article 405, Part 2 of the CC).",
        [row("Kim V.", CC405, "imprisonment", 8, "years", status="serving")],
    ),
    (
        "Kim V. and Li R. appealed against their 15 days of arrest (Article 488, Part 6 of the CAO); the city court reduced both to "
        "7 days.",
        [
            row("Kim V.", A488, "arrest", 15, "days", status="completed"),
            row("Li R.", A488, "arrest", 15, "days", status="completed"),
            row("Kim V.", A488, "arrest", 7, "days"),
            row("Li R.", A488, "arrest", 7, "days"),
        ],
    ),
    # the same as another
    (
        "The court extended the custody of Kim V., suspected under Article 405, Part 2 of the CC, for two months. The arrest "
        "of Li R. was extended for the same period.",
        [row("Kim V.", CC405, "remand", 2, "months"), row("Li R.", CC405, "remand", 2, "months")],
    ),
    (
        "Kim V. was fined 20 MCI under Article 488, Part 6 of the CAO. An equal fine was imposed on Li R. By the same decision "
        "Abenov B. was acquitted.",
        [
            row("Kim V.", A488, "fine", 20, "MCI"),
            row("Abenov B.", A488, status="dismissed"),
            row("Li R.", A488, "fine", 20, "MCI"),
        ],
    ),
    # cleared where others are not
    (
        "Kim V. got 15 days of arrest under Article 488, Part 6 of the CAO. The proceedings against Li R. were discontinued.",
        [row("Kim V.", A488, "arrest", 15, "days"), row("Li R.", A488, status="dismissed")],
    ),
    (
        "Kim V. and Li R. were charged under Article 405, Part 2 of the CC. The court acquitted Kim V.",
        [row("Kim V.", CC405, status="dismissed"), row("Li R.", CC405, status="charged")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SANCTIONS, ids=[text[:50] for text, _ in SANCTIONS])
def test_sanctions_of_a_sentence(text: str, wanted: list[tuple[object, ...]], lexicon: SanctionLexicon) -> None:
    assert code(text, lexicon) == wanted


def test_a_row_knows_where_it_was_read(lexicon: SanctionLexicon) -> None:
    text = "February 1, Almaty, Kim V. was fined 20 MCI under Article 488, Part 6 of the CAO."
    ((found,),) = find_sanctions([text], [find_sentences(text)], [[Name(20, 26, "Kim V.")]], lexicon)
    read = {field: text[start:end] for field, start, end, _ in found.spans}
    assert read["measure"] == "20 MCI"
    assert read["article"] == "Article 488, Part 6 of the CAO"
    assert read["person"] == "Kim V."


@pytest.mark.parametrize(
    "unit",
    [
        "Abenov B. under Article 488, Part 11 of the CAO RK, 15 days of arrest and ",
        "Article 5 and 6 and 7 ",
        "Part 1, 2, 3, 4, of Article 5, ",
        "fined days of arrest 1 MCI, 123 456 789 ",
        "another nine people, Criminal Code of the Republic of Uzbekistan (((",
        "[1]",
    ],
)
def test_time_is_linear_in_the_text(unit: str, lexicon: SanctionLexicon) -> None:
    def seconds(times: int) -> float:
        started = time.process_time()
        code(f"fined 20 MCI {unit * times} x [2].", lexicon)  # what looks back from the end is tried as well
        return time.process_time() - started

    # The best of three: a collection of garbage that falls into one of them says nothing of the text.
    short, long = (min(seconds(times) for _ in range(3)) for times in (1000, 4000))
    assert long < 12 * max(short, 0.01)


def test_a_broken_code_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "codes.toml"
    path.write_text("[[code]\n")
    with pytest.raises(InputError, match=r"codes\.toml"):
        read_codes(path)
