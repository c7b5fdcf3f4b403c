"""Makes the table of readings behind `functions/members/pinyin.py`."""
