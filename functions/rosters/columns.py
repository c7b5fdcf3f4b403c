"""The columns of a roster: the heading as `domain.md` 13.1 has it, other usual headings, and the field behind."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kernel.rows import Kind

_NOISE = re.compile(r"[\s*:_]+")
_REMARK = re.compile(r"\([^)]*\)$")


@dataclass(frozen=True)
class Column:
    """`field` is the name in `kernel.rows`; a roster without a needed column cannot be read."""

    field: str
    heading: str
    others: tuple[str, ...] = ()
    needed: bool = False


MEMBER_COLUMNS = (
    Column("name", "姓名", ("党员姓名", "名字", "党员名字", "姓名全称"), needed=True),
    Column(
        "id_number",
        "公民身份号码",
        (
            "身份证号",
            "身份证号码",
            "公民身份证号码",
            "公民身份证号",
            "居民身份证号码",
            "居民身份证号",
            "身份证",
            "身份号码",
            "居民身份证",
            "证件号码",
            "证件号",
        ),
        needed=True,
    ),
    Column("sex", "性别", ("男女",)),
    Column("ethnicity", "民族", ("民族名称", "所属民族"), needed=True),
    Column("birth_date", "出生日期", ("出生年月日", "出生年月", "出生时间", "生日")),
    Column("education", "学历", ("文化程度", "最高学历", "学历情况", "教育程度", "学历层次"), needed=True),
    Column("category", "人员类别", ("党员类别", "党员类型", "人员类型", "党员性质", "正式/预备"), needed=True),
    Column(
        "joined_on",
        "入党日期",
        ("入党时间", "入党年月", "入党年月日", "加入党组织日期", "加入中共组织日期", "加入党组织时间"),
        needed=True,
    ),
    Column("converted_on", "转正日期", ("转正时间", "转正年月", "转正年月日", "转为正式党员日期", "转为正式党员时间")),
    Column("occupation", "工作岗位", ("职业", "岗位", "从事职业", "工作岗位类别", "职业类别"), needed=True),
    Column(
        "branch_code",
        "党支部代码",
        ("所在党支部代码", "支部代码", "党支部编码", "支部编码", "所在支部代码", "所属党支部代码", "所在党支部编码"),
        needed=True,
    ),
    Column("mobile", "手机", ("手机号", "手机号码", "联系电话", "移动电话", "联系方式", "电话", "电话号码")),
    Column("address", "家庭住址", ("住址", "家庭地址", "居住地址", "现居住地", "现住址", "地址")),
    Column("branch_post", "党内职务", ("支部职务", "党支部职务")),
    Column("floating", "是否流动", ("是否流动党员", "流动党员")),
    Column("outflow_to", "外出流向", ("流向", "外出地点", "流入地", "外出地")),
    Column("floating_branch_code", "流动党支部代码", ("流动支部代码", "流动党支部编码")),
)
ORGANISATION_COLUMNS = (
    Column("code", "党组织代码", ("组织代码", "党组织编码", "组织编码"), needed=True),
    Column("name", "党组织名称", ("组织名称", "党组织全称", "名称"), needed=True),
    Column("kind", "党组织类别", ("组织类别", "党组织类型", "类别"), needed=True),
    Column(
        "parent_code",
        "上级党组织代码",
        ("上级组织代码", "上级代码", "上级党组织编码", "上级编码", "隶属党组织代码"),
        needed=True,
    ),
    Column("level", "层级", ("组织层级", "级别"), needed=True),
    Column("sector", "行业", ("所属行业", "行业类别")),
    Column("founded_on", "成立日期", ("成立时间", "建立日期", "批准成立日期")),
    Column("term_started_on", "换届日期", ("换届时间", "本届起始日期", "任期开始日期")),
    Column("term_years", "任期年限", ("任期", "届期", "任期(年)")),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {"members": MEMBER_COLUMNS, "organisations": ORGANISATION_COLUMNS}


def heading_of(kind: Kind, column: str | None) -> str:
    """The heading of a field's column; empty for anything that is no field of this kind of roster."""
    return next((known.heading for known in COLUMNS[kind] if known.field == column), "")


def word(heading: str, *, bare: bool = False) -> str:
    """A heading without blanks, stars and colons, in half-width characters; `bare` also without a remark at its end."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", heading))
    return _REMARK.sub("", text) if bare else text


@cache
def by_word(kind: Kind) -> dict[str, str]:
    """Every usual heading → its field."""
    return {text: column.field for column in COLUMNS[kind] for text in (column.heading, *column.others)}


def fields_of(kind: Kind) -> list[str]:
    return [column.field for column in COLUMNS[kind]]
