"""A study's own protocol, made of the shipped one: another id, another version, other windows."""

import re

from tests.course.conftest import FOLDER

FILE = "my.yaml"


def changed_text(month_6: str = "5 months", month_12: str = "11 months") -> str:
    """Version 9.0: windows of months 6 and 12 open on other days; without one, month 6 is dropped."""
    text = (FOLDER / "protocols" / "stage_1_3.yaml").read_text(encoding="utf-8")
    text = text.replace("id: stage_1_3\n", "id: my_study\n", 1)
    text = re.sub(r"^version: .*$", 'version: "9.0"', text, count=1, flags=re.M)
    if not month_6:
        text = re.sub(r"^  - \{id: month_6,.*\n", "", text, flags=re.M)
    return re.sub(r"(\{id: month_12,.*?start: )10 months", rf"\g<1>{month_12}", text)
