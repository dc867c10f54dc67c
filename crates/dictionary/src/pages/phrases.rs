//! What the pages say, in each language. What is said of terms is the terms' own.

use crate::{Kind, Language, SourceLanguage};

/// Defines what is said, in the order of [`Language::ALL`].
macro_rules! phrases {
    ($($name:ident: $en:literal, $es:literal, $fr:literal, $de:literal, $cn:literal, $tw:literal;)*) => {
        $(pub(super) const fn $name(language: Language) -> &'static str {
            pick(language, [$en, $es, $fr, $de, $cn, $tw])
        })*
    };
}

const fn pick(language: Language, [en, es, fr, de, cn, tw]: [&'static str; 6]) -> &'static str {
    match language {
        Language::English => en,
        Language::Spanish => es,
        Language::French => fr,
        Language::German => de,
        Language::SimplifiedChinese => cn,
        Language::TraditionalChinese => tw,
    }
}

phrases! {
    dictionary: "Dictionary of music", "Diccionario de música", "Dictionnaire de la musique", "Wörterbuch der Musik", "音乐词典", "音樂辭典";
    about: "What the words in scores mean: tempo, dynamics, technique, form and theory, explained for those who play.",
        "Qué significan las palabras de las partituras: tempo, dinámica, técnica, forma y teoría, explicadas para quien toca.",
        "Ce que veulent dire les mots des partitions : tempo, nuances, technique, forme et théorie, expliqués à ceux qui jouent.",
        "Was die Wörter in Noten bedeuten: Tempo, Dynamik, Spieltechnik, Form und Lehre, erklärt für alle, die spielen.",
        "乐谱上的词是什么意思：速度、力度、技巧、曲式与乐理，为演奏者讲解。",
        "樂譜上的詞是什麼意思：速度、力度、技巧、曲式與樂理，為演奏者講解。";
    look_up: "Look up a word", "Buscar una palabra", "Chercher un mot", "Ein Wort nachschlagen", "查一个词", "查一個詞";
    usage: "In practice", "En la práctica", "En pratique", "In der Praxis", "实际运用", "實際運用";
    printed: "As printed", "Tal como se imprime", "Tel qu’on l’imprime", "Wie es in den Noten steht", "谱上的写法", "譜上的寫法";
    synonyms: "Other words for it", "Otras palabras", "Autres mots", "Andere Wörter dafür", "其他说法", "其他說法";
    related: "See also", "Véase también", "Voir aussi", "Siehe auch", "另见", "另見";
    languages: "Languages", "Idiomas", "Langues", "Sprachen", "语言", "語言";
    letters: "Letters", "Letras", "Lettres", "Buchstaben", "字母", "字母";
    open: "Open in the app, also offline", "Abrir en la aplicación, también sin conexión",
        "Ouvrir dans l’application, même hors ligne", "In der App öffnen, auch offline", "在应用中打开，离线也可用", "在應用程式中開啟，離線也可用";
    generated: "Written by a language model and not yet checked by a person.", "Escrito por un modelo de lenguaje y aún sin revisar por una persona.",
        "Écrit par un modèle de langage et pas encore relu par une personne.", "Von einem Sprachmodell geschrieben und noch von niemandem geprüft.",
        "由语言模型撰写，尚未经人审阅。", "由語言模型撰寫，尚未經人審閱。";
    missing: "Not in the dictionary", "No está en el diccionario", "Pas dans le dictionnaire", "Nicht im Wörterbuch", "词典里没有", "辭典裡沒有";
    near: "Did you mean", "¿Querías decir…?", "Vouliez-vous dire", "Meintest du", "您要找的是不是", "您要找的是不是";
    all: "All terms", "Todos los términos", "Tous les termes", "Alle Begriffe", "全部词条", "全部詞條";
}

/// What a language is called by those who speak it.
pub(super) const fn own_name(language: Language) -> &'static str {
    pick(language, ["English", "Español", "Français", "Deutsch", "简体中文", "繁體中文"])
}

/// What a kind is called.
pub(super) const fn kind(language: Language, kind: Kind) -> &'static str {
    let names = match kind {
        Kind::Tempo => ["Tempo", "Tempo", "Tempo", "Tempo", "速度", "速度"],
        Kind::Dynamics => ["Dynamics", "Dinámica", "Nuances", "Dynamik", "力度", "力度"],
        Kind::Articulation => ["Articulation", "Articulación", "Articulation", "Artikulation", "演奏法", "運音法"],
        Kind::Expression => ["Expression", "Expresión", "Expression", "Ausdruck", "表情", "表情"],
        Kind::Form => ["Form", "Forma", "Forme", "Form", "曲式", "曲式"],
        Kind::Genre => ["Genres", "Géneros", "Genres", "Gattungen", "体裁", "曲種"],
        Kind::Harmony => ["Harmony", "Armonía", "Harmonie", "Harmonie", "和声", "和聲"],
        Kind::Theory => ["Theory", "Teoría", "Théorie", "Musiklehre", "乐理", "樂理"],
        Kind::Notation => ["Notation", "Notación", "Notation", "Notation", "记谱", "記譜"],
        Kind::Ornament => ["Ornaments", "Ornamentos", "Ornements", "Verzierungen", "装饰音", "裝飾音"],
        Kind::Technique => ["Technique", "Técnica", "Technique", "Spieltechnik", "技巧", "技巧"],
        Kind::Instrument => ["Instruments", "Instrumentos", "Instruments", "Instrumente", "乐器", "樂器"],
        Kind::Practice => ["Practising", "Estudio", "Travail", "Üben", "练习", "練習"],
    };
    pick(language, names)
}

/// What the language of a headword is called.
pub(super) const fn source(language: Language, source: SourceLanguage) -> &'static str {
    let names = match source {
        SourceLanguage::Italian => ["Italian", "italiano", "italien", "Italienisch", "意大利语", "義大利文"],
        SourceLanguage::German => ["German", "alemán", "allemand", "Deutsch", "德语", "德文"],
        SourceLanguage::French => ["French", "francés", "français", "Französisch", "法语", "法文"],
        SourceLanguage::English => ["English", "inglés", "anglais", "Englisch", "英语", "英文"],
        SourceLanguage::Spanish => ["Spanish", "español", "espagnol", "Spanisch", "西班牙语", "西班牙文"],
        SourceLanguage::Latin => ["Latin", "latín", "latin", "Latein", "拉丁语", "拉丁文"],
        SourceLanguage::SimplifiedChinese | SourceLanguage::TraditionalChinese => {
            ["Chinese", "chino", "chinois", "Chinesisch", "中文", "中文"]
        }
    };
    pick(language, names)
}
