"""E-mail through SES."""

from dataclasses import dataclass

from functions.notices.asking_aws import handed_over
from functions.notices.channels import Answer, Message
from kernel import aws


@dataclass(frozen=True)
class Mail:
    sender: str
    fen: int
    events: str = ""

    def send(self, to: str, message: Message) -> Answer:
        """`to` is an address."""
        simple = {"Subject": _utf8(message.title), "Body": {"Text": _utf8(message.text)}}
        told = {"ConfigurationSetName": self.events} if self.events else {}
        return handed_over(
            lambda: aws.client("sesv2").send_email(
                FromEmailAddress=self.sender, Destination={"ToAddresses": [to]}, Content={"Simple": simple}, **told
            )
        )


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
