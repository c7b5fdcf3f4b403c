"""What is wrong and how to mend it, in Chinese, for every code of a row and of a file. A table of data."""

from kernel.rows import RowOutcome

# Code → what is wrong, how to mend it. The codes of `members` and `organisations` about rows are here too.
ADVICE: dict[str, tuple[str, str]] = {
    "missing": ("必填项为空", "请补充填写"),
    "bad_id_number": ("公民身份号码格式不正确", "应为18位，末位为数字或X；请对照身份证核对"),
    "bad_checksum": ("公民身份号码校验码不正确", "请对照身份证逐位核对"),
    "id_mangled": ("公民身份号码被表格软件改成了数字", "请先把该列设为“文本”格式，再重新输入完整的18位号码"),
    "implausible_birth": ("公民身份号码中的出生日期不合理", "请对照身份证核对"),
    "birth_contradicts_id": ("出生日期与公民身份号码不一致", "请核对两者，以身份证为准"),
    "sex_contradicts_id": ("性别与公民身份号码不一致", "请核对两者，以身份证为准"),
    "duplicate_id": ("公民身份号码与前面的行重复", "同一人只保留一行"),
    "impossible_date": ("日期无法识别或不存在", "请写成 2001-07-01 的形式"),
    "date_in_future": ("日期晚于今天", "请核对日期"),
    "joined_under_age": ("入党时未满18周岁", "请核对出生日期和入党日期"),
    "converted_too_early": ("转正日期距入党日期不足一年", "请核对入党日期和转正日期"),
    "converted_while_probationary": ("预备党员不应有转正日期", "请核对人员类别，或清空转正日期"),
    "bad_name": ("姓名中有不允许的字符", "请只填写姓名本身，不要附加编号、括号或备注"),
    "too_long": ("内容过长", "姓名不超过50字，其他不超过200字"),
    "control_character": ("内容中有看不见的字符", "请删除该单元格后重新手工输入"),
    "formula_error": ("单元格是公式的错误值", "请更正公式，或直接填写内容"),
    "formula": ("内容以公式符号开头", "请去掉开头的 = + - @ 符号"),
    "bad_mobile": ("手机号格式不正确", "应为11位数字，以1开头"),
    "bad_code": ("代码格式不正确", "代码由数字、字母和短横线组成，不超过32位，例如 431128-101-001"),
    "bad_term": ("任期年限不正确", "请填写1到5之间的整数"),
    "unknown_sex": ("性别无法识别", "请填写“男”或“女”"),
    "unknown_ethnicity": ("民族无法识别", "请填写国家标准中的民族名称，例如“汉族”"),
    "unknown_education": ("学历无法识别", "请填写“大学本科”“大学专科”“高中”等标准名称"),
    "unknown_occupation": ("工作岗位无法识别", "请填写“农民”“工人”“专业技术人员”等标准名称"),
    "unknown_category": ("人员类别无法识别", "请填写“正式党员”或“预备党员”；积极分子、发展对象不在此名册"),
    "unknown_post": ("党内职务无法识别", "请填写“书记”“副书记”“组织委员”“宣传委员”“纪检委员”或“其他”"),
    "not_yes_or_no": ("是否流动无法识别", "请填写“是”或“否”"),
    "floating_contradicts": ("填了外出流向或流动党支部，但是否流动为“否”", "请核对这几项"),
    "unknown_kind": ("党组织类别无法识别", "请填写“党委”“党总支”“党支部”等标准名称"),
    "unknown_level": ("层级无法识别", "请填写“县级”“乡镇级”或“基层”"),
    "duplicate_code": ("党组织代码与前面的行重复", "每个党组织只保留一行"),
    "unknown_parent": ("上级党组织不在本名册中", "请核对上级代码，或把上级党组织加入名册"),
    "parent_refused": ("上级党组织所在行有误", "请先更正上级党组织所在的行"),
    "cycle": ("上下级关系循环", "请核对相关党组织的上级代码"),
    "too_deep": ("层级过多", "请核对上级代码"),
    "branch_unknown": ("党支部不存在", "请核对党支部代码，或先导入党组织名册"),
    "branch_outside": ("党支部不在本名册所属党组织之下", "请核对党支部代码"),
    "branch_holds_no_members": (
        "该组织不能作为组织关系所在支部",
        "流动、临时、功能型党支部不接收组织关系，请填写组织关系所在党支部的代码",
    ),
    "branch_closed": ("党支部已撤销或合并", "请填写党员现在所在党支部的代码"),
    "organisation_closed": ("党组织已撤销或合并", "已撤销的党组织不能修改，请从名册中删除该行"),
    "parent_closed": ("上级党组织已撤销或合并", "请核对上级代码"),
    "floating_branch_unknown": ("流动党支部不存在", "请核对流动党支部代码"),
    "not_a_floating_branch": ("填写的不是流动党支部", "请核对流动党支部代码"),
    "enrolled_elsewhere": ("该党员的组织关系在另一个党支部", "请通过组织关系转接办理，不能用名册改变所在支部"),
    "merged_number": ("此号码的档案已并入另一份档案", "请改用该党员现档案中的公民身份号码；如有疑问请联系上级党委"),
    "erased": ("该党员的档案已按规定删除", "不能用名册恢复；如属误删，请联系管理员"),
    "duplicate_in_file": ("公民身份号码与前面的行重复", "同一人只保留一行"),
    "edited_since": ("该行导入后又被修改", "已保留现有内容；如需撤销，请在档案中更正"),
    "gone_since": ("该行导入后已不在原处（已转出、合并或删除）", "已保留现状，无需处理"),
    "has_below": ("该党组织之下已有其他党组织", "请先处理其下级党组织"),
    "has_members": ("该党组织已有党员", "请先转移其党员"),
    "other_term_by_rule": ("任期年限与党组织类别不符", "党委任期5年；党总支、党支部3年，村和社区5年"),
    "no_term_of_office": ("该类党组织不设任期", "请删除任期年限"),
    "root_above_county": ("名册所属党组织高于县级", "请按县分别上传"),
    "level_not_below_parent": ("层级高于上级党组织", "请核对层级和上级代码"),
    "kind_does_not_fit_parent": ("党组织类别不能设在该上级之下", "请核对类别和上级代码"),
    "moved": ("与已登记的上级党组织不同", "改变隶属关系请单独办理，名册不改变隶属关系"),
    "other_kind": ("与已登记的党组织类别不同", "改变类别请单独办理"),
    "other_level": ("与已登记的层级不同", "改变层级请单独办理"),
}
OTHERWISE = ("该行未能导入", "请核对该行；如仍不能导入，请联系管理员并告知代码")

# Why a file cannot be read at all → what to do.
PROBLEMS: dict[str, str] = {
    "size_differs": "文件大小与申报的不一致，请重新上传。",
    "digest_differs": "文件内容与申报的不一致，请重新上传。",
    "type_differs": "文件内容与类型不符：.xlsx 与 .csv 请按原格式上传。",
    "not_a_workbook": "这不是 .xlsx 工作簿，请用表格软件另存为 .xlsx 或 .csv 后再上传。",
    "old_or_protected": "文件是旧版 .xls 或设有密码，请去掉密码并另存为 .xlsx 后再上传。",
    "damaged": "文件已损坏，请重新保存后再上传。",
    "too_many_parts": "工作簿中的部件过多，请把名册单独另存为一个工作簿。",
    "unpacks_too_large": "工作簿内容过大，请分成几个文件上传。",
    "has_doctype": "文件含有不允许的内容，请用表格软件重新另存为 .xlsx。",
    "too_many_columns": "列数超过60列，请删除多余的列。",
    "too_many_rows": "行数超过25万行，请分成几个文件上传。",
    "too_many_cells": "单元格过多，请删除空白区域中的多余内容或分成几个文件。",
    "cell_too_long": "有单元格内容过长，请检查后再上传。",
    "csv_broken": "CSV 文件的引号不成对或字段过长，请用表格软件重新保存。",
    "unknown_encoding": "文字编码无法识别，请保存为 UTF-8 或 GB18030。",
    "has_nul": "文件中有空字符，不是文本文件，请用表格软件重新保存为 CSV。",
    "other_calendar": "工作簿使用1904日期系统，请在表格软件的选项中取消后重新保存。",
    "too_many_organisations": "党组织超过2万个，请按县分别上传。",
    "mapping_saved": "请核对各列对应的内容。",
    "no_header": "前20行中没有找到表头，请保留“姓名”“党组织名称”等列名所在的一行。",
    "missing_columns": "缺少必需的列。",
    "column_twice": "有的列出现了两次。",
    "no_rows": "表头下面没有数据。",
}


# What a request that held the file itself would be answered with (`design.md` 5); the others 422.
TOO_LARGE = {
    *("too_many_parts", "unpacks_too_large", "too_many_columns", "too_many_rows", "too_many_cells", "cell_too_long"),
    "too_many_organisations",
}
OTHER_TYPES = {"type_differs", "not_a_workbook", "old_or_protected", "unknown_encoding", "has_nul"}


def status_of(problem: str) -> int:
    if problem in TOO_LARGE:
        return 413
    return 415 if problem in OTHER_TYPES else 422


def of_row(outcome: RowOutcome) -> tuple[str, str]:
    """What is wrong with a row, and how to mend it."""
    if outcome.code in ADVICE:
        return ADVICE[outcome.code]
    wrong, mend = OTHERWISE
    return wrong, f"{mend}：{outcome.code}" if outcome.code else mend


def of_file(problem: str, columns: tuple[str, ...] = ()) -> str:
    """What to do with a file that cannot be read."""
    return PROBLEMS[problem] + ("、".join(columns) + "。" if columns else "")
