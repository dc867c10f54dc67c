//! Simplified and traditional characters.
//!
//! Only characters that no text of the other kind has: 后, 里, 云, 几 or 征 are traditional characters too, and 乾 or 徵 simplified ones, as
//! in 宫商角徵羽. A test holds the table against every reviewed term.

/// Pairs, the simplified one first.
const PAIRS: &str = "\
    乐樂 个個 为為 声聲 调調 时時 节節 来來 语語 号號 两兩 开開 动動 谱譜 轻輕 线線 间間 写寫 弹彈 变變 记記 练練 长長 则則 进進 连連 点點 从從 对對 听聽 \
    数數 带帶 让讓 头頭 结結 键鍵 尔爾 钢鋼 词詞 样樣 渐漸 响響 组組 气氣 现現 级級 会會 单單 过過 称稱 属屬 发發 较較 题題 击擊 处處 鸣鳴 习習 换換 当當 \
    终終 这這 续續 贝貝 国國 转轉 独獨 应應 随隨 决決 风風 见見 说說 经經 断斷 纪紀 阶階 体體 稳穩 剧劇 无無 协協 紧緊 还還 确確 学學 装裝 匀勻 圆圓 许許 \
    双雙 马馬 满滿 亚亞 拨撥 减減 关關 构構 饰飾 约約 顿頓 兴興 区區 温溫 细細 离離 静靜 实實 张張 广廣 触觸 导導 觉覺 严嚴 宽寬 队隊 边邊 义義 压壓 \
    颤顫 摇搖 继繼 显顯 赋賦 纯純 铜銅 爱愛 极極 给給 读讀 众眾 罗羅 饱飽 传傳 邻鄰 缩縮 兰蘭 门門 该該 类類 泼潑 滚滾 叹嘆 备備 选選 艺藝 诗詩 难難 灵靈 \
    总總 侧側 华華 运運 叙敘 赞讚 话話 统統 远遠 圣聖 丝絲 机機 维維 简簡 跃躍 规規 热熱 认認 轮輪 钟鐘 纳納 页頁 码碼 贴貼 夹夾 织織 视視 试試 产產 \
    谐諧 欢歡 摆擺 鲁魯 达達 围圍 态態 奥奧 坚堅 际際 戏戲 编編 绪緒 场場 们們 闷悶 优優 创創 旧舊 忆憶 录錄 凭憑 倾傾 层層 劳勞 闭閉 贯貫 \
    团團 库庫 伤傷 军軍 扫掃 畅暢 检檢 扩擴 临臨 宫宮 暂暫 锐銳 弥彌 础礎 讲講 质質 丽麗 软軟 桥橋 农農 补補 势勢 顺順 阔闊 齐齊 担擔 错錯 锤錘 择擇 \
    训訓 轴軸 辉輝 师師 顶頂 惯慣 苏蘇 撑撐 验驗 论論 颈頸 辅輔 专專 计計 礼禮 仅僅 参參 厅廳 频頻 迈邁 挥揮 电電 宁寧 设設 迟遲 刚剛 灭滅 闻聞 护護 虚虛 \
    盖蓋 问問 韦韋 镲鑔 画畫 员員 书書 亲親 针針 园園 胆膽 环環 状狀 绕繞 绘繪 笔筆 领領 递遞 诺諾 帮幫 费費 伦倫 蓝藍 飘飄 联聯 劲勁 垫墊 陈陳 脑腦 \
    巩鞏 抛拋 缝縫 润潤 争爭 异異 胶膠 鲜鮮 课課 龙龍 诵誦 挤擠 鸟鳥 东東 铅鉛 务務 贵貴 尝嘗 虑慮 缘緣 隐隱 赛賽 户戶 犹猶 汇匯 惊驚 敛斂 飞飛 谈談 \
    闪閃 释釋 悦悅 谁誰 图圖 损損 测測 弯彎 悬懸 湿濕 识識 浅淺 战戰 将將 荣榮 浊濁 伟偉 诚誠 树樹 积積 绝絕 归歸 纤纖 详詳 扰擾 仪儀 诉訴 镜鏡 价價 \
    齿齒 负負 坏壞 锣鑼 颜顏 车車 脉脈 谨謹 遥遙 缠纏 纸紙 块塊 狭狹 虽雖 浓濃 绵綿 陆陸 误誤 启啟 抢搶 恋戀 绳繩 报報 怜憐 诞誕 欧歐 唤喚 灯燈 载載 \
    庆慶 洁潔 乡鄉 乱亂 赖賴 举舉 观觀 议議 顾顧 证證 遗遺 审審 梦夢 疗療 纵縱 迁遷 儿兒 烧燒 蛮蠻 请請 闲閒 泽澤 韵韻 获獲 怀懷 万萬 译譯 评評 \
    业業 险險 执執 络絡 晓曉 奋奮 脱脫 吓嚇 违違 炼煉 谓謂 讨討 献獻 办辦 烦煩 项項 寻尋 娱娛 厉厲 谢謝 陕陝 银銀 铁鐵";

/// Whether a character is one that only simplified texts have.
pub(crate) fn is_simplified(c: char) -> bool {
    !c.is_ascii() && pairs().any(|(simplified, _)| simplified == c)
}

/// Whether a character is one that only traditional texts have.
pub(crate) fn is_traditional(c: char) -> bool {
    !c.is_ascii() && pairs().any(|(_, traditional)| traditional == c)
}

/// Whether it is a Chinese character.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '々' | '〇')
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    PAIRS.split(' ').filter_map(|pair| {
        let mut both = pair.chars();
        both.next().zip(both.next()).filter(|(simplified, traditional)| simplified != traditional)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_of_one_kind_or_of_both() {
        assert!(is_simplified('乐') && is_traditional('樂'));
        assert!(!is_traditional('乐') && !is_simplified('樂'));
        for both in "后里云几征乾徵的音快".chars() {
            assert!(!is_simplified(both) && !is_traditional(both), "{both}");
        }
    }

    #[test]
    fn no_character_stands_on_both_sides() {
        for (simplified, traditional) in pairs() {
            assert!(!is_traditional(simplified) && !is_simplified(traditional), "{simplified}{traditional}");
        }
    }
}
