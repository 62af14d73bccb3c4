"""The community's questions and answers: a YAML list beside the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

EXAMPLE = "- {question: 物业电话是多少, answer: …, source: 翠湖社区}"


class FaqError(ValueError):
    """What is wrong with the file, in one sentence."""


def read_faq(path: Path) -> list[Any]:
    """The entries of a file, not yet checked; raises FaqError with an example of what is right."""
    try:
        entries = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise FaqError(f"{path} cannot be read ({wrong.strerror}): name a file beside the configuration") from None
    except (YAMLError, ValueError) as wrong:
        raise FaqError(f"{path} is no list of questions ({' '.join(str(wrong).split())[:120]})") from None
    if not isinstance(entries, list):
        raise FaqError(f"{path} must hold a list, as in {EXAMPLE}")
    return entries
