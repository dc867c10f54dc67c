//! Simplified characters in `zh-CN`, traditional ones in `zh-TW`.
//!
//! Held against what Chinese is made of most: characters that only one of the two writes. Those that both write (后, 里, 台, 面, 干, 乾) say
//! nothing and are not here.

use std::collections::HashSet;
use std::sync::LazyLock;

use mirubato_dictionary_terms::files::{File, Meaning};

/// The simplified character and the traditional one in its place.
const PAIRS: &str = "
    乐樂 个個 为為 声聲 调調 时時 节節 来來 语語 号號 两兩 开開 动動 谱譜 轻輕 线線 间間 写寫 弹彈 变變 记記 练練 长長 则則 进進
    连連 点點 从從 对對 听聽 数數 带帶 让讓 头頭 结結 键鍵 尔爾 钢鋼 词詞 样樣 渐漸 响響 组組 气氣 现現 级級 会會 单單 过過 称稱 属屬
    发發 较較 题題 击擊 处處 鸣鳴 习習 换換 当當 终終 这這 续續 贝貝 国國 转轉 独獨 应應 随隨 决決 风風 见見 说說 经經 断斷 纪紀 阶階
    体體 稳穩 剧劇 无無 协協 紧緊 还還 确確 学學 装裝 圆圓 许許 双雙 马馬 满滿 亚亞 减減 关關 构構 饰飾 约約 顿頓 兴興 区區 温溫 细細
    离離 静靜 实實 张張 广廣 触觸 导導 觉覺 严嚴 宽寬 队隊 边邊 义義 压壓 颤顫 摇搖 继繼 显顯 赋賦 纯純 铜銅 爱愛 极極 给給 读讀 众眾
    罗羅 传傳 邻鄰 缩縮 兰蘭 门門 该該 类類 滚滾 叹嘆 备備 艺藝 诗詩 难難 灵靈 总總 侧側 华華 运運 赞讚 话話 统統 远遠 圣聖 丝絲 机機
    维維 简簡 跃躍 规規 热熱 认認 轮輪 钟鐘 纳納 页頁 码碼 贴貼 夹夾 织織 视視 试試 产產 谐諧 欢歡 摆擺 达達 围圍 态態 奥奧 坚堅 际際
    戏戲 编編 绪緒 场場 们們 闷悶 优優 创創 旧舊 忆憶 录錄 倾傾 层層 劳勞 闭閉 贯貫 团團 伤傷 军軍 扫掃 畅暢 检檢 扩擴 临臨 宫宮 暂暫
    锐銳 弥彌 础礎 讲講 质質 丽麗 软軟 桥橋 农農 补補 势勢 顺順 阔闊 齐齊 担擔 错錯 择擇 训訓 轴軸 辉輝 师師 顶頂 惯慣 苏蘇 验驗 论論
    颈頸 辅輔 专專 计計 礼禮 仅僅 参參 厅廳 频頻 挥揮 电電 迟遲 刚剛 闻聞 护護 虚虛 盖蓋 问問 画畫 员員 书書 亲親 针針 环環 状狀 绕繞
    绘繪 笔筆 领領 诺諾 帮幫 费費 伦倫 蓝藍 飘飄 联聯 劲勁 垫墊 脑腦 抛拋 缝縫 润潤 争爭 异異 胶膠 鲜鮮 课課 龙龍 挤擠 鸟鳥 东東 铅鉛
    务務 贵貴 尝嘗 虑慮 缘緣 隐隱 赛賽 户戶 犹猶 汇匯 惊驚 飞飛 谈談 闪閃 释釋 图圖 损損 测測 弯彎 悬懸 湿濕 识識 浅淺 战戰 将將 荣榮
    浊濁 伟偉 诚誠 树樹 积積 绝絕 归歸 纤纖 详詳 扰擾 诉訴 镜鏡 价價 齿齒 负負 坏壞 锣鑼 颜顏 车車 纸紙 块塊 虽雖 浓濃 绵綿 误誤 启啟
    抢搶 绳繩 报報 欧歐 唤喚 灯燈 载載 庆慶 洁潔 乡鄉 乱亂 举舉 观觀 议議 顾顧 证證 遗遺 审審 梦夢 纵縱 儿兒 烧燒 请請 泽澤 韵韻 获獲
    怀懷 万萬 译譯 评評 业業 险險 执執 络絡 脱脫 违違 谓謂 办辦 烦煩 项項 寻尋 谢謝 银銀 铁鐵 萨薩 玛瑪 诙詼 饶饒 纹紋 锁鎖";

pub(crate) fn wrong(file: &File) -> Vec<String> {
    let mut wrong = Vec::new();
    for c in letters(&file.zh_cn).filter(|c| is_traditional(*c)) {
        wrong.push(format!("zh-CN has {c}, which is traditional"));
    }
    for c in letters(&file.zh_tw).filter(|c| is_simplified(*c)) {
        wrong.push(format!("zh-TW has {c}, which is simplified"));
    }
    wrong
}

fn letters(meaning: &Meaning) -> impl Iterator<Item = char> {
    let lists = meaning.names.iter().chain(&meaning.asked).map(String::as_str);
    [meaning.brief.as_str(), &meaning.full, &meaning.usage].into_iter().chain(lists).flat_map(str::chars)
}

/// Characters that only simplified texts have, and those that only traditional ones have.
static KINDS: LazyLock<(HashSet<char>, HashSet<char>)> = LazyLock::new(|| {
    let both = |pair: &str| pair.chars().next().zip(pair.chars().nth(1));
    PAIRS.split_whitespace().filter_map(both).filter(|(simplified, traditional)| simplified != traditional).unzip()
});

fn is_simplified(c: char) -> bool {
    KINDS.0.contains(&c)
}

fn is_traditional(c: char) -> bool {
    KINDS.1.contains(&c)
}
