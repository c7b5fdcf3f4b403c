"""What is read beside a page of notices, in one call: the reader's language, committees' wordings, what was sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from functions.notices import words
from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from functions.notices.models import LinkOut, NoticeOut
from functions.notices.preference_tables import Preferences
from functions.notices.template_tables import Which, Wordings, nearest
from functions.notices.words import Said
from functions.notices.words_shape import Language
from kernel import directory
from kernel.authority import Principal
from kernel.clock import instant
from kernel.problems import language_of
from kernel.table import PAGE
from kernel.together import read_tables

INBOX = "inbox"
Key = tuple[str, str]
NO_KEY = ("", "")


@dataclass(frozen=True)
class Beside:
    """All that it takes to show some notices to one reader."""

    language: Language
    path: tuple[str, ...]
    wordings: Sequence[Wordings]
    contents: dict[str, Content]
    copies: dict[Key, Notice]

    def show(self, notice: Notice) -> NoticeOut:
        said = self._said(notice)
        return NoticeOut(
            id=notice.sk,
            code=notice.code,
            organisation_id=notice.organisation_id,
            sender=notice.sender,
            reader=words.reader_of(notice).value,
            subject=said.subject,
            body=said.body,
            why=said.why,
            how_to_stop=said.how_to_stop,
            links=[LinkOut(rel=rel, href=href) for rel, href in said.links],
            urgent=notice.urgent,
            asks=notice.asks,
            due_on=date.fromisoformat(notice.due_on) if notice.due_on else None,
            sent_at=instant(notice.sent_at),
            read_at=_instant(notice.read_at),
            done_at=_instant(notice.done_at),
            withdrawn_at=_instant(self.withdrawn_at(notice)),
            facts=notice.facts,
        )

    def withdrawn_at(self, notice: Notice) -> str | None:
        """When it was withdrawn, or the dispatch that it is a copy or a reminder of; or what it reminds of was done."""
        content, copy = self.contents.get(notice.goes_with or ""), self.copies.get(notice.copy_key or NO_KEY)
        retracted = content.retracted_at if content else None
        return notice.withdrawn_at or retracted or (copy.settled_at if copy else None)

    def _said(self, notice: Notice) -> Said:
        if notice.dispatch_id:
            return words.dispatched(self.contents[notice.dispatch_id], self.language)
        which = Which(notice.code, words.reader_of(notice), self.language, INBOX)
        own, _ = nearest(self.wordings, self.path or (notice.county_id,), which)
        return words.rendered(notice, self.language, own)


def _instant(text: str | None) -> datetime | None:
    return instant(text) if text else None


def read_beside(found: Iterable[Notice], who: Principal, accepted: str | None) -> Beside:
    """`accepted` is the request's `Accept-Language`; what the member chose goes before it."""
    told = list(found)
    path = tuple(directory.ancestors(who.branch_path)) if who.branch_path else ()
    places = path or tuple(dict.fromkeys(notice.county_id for notice in told))
    wordings = [Wordings.key_of(place, INBOX) for place in places]
    person = [Preferences.key_of(who.member_id)] if who.member_id else []
    rows = _rows([*person, *wordings, *_dispatch_keys(told)]) if told else {}
    chosen = Preferences.from_raw_data(rows[person[0]]).language if person and person[0] in rows else None
    return Beside(
        language="en" if (chosen or language_of(accepted)) == "en" else "zh",
        path=path,
        wordings=[Wordings.from_raw_data(rows[key]) for key in wordings if key in rows],
        contents=_contents(rows),
        copies={key: Notice.from_raw_data(row) for key, row in rows.items() if key[0].startswith("BOX#")},
    )


def _dispatch_keys(found: Sequence[Notice]) -> list[Key]:
    """What was sent, and the copies of which somebody is reminded."""
    sent = [Content.key_of(i) for i in dict.fromkeys(notice.goes_with for notice in found) if i]
    return [*sent, *dict.fromkeys(key for notice in found if (key := notice.copy_key))]


def _contents(rows: dict[Key, Any]) -> dict[str, Content]:
    contents = (Content.from_raw_data(row) for (pk, _), row in rows.items() if pk.startswith("DISPATCH#"))
    return {content.id: content for content in contents}


def _rows(keys: Sequence[Key]) -> dict[Key, Any]:
    """What stands under these keys: one call for a hundred."""
    table, found = Notice.Meta.table_name, dict[Key, Any]()
    for start in range(0, len(keys), PAGE):
        asked = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys[start : start + PAGE]]
        rows = read_tables({table: {"Keys": asked, "ConsistentRead": True}})[table]
        found |= {(row["pk"]["S"], row["sk"]["S"]): row for row in rows}
    return found
