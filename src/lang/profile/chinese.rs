//! Chinese, simplified and traditional.

use unicode_script::Script;

use super::{NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["zh", "yue"],
    letters: "们这说么吗呢吧个为时发给过还从问间门东车长书让样现开头业两你她它您啊很哪谁個們這說麼嗎沒發還從讓 \
        樣兩见观话语认识请谢讲论记许设访证评词译试诗诚该调谈负财责败账货质购费资赛赞赢转轮软轻较输辆边达 \
        运远连进选迟邮释针钱钟铁错锅闭闻阅队阳阴际陆险难页顶顺须领颜题额风飞饭饮饿馆马验骑鱼鸟鸡龙岁师帮 \
        带应庆库张归录总戏执扩扫报护择拥据损换摄显晓暂杀权构标检楼欢汇汉汤沟泪测浅浓涨满灯灵热爱牵环电疗 \
        盘盖盐监码确离积称稳穷竞笔简签类红约级纪纯纸线练组细织终结统继绩维绿缓编缘罗职联聪脏脑脚脸节艺苏 \
        药获虑虽补装觉规视览點來對應當實寫讀變聽總體與號數關單樂戰歡氣灣營畫續舊處覺證譯讚賣鄉黨",
    spaced: false,
    numbers: Numbers { small: SMALL, scales: SCALES, ..Numbers::bare() },
    ..Profile::bare(Script::Han)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (0.0, "〇 零"),
    (1.0, "一 壹"),
    (2.0, "二 两 兩 贰 貳"),
    (3.0, "三 叁 參"),
    (4.0, "四 肆"),
    (5.0, "五 伍"),
    (6.0, "六 陆 陸"),
    (7.0, "七 柒"),
    (8.0, "八 捌"),
    (9.0, "九 玖"),
    (10.0, "十 拾"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "百 佰"),
    (1e3, "千 仟"),
    (1e4, "万 萬"),
    (1e8, "亿 億"),
    (1e12, "兆"),
];
