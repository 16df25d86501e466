from assistant.safety.misspellings import Misspellings

PATTERNS = [
    "ik (ben|was) zwanger*",
    "boezemfibrilleren",
    "vruchtbaarheid",
    "hart op hol",
    "pacemaker",
]
KNOWN = {"bevallen", "steen", "pakketje"}


def repaired(words: str) -> str:
    return Misspellings(PATTERNS, KNOWN).repaired(words)


def test_a_typo_and_a_sound_are_repaired_word_for_word() -> None:
    assert repaired("mijn vrugtbaarheid nu") == "mijn vruchtbaarheid nu"
    assert repaired("een pasemaker ") == "een pacemaker "
    assert repaired("boezemfibrileren boezmfibrileren") == "boezemfibrilleren boezemfibrilleren"


def test_long_words_only_may_have_two_typos() -> None:
    assert repaired("boeszemfibrlleren") == "boezemfibrilleren"
    assert repaired("pacmakr") == "pacmakr"


def test_ordinary_short_and_inflected_words_stay() -> None:
    for word in (
        "hort",
        "bevallen",
        "pakketjes",
        "steentje",
        "pacemakers",
        "zwangeren",
        "p4cemaker",
    ):
        assert repaired(word) == word


def test_a_word_that_begins_otherwise_is_another_word() -> None:
    assert repaired("bruchtbaarheid") == "bruchtbaarheid"


def test_of_words_that_sound_alike_it_is_always_the_same_one() -> None:
    for patterns in (["dochter", "dokter"], ["dokter", "dochter"]):
        assert Misspellings(patterns).repaired("docter") == "dokter"
