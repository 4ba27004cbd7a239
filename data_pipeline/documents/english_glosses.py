"""What the commonest column names mean in English, said so that it tells more than the name."""

from __future__ import annotations

from collections.abc import Sequence

_GLOSSES = {
    "name": "name by which {} is known",
    "title": "title of {}",
    "first name": "given name (first name) of {}",
    "last name": "family name (surname) of {}",
    "full name": "given and family name of {}",
    "email": "email address of {}",
    "phone": "telephone number of {}",
    "fax": "fax number of {}",
    "mobile": "mobile telephone number of {}",
    "address": "street address of {}: street and house number",
    "address2": "second line of the address of {}, if there is one",
    "city": "city or town of {}",
    "country": "country of {}",
    "state": "state of {}",
    "region": "region, state or province of {}",
    "district": "district, state or province of {}",
    "postal code": "postal code (ZIP) of the address of {}",
    "zip code": "postal code (ZIP) of the address of {}",
    "price": "price of {}, an amount of money",
    "unit price": "price of one unit, as charged for {}",
    "amount": "amount of money of {}",
    "total": "total amount of money of {}",
    "quantity": "number of units of {}",
    "quantity per unit": "how many pieces or how much one unit of {} holds",
    "discount": "reduction of the price of {}",
    "cost": "cost of {}, an amount of money",
    "salary": "pay of {}, an amount of money",
    "username": "name with which {} logs in",
    "password": "password of {} or its hash",
    "url": "web address of {}",
    "homepage": "web address of the home page of {}",
    "description": "free text that describes {}",
    "notes": "free text with notes on {}",
    "remark": "free text with remarks on {}",
    "comment": "free text with comments on {}",
    "status": "status of {}: how far it has come",
    "type": "type of {}: the kind it belongs to",
    "gender": "gender of {}, male or female",
    "age": "age of {} in years",
    "year": "year of {}",
    "latitude": "latitude of {} in degrees, north or south of the equator",
    "longitude": "longitude of {} in degrees, east or west of Greenwich",
    "picture": "picture of {}",
    "job title": "job or position that {} holds",
    "birth date": "day on which {} was born",
}
_UNITS = {"km": "kilometres", "kWh": "kilowatt hours", "ms": "milliseconds", "s": "seconds", "min": "minutes",
          "h": "hours", "KB": "kilobytes", "MB": "megabytes", "kg": "kilograms", "cm": "centimetres",
          "mm": "millimetres", "%": "percent"}  # fmt: skip


def gloss(words: Sequence[str], owner: str) -> str:
    """What a column of these words tells of its owner ("the film"); "" where the words say it all."""
    found = _GLOSSES.get(" ".join(words))
    return found.format(owner) if found else ""


def spelled_unit(unit: str) -> str:
    """The sign of a unit spelled out, where it is a common one."""
    return _UNITS.get(unit, unit)
