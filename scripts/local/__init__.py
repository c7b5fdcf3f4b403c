"""The local cloud: `template.yaml` on the AWS emulator `ministack`, with nothing but this checkout."""
