"""Words of the rosters and the codes that stand for them (`domain.md` 1.1, 1.2, 13.1). A table of data."""

from collections.abc import Mapping

SEX = {"男": "1", "男性": "1", "1": "1", "女": "2", "女性": "2", "2": "2"}

# GB/T 3304, in the order of its numbers.
# fmt: off
_ETHNICITIES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西",
    "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌",
    "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙",
    "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)
# fmt: on
ETHNICITY = {
    spelling: f"{number:02d}"
    for number, word in enumerate(_ETHNICITIES, 1)
    for spelling in (word, f"{word}族", str(number), f"{number:02d}")
}

# GB/T 4658.
_EDUCATIONS = {
    "10": ("研究生", "研究生教育"),
    "11": ("博士研究生", "博士", "博士研究生毕业"),
    "14": ("硕士研究生", "硕士", "硕士研究生毕业"),
    "20": ("大学本科", "本科", "大学"),
    "21": ("大学本科毕业", "本科毕业"),
    "30": ("大学专科", "专科", "大专"),
    "31": ("大学专科毕业", "大专毕业"),
    "40": ("中等职业教育",),
    "41": ("中等专科", "中专", "中等专科毕业"),
    "44": ("职业高中", "职高"),
    "47": ("技工学校", "技校", "技工学校毕业"),
    "60": ("普通高级中学教育", "高级中学"),
    "61": ("高中", "普通高中", "普通高中毕业"),
    "70": ("初级中学教育", "初级中学"),
    "71": ("初中", "初中毕业"),
    "80": ("小学教育",),
    "81": ("小学", "小学毕业"),
    "90": ("其他", "其它"),
}
# GB/T 2261.4.
_OCCUPATIONS = {
    "11": ("国家公务员", "公务员"),
    "13": ("专业技术人员", "专业技术"),
    "17": ("职员", "办事人员"),
    "21": ("企业管理人员", "企业管理"),
    "24": ("工人",),
    "27": ("农民", "农牧渔民"),
    "31": ("学生",),
    "37": ("现役军人", "军人"),
    "51": ("自由职业者", "自由职业"),
    "54": ("个体经营者", "个体工商户", "个体"),
    "70": ("无业人员", "无业"),
    "80": ("退(离)休人员", "离退休人员", "退休人员", "离休人员", "退休"),
    "90": ("其他", "其它"),
}
_CATEGORIES = {"FULL": ("正式党员", "正式"), "PROBATIONARY": ("预备党员", "预备")}
_POSTS = {
    "SECRETARY": ("书记", "支部书记", "党支部书记"),
    "DEPUTY": ("副书记", "支部副书记", "党支部副书记"),
    "ORGANISATION": ("组织委员",),
    "PUBLICITY": ("宣传委员",),
    "DISCIPLINE": ("纪检委员",),
    "OTHER": ("其他", "其它", "委员", "支部委员"),
}
_KINDS = {
    "COMMITTEE": ("党委", "基层党委", "委员会"),
    "WORK_COMMITTEE": ("党工委", "工委", "工作委员会"),
    "GENERAL_BRANCH": ("党总支", "总支", "党总支部"),
    "BRANCH": ("党支部", "支部"),
    "JOINT_BRANCH": ("联合党支部", "联合支部"),
    "TEMPORARY_BRANCH": ("临时党支部", "临时支部"),
    "FUNCTIONAL_BRANCH": ("功能型党支部", "功能型支部"),
    "FLOATING_COMMITTEE": ("流动党委", "流动党员党委"),
    "FLOATING_BRANCH": ("流动党支部", "流动党员党支部"),
    "ONLINE_BRANCH": ("网络支部", "E支部", "网络党支部"),
    "PARTY_GROUP": ("党小组",),
}
_LEVELS = {
    "PROVINCE": ("省级", "省"),
    "CITY": ("市级", "市", "地市级"),
    "COUNTY": ("县级", "县", "县区级", "县(市区)"),
    "TOWNSHIP": ("乡镇级", "乡镇", "乡镇/街道", "街道"),
    "BRANCH": ("基层", "村级", "村/社区/单位", "支部"),
}
FLOATING = {
    "是": True,
    "否": False,
    "有": True,
    "无": False,
    "/": False,
    "-": False,
    "Y": True,
    "N": False,
    "1": True,
    "0": False,
}


def _by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {spelling: code for code, words in table.items() for spelling in (code, *words)}


EDUCATION = _by_word(_EDUCATIONS)
OCCUPATION = _by_word(_OCCUPATIONS)
CATEGORY = _by_word(_CATEGORIES)
POST = _by_word(_POSTS)
KIND = _by_word(_KINDS)
LEVEL = _by_word(_LEVELS)
