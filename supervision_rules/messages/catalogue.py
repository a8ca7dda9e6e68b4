"""Messages by key, and the catalogue that puts them into words.

A `Message` is a key with arguments, never words: what speaks to people is decided where it is shown. Chinese is the
default everywhere, English is complete; the environment's language is never asked.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Union

from attrs import field, frozen

from .numbers import shown

DOMAIN = "supervision_rules"
LOCALES = Path(__file__).parent / "locales"
LANGUAGES = {"zh": "zh_CN", "en": "en"}

Argument = Union[str, int, Fraction, "Message", Sequence[Union[str, "Message"]]]


@frozen
class Message:
    """What to say: a key of the catalogue and what goes into its gaps."""

    key: str
    arguments: Mapping[str, Argument] = field(factory=dict, hash=False)

    def __str__(self) -> str:
        return catalogue().say(self)


def message(key: str, /, **arguments: Argument) -> Message:
    """A `Message` with its arguments as keywords."""
    return Message(key, arguments)


class Catalogue:
    """The words of one language.

    Raises KeyError for a key that the language lacks: a gap in the catalogue is a fault, not a fallback.
    """

    def __init__(self, language: str = "zh") -> None:
        self.language = language
        self._words = gettext.translation(DOMAIN, LOCALES, languages=[LANGUAGES[language]])

    def say(self, saying: Argument) -> str:
        """The words of a message, of a number or of a list of either."""
        if isinstance(saying, Message):
            return self._sentence(saying)
        if isinstance(saying, str):
            return saying
        if isinstance(saying, int | Fraction):
            return shown(saying)
        return self.words("list.separator").join(self.say(part) for part in saying)

    def has(self, key: str) -> bool:
        """Whether the language knows the key."""
        return self._words.gettext(key) != key

    def words(self, key: str) -> str:
        """The template of a key."""
        words = self._words.gettext(key)
        if words == key:
            raise KeyError(f"{key!r} is not in the catalogue ({self.language})")
        return words

    def _sentence(self, saying: Message) -> str:
        gaps = {name: self.say(value) for name, value in saying.arguments.items()}
        return self.words(saying.key).format(**gaps)


@cache
def catalogue(language: str = "zh") -> Catalogue:
    """The catalogue of a language, `zh` or `en`, read once."""
    return Catalogue(language)
