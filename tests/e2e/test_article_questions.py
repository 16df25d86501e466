"""The article's ten questions, literally and in three other wordings each."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Server

QUESTIONS = {
    "symptomen_tekort": (
        ["spierkrampen", "vermoeidheid", "hartslag", "angst", "depressie", "slapen"],
        "Wat zijn de symptomen van een magnesiumtekort?",
        "hoe voelt een gebrek aan magnesium",
        "welke klachten krijg je bij te weinig magnesium?",
        "ik ben continu uitgeput en mijn ooglid springt, wijst dat op een tekort",
    ),
    "spierkrampen": (
        ["ontspannen", "ouderen"],
        "Kan magnesium helpen bij spierkrampen?",
        "doet het iets tegen kramp in de kuiten",
        "mijn kuit schiet 's nachts vast, heeft magnesium zin",
        "helpt da tegen krampen na t lopen?",
    ),
    "migraine_type": (
        ["magnesiumglycinaat", "magnesiumcitraat"],
        "Is er een specifiek type magnesium voor migraineverlichting?",
        "welke soort magnesium neem je best bij migraine",
        "citraat of glycinaat voor mijn migraine?",
        "wat voor vorm raden ze aan als je migraine hebt",
    ),
    "botgezondheid": (
        ["vitamine D", "calcium"],
        "Hoe ondersteunt magnesium de botgezondheid?",
        "is magnesium goed voor je botten",
        "wat doet het voor de botdichtheid?",
        "heb je er iets aan tegen botontkalking",
    ),
    "hart": (
        ["magnesiumtauraat"],
        "Zijn er magnesiumsupplementen voor de gezondheid van het hart?",
        "is er magnesium dat goed is voor het hart",
        "welke magnesium kiezen mensen voor het hartritme",
        "magnesium en hart, wat is er bekend",
    ),
    "diabetes": (
        ["insuline"],
        "Kan magnesium het risico op type 2 diabetes verminderen?",
        "verkleint magnesium de kans op suikerziekte",
        "doet het iets voor de bloedsuiker",
        "kan je er diabetes type 2 mee vermijden",
    ),
    "zwangerschap": (
        ["verloskundige", "hoeveelheid"],
        "Is magnesium veilig tijdens de zwangerschap?",
        "mag ik magnesium gebruiken als ik in verwachting ben",
        "zwanger en magnesium, kan dat",
        "ben 14 weken ver, mag dit",
    ),
    "behoefte_bepalen": (
        ["klachten", "bloedonderzoek", "huisarts"],
        "Hoe weet ik of ik een magnesiumsupplement nodig heb?",
        "heb ik eigenlijk wel een supplement nodig?",
        "waaraan zie ik of ik moet bijslikken",
        "kan ik laten testen of ik magnesium nodig heb",
    ),
    "voedingsbronnen": (
        ["spinazie", "amandelen", "zwarte bonen", "volle granen", "avocado"],
        "Wat zijn goede voedingsbronnen van magnesium?",
        "in welk eten zit veel magnesium",
        "waar haal ik het uit met gewone voeding",
        "wat moet ge eten voor genoeg magnesium",
    ),
    "bijwerkingen": (
        ["diarree", "maag"],
        "Zijn er bijwerkingen van magnesiumsupplementen?",
        "kan je er buikpijn of diarree van krijgen",
        "wat zijn de nadelen van magnesium slikken",
        "krijg je er last van je darmen door?",
    ),
}
CASES = [
    (topic, question, facts)
    for topic, (facts, *questions) in QUESTIONS.items()
    for question in questions
]


@pytest.mark.parametrize(("topic", "question", "facts"), CASES, ids=lambda value: str(value)[:40])
def test_question(server: Server, topic: str, question: str, facts: list[str]) -> None:
    replies = server.say(f"ten-{question}", question)
    text = "\n".join(reply["text"] for reply in replies)
    assert [reply["metadata"]["topics"] for reply in replies] == [[topic]]
    assert replies[0]["metadata"]["kind"] == ("referral" if topic == "zwangerschap" else "answer")
    assert all(fact in text for fact in facts)
    assert "Bron: Topvitamine" in text
