"""Which words count where, and what was saved of them."""

from collections.abc import Iterable, Sequence

from functions.notices import words
from functions.notices.cursors import place_in
from functions.notices.template_models import Channel, TemplateOut, TemplateVersionOut
from functions.notices.template_rules import required
from functions.notices.template_tables import Which, Wordings, WordingVersion, nearest
from functions.notices.words_shape import Language, Line, Reader
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.errors import NotFound
from kernel.model import Page
from kernel.table import encode_cursor

ACTION = "notices.template.read"


def line_of(which: Which) -> Line:
    """Raises `NotFound` for a code that says nothing to this reader."""
    told = words.PAGES.get(which.code)
    if told is None or which.reader not in told.says:
        raise NotFound
    return told.says[Reader(which.reader)]


def in_force(caller: Asking, organisation_id: str, language: Language, channel: Channel) -> Page[TemplateOut]:
    """Every sentence that a notice can say, and the words for it that count at an organisation."""
    where = directory.organisation(organisation_id)
    caller.may(ACTION, Target(path=where.path))
    path = directory.ancestors(where.path)
    found = Wordings.find_all([Wordings.key_of(place, channel) for place in path], consistent=True)
    sentences = [
        Which(code, reader, language, channel) for code, told in sorted(words.PAGES.items()) for reader in told.says
    ]
    return Page(items=[_in_force(which, path, found) for which in sentences], as_of=now())


def _in_force(which: Which, path: Sequence[str], found: Iterable[Wordings]) -> TemplateOut:
    line = line_of(which)
    text, set_by = nearest(found, path, which)
    return TemplateOut(
        code=which.code,
        reader=Reader(which.reader),
        facts=line.sayable,
        required=required(line),
        optional=words.PAGES[which.code].optional,
        subject=line.subject.en if which.language == "en" else line.subject.zh,
        text=text,
        set_by=set_by,
        version=next((w.latest(which)[1] for w in found if w.organisation_id == path[-1]), 0),
    )


def versions(
    caller: Asking, organisation_id: str, which: Which, cursor: str | None, limit: int
) -> Page[TemplateVersionOut]:
    """What an organisation saved of one wording, newest first."""
    caller.may(ACTION, Target(path=directory.organisation(organisation_id).path))
    line_of(which)
    before = place_in(cursor, "before")
    found = list(
        WordingVersion.query(
            WordingVersion.partition(organisation_id, which),
            WordingVersion.sk < before if before else None,
            scan_index_forward=False,
            limit=limit + 1,
            consistent_read=True,
        )
    )
    more = {"before": found[limit - 1].sk} if len(found) > limit else None
    return Page(items=[shown(version, which) for version in found[:limit]], as_of=now(), next=encode_cursor(more))


def shown(version: WordingVersion, which: Which) -> TemplateVersionOut:
    saved = {"text": version.text, "saved_at": instant(version.saved_at), "version": int(version.number)}
    return TemplateVersionOut.model_validate(which._asdict() | saved)
