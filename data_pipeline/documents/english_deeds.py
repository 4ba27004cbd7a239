"""What happened at a moment, in English: "when the film was returned", "when the vet left"."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.catalog.word_list import word_list

_DONE = {
    "created": "when the row was created",
    "create": "when the row was created",
    "creation": "when the row was created",
    "updated": "when the row was last changed",
    "update": "when the row was last changed",
    "last update": "when the row was last changed",
    "last updated": "when the row was last changed",
    "modified": "when the row was last changed",
    "last modified": "when the row was last changed",
    "deleted": "when the row was deleted",
    "birth": "when {} was born",
    "death": "when {} died",
    "start": "when {} starts",
    "begin": "when {} begins",
    "end": "when {} ends",
    "due": "when {} is due",
    "required": "when {} is required, the latest day",
    "expiry": "when {} expires",
    "expiration": "when {} expires",
    "hire": "when {} was hired",
    "return": "when {} was returned",
    "release": "when {} was released",
    "order": "when {} was ordered",
    "ship": "when {} was shipped",
    "shipping": "when {} was shipped",
    "delivery": "when {} was delivered",
    "registration": "when {} was registered",
}
_PARTICIPLES = word_list("sent paid born made sold bought taken given begun seen built")
# What the row itself did: nobody leaves a vet or joins an owner at that moment.
_OWN_DEEDS = word_list(
    """left joined died arrived departed landed expired lapsed matured started began ended finished retired resigned
    graduated failed occurred happened appeared responded replied applied subscribed unsubscribed commenced ceased"""
)
_OWN_WITH_PARTICLE = word_list("checked logged signed clocked opted moved")  # in, out, up
_PARTICLES = ("in", "out", "up", "off")
# From what is done to the word for it: order, visit; invoice, sale; booking; payment; inspection; delivery; rental.
_NOUN_ENDINGS = ("", "e", "ing", "ment", "ion", "ation", "y", "al")
_STEMS = {"paid": "pay", "sold": "sal"}
_EVENTS = word_list("visit call inspection examination treatment transaction sale rental delivery shipment")


def done(words: Sequence[str], owner: str) -> str:
    """What happened to or with the owner ("the film") at the moment of these words; "" when they name no deed."""
    said = " ".join(words)
    if known := _DONE.get(said):
        return known.format(owner)
    if not words or owner == f"the {said}":
        return ""
    led = len(words) > 1 and words[-1] in _PARTICLES
    verb = words[-2] if led else words[-1]
    if verb in _OWN_DEEDS or (led and verb in _OWN_WITH_PARTICLE):
        return f"when {owner} {said}"
    if not verb.endswith("ed") and verb not in _PARTICIPLES:
        return ""
    noun = owner.rpartition(" ")[2]
    if [verb] == list(words) and is_named_after(noun, verb):
        return f"when {owner} {'took place' if noun in _EVENTS else 'was made'}"
    return f"when {owner} was {said}"


def is_named_after(noun: str, participle: str) -> bool:
    """Whether the noun is the deed itself: a visit is "visited", a payment "paid"."""
    stem = _STEMS.get(participle) or participle.removesuffix("ed")
    stems = {stem, stem[:-1]} if stem[-1:] == stem[-2:-1] else {stem}  # shipped: ship
    return any(noun == one + ending for one in stems for ending in _NOUN_ENDINGS)
