from pathlib import Path

from scripts.local.redo import RedoLog


def test_records_come_back_in_order_with_their_positions(tmp_path: Path) -> None:
    log = RedoLog(tmp_path)
    log.append({"n": 1})
    second = log.position()
    log.append({"n": 2})

    read = list(RedoLog(tmp_path).records(first=1))

    assert read == [((1, 0), {"n": 1}), (second, {"n": 2})]


def test_a_torn_last_line_is_not_read_back(tmp_path: Path) -> None:
    RedoLog(tmp_path).append({"n": 1})
    with (tmp_path / "00000001.log").open("ab") as torn:
        torn.write(b'{"n": 2')

    read = [record for _, record in RedoLog(tmp_path).records(first=1)]

    assert read == [{"n": 1}]


def test_each_start_writes_behind_what_is_there(tmp_path: Path) -> None:
    RedoLog(tmp_path).append({"n": 1})
    RedoLog(tmp_path).append({"n": 2})

    read = [record for _, record in RedoLog(tmp_path).records(first=1)]

    assert read == [{"n": 1}, {"n": 2}]


def test_what_is_forgotten_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    log = RedoLog(tmp_path)
    log.append({"n": 1})
    start, _ = log.rotate()
    log.append({"n": 2})

    log.forget(before=start)

    assert [record for _, record in log.records(first=1)] == [{"n": 2}]
