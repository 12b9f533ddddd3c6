"""Every kind of tampering with the audit is located, on both databases; `./run tamperings` does 500."""

from qol.storage.database import Database
from tests.storage.tamperings import KINDS, fill, not_located


def test_each_kind_of_tampering_is_located_by_the_number_of_its_entry(database: Database) -> None:
    fill(database)
    assert not_located(database, 2 * len(KINDS), seed=7) == []
