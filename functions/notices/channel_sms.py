"""Short messages through SNS. The sign in brackets before the text is what carriers in China ask for."""

from dataclasses import dataclass

from functions.notices.asking_aws import handed_over
from functions.notices.channels import Answer, Message
from kernel import aws

TRANSACTIONAL = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
COUNTRY = "+86"


@dataclass(frozen=True)
class Sms:
    sign: str
    fen: int

    def send(self, to: str, message: Message) -> Answer:
        """`to` is a mobile number of mainland China in its one spelling (`domain.md` 13.3)."""
        text = f"【{self.sign}】{message.text}"
        return handed_over(
            lambda: aws.client("sns").publish(PhoneNumber=COUNTRY + to, Message=text, MessageAttributes=TRANSACTIONAL)
        )
