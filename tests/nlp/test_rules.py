"""The shipped rules keep their promises, and a bad file says where it is bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.checking import check_rules
from nlp.reader import Reader, load_reader
from nlp.rulebook import compile_rules, load_rulebook
from nlp.rulefile import RuleError, read_rule_file, rule_paths
from nlp.segment import cut, reference_cut
from nlp.suggest import Feedback, Verdict, suggest


def test_the_shipped_files_catch_their_own_examples() -> None:
    report = check_rules()
    assert report.good, [str(finding) for finding in report.findings if finding.serious]


def test_the_compiled_form_fits_the_files() -> None:
    assert load_rulebook() == compile_rules(read_rule_file(path) for path in rule_paths())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("category: moon\nclass: small\n", "is not one of"),
        ("category: water\nclass: small\nthings: 灯\n", "must be a list"),
        ("category: water\nclass: small\nthigns: [灯]\n", "is not known here"),
        ("category: water\nclass: small\nphrases: [楼道…]\n", "empty part"),
        ("category: water\nclass: small\nthings: [灯,\n", "not valid YAML"),
        ("things: [灯]\n", "say exactly one"),
    ],
)
def test_a_bad_file_says_where_and_why(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=reason) as raised:
        read_rule_file(path)
    assert raised.value.path == path


def test_a_word_of_ones_own_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("category: other\nclass: small\nthings: [魔法泉]\nexamples:\n  match: [3栋魔法泉坏了]\n", "utf-8")
    assert check_rules([path]).good
    assert "other.thing: 魔法泉" in load_reader(extra_rules=(path,)).reasons("魔法泉坏了")


def test_what_was_missed_is_suggested(reader: Reader) -> None:
    missed = [Feedback(text=text, verdict=Verdict.MISSED) for text in ("3栋晾衣绳断掉咯", "晾衣绳又不行")]
    assert "晾衣绳" in "".join(found.phrase for found in suggest(missed, reader))


def test_both_segmenters_cut_alike() -> None:
    for text in ("煤气味很重，灯又坏了", "3栋2单元的垃圾好几天没人清了", "请有时间的邻居到篮球坪来"):
        assert cut(text) == reference_cut(text)
