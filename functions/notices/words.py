"""What a notice says to whom, in their language. Each page of words is a table; this is how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.notices.dispatch_tables import Content
from functions.notices.dispatch_words import DISPATCHES
from functions.notices.inbox_tables import Notice
from functions.notices.waiting_codes import WAITING
from functions.notices.words_admissions import ADMISSIONS
from functions.notices.words_answers import ANSWERS
from functions.notices.words_disputes import DISPUTES
from functions.notices.words_dues import DUES
from functions.notices.words_duties import DUTIES
from functions.notices.words_gatherings import GATHERINGS
from functions.notices.words_life import LIFE
from functions.notices.words_members import OF_MEMBERS
from functions.notices.words_ranks import RANKS
from functions.notices.words_service import SERVICE
from functions.notices.words_shape import Form, Language, Line, Reader, Told, Words, fill, fits, spoken
from functions.notices.words_transfers import TRANSFERS

WORDS: dict[str, Told] = {
    **LIFE,
    **DUTIES,
    **OF_MEMBERS,
    **GATHERINGS,
    **RANKS,
    **DISPATCHES,
    **DISPUTES,
    **ANSWERS,
    **DUES,
    **ADMISSIONS,
    **TRANSFERS,
    **SERVICE,
}
"""Code → its words: of codes that wait for their events too, so that a ladder is all that they want."""

PAGES = {code: told for code, told in WORDS.items() if code not in WAITING}
"""What can be said by now."""

FACTS: dict[str, dict[str, Form]] = {
    code: {name: form for line in told.says.values() for name, form in line.facts.items()}
    for code, told in PAGES.items()
}
"""Code → all facts of its notices, whoever reads them."""

SENT = Words("上级或本级党组织发来的通知。", "A committee of yours sent this notice.")
TO_READ = Words("阅读后不再提醒。", "You are not reminded of it once it is read.")
TO_DO = Words(
    "按要求办理并标记为已办后，不再提醒。", "You are not reminded of it once you marked what it asks as done."
)


@dataclass(frozen=True)
class Said:
    """A notice in one language. `links` are pairs of rel and path."""

    subject: str
    body: str | None
    why: str
    how_to_stop: str
    links: tuple[tuple[str, str], ...] = ()


def reader_of(notice: Notice) -> Reader:
    """An office that is no branch's own is a committee's, whichever role holds it."""
    return Reader(notice.reader) if notice.reader in tuple(Reader) else Reader.COMMITTEE


def line_of(code: str, reader: Reader) -> Line:
    return PAGES[code].says[reader]


def rendered(notice: Notice, language: Language, own: str | None = None) -> Said:
    """What the system's own notices say; `own` is a committee's wording of it for the channel, if it has one."""
    told, line = PAGES[notice.code], line_of(notice.code, reader_of(notice))
    values = {name: spoken(form, notice.facts[name], language) for name, form in line.sayable.items()}
    where = {**notice.facts, "organisationId": notice.organisation_id}
    return Said(
        subject=fill(line.subject.of(language), values),
        body=own and fill(own, values),
        why=told.why.of(language),
        how_to_stop=told.stop.of(language),
        links=tuple((rel, fill(path, where)) for rel, path in told.links.items()),
    )


def dispatched(content: Content, language: Language) -> Said:
    """What a committee sent; of what was taken back, the title and the reason."""
    title, body = content.title, content.body
    if language == "en":
        title, body = content.title_en or title, content.body_en or body
    links = tuple((str(link["rel"]), str(link["href"])) for link in content.links)
    if content.retracted_at:
        body, links = content.retraction_reason, ()
    return Said(title, body, SENT.of(language), (TO_DO if content.asks else TO_READ).of(language), links)


def refuse_facts(code: str, reader: Reader, facts: Mapping[str, Any]) -> None:
    """Raises `ValueError` for facts that its sentence cannot be said with: what nobody could read is not sent."""
    wrong = [name for name, form in line_of(code, reader).facts.items() if not fits(form, facts.get(name))]
    if wrong:
        raise ValueError(f"{code} to {reader}: {', '.join(wrong)}")
