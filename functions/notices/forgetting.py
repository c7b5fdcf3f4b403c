"""A member is erased: nobody asks where they are any more, and how and where to tell them is forgotten."""

from functions.notices import following
from functions.notices.contact_tables import Contact, Person
from functions.notices.preference_tables import Preferences
from functions.notices.tables import Mark
from kernel.events import MemberErased
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def erased(act: Act, event: MemberErased) -> None:
    following.erased(act, event)

    def attempt(writes: Writes) -> None:
        chosen = Preferences.load(event.member_id)
        chosen.blank()
        writes.put(chosen)
        for contact in Contact.all_of(event.member_id).values():
            writes.delete(contact)
            writes.take_away(Person(Person.partition(contact.subject)))

    once(Mark.of(act.cause, "PREFERENCES"), attempt)
