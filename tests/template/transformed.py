"""The template as CloudFormation gets it: after the SAM transform, with the roles and mappings that this makes."""

import copy
import os
from functools import cache
from typing import Any
from unittest import mock

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from tests.template.house import Template
from tests.template_reader import template

SOURCES = ("CodeUri", "ContentUri")


@cache
def transformed() -> Template:
    return transform(template())


def transform(written: Template) -> Template:
    """Code is named as if it were uploaded; nothing is asked of AWS."""
    made = copy.deepcopy(written)
    for resource in made["Resources"].values():
        properties = resource.get("Properties", {})
        properties.update({name: "s3://code/archive.zip" for name in SOURCES if name in properties})
    with mock.patch.dict(os.environ, {"AWS_DEFAULT_REGION": "cn-north-1"}):
        done: dict[str, Any] = Translator({}, Parser()).translate(sam_template=made, parameter_values={})
    return done
