"""TOML data ↔ the model's classes, which are the schema: unknown keys, missing ones and wrong types are found all at once, each with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from operator import is_
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has
from cattrs import AttributeValidationNote, BaseValidationError, Converter, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from ..expression import Expression, ExpressionError, NotAnAmount, from_decimal, near
from ..expression.amounts import MOST_DIGITS
from ..messages import Argument, Message, Path, Problem, decimal_places, exact, message
from ..scheme import Expected, Form, When, Written, parse_when
from ..scoring import FORMS


class Refused(ValueError):
    """A value that does not fit: a code, its arguments, where below the value it is wrong, and a span inside a string."""

    def __init__(self, code: str, /, *below: str | int, span: tuple[int, int] | None = None, **arguments: Argument) -> None:
        super().__init__(code)
        self.code, self.below, self.span, self.arguments = code, below, span, arguments


def structure(data: Any, cls: type, path: Path) -> tuple[Any, list[Problem]]:
    """An instance of a class made from data, or None with every problem below `path`.

    The plain converter stops at the first mistake and costs half as much; the detailed one is asked only to say what they all are.
    """
    with suppress(Exception):
        return converter().structure(data, cls), []
    try:
        return converter(detailed=True).structure(data, cls), []
    except (BaseValidationError, Refused) as error:
        return None, _once(list(_problems(error, path)))


def unstructure(value: Any) -> Any:
    """TOML data from a model value: defaults left out, numbers exact."""
    return converter().unstructure(value)


def _once(problems: list[Problem]) -> list[Problem]:
    """Problems without the keys that are missing only because they are misspelt."""
    misspelt = {(*problem.path[:-1], meant(problem)) for problem in problems}
    return [one for one in problems if one.code != "key-missing" or (*one.path, one.arguments["key"]) not in misspelt]


def meant(problem: Problem) -> str:
    """The known name that an unknown one comes near, or nothing."""
    alike = problem.arguments.get("alike")
    return str(alike.arguments["name"]) if isinstance(alike, Message) else ""


def _problems(error: BaseException, path: Path) -> Iterator[Problem]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path = (*path, key_of(note.name))
        elif isinstance(note, IterableValidationNote):
            path = (*path, note.index)
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _problems(inner, path)
    elif isinstance(error, Refused):
        yield Problem(error.code, error.arguments, (*path, *error.below), error.span)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [key_of(attribute.name) for attribute in fields(error.cl) if attribute.init]
        for key in sorted(error.extra_fields):
            yield Problem("unknown-key", {"key": key, "alike": near(key, known), "known": known}, (*path, key))
    elif isinstance(error, KeyError):
        yield Problem("key-missing", {"key": str(path[-1])}, path[:-1])
    else:
        raise error


def key_of(name: str) -> str:
    """The key of an attribute: `from_` is `from`."""
    return name.removesuffix("_")


@cache
def converter(detailed: bool = False) -> Converter:
    """The converter between TOML data and the model; a `detailed` one finds every mistake with its path."""
    made = Converter(forbid_extra_keys=True, detailed_validation=detailed, omit_if_default=True)
    made.register_structure_hook_factory(has, lambda cls: _class_hook(made, cls))
    made.register_structure_hook_factory(_is_list, lambda t: _list_hook(made, t))
    made.register_structure_hook_factory(_is_mapping, lambda t: _mapping_hook(made, t))
    made.register_structure_hook_factory(_is_optional, lambda t: _optional(made, t))
    made.register_structure_hook_func(lambda t: str(get_origin(t)) == str(Literal), _literal)
    made.register_structure_hook_func(lambda t: isinstance(t, type) and issubclass(t, Enum), _choice)
    made.register_structure_hook_func(lambda t: t is Form, lambda value, _: _form(made, value))
    made.register_structure_hook_func(lambda t: t in (Written, Written | None), lambda value, _: _written(value))
    made.register_structure_hook_func(lambda t: t == When, lambda value, _: _when(value))
    made.register_structure_hook_func(lambda t: t in (Expected, Expected | None), lambda value, _: _expected(value))
    made.register_structure_hook_func(lambda t: t == tuple[Fraction, Fraction], lambda value, _: _pair(value))
    primitives: tuple[tuple[type, Callable[[Any, Any], Any]], ...] = ((str, _text), (int, _integer), (bool, _boolean))
    for primitive, hook in primitives:  # cattrs asks no predicate about these
        made.register_structure_hook(primitive, hook)
    for type_, hook in ((Fraction, _fraction), (date, _date), (Expression, _expression)):
        made.register_structure_hook_func(partial(is_, type_), hook)
    made.register_unstructure_hook_factory(has, lambda cls: _out_hook(made, cls))
    made.register_unstructure_hook_func(lambda t: t is Form, lambda rule: made.unstructure(rule))
    made.register_unstructure_hook_func(lambda t: isinstance(t, type) and issubclass(t, Enum), lambda value: value.value)
    made.register_unstructure_hook_func(partial(is_, Fraction), _plain_number)
    made.register_unstructure_hook_func(partial(is_, Expression), lambda expression: expression.text)
    return made


def _is_list(type_: Any) -> bool:
    return get_origin(type_) is tuple and get_args(type_)[-1] is Ellipsis


def _is_mapping(type_: Any) -> bool:
    return get_origin(type_) in (Mapping, dict)


def _is_optional(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType) and type(None) in get_args(type_)


def _optional(made: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    (inner,) = [one for one in get_args(type_) if one is not type(None)]
    return lambda value, _: made.structure(value, inner)


def _list_hook(made: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    inner = get_args(type_)[0]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise Refused("wrong-type", wanted=message("type.list"), given=named(value))
        return tuple(made.structure(value, list[inner]))  # type: ignore[valid-type]

    return hook


def _class_hook(made: Converter, cls: type) -> Callable[[Any, Any], Any]:
    renamed: dict[str, Any] = {attribute.name: override(rename=key_of(attribute.name)) for attribute in fields(cls) if attribute.name.endswith("_")}
    build: Any = make_dict_structure_fn(cls, made, _cattrs_forbid_extra_keys=True, **renamed)

    def hook(value: Any, type_: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Refused("wrong-type", wanted=message("type.table"), given=named(value))
        return build(value, type_)

    return hook


def _out_hook(made: Converter, cls: type) -> Callable[[Any], Any]:
    renamed: dict[str, Any] = {attribute.name: override(rename=key_of(attribute.name)) for attribute in fields(cls) if attribute.name.endswith("_")}
    write: Any = make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True, **renamed)
    if cls in FORMS.values():
        form: str = cls.form  # type: ignore[attr-defined]
        return lambda rule: {"form": form, **write(rule)}
    out: Callable[[Any], Any] = write
    return out


def _form(made: Converter, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise Refused("wrong-type", wanted=message("type.table"), given=named(value))
    name = value.get("form")
    if name is None:
        raise Refused("key-missing", key="form")
    if not isinstance(name, str):
        raise Refused("wrong-type", "form", wanted=message("type.text"), given=named(name))
    if name not in FORMS:
        raise Refused("unknown-form", "form", name=name, alike=near(name, FORMS), known=list(FORMS))
    return made.structure({key: one for key, one in value.items() if key != "form"}, FORMS[name])


TYPES = {bool: "boolean", int: "integer", Decimal: "number", str: "text", list: "list", dict: "table", date: "date", datetime: "datetime"}


def named(value: Any) -> Message:
    """The type of a TOML value, in words."""
    return message(f"type.{TYPES.get(type(value), 'other')}")


def _text(value: Any, type_: Any) -> Any:
    if type_ is not str:  # an Enum of texts
        return _choice(value, type_)
    if not isinstance(value, str):
        raise Refused("wrong-type", wanted=message("type.text"), given=named(value))
    if not value.strip():
        raise Refused("text-empty")
    return value


def _integer(value: Any, _: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("wrong-type", wanted=message("type.integer"), given=named(value))
    if abs(value) >= 10**MOST_DIGITS:
        raise Refused("bad-number", text=str(value)[:60])
    return value


def _boolean(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("wrong-type", wanted=message("type.boolean"), given=named(value))
    return value


def _fraction(value: Any, _: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused("wrong-type", wanted=message("type.number"), given=named(value))
    try:
        return from_decimal(Decimal(value))
    except NotAnAmount:
        raise Refused("bad-number", text=str(value)[:60]) from None


def _pair(value: Any) -> tuple[Fraction, Fraction]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise Refused("wrong-type", wanted=message("type.pair"), given=named(value))
    return _fraction(value[0], None), _fraction(value[1], None)


def _date(value: Any, _: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Refused("wrong-type", wanted=message("type.date"), given=named(value))
    return value


def _when(value: Any) -> When:
    """A day or moment, or the text of one."""
    if isinstance(value, str):
        try:
            return parse_when(value)
        except ValueError:
            raise Refused("bad-when", text=value[:60]) from None
    if not isinstance(value, date) or (isinstance(value, datetime) and value.tzinfo is not None):
        raise Refused("wrong-type", wanted=message("type.date"), given=named(value))
    return value


def _written(value: Any) -> Any:
    if not isinstance(value, str | bool | int | Decimal | date):
        raise Refused("wrong-type", wanted=message("type.text"), given=named(value))
    return value


def _expression(value: Any, _: Any) -> Expression:
    if not isinstance(value, str):
        raise Refused("wrong-type", wanted=message("type.text"), given=named(value))
    try:
        return Expression.parse(value)
    except ExpressionError as error:
        raise Refused(error.code, span=error.span, **error.arguments) from None


def _choice(value: Any, cls: Any) -> Any:
    known: list[str] = [one.value for one in cls]
    if value not in known:
        raise Refused("unknown-value", value=str(value), values=known, alike=near(str(value), known))
    return cls(value)


def _literal(value: Any, type_: Any) -> Any:
    known = list(get_args(type_))
    if value not in known:
        raise Refused("unknown-value", value=str(value), values=known, alike=near(str(value), known))
    return value


def _expected(value: Any) -> Fraction | str:
    if isinstance(value, str):
        return str(_text(value, str))
    return _fraction(value, None)


def _mapping_hook(made: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    inner = get_args(type_)[1]

    def hook(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refused("wrong-type", wanted=message("type.table"), given=named(value))
        return {key: _below(key, made, one, inner) for key, one in value.items()}

    return hook


def _below(key: str, made: Converter, value: Any, type_: Any) -> Any:
    try:
        return made.structure(value, type_)
    except Refused as error:
        raise Refused(error.code, key, *error.below, span=error.span, **error.arguments) from None


def _plain_number(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return value.numerator
    if decimal_places(value) is None:
        raise ValueError(f"{value} has no finite decimal")
    return Decimal(exact(value))
