"""`qol wording` as a user types it, from the empty pack to the one in force."""

import re
from pathlib import Path

import pytest

from qol.cli import main
from qol.instruments.library import Library
from tests.instruments.filled_pack import filled

LIBRARY = Library(Path(__file__).parent.parent.parent / "instruments")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database and the study Watch; the working folder."""
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    assert main(["db", "upgrade"]) == 0
    assert main(["study", "add", "Watch", "--site", "Alder"]) == 0
    return tmp_path


def test_an_empty_pack_is_written_refused_filled_added_listed_and_withdrawn(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wording", "template", "lars", "da", "--study", "Watch", "--out", "lars.da.yaml"]) == 0
    assert main(["wording", "check", "lars.da.yaml"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert "lars.da.yaml:20: item q1 is empty" in said
    assert main(["wording", "add", "lars.da.yaml"]) == 1
    assert "lars.da.yaml:20: item q1 is empty" in capsys.readouterr().err

    (installation / "lars.da.yaml").write_text(filled(LIBRARY["lars"]))
    assert main(["wording", "check", "lars.da.yaml"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "lars.da.yaml: LARS (lars) in da for the study Watch; Nobody's Press, agreement N-12, until "
    )
    assert re.search(r"SHA-256 [0-9a-f]{64}\n", said)

    assert main(["wording", "add", "lars.da.yaml"]) == 0
    said = capsys.readouterr().out
    name = re.search(r"Stored as (lars\.da\.\S+\.yaml), in force for Watch until 2027-12-31\.", said)
    assert name is not None
    assert "The protocol of Watch does not ask for licensed wording of lars." in said
    assert main(["wording", "add", "lars.da.yaml"]) == 1
    assert "is there already" in capsys.readouterr().err

    assert main(["wording", "list"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[:6] == ["valid,", "in", "force", "lars", "da", "Watch"]

    assert main(["wording", "withdraw", name[1]]) == 0
    assert "is out of use" in capsys.readouterr().out
    assert main(["wording", "list"]) == 0
    assert capsys.readouterr().out == "There are no wording packs.\n"
    assert main(["verify-audit"]) == 0


def test_the_list_tells_every_state(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = installation / "var" / "wording"
    folder.mkdir()
    text = filled(LIBRARY["lars"], expires="9999-12-31")
    (folder / "lars.da.yaml").write_text(text)
    (folder / "lars.de.yaml").write_text(filled(LIBRARY["lars"], "de", expires="2020-12-31"))
    (folder / "lars.fr.yaml").write_text(filled(LIBRARY["lars"], "fr").replace("  q1: ", "  # q1: "))
    (folder / "lars.nl.yaml").write_text(filled(LIBRARY["lars"], "nl").replace("items:", 'items:\n  q9: "More"'))
    (folder / "nothing.da.yaml").write_text(text.replace("instrument: lars", "instrument: nothing"))
    (folder / "qlq_c30.da.yaml").write_text("holder: x\n")
    assert main(["wording", "list"]) == 0
    said = {line.split()[-1] if "(" not in line else line.split("  (")[0].split()[-1]: line
            for line in capsys.readouterr().out.splitlines()}  # fmt: skip
    assert said["lars.da.yaml"].startswith("valid, in force ")
    assert said["lars.de.yaml"].startswith("expired ")
    assert said["lars.fr.yaml"].startswith("incomplete ")
    assert said["lars.fr.yaml"].endswith("(the words of item q1 are missing)")
    assert said["lars.nl.yaml"].startswith("unfitting ")
    assert said["lars.nl.yaml"].endswith("(lars has no item q9)")
    assert said["nothing.da.yaml"].startswith("unfitting ")
    assert said["qlq_c30.da.yaml"].startswith("incomplete ")


def test_without_paths_the_packs_in_use_are_checked(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wording", "check"]) == 0
    assert capsys.readouterr().out.endswith("There are no wording packs.\n")
    (installation / "var" / "wording").mkdir()
    (installation / "var" / "wording" / "lars.da.yaml").write_text("holder: x\n")
    assert main(["wording", "check"]) == 1
    assert "var/wording/lars.da.yaml:1: the wording pack needs agreement" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["template", "larss", "da"], "There is no instrument 'larss'"),
        (["template", "lars", "xq"], "The language 'xq' is not known"),
        (["template", "lars", "da", "--out", "var"], "var is there already and is not overwritten"),
        (["template", "lars", "da", "--out", "none/x.yaml"], "none/x.yaml cannot be written"),
        (["check", "none.yaml"], "There is nothing at none.yaml"),
        (["add", "none.yaml"], "none.yaml cannot be read"),
        (["withdraw", "none.yaml"], "There is no wording pack 'none.yaml'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    installation: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert main(["wording", *words]) == 1
    said = capsys.readouterr().err
    assert said.startswith(message)
    assert said.count("\n") == 1


def test_a_pack_comes_from_standard_input_too(
    installation: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = installation / "in.yaml"
    source.write_text(filled(LIBRARY["lars"]))
    with source.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["wording", "add", "-"]) == 0
    assert "Stored as lars.da." in capsys.readouterr().out


def test_a_protocol_that_leaves_the_wording_of_an_instrument_open_is_refused(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = installation / "protocols"
    folder.mkdir()
    text = (LIBRARY.folder / "protocols" / "stage_1_3.yaml").read_text()
    (folder / "stage_1_3.yaml").write_text(re.sub(r"^  lars: paraphrase.*\n", "", text, flags=re.MULTILINE))
    assert main(["check", str(folder)]) == 1
    assert "`wording` must say paraphrase or licensed for `lars`; there is no default" in capsys.readouterr().out
    (folder / "stage_1_3.yaml").write_text(text.replace("  lars: paraphrase", "  lars: whatever", 1))
    assert main(["check", str(folder)]) == 1
    assert "wording of lars must be paraphrase or licensed" in capsys.readouterr().out
