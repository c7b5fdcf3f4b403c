"""What committees do about notices: reminders, warnings, dispatches, burdens, wordings."""

from typing import Any

from functions.notices import dispatch_routes, reminder_routes, template_routes, warning_routes
from kernel.http import create_app, serve

app = create_app()
reminder_routes.add_to(app)
warning_routes.add_to(app)
dispatch_routes.add_to(app)
template_routes.add_to(app)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
