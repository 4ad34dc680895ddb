"""Small words: the closed classes of English that mark where noun phrases and clauses begin.

They are code rather than a lexicon file, because the reader of noun phrases is written in terms of
them: no other part has a use for them, and a list without the code would say nothing.
"""

PRONOUNS = frozenset("he she they it i we you who which".split())
PERSONAL = frozenset("he she".split())
DETERMINERS = frozenset(
    "a an the this that these those his her its their our my your one another some many several "
    "few most all both each every any no other two three four five six".split()
)
PRONOMINAL = frozenset("one another some many others".split())
ORDINALS = frozenset("second third fourth fifth sixth".split())
QUANTIFIERS = frozenset(
    "one some many several most both all each others number group handful members dozens "
    "hundreds thousands majority none few two three four".split()
)
ENDS_PHRASE = frozenset(
    """about above after against along alongside amid among around as at because before behind below
    beneath beside between beyond but by despite down during except from if in inside into like near
    off on onto or out outside over past per since than that though through to toward towards under
    until upon when where whether which while who whom whose why with within without for of and
    is are was were be been being has have had do does did will would can could may might must
    should shall also later recently then now earlier yesterday today tonight last once again
    i he she they it we you
    never always often still just only even already not there here monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
ADVERBS = frozenset(
    """also later then now recently once again often still just already never always even only
    today yesterday tonight soon thus too reportedly allegedly famously simply first further
    previously repeatedly twice sometimes instead eventually finally quickly earlier further
    has have had having is are was were be been being will would could can may might must should
    did does do not to monday tuesday wednesday thursday friday saturday sunday""".split()
)
OPENERS = frozenset(
    """but and or so yet however meanwhile moreover still also then now thus instead indeed
    similarly likewise nevertheless nonetheless furthermore additionally plus perhaps yes no well
    because while when as if although though whereas after before since until that where""".split()
)
PREPOSITIONS = frozenset(
    """in on at during after before since with without for from by to under over amid among about
    despite unlike like asked speaking when while as if although though because once whenever
    given following according until""".split()
)
CLAUSE_WORDS = frozenset(
    "that because but while when as if whereas though although which whom what".split()
)
NOUN_FOLLOWS = frozenset(
    """a an the this these those his her its their our my your every no of in with such
    same""".split()
)
NAMES_TOO = frozenset("may must will".split())  # small words that are people's names as well
TIMES = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
OBJECT_RELATIVES = frozenset("which whom what that".split())
BE = frozenset("is are was were be been being got".split())
RELATIVES = frozenset("who which that".split())
INTRODUCES = frozenset("of for who in at from".split())
MODIFIES = frozenset(
    """of for in at on from with by to who which that whose behind near and among aware familiar
    close involved present""".split()
)
PLAIN_VERBS = frozenset("said says say told tells asked wrote writes added was were had".split())
JOINS_NAMES = frozenset("of for at and".split())
UNITS_OF_TIME = frozenset("day days week weeks month months year years hour hours".split())
SUBJECT_PRONOUNS = frozenset("he she they we i".split())
ANYBODY = frozenset("someone somebody anyone anybody everyone everybody nobody".split())
NUMERALS = frozenset("two three four five six seven".split())
