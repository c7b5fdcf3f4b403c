"""Tasks on the wire."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, StringConstraints

from functions.activities.models import Paragraph
from functions.activities.tasks.tables import Task
from kernel.burden_models import LoadOut
from kernel.clock import instant
from kernel.ids import Id, MemberId
from kernel.model import Command, Model

TaskId = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}\.[0-9]{2}$")]
"""The day it is due and the number of its resolution; one of an activity."""
ListedState = Literal["open", "overdue", "done"]


class PhotoEvidence(Command):
    """An accepted photo of an activity of the branch."""

    activity_id: Id
    photo_id: Id


class CloseTask(Command):
    """What shows that it was done: words, a photo, or both."""

    text: Paragraph | None = None
    photo: PhotoEvidence | None = None


class TasksBurdenOut(Model):
    """The branches to whose members the minutes of a committee's meeting give tasks: what they were asked for in the
    month with these tasks, the fullest first. None of a branch's own meeting, and none from the approval on."""

    activity_id: Id
    month: str
    branches_over: int
    items: list[LoadOut]
    as_of: AwareDatetime


class TaskOut(Model):
    id: str
    activity_id: Id
    text: str
    owner_id: MemberId
    due_on: date
    state: ListedState
    done_at: AwareDatetime | None
    evidence: str | None
    photo: PhotoEvidence | None

    @classmethod
    def of(cls, task: Task, today: date) -> Self:
        state, due_on, activity_id, number = task.parts
        day = date.fromisoformat(due_on)
        photo = {"activity_id": task.photo_of, "photo_id": task.photo_id} if task.photo_id else None
        facts = {
            "id": f"{due_on}.{number:02d}",
            "activity_id": activity_id,
            "text": task.text,
            "owner_id": task.owner_id,
            "due_on": day,
            "state": "done" if state == Task.DONE else "overdue" if day < today else "open",
            "done_at": instant(task.done_at) if task.done_at else None,
            "evidence": task.evidence,
            "photo": photo,
        }
        return cls.model_validate(facts)
