"""Tables of what exists in a county besides villages: work committees and the units below them."""

from typing import NamedTuple

RURAL = "农村"
COMMUNITY = "社区"
ORGAN = "机关"
SCHOOL = "学校"
HOSPITAL = "医院"
STATE_FIRM = "国有企业"
FIRM = "非公有制企业"
SOCIETY = "社会组织"
FLOATING = "流动党员"


class Field(NamedTuple):
    """A work committee: its code, name, trade, and the units below it (the first gets a general branch)."""

    code: str
    name: str
    trade: str
    branches: int
    units: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Below every township besides its villages: name, trade, and whether the branch is joint.
TOWNSHIP_UNITS = (
    ("机关", ORGAN, False),
    ("站所", ORGAN, True),
    ("离退休干部", ORGAN, False),
    ("中心学校", SCHOOL, False),
    ("卫生院", HOSPITAL, False),
    ("派出所", ORGAN, False),
    ("农民专业合作社", RURAL, True),
    ("非公企业", FIRM, True),
)
# A unit beyond its first branch has these.
SECTIONS = ("", "离退休干部", "二级机构", "后勤服务中心")

_ORGANS = _words(
    "公安局 县委办公室 县人大机关 县人民政府办公室 县政协机关 县纪委监委机关 县委组织部 县委宣传部 县委统战部 "
    "县委政法委 县委编办 县委党校 县总工会 团县委 县妇联 县工商联 县残联 县文联 县科协 人民法院 人民检察院 "
    "发展和改革局 教育局 科技和工业信息化局 民族宗教事务局 民政局 司法局 财政局 人力资源和社会保障局 "
    "自然资源局 住房和城乡建设局 交通运输局 水利局 农业农村局 商务局 文化旅游广电体育局 卫生健康局 "
    "退役军人事务局 应急管理局 审计局 市场监督管理局 林业局 统计局 医疗保障局 乡村振兴局 城市管理和综合执法局 "
    "信访局 行政审批服务局 税务局 气象局 供销合作联社 档案馆 融媒体中心 机关事务服务中心 公路建设养护中心 "
    "库区移民事务中心 畜牧水产事务中心 农机事务中心 住房公积金管理部 消防救援大队"
)
_SCHOOLS = _words(
    "第一中学 第二中学 第三中学 第四中学 第五中学 第六中学 职业中等专业学校 教师进修学校 特殊教育学校 "
    "第一小学 第二小学 第三小学 第四小学 第五小学 第六小学 第七小学 第八小学 第一幼儿园 第二幼儿园 第三幼儿园 "
    "思源实验学校 城东学校 城西学校 城南学校 城北学校 青少年活动中心"
)
_HOSPITALS = _words(
    "人民医院 中医医院 妇幼保健院 疾病预防控制中心 卫生计生综合监督执法局 精神病医院 城东社区卫生服务中心 "
    "城西社区卫生服务中心 血防所 康复医院 第二人民医院 医学会 急救中心"
)
_STATE_FIRMS = _words(
    "城市建设投资集团 水务公司 供电公司 粮油购销公司 烟草专卖局 邮政公司 电信公司 移动公司 联通公司 "
    "农村商业银行 工商银行支行 农业银行支行 建设银行支行 邮储银行支行 人寿保险支公司 财产保险支公司 "
    "新华书店 石油公司 汽车运输公司 自来水厂 国有林场 食品公司 盐业公司 公共交通公司"
)
_FIRM_STEMS = _words("恒丰 鑫源 瑞祥 金穗 绿野 华泰 宏达 兴盛 富硒源 舂陵 龙腾 正大 同心 广源 永和 天利 锦程 百草")
_FIRM_TRADES = ("电子科技公司", "农业开发公司", "建材公司", "物流公司", "食品加工厂")
_FIRMS = tuple(stem + trade for trade in _FIRM_TRADES for stem in _FIRM_STEMS)
_SOCIETIES = _words(
    "个体劳动者协会 律师行业 志愿者协会 老年大学 商会 餐饮行业协会 富硒产业协会 果蔬产业协会 物业行业协会 "
    "民办教育行业 民营医疗行业 快递行业 网约车行业 养老服务机构 社会工作服务中心"
)

# Branch counts fill the county up to its 852 organisations.
FIELDS = (
    Field("301", "直属机关", ORGAN, 150, _ORGANS),
    Field("302", "教育", SCHOOL, 76, _SCHOOLS),
    Field("303", "卫生健康", HOSPITAL, 50, _HOSPITALS),
    Field("304", "国有企业", STATE_FIRM, 50, _STATE_FIRMS),
    Field("305", "非公有制经济和社会组织", SOCIETY, 50, _SOCIETIES),
    Field("306", "产业开发区", FIRM, 40, _FIRMS),
)
TEMPORARY = ("富硒产业园建设项目", "乡道改造工程", "防汛抗旱突击队")
FUNCTIONAL = ("乡村振兴产业链", "招商引资", "网络文明宣传")

# Two floating committees; each of the fourteen floating branches says where its members live and work.
FLOATING_COMMITTEES = (
    (
        "401",
        "驻广东",
        (
            ("广州白云", "广东省广州市白云区"),
            ("广州番禺", "广东省广州市番禺区"),
            ("深圳宝安", "广东省深圳市宝安区"),
            ("深圳龙岗", "广东省深圳市龙岗区"),
            ("东莞虎门", "广东省东莞市虎门镇"),
            ("东莞长安", "广东省东莞市长安镇"),
            ("佛山南海", "广东省佛山市南海区"),
        ),
    ),
    (
        "402",
        "驻省内外",
        (
            ("长沙", "湖南省长沙市雨花区"),
            ("北京", "北京市丰台区"),
            ("上海", "上海市松江区"),
            ("义乌", "浙江省金华市义乌市"),
            ("厦门", "福建省厦门市集美区"),
            ("南宁", "广西壮族自治区南宁市青秀区"),
            ("昆明", "云南省昆明市官渡区"),
        ),
    ),
)
ELSEWHERE = ("广东省中山市", "广东省惠州市", "江苏省苏州市", "湖北省武汉市", "四川省成都市", "海南省海口市")
