"""The fixed topic ids that aren't in an article; article topics are in ``knowledge/``."""

from __future__ import annotations

# Always a referral or an emergency reply, whatever else is asked.
REFER_TOPICS = ("medicatie", "zwangerschap", "nierziekte", "kind", "noodgeval")
TALK_TOPICS = (
    "begroeting",
    "bedankt",
    "afscheid",
    "bot_uitdaging",
    "mens_spreken",
    "klacht_onbegrip",
    "buiten_bereik",
)
# What an article doesn't answer; every other topic is the shop's own.
NOT_ANSWERED_TOPICS = (*REFER_TOPICS, *TALK_TOPICS)
# Own complaints, which are risks, stand under these topics beside general questions.
MIXED_TOPICS = ("hart", "diabetes")
EMERGENCY_TOPIC = "noodgeval"
# Sorts of emergency with a reply of their own, and the one for an emergency of unknown sort.
EMERGENCY_SORTS = ("hart_en_adem", "allergie", "vergiftiging", "zelfdoding")
GENERAL_EMERGENCY = "algemeen"
GREETING_TOPIC = "begroeting"
HANDOVER_TOPIC = "mens_spreken"
OUT_OF_SCOPE_TOPIC = "buiten_bereik"
# Talk that goes well beside a question.
SMALL_TALK_TOPICS = tuple(topic for topic in TALK_TOPICS if topic != OUT_OF_SCOPE_TOPIC)
# Rasa's name for "not understood"; no topic.
FALLBACK_INTENT = "nlu_fallback"

# What the safety gate looks for; not topics: each referral in knowledge/safety.yml says
# under which topic it is reported.
RISK_KINDS = (
    "medicatie",
    "zwangerschap",
    "nierziekte",
    "kind",
    "hartklacht",
    "diabetes_behandeling",
)
