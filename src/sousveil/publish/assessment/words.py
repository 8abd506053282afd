"""Results of an assessment in the words of a reader's language: numbers, shares, what is counted, names of premises.

Puts into words what the impact room has rounded; rounds nothing itself.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from sousveil.impact.results import Sentence
from sousveil.impact.words import NO_RANGE
from sousveil.problems import Argument
from sousveil.publish.tongue import choose_text, form_of, read_words, say_message, show_figures, tell
from sousveil.records.base import Text
from sousveil.records.case import Case
from sousveil.records.parameter import Parameter

_END = r"nowhere|no end|(?:over |1 in )?−?[\d.,]+[^\d]*"
_RANGE = re.compile(f"({_END}) to ({_END})")
_BOTH = re.compile(f"({_END}) at both ends")
_FRAMED = MappingProxyType(
    {re.compile(r"1 in ([\d.,]+)"): "amount.rare", re.compile(r"over ([\d.,]+ %)"): "amount.over"}
)
_WHOLE = MappingProxyType(
    {"nowhere": "amount.nowhere", "no end": "amount.endless", NO_RANGE: "assessment.as_stated"}
)
_COUNTED = re.compile(r"(?P<number>−?[\d.,]+) (?P<unit>[a-z][a-z ]*)")


RATES = (".false", ".hits")
"""How the ids of the rates of a trial end."""


def say_amount(printed: str, language: str) -> str:
    """A result as the impact room prints it, or a range of two, in a language.

    >>> (
    ...     say_amount("1 in 314,000", "sr-Latn"),
    ...     say_amount("30 to 41 days", "sr-Latn"),
    ...     say_amount("35.4 %", "sr-Latn"),
    ... )
    ('1 na 314.000', '30 do 41 dan', '35,4 %')
    """
    if language == "en":
        return printed
    if printed in _WHOLE:
        return tell(_WHOLE[printed], language)
    if found := _RANGE.fullmatch(printed):
        ends = {"low": say_amount(found[1], language), "high": say_amount(found[2], language)}
        return tell("assessment.between", language, **ends)
    if found := _BOTH.fullmatch(printed):
        return tell("amount.both", language, number=say_amount(found[1], language))
    for pattern, key in _FRAMED.items():
        if found := pattern.fullmatch(printed):
            return tell(key, language, number=show_figures(found[1], language))
    if found := _COUNTED.fullmatch(printed):
        forms = read_words(language).get(f"amount.{found['unit'].replace(' ', '_')}")
        number = show_figures(found["number"], language)
        return f"{number} {forms[form_of(number, language)]}" if forms else f"{number} {found['unit']}"
    return show_figures(printed, language)


def say_text(text: Text, case: Case, language: str) -> str:
    """Words of a case or a parameter; Serbian in the letters of the reader."""
    return choose_text(text, language, case.manifest.language)[0]


def list_names(case: Case, parameters: Mapping[str, Parameter], language: str) -> Mapping[str, str]:
    """Titles of premises and of trials, and names of what they are spread over, from English, as results have them."""
    texts: list[Text] = [one.title for one in case.scenarios.values()]
    texts += [base.name for one in case.scenarios.values() for base in one.bases]
    named = {say_text(text, case, "en"): say_text(text, case, language) for text in texts}
    # The title of a rate is `what: trial`; results are said of the trial.
    rates = [one.title for name, one in parameters.items() if name.endswith(RATES)]
    trials = {say_text(one, case, "en"): say_text(one, case, language) for one in rates}
    return named | {own.partition(": ")[2]: other.partition(": ")[2] for own, other in trials.items()}


def render_sentence(sentence: Sentence, language: str) -> str:
    """A sentence with its first letter large."""
    args: dict[str, Argument] = {}
    for name, value in sentence.args.items():
        if isinstance(value, tuple):
            args[name] = tuple(say_amount(part, language) for part in value)
        else:
            args[name] = say_amount(value, language) if isinstance(value, str) else value
    text = say_message(sentence.message, args, language)
    return text[:1].upper() + text[1:]
