"""Writes `functions/members/pinyin_table.py` from the readings of pinyin-data.

python -m scripts.pinyin pinyin_dict.json        the file of that name in a wheel of `pypinyin` (MIT, mozillazg)

Kept is the first reading of each character, without its tone: 0.1 MB where the library has 3.3 MB and phrases.
"""

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[2] / "functions/members/pinyin_table.py"
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x32400))
IN_LINE = 50  # characters that are two columns wide
HEAD = '''"""The first reading of each character, without its tone: syllable → characters. A table of data.

Made by `python -m scripts.pinyin` from pinyin-data (https://github.com/mozillazg/pinyin-data, MIT License, Copyright
(c) 2016 mozillazg; its text stands beside this file), which rests on the Unihan database.
"""

CHARACTERS = {
'''


def plain(reading: str) -> str:
    """`lǜ` → `lv`."""
    letters = unicodedata.normalize("NFD", reading.split(",")[0]).replace("u\u0308", "v")
    return "".join(c for c in letters if c.isascii() and c.isalpha())


def table(readings: dict[str, str]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, reading in sorted(readings.items(), key=lambda item: int(item[0])):
        if any(int(code) in block for block in BLOCKS) and (syllable := plain(reading)):
            found[syllable].append(chr(int(code)))
    return {syllable: "".join(characters) for syllable, characters in sorted(found.items())}


def lines(syllable: str, characters: str) -> str:
    parts = [characters[at : at + IN_LINE] for at in range(0, len(characters), IN_LINE)]
    if len(parts) == 1:
        return f'    "{syllable}": "{parts[0]}",\n'
    return f'    "{syllable}": (\n' + "".join(f'        "{part}"\n' for part in parts) + "    ),\n"


def main() -> None:
    readings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = table(readings)
    TARGET.write_text(HEAD + "".join(lines(*item) for item in found.items()) + "}\n", encoding="utf-8")
    print(f"{sum(map(len, found.values()))} characters, {len(found)} syllables, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
