"""The ledger: what has left is remembered, and what would undo it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from dkcohort.disclose import Dimension, Leaving, Ledger, Protected, Published, Refused, Table, protect

AGE = Dimension("alder", ("18-29", "30-39", "40+"))
ANSWER = Dimension("svar", ("ja", "nej"))


def women(count: int, but: int = 0) -> list[str]:
    return [f"kvinde {number}" for number in range(but, count)]


def table(counts: list[int] | list[list[int]], population: str = "kvinder", name: str = "svar") -> Table:
    dimensions = [ANSWER] if isinstance(counts[0], int) else [AGE, ANSWER]
    return Table.of(name, population, dimensions, counts)


def whole(one: Table, hidden: frozenset[tuple[str, ...]] = frozenset()) -> Protected:
    """A table with these cells hidden, whether or not that is enough."""
    small = frozenset(labels for labels in hidden if 0 < one.count(labels) < 5)
    return Protected(one, 5, small, hidden - small, 0, 0)


def test_a_release_is_remembered_to_the_last_number(tmp_path: Path) -> None:
    first = protect(table([[20, 50], [8, 19], [17, 3]]), most_hidden=1)
    finished = first.finished()
    ledger = Ledger().admit("2026", [first], [finished], members={"kvinder": women(117)})
    path = tmp_path / "regnskab.json"
    ledger.write(path)
    again = Ledger.read(path)
    assert again == ledger
    assert again.released == (first,)
    again.write(tmp_path / "igen.json")
    assert (tmp_path / "igen.json").read_bytes() == path.read_bytes()


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Ledger.read(tmp_path / "intet.json").entries == ()


def test_a_ledger_names_no_person(tmp_path: Path) -> None:
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    ledger.write(tmp_path / "regnskab.json")
    assert "kvinde 7" not in (tmp_path / "regnskab.json").read_text(encoding="utf-8")


def test_what_gives_somebody_away_alone_is_refused() -> None:
    with pytest.raises(Refused, match=r"kan regnes ud: svar \(ja\) er 3"):
        Ledger().admit("2026", [whole(table([3, 30]))], members={"kvinder": women(33)})


def test_a_percentage_that_gives_a_hidden_count_away_is_refused() -> None:
    one = whole(table([3, 228]), frozenset({("ja",), ("nej",)}))
    finished = one.finished()
    told = (*finished.numbers, Published.percentage(("ja",), 1.3, ("I alt",), 1))
    Ledger().admit("2026", [one], members={"kvinder": women(231)})
    leaving = replace(finished, numbers=told)
    with pytest.raises(Refused, match="kan regnes ud"):
        Ledger().admit("2026", [one], [leaving], members={"kvinder": women(231)})


@pytest.mark.parametrize("few", [1, 4])
def test_the_same_persons_but_for_a_few_are_refused(few: int) -> None:
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    other = whole(table([20, 30 - few], "uden enkelte"))
    with pytest.raises(Refused, match="de samme personer på nær nogle få"):
        ledger.admit("2027", [other], members={"uden enkelte": women(50, few)})


def test_a_population_that_lies_inside_another_is_subtracted_from_it() -> None:
    """Ten are left out, enough of them; but of the ten only two said yes."""
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    with pytest.raises(Refused, match=r"svar uden kendte \(ja\) er 2"):
        ledger.admit("2027", [whole(table([18, 22], "kendte", "kendte"))], members={"kendte": women(50, 10)})
    fine = ledger.admit("2027", [whole(table([15, 25], "kendte", "kendte"))], members={"kendte": women(50, 10)})
    assert [one.release for one in fine.entries] == ["2026", "2027"]


def test_other_persons_are_other_tables() -> None:
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    other = [f"anden {number}" for number in range(48)]
    assert len(ledger.admit("2027", [whole(table([20, 28], "andre"))], members={"andre": other}).entries) == 2


def test_a_new_table_that_narrows_a_hidden_cell_is_refused() -> None:
    """Nobody is found, but the hidden cells of the first table can no longer be what they could."""
    counts = [[3, 47], [20, 30], [40, 25]]
    hidden = frozenset({("18-29", "ja"), ("18-29", "nej"), ("40+", "ja"), ("40+", "nej")})
    first, again = whole(table(counts), hidden), whole(table(counts, name="afrundet"), hidden)
    ledger = Ledger().admit("2026", [first], members={"kvinder": women(165)})
    rounded = (Published.rounded(("40+", "ja"), 40, 20),)
    with pytest.raises(Refused, match=r"bliver lettere at gætte .*svar \(18-29, ja\)"):
        ledger.admit("2027", [again], [replace(again.finished(), numbers=rounded)], members={"kvinder": women(165)})


def test_a_table_made_with_the_ledger_at_hand_is_admitted() -> None:
    first = protect(table([[3, 47], [20, 30], [40, 25]]), most_hidden=1)
    ledger = Ledger().admit("2026", [first], members={"kvinder": women(165)})
    again = protect(table([[3, 47], [20, 30], [40, 25]], name="igen"), released=ledger.released, most_hidden=1)
    assert again.hidden == first.hidden
    assert len(ledger.admit("2027", [again], members={"kvinder": women(165)}).entries) == 2


def test_a_population_whose_persons_have_changed_is_refused() -> None:
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    with pytest.raises(Refused, match="ikke de samme personer"):
        ledger.admit("2027", [whole(table([20, 30], name="igen"))], members={"kvinder": women(60, 10)})


def test_all_populations_that_have_changed_or_lie_near_are_named_at_once() -> None:
    tables = [whole(table([20, 30], name, name)) for name in ("x", "y", "z")]
    others = {name: [f"{name} {n}" for n in range(50)] for name in ("x", "y", "z")}
    ledger = Ledger().admit("2026", tables, members=others)
    moved = {**others, "x": others["x"][1:], "z": [*others["z"], "ny"]}
    assert ledger.changed(others, moved) == ["x", "z"]
    with pytest.raises(Refused, match="«x», «z» er ikke de samme personer"):
        ledger.admit("2027", [whole(table([20, 30], name, f"{name} igen")) for name in others], members=moved)
    near = {f"{name} uden én": others[name][1:] for name in ("x", "z")}
    with pytest.raises(Refused, match=r"«x» og «x uden én»; «z» og «z uden én» er de samme"):
        ledger.admit("2027", [whole(table([20, 29], name)) for name in near], members=near)


def test_two_parts_of_one_body_may_differ_by_a_few() -> None:
    """Their numbers are kept apart where the tables are made (`sizes.untold`): they are not refused as two groups."""
    ledger = Ledger()
    for name, counts in (("own 2024", [20, 30]), ("own 2024: boede der", [21, 32])):
        one = whole(table(counts, f"own 2024: {sum(counts)}", name))
        left = Leaving((one.finished(),), who=frozenset({name}))
        ledger = ledger.admit(name, [one], left, members={name: women(sum(counts))})
    assert sorted(ledger.members) == ["own 2024", "own 2024: boede der"]


def test_a_release_leaves_once() -> None:
    ledger = Ledger().admit("2026", [whole(table([20, 30]))], members={"kvinder": women(50)})
    with pytest.raises(Refused, match="står allerede"):
        ledger.admit("2026", [whole(table([20, 30], name="igen"))], members={"kvinder": women(50)})


def test_a_release_says_who_is_counted() -> None:
    with pytest.raises(ValueError, match="who is counted"):
        Ledger().admit("2026", [whole(table([20, 30]))], members={})
