"""What is no article gets no score, articles always do, and nothing jumps at the limits."""

from itertools import pairwise
from pathlib import Path

import pytest

from credscore import Document, Scorer
from credscore.reading.form import other_form
from credscore.sufficiency import ENOUGH_WORDS, FEWEST_WORDS, judge

SEEDS = Path(__file__).parent.parent / "seeds"

TRANSCRIPT = "\n\n".join(
    f"{who}: {what}"
    for who, what in [
        ("MARTA QUILL, HOST", "Welcome back. We are talking tonight about the harbour bridge."),
        ("TOM HALE, GUEST", "Thank you for having me on the programme again, it is a pleasure."),
        ("QUILL", "You run a bakery at the north end. What does the closure mean for you?"),
        ("HALE", "Well, it means that nobody walks past the shop. We live from people who walk."),
        ("QUILL", "And the council has offered you something, has it not? A bus, I believe."),
        ("HALE", "It has, yes, but a bus takes people past the door and not through it, you see."),
        ("QUILL", "Let me bring in the engineer, who has been listening to us on the line."),
        ("OKAFOR", "Good evening. I understand the worry, and I would say that it is six weeks."),
        ("QUILL", "Six weeks, you say. The last time it was four, and it turned into eleven."),
        ("OKAFOR", "That is fair. This time we have the bearings in the yard before we start."),
    ]
)
INTERVIEW = (
    "Mary Okafor has looked after the bridges of Ellerby for nineteen years. On Tuesday the town "
    "council told her to close the oldest of them. We met her on the north bank, where the first "
    "barriers went up this week, and asked her what went wrong with the bearings, who should "
    "have seen it, and whether six weeks will be enough to put it right before the summer.\n\n"
) + "\n\n".join(
    f"{who}: {what}"
    for who, what in [
        ("Ellerby Post", "When did you first see that the bearings had worn through?"),
        ("Ms Okafor", "In the spring of 2019, when we lifted the deck to look at the joints."),
        ("Ellerby Post", "Why was nothing done about it in the five years since then?"),
        ("Ms Okafor", "We asked for money three times, and three times we were told to wait."),
        ("Ellerby Post", "Is it safe to walk across it today, with the barriers up?"),
        ("Ms Okafor", "It is. If I did not think so, it would have been closed this morning."),
    ]
)
VERSE = (
    """\
The lamps went out along the quay
and no one came to light them

we sang the names of all the boats
the tide had taken from us,

oh carry me, oh carry me
back where the river bends

"""
    * 4
)
LIST = "\n".join(
    f"{number}. {item}"
    for number, item in enumerate(
        "Blue canvas tent with poles|Two sleeping bags, warm|Gas stove and three cartridges|"
        "Rope, twenty metres|First aid box|Map of the northern hills|Compass|Spare socks|"
        "Head torch with batteries|Water bottles|Rain jackets for all of us|Soap and towels|"
        "Knife and tin opener|Matches in a dry bag|Plates and cups for six|Oats and raisins|"
        "Tea, sugar and dried milk|Chocolate|Sun cream|Hats and gloves|Whistle|Sewing kit|"
        "Notebook and pencils|Money for the bus home|Phone and charger|Stamps".split("|"),
        1,
    )
)
TABLE = "\n".join(
    f"{town} {low} {high} {rain} mm {wind} km/h"
    for town, low, high, rain, wind in [
        (town, number, number + 9, number * 3, number + 14)
        for number, town in enumerate("Ellerby Morton Saxby Upwell Thorne Kelham".split() * 5)
    ]
)
RESULTS = "\n".join(
    f"{home} {number % 4}, {away} {number % 3} (half-time {number % 2}-0), att. {1200 + number}"
    for number, (home, away) in enumerate(
        [("Ellerby Town", "Morton Rovers"), ("Saxby", "Upwell United"), ("Thorne", "Kelham")] * 8
    )
)
PRICES = "\n".join(
    f"{thing}, {number} kg £{number}.50"
    for number, thing in enumerate(["Oats", "Rye", "Salt"] * 12, 2)
)
CODE = '''\
import csv
from pathlib import Path

def read_rows(path: Path) -> list[dict[str, str]]:
    """Read all rows of the file and return them as a list of dictionaries."""
    with path.open(encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if row["name"]]
    return rows

def total(rows: list[dict[str, str]], column: str) -> float:
    """Add up a column over all the rows that have a value in it."""
    result = 0.0
    for row in rows:
        if row[column]:
            result += float(row[column])
    return result

def main() -> None:
    rows = read_rows(Path("rows.csv"))
    print(total(rows, "price"))
    print(len(rows), "rows have been read from the file")
    for name in sorted(set(row["name"] for row in rows)):
        print(name)

if __name__ == "__main__":
    main()
'''
RECIPE = """\
Lemon barley soup

Ingredients

2 tablespoons olive oil
1 large onion, chopped
3 carrots, diced
2 cloves garlic
200 g pearl barley
1 litre vegetable stock
2 lemons, juice and zest
1 handful parsley

Method

1. Heat the oil in a deep pot and fry the onion until it is soft but has not taken colour.
2. Add the carrots and the garlic and stir for two minutes so that nothing sticks to the pot.
3. Stir in the barley, pour over the stock and bring it all to the boil with the lid on.
4. Simmer for forty minutes, until the barley is tender and most of the stock is gone.
5. Season with salt and pepper, then stir in the lemon juice and half of the parsley.
6. Serve in warm bowls, and sprinkle the zest and what is left of the parsley over the top.
"""
TERMS = """\
By opening an account you agree to be bound by these terms and by our privacy policy, which is \
incorporated herein by reference.

The licensee shall not copy, sell or lend the software, in whole or in part, without the prior \
written consent of the licensor, which shall not be unreasonably withheld.

To the fullest extent permitted by applicable law, the provider disclaims all warranties, express \
or implied, including without limitation the implied warranty of merchantability.

The customer shall indemnify and hold harmless the provider against any claim arising out of the \
customer's breach of this agreement or of any law pursuant to it.

Notwithstanding the foregoing, either of the parties may terminate this agreement upon thirty \
days' notice in writing, and the provisions of this section shall survive termination.

If any provision hereof is held to be invalid, the remaining provisions shall remain in full force.
"""
FLAT_LYRICS = (
    "oh carry me back where the river bends and the lamps are low and the night is long and we "
    "sing of the boats and the tide that took them away from the quay and my love come home "
) * 6

OTHER_FORMS = {
    "a transcript of speech": TRANSCRIPT,
    "short lines, such as a list or verse": VERSE,
    "program code or markup": CODE,
    "a recipe": RECIPE,
    "legal boilerplate": TERMS,
    "words without sentences": FLAT_LYRICS,
}
TABLES = {"table": TABLE, "results": RESULTS, "prices": PRICES, "list": LIST}

REPORT = """\
The town council of Ellerby voted nine to two on Tuesday to close the harbour bridge for six weeks \
from 4 March. "We cannot put this off again," said Mary Okafor, the council's chief engineer, who \
told the meeting that two of the eight bearings had worn through since 2019.

The repair will cost £1.4 million, according to the engineer's report, which the council published \
on its website. The county will pay 60 percent of it and the town the rest, over three years.

Tom Hale, who runs the bakery at the north end, said he expected to lose a third of his trade. \
"They told us in a letter," he said. The council will pay for a shuttle bus, it said in a \
statement, and will review the closure every Friday until the bridge reopens.

"""
LONG_REPORT = REPORT + REPORT.replace("Ellerby", "Morton").replace("bridge", "lock")
QUOTES_THE_LAW = (
    REPORT
    + """\
The agreement with the builder, which the Post has seen, says that the work "shall be completed \
within six weeks" and that the builder "shall indemnify the council" for every day beyond that, \
"without prejudice to any other claim pursuant to this agreement". A lawyer for the residents said \
that such terms were usual.
"""
)
ENDS_WITH_RESULTS = (
    REPORT + "Votes on the closure\n\nFor: 9\nAgainst: 2\nAbsent: 1\n\n"
    "Wards that lose a stop\n\nNorth Bank\nOld Harbour\nSt Anne's\nMill Lane\n"
)
QUOTES_A_SONG = REPORT + "The choir sang:\n\n" + VERSE[:150]
FACT_CHECK = REPORT + "\n\n".join(
    f"{who}: {what}"
    for who, what in [
        ("HALE", '"They have known about the bearings since the year two thousand."'),
        ("THE FACTS", "The first report that names them is from 2019, and it is public."),
        ("HALE", '"Nobody asked us before they took the vote on the closure."'),
        ("THE FACTS", "The council held two hearings in January; eleven people spoke at them."),
        ("HALE", '"The ferry would have cost less than half of what the repair costs."'),
        ("THE FACTS", "The council's own estimate for a ferry was £1.9 million a year."),
    ]
)
POLL = REPORT + "\n".join(
    f"{side}: {share} percent of them"
    for side, share in [("For", 4), ("Against", 5), ("Unsure", 6)] * 4
)
GALLERY = REPORT + "\n\n".join(
    f"Photos: The harbour bridge in {year}, seen from the north bank at low tide"
    for year in range(8)
)
ARTICLES = {
    "fact check": FACT_CHECK,
    "poll": POLL,
    "gallery": GALLERY,
    "report": REPORT,
    "law": QUOTES_THE_LAW,
    "results": ENDS_WITH_RESULTS,
    "song": QUOTES_A_SONG,
    "interview": INTERVIEW,
    "in one line": REPORT.replace("\n\n", " "),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_what_is_no_prose_is_named_and_not_scored(name: str) -> None:
    found = judge(Document(OTHER_FORMS[name]))
    assert any(name in problem for problem in found.problems), found
    assert found.certainty == 0


@pytest.mark.parametrize("name", TABLES)
def test_tables_and_lists_are_not_scored(name: str) -> None:
    assert judge(Document(TABLES[name])).problems


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_scored_whatever_they_quote(name: str) -> None:
    assert judge(Document(ARTICLES[name])).problems == ()


def test_an_article_counts_in_full() -> None:
    assert judge(Document(LONG_REPORT)).certainty == 1.0
    assert judge(Document(LONG_REPORT)).warnings == ()


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_no_seed_is_called_insufficient(path: Path) -> None:
    assert Scorer().score(path.read_text("utf-8")).score is not None


def test_no_seed_is_of_another_form() -> None:
    for path in SEEDS.glob("*.txt"):
        assert other_form(Document(path.read_text("utf-8"))).share < 0.3


def test_the_limit_of_length_is_no_cliff(model_file: Path) -> None:
    scorer = Scorer(model_file)
    words = (REPORT * 2).split()
    results = [scorer.score(" ".join(words[:count])) for count in range(70, 200)]
    scored = [result for result in results if result.score is not None]
    first = scored[0]
    assert FEWEST_WORDS <= first.words < FEWEST_WORDS + 4
    # At the limit the score is that of a text of which nothing is known, and its interval says so.
    assert abs(first.log_odds - first.base) < 0.25 * abs(scored[-1].log_odds - scored[-1].base)
    assert first.interval is not None
    assert first.interval[0] < 0.05
    assert first.interval[1] > 0.95
    jumps = [abs(b.log_odds - a.log_odds) for a, b in pairwise(scored)]
    assert max(jumps) < 0.8 * abs(scored[-1].log_odds - scored[-1].base)
    assert any(f"below {ENOUGH_WORDS}" in warning for warning in first.warnings)


def test_certainty_falls_steadily_as_another_form_takes_over() -> None:
    evenings = [TRANSCRIPT.replace(".", f" on evening {number}.") for number in range(6)]
    certainties = [
        judge(Document("\n\n".join([LONG_REPORT, *evenings[:count]]))).certainty
        for count in range(7)
    ]
    assert certainties == sorted(certainties, reverse=True)
    assert certainties[0] == 1.0
    assert certainties[-1] == 0.0
    assert any(0 < certainty < 1 for certainty in certainties)


def test_far_from_the_training_is_no_score_but_a_wide_interval_first() -> None:
    names = [f"family.measure_{number}" for number in range(20)]
    doc = Document(LONG_REPORT)
    near, far = judge(doc, names[:4], 70), judge(doc, names[:12], 70)
    assert near.certainty == 1.0
    assert any("4 measures" in warning for warning in near.warnings)
    assert far.certainty == 0.0
    assert any("12 of 70" in problem for problem in far.problems)


def test_a_value_out_of_range_widens_the_interval(model_file: Path, tmp_path: Path) -> None:
    import json

    raw = json.loads(model_file.read_text("utf-8"))
    raw["spread"]["unusual"] = [1.0, 3.0]
    plain = Scorer(model_file).score(REPORT * 2)
    named = next(c.feature for c in plain.contributions if c.value)
    raw["ranges"] = {name: [-1e9, 1e9] for name in raw["features"]} | {named: [-2.0, -1.0]}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(raw), "utf-8")
    wide = Scorer(path).score(REPORT * 2)
    assert wide.score == plain.score
    assert wide.spread == pytest.approx(3 * plain.spread)


@pytest.mark.parametrize("language", ["en", "en-GB", "en_US", "EN", "English"])
def test_english_is_known_by_its_codes(language: str) -> None:
    assert judge(Document(REPORT, language=language)).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "a\n" * 20_000,
        "A: b\n" * 20_000,
        "(" * 20_000,
        "1 " * 20_000,
        "x=" * 20_000,
        "1 cup\n" * 10_000,
        "shall " * 20_000,
        "\ud800: \udfff\n" * 1000,
        "A " * 20_000 + ":",
    ],
    ids=lambda text: f"{text[:6]!a}x{len(text)}",
)
def test_any_text_is_judged(text: str) -> None:
    found = judge(Document(text))
    assert bool(found.problems) == (found.certainty == 0)
    assert 0 <= other_form(Document(text)).share <= 1


def test_a_warning_says_what_is_known_and_what_follows() -> None:
    short = Document(" ".join(LONG_REPORT.split()[: FEWEST_WORDS + 10]))
    (warning,) = judge(short).warnings
    assert warning == (
        f"The text is short ({len(short.words)} words): below {ENOUGH_WORDS} the score is drawn "
        "to the middle."
    )
    beyond = ["b.two", "a.one", "c.three"]
    known = "3 measures of this text lie beyond what the training documents have (a.one, b.two, "
    assert judge(Document(LONG_REPORT), beyond).warnings == (
        f"{known}c.three): the interval is wide.",
    )
    assert judge(Document(LONG_REPORT), [*beyond, "d.four"]).warnings == (
        f"{known.replace('3', '4', 1)}c.three, …): the interval is wide.",
    )
