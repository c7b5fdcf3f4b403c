"""What a burst tells is put off a little, tried for most of a day, and does not wait unseen."""

from tests.template_reader import resources


def test_what_a_burst_tells_is_put_off_and_tried_for_most_of_a_day() -> None:
    queue = resources("AWS::SQS::Queue")["RelayLaterQueue"]

    hours = queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"] / 3600
    assert 10 <= queue["DelaySeconds"] <= 60
    assert 12 <= hours < queue["MessageRetentionPeriod"] / 3600


def test_somebody_is_told_when_it_waits() -> None:
    alarm = resources("AWS::CloudWatch::Alarm")["RelayLaterAgeAlarm"]

    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["RelayLaterQueue", "QueueName"]}}]
    assert alarm["Threshold"] <= 3600
    assert alarm["AlarmActions"]
