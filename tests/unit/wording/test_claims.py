from __future__ import annotations

from pathlib import Path

import pytest

from assistant.knowledge.loader import Knowledge, load
from assistant.knowledge.problems import KnowledgeError
from assistant.wording.sentences import Phrases
from tests.unit.wording.conftest import Refused


@pytest.mark.parametrize(
    "text",
    [
        "Magnesium geneest kramp.", "Zij genas ervan.", "Zo kunt u genezen.",
        "Magnesium voorkomt migraine.", "Het voorkwam kramp.", "Ter preventie van migraine.",
        "Het behandelt slapeloosheid.", "Mijn kramp werd ermee behandeld.",
        "Wij garanderen rust.", "Gegarandeerd betere slaap.", "Een remedie bij kramp.",
        "Het verlaagt het risico op diabetes.", "Zo verkleint u de kans op botbreuken.",
        "Een lager risico op diabetes.", "Het risico wordt daarmee verlaagd.",
        "Magnesium helpt goed tegen kramp.", "Het hielp tegen de pijn.", "Het werkt tegen kramp.",
        "Een middel tegen migraine.", "Het beschermt u tegen ziekte.", "Het bestrijdt moeheid.",
        "Het lost uw klachten op.", "Het neemt de pijn weg.", "Uw klachten verdwijnen.",
        "Magnesium is volkomen veilig.", "Het is wetenschappelijk bewezen.",
    ],
)  # fmt: skip
def test_claims_are_heard_in_all_their_forms(knowledge: Knowledge, text: str) -> None:
    assert list(Phrases(knowledge.claim_rules.claim_words).found(text))


@pytest.mark.parametrize(
    "text",
    [
        "U noemt geneesmiddelen.", "Magnesium komt voor in noten.", "Neem het voor het slapen.",
        "Het kan bijdragen aan minder kramp.", "Helpt het? Tegen kramp weet ik het niet.",
        "Bent u vaak moe? Loop dan niet weg met uw klachten.", "Bel de huisarts op.",
    ],
)  # fmt: skip
def test_what_only_resembles_a_claim_may_be_said(knowledge: Knowledge, text: str) -> None:
    assert not list(Phrases(knowledge.claim_rules.claim_words).found(text))


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "word"),
    [
        (
            "magnesium.yml", "Veel magnesium zit in {list.foods}. Ook",
            "Eten geneest. Veel magnesium zit in {list.foods}. Ook",
            "topics.voedingsbronnen.answer", "geneest",
        ),
        (
            "magnesium.yml", "            - slecht slapen\n", "            - behandelde kramp\n",
            "topics.symptomen_tekort.facts.lists.symptoms.items.5", "behandelde",
        ),
        (
            "magnesium.yml", "    title: Bijwerkingen\n", "    title: Bijwerkingen verdwijnen\n",
            "topics.bijwerkingen.title", "verdwijnen",
        ),
        (
            "magnesium.yml", "title_authorised: artikel over magnesium",
            "title_authorised: Welke ziekten kan magnesium voorkomen?",
            "article.title_authorised", "voorkomen",
        ),
        (
            "talk.yml", "text: Graag gedaan.", "text: Graag gedaan. Rust is gegarandeerd.",
            "bedankt.text", "gegarandeerd",
        ),
        (
            "safety.yml", "offer: Wilt u een medewerker spreken?",
            "offer: Wilt u een remedie?", "offer", "remedie",
        ),
        (
            "shop.yml", "medicatie: uw huisarts of apotheker", "medicatie: wie u geneest",
            "professionals.medicatie", "geneest",
        ),
    ],
)  # fmt: skip
def test_a_claim_is_refused_wherever_it_stands(
    refused: Refused, name: str, old: str, new: str, field: str, word: str
) -> None:
    problem = refused(name, old, new, field, f"'{word}' is a claim")
    assert "claims.yml" in problem.fix


def test_a_claim_that_only_the_filled_in_text_holds_is_refused(
    refused: Refused, knowledge_copy: Path
) -> None:
    talk = knowledge_copy / "talk.yml"
    text = talk.read_text(encoding="utf-8").replace("van {shop}, geen", "van {shop} tegen", 1)
    talk.write_text(text, encoding="utf-8")
    shop = knowledge_copy / "shop.yml"
    text = shop.read_text(encoding="utf-8").replace("name: Topvitamine", "name: Het werkt", 1)
    shop.write_text(text, encoding="utf-8")
    refused(
        "talk.yml", "Goedendag! Ik", "Goedendag. Ik", "begroeting.text", "'werkt tegen' is a claim"
    )


def test_an_allowed_phrase_is_allowed_in_its_place_only(refused: Refused) -> None:
    refused(
        "magnesium.yml", "Oxide wordt slechter opgenomen en geeft vaker",
        "De kans op buikklachten is kleiner. Oxide geeft vaker",
        "topics.vormen.answer_short", "'kans op buikklachten is kleiner' is a claim",
    )  # fmt: skip


def test_an_allowed_phrase_needs_a_reason(knowledge_copy: Path) -> None:
    path = knowledge_copy / "claims.yml"
    text = path.read_text(encoding="utf-8")
    reason = "    reason: A person of the shop helps, not a product.\n"
    assert reason in text
    path.write_text(text.replace(reason, ""), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(knowledge_copy)
    assert [problem.field for problem in caught.value.problems] == ["allowed.2.reason"]


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "word"),
    [
        (
            "magnesium.yml", "Heeft u botontkalking of",
            "Magnesium ondersteunt uw botten. Heeft u botontkalking of",
            "topics.botgezondheid.answer_authorised", "ondersteunt",
        ),
        (
            "talk.yml", "text: Tot ziens, en", "text: Magnesium is goed voor u. Tot ziens, en",
            "afscheid.text", "goed voor",
        ),
    ],
)  # fmt: skip
def test_an_effect_is_refused_where_only_authorised_wording_may_stand(
    refused: Refused, name: str, old: str, new: str, field: str, word: str
) -> None:
    refused(name, old, new, field, f"'{word}' is no authorised wording")


def test_a_claim_that_isnt_in_the_register_is_refused(refused: Refused) -> None:
    refused(
        "magnesium.yml", "fatigue: Magnesium draagt bij tot de vermindering van vermoeidheid",
        "fatigue: Magnesium haalt u uit vermoeidheid",
        "claims.fatigue", "isn't the form of an authorised claim",
    )  # fmt: skip


def test_a_wrong_pattern_is_named(refused: Refused) -> None:
    refused(
        "claims.yml", '  - "zonder (bijwerkingen|risico|gevaar)"', '  - "zonder (bijwerkingen"',
        "claim_words.24", "brackets don't match",
    )  # fmt: skip
