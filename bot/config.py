"""`config.yaml` becomes `Settings`; a mistake becomes one sentence with file, line, key and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.config_checks import wrong_links
from bot.config_mistakes import Location, describe, impossible_day, line_of
from bot.faq import FaqError, read_faq
from handlers.errors import LouzhangError
from handlers.settings import Settings

OVERRIDDEN_BY_PART = ("clocks", "rates")
"""Tables of tables in which a community changes single values and keeps the rest."""


class ConfigError(LouzhangError):
    """What is wrong in the configuration: file, line, key, and an example of what is right."""


def load_settings(path: Path) -> Settings:
    """The settings of a YAML 1.2 file; raises ConfigError at the first mistake. Only `directory:` is required."""
    source = _read(path)
    given = _with_own_rules(path, _with_faq(path, source, _parse(path, source)))
    try:
        settings = Settings.model_validate(_with_defaults(given))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise _error(path, source, tuple(first["loc"]), describe(dict(first))) from None
    for location, sentence in wrong_links(settings):
        raise _error(path, source, location, sentence)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path} is not there: name your configuration, as in --config config.yaml.") from None
    except UnicodeDecodeError as wrong:
        raise ConfigError(f"{path} is not UTF-8 (byte {wrong.start}): save it as UTF-8.") from None
    except OSError as wrong:
        raise ConfigError(f"{path} cannot be read ({wrong.strerror}): check its path and its rights.") from None


def _parse(path: Path, source: str) -> Mapping[str, Any]:
    try:
        given = YAML(typ="safe", pure=True).load(source)
    except RecursionError:
        raise ConfigError(f"{path} is nested too deep to be read: a line looks like “mode: demo”.") from None
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        problem = " ".join(str(wrong.problem or wrong.context).split())
        raise ConfigError(f"{path}{where}: this is not YAML ({problem}); a line looks like “mode: demo”.") from None
    except (YAMLError, ValueError) as wrong:
        raise _unreadable(path, source, wrong) from None
    if not isinstance(given, Mapping):
        raise ConfigError(f"{path}, line 1: the file must hold keys and values, at least “directory:” with units.")
    return given


def _unreadable(path: Path, source: str, wrong: Exception) -> ConfigError:
    day = impossible_day(source) if isinstance(wrong, ValueError) else None
    if day:
        return ConfigError(f"{path}, line {day[0]}: there is no day {day[1]}; a day is written as 2027-10-01.")
    problem = " ".join(str(wrong).split())
    return ConfigError(f"{path}: this is not YAML ({problem}); a line looks like “mode: demo”.")


def _with_defaults(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with the tables of OVERRIDDEN_BY_PART laid over their defaults."""
    merged = dict(given)
    for key in OVERRIDDEN_BY_PART:
        parts = given.get(key)
        if isinstance(parts, Mapping):
            merged[key] = _laid_over(Settings.model_fields[key].default, parts)
    if isinstance(given.get("holidays"), Mapping):
        merged["holidays"] = {str(day): mark for day, mark in given["holidays"].items()}
    return merged


def _with_faq(path: Path, source: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the questions and answers of the file that `faq` names."""
    name = given.get("faq")
    if not isinstance(name, str):
        return given
    try:
        return {**given, "faq": read_faq(path.parent / name)}
    except FaqError as wrong:
        raise _error(path, source, ("faq",), str(wrong)) from None


def _with_own_rules(path: Path, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the rule files found beside the configuration, wherever the program was started."""
    names = given.get("rules")
    if not isinstance(names, list):
        return given
    return {**given, "rules": [str(path.parent / name) if isinstance(name, str) else name for name in names]}


def _laid_over(defaults: Mapping[str, BaseModel], parts: Mapping[str, Any]) -> dict[str, Any]:
    laid: dict[str, Any] = {str(name): default.model_dump() for name, default in defaults.items()}
    for name, part in parts.items():
        laid[name] = {**laid.get(name, {}), **part} if isinstance(part, Mapping) else part
    return laid


def _error(path: Path, source: str, location: Location, sentence: str) -> ConfigError:
    key = ".".join(str(part) for part in location if part != "[key]")
    end = "" if sentence.endswith("?") else "."
    return ConfigError(f"{path}, line {line_of(source, location)}, {key}: {sentence}{end}")
