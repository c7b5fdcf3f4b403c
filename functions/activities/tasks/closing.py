"""Tasks of a branch: listed by their days, closed by whoever sees to them or by the secretary, with evidence."""

from datetime import date

from functions.activities import rules
from functions.activities.errors import TaskClosed
from functions.activities.tables import TABLE, Activity, resume
from functions.activities.tasks.models import CloseTask, ListedState, PhotoEvidence, TaskOut
from functions.activities.tasks.tables import Task
from kernel import aws, directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, Malformed, NotFound
from kernel.events import TaskDone
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.record import Head
from kernel.table import encode_cursor

LAST = "~"  # after every character of a key


def listed(caller: Asking, branch_id: str, state: ListedState, cursor: str | None, limit: int) -> Page[TaskOut]:
    """Open ones and overdue ones by their days, the earliest first; done ones the latest first."""
    place = directory.organisation(branch_id)
    caller.may("activities.read", Target(path=place.path))
    at = now()
    low, high = _range(state, business_day(at))
    key, after = Task.partition(branch_id), resume(cursor, "sk").get("sk")
    if after and not low <= after <= high:
        raise Malformed(field="cursor")
    start = {"pk": {"S": key}, "sk": {"S": after}} if after else None
    found = list(
        Task.query(
            key,
            Task.sk.between(low, high),
            limit=limit,
            last_evaluated_key=start,
            scan_index_forward=state != "done",
            consistent_read=True,
        )
    )
    last = {"sk": found[-1].sk} if len(found) == limit else None
    return Page(items=[TaskOut.of(one, business_day(at)) for one in found], as_of=at, next=encode_cursor(last))


def _range(state: ListedState, today: date) -> tuple[str, str]:
    """The first and the last sort key that a task in this state can have; today's are open."""
    of_today = f"{Task.OPEN}#{today.isoformat()}"
    bounds = {
        "open": (of_today, f"{Task.OPEN}#{LAST}"),
        "overdue": (f"{Task.OPEN}#", of_today),
        "done": (f"{Task.DONE}#", f"{Task.DONE}#{LAST}"),
    }
    return bounds[state]


def close(caller: Asking, activity_id: str, task_id: str, body: CloseTask) -> TaskOut:
    """Raises `NotFound`, `TaskClosed`, `Invalid` without evidence or with a photo that is none of the branch."""
    due_on, number = task_id.split(".")
    branch_id = Activity.demand(Activity.partition(activity_id), "NOW").branch_id
    place, found, head = _look(branch_id, due_on, activity_id, int(number))
    caller.may("activities.close_task", Target(path=place.path, member_id=found[0].owner_id if found else None))
    if not found:
        raise NotFound
    task = found[0]
    if task.parts[0] == Task.DONE:
        raise TaskClosed
    _demand_evidence(body, branch_id)
    return _close(caller, place, task, body, head)


def _look(branch_id: str, due_on: str, activity_id: str, number: int) -> tuple[Organisation, list[Task], Head | None]:
    """The branch, the task, and the head of the branch's chain, in one call."""
    keys = Task.raw_keys(branch_id, due_on, activity_id, number)
    heads = Head.Meta.table_name
    seen = directory.look([branch_id], beside={TABLE: keys, heads: [Head(branch_id).key()]})
    place = directory.demand_organisation(seen.organisations, branch_id)
    head = next((Head.from_raw_data(row) for row in seen.of(heads)), None)
    return place, [Task.from_raw_data(row) for row in seen.of(TABLE)], head


def _demand_evidence(body: CloseTask, branch_id: str) -> None:
    if body.text is None and body.photo is None:
        raise Invalid(fields=[rules.fault("text", "missing")])
    if body.photo and not _shown(body.photo, branch_id):
        raise Invalid(fields=[rules.fault("photo.photoId", "unknown_photo")])


def _shown(photo: PhotoEvidence, branch_id: str) -> bool:
    """Whether it is an accepted photo of an activity that the branch held. One read."""
    found = aws.client("dynamodb").query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk AND sk BETWEEN :now AND :photos",
        ExpressionAttributeValues={
            ":pk": {"S": Activity.partition(photo.activity_id)},
            ":now": {"S": "NOW"},
            ":photos": {"S": f"PHOTO#{LAST}"},
        },
        ConsistentRead=True,
    )
    held = any(row.get("branch_id") == {"S": branch_id} for row in found["Items"])
    accepted = ({"S": photo.photo_id}, {"S": "ACCEPTED"})
    return held and any((row.get("photo_id"), row.get("state")) == accepted for row in found["Items"])


def _close(caller: Asking, place: Organisation, task: Task, body: CloseTask, head: Head | None) -> TaskOut:
    act, (_, due_on, activity_id, number) = caller.act(), task.parts
    done = Task(
        task.pk,
        Task.place(Task.DONE, due_on, activity_id, number),
        text=task.text,
        owner_id=task.owner_id,
        done_at=stamp(act.at),
        evidence=body.text,
        photo_id=body.photo and body.photo.photo_id,
        photo_of=body.photo and body.photo.activity_id,
    )
    reply = TaskOut.of(done, business_day(act.at))
    work = UnitOfWork(
        act, chain=place.id, action="activities.close_task", subject=activity_id, head=head or Head(place.id)
    )
    work.delete(task, Changed())
    work.put_new(done, TaskClosed())
    work.record(TaskDone(activity_id=activity_id, branch_id=place.id, number=number, owner_id=task.owner_id))
    work.commit(reply)
    return reply
