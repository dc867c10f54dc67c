//! What people type for a composer, and whom it means.

use mirubato_names::{composer, fold};
use proptest::prelude::*;

/// Each of `typed`, parted by bars, means `name`.
#[track_caller]
fn means(name: &str, typed: &str) {
    for typed in typed.split('|') {
        assert_eq!(composer(typed), name, "typed: {typed}");
    }
}

#[test]
fn a_composer_is_known_by_family_name_initials_and_given_names_in_any_order() {
    means(
        "Johann Sebastian Bach",
        "bach|BACH|J.S. Bach|J. S. Bach|JS Bach|j s bach|Bach J.S.|Bach, J. S.|Bach, Johann Sebastian|Joh. Seb. Bach",
    );
    means(
        "Ludwig van Beethoven",
        "Beethoven|L. v. Beethoven|L. van Beethoven|LUDWIG VAN BEETHOVEN|van beethoven, ludwig|Beethoven, Ludwig van",
    );
    means("Frédéric Chopin", "chopin|F. Chopin|Frederic Chopin|Fryderyk Chopin|Chopin, Frédéric François|F.F. Chopin");
    means("Manuel de Falla", "falla|de falla|De Falla|M. de Falla|Falla, Manuel de");
    means("Camille Saint-Saëns", "saint-saens|Saint Saens|SAINT-SAËNS|C. Saint‐Saëns|Saint–Saëns, Camille");
    means("Heitor Villa-Lobos", "villa-lobos|Villa Lobos|Villalobos|H. Villa‑Lobos");
    means("Nikolai Rimsky-Korsakov", "rimsky korsakov|Rimsky-Korsakov, N.|N. A. Rimski-Korsakov");
    means("Élisabeth Jacquet de La Guerre", "Elisabeth Jacquet de la Guerre|de La Guerre");
}

#[test]
fn of_a_family_the_best_known_is_meant_unless_a_given_name_says_otherwise() {
    means("Johann Sebastian Bach", "Bach|J. Bach|Johann Bach");
    means("Carl Philipp Emanuel Bach", "C.P.E. Bach|CPE Bach|Carl Philipp Emanuel Bach|Bach, C. P. E.|Ph. E. Bach");
    means("Johann Christian Bach", "J.C. Bach|Johann Christian Bach|Bach, J. C.");
    means("Wolfgang Amadeus Mozart", "Mozart|W.A. Mozart|Amadeus Mozart");
    means("Leopold Mozart", "L. Mozart|Mozart, Leopold");
    means("Robert Schumann", "Schumann|R. Schumann");
    means("Clara Schumann", "clara schumann|C. Schumann|Clara Wieck|Schumann, Clara");
    means("Felix Mendelssohn", "Mendelssohn|F. Mendelssohn|Mendelssohn Bartholdy|Felix Mendelssohn-Bartholdy");
    means("Fanny Hensel", "Fanny Mendelssohn|Fanny Hensel|Fanny Mendelssohn Hensel");
    means("Joseph Haydn", "Haydn|F.J. Haydn|J. Haydn|Franz Joseph Haydn");
    means("Michael Haydn", "M. Haydn|Johann Michael Haydn");
    means("Domenico Scarlatti", "Scarlatti|D. Scarlatti");
    means("Alessandro Scarlatti", "A. Scarlatti");
    means("Richard Strauss", "Strauss|R. Strauss|Richard Strauß|Strauss, Richard");
    means(
        "Johann Strauss II",
        "J. Strauss|Johann Strauss|Johann Strauss II|Johann Strauss Jr.|Strauss, Johann, Jr.|Johann Strauss (Sohn)",
    );
    means("Johann Strauss I", "Johann Strauss I|Johann Strauss Sr.|Johann Strauss (Vater)|Strauss, Johann, Sr.");
    means("Lili Boulanger", "Boulanger|L. Boulanger");
    means("Nadia Boulanger", "N. Boulanger");
}

#[test]
fn a_composer_is_known_in_the_languages_of_the_interface_and_in_russian() {
    means(
        "Johann Sebastian Bach",
        "Juan Sebastián Bach|Jean-Sébastien Bach|巴赫|巴哈|约翰·塞巴斯蒂安·巴赫|И. С. Бах|Иоганн Себастьян Бах",
    );
    means(
        "Pyotr Ilyich Tchaikovsky",
        "Чайковский|П. И. Чайковский|Пётр Ильич Чайковский|Tschaikowsky|Tchaïkovski|Chaikovski|柴可夫斯基",
    );
    means("Frédéric Chopin", "Federico Chopin|Шопен|肖邦|蕭邦|弗雷德里克·肖邦");
    means("George Frideric Handel", "Händel|Haendel|Georg Friedrich Händel|Г. Ф. Гендель|亨德尔|韓德爾");
    means("Sergei Rachmaninoff", "Rachmaninov|Rachmaninow|Rajmáninov|Рахманинов|拉赫玛尼诺夫|拉赫曼尼諾夫");
    means("Dmitri Shostakovich", "Schostakowitsch|Chostakovitch|Шостакович|肖斯塔科维奇|蕭士塔高維奇");
    means("Sergei Prokofiev", "Prokofjew|Prokofieff|Прокофьев|普罗科菲耶夫");
    means("Igor Stravinsky", "Strawinsky|Stravinski|Стравинский|斯特拉文斯基|史特拉汶斯基");
    means("Antonín Dvořák", "Dvorak|DVOŘÁK|Дворжак|德沃夏克|德弗札克");
    means("Clara Schumann", "克拉拉·舒曼|Клара Шуман");
    means("Robert Schumann", "舒曼|Роберт Шуман|罗伯特·舒曼");
    means("Johann Strauss II", "小约翰·施特劳斯|约翰·施特劳斯|小約翰·史特勞斯");
    means("Johann Strauss I", "老约翰·施特劳斯");
    means("Traditional", "trad.|Tradicional|Traditionnel");
    means("Anonymous", "anon.|Anónimo|anonyme|佚名");
}

#[test]
fn a_composer_is_known_by_common_misspellings() {
    means("Ludwig van Beethoven", "Beethovan|Bethoven");
    means("Wolfgang Amadeus Mozart", "Mozzart|Motzart");
    means("Franz Schubert", "Shubert|Schubart");
    means("Franz Liszt", "Lizst|Litszt");
    means("Joseph Haydn", "Hayden");
    means("Edvard Grieg", "Greig");
    means("Claude Debussy", "Debussey|Debusy");
    means("Astor Piazzolla", "Piazolla");
}

#[test]
fn the_composers_of_lessons_and_of_lists_that_forget_them_are_there() {
    means("Carl Czerny", "czerny|C. Czerny|Черни|车尔尼");
    means("Friedrich Burgmüller", "burgmuller|Burgmueller|J.F. Burgmüller|布格缪勒");
    means("Charles-Louis Hanon", "hanon|C.L. Hanon|哈农");
    means("Muzio Clementi", "clementi");
    means("Fernando Sor", "sor|F. Sor");
    means("Ferdinando Carulli", "carulli");
    means("Francisco Tárrega", "tarrega|TÁRREGA");
    means("Rodolphe Kreutzer", "kreutzer|R. Kreutzer");
    means("Otakar Ševčík", "sevcik|Ševčík");
    means("David Popper", "popper");
    means("Amy Beach", "Mrs. H. H. A. Beach|amy beach");
    means("Cécile Chaminade", "chaminade");
    means("Louise Farrenc", "farrenc");
    means("Florence Price", "florence price|Price, Florence B.");
    means("Germaine Tailleferre", "tailleferre");
    means("Hildegard of Bingen", "Hildegard von Bingen|hildegard");
    means(
        "Joseph Bologne, Chevalier de Saint-Georges",
        "Chevalier de Saint-Georges|Saint-Georges|Joseph Bologne, Chevalier de Saint-Georges",
    );
}

#[test]
fn a_family_name_of_many_people_needs_a_given_name() {
    means("John Williams", "John Williams|Williams, John");
    means("Ralph Vaughan Williams", "Vaughan Williams|R. Vaughan Williams|vaughan-williams");
    means("Williams", "williams");
    means("J. Williams", "J. Williams");
    means("Rebecca Clarke", "rebecca clarke");
    means("Jeremiah Clarke", "jeremiah clarke");
}

#[test]
fn catalogue_numbers_and_years_of_life_are_no_part_of_a_name() {
    means(
        "Frédéric Chopin",
        "Chopin Op. 9|Chopin, Op. 9 No. 2|Chopin op.9/2|Chopin Opus 28, Nr. 15|Chopin Op. posth.|Chopin - Op. 9|Chopin (Op. 9)",
    );
    means("Wolfgang Amadeus Mozart", "w.a. mozart K. 545|Mozart KV 545|Mozart K545|Mozart, W. A., K. Anh. 5");
    means(
        "Johann Sebastian Bach",
        "Bach BWV 846|Bach BWV Anh. 114|J.S. Bach (1685-1750)|Bach, Johann Sebastian, 1685-1750",
    );
    means("Joseph Haydn", "Haydn Hob. XVI:52|Haydn Hob.XVI:52|Haydn Hob. XVI 52");
    means("Franz Schubert", "Schubert D. 899/3|Schubert D960");
    means("Antonio Vivaldi", "Vivaldi RV 315");
    means("George Frideric Handel", "Handel HWV 430");
    means("Ludwig van Beethoven", "Beethoven WoO 59");
    means("Franz Liszt", "Liszt S. 139|Liszt S.541/3");
    means("Domenico Scarlatti", "Scarlatti K. 1|Scarlatti L. 366");
    means("Georg Philipp Telemann", "Telemann TWV 40:2");
    means("Carl Philipp Emanuel Bach", "C.P.E. Bach Wq. 183/1|C. P. E. Bach H. 661");
    means("J. Smith", "j. smith op. 3");
}

#[test]
fn what_only_looks_like_a_catalogue_number_stays() {
    means("Maroon 5", "maroon 5");
    means("M83", "M83");
    means("Op. 9", "op. 9");
    means("Kid A", "kid A");
}

#[test]
fn an_unknown_name_gets_its_case_initials_particles_and_spaces_put_right() {
    means("J. Smith", "j. smith|J.  SMITH|j smith|Smith, J.|j.smith|J.Smith");
    means("J.S. Smith", "j.s. smith|J. S. Smith|j s smith|SMITH, J. S.|j.s.smith");
    means("Ana de la Cruz", "ana de la cruz|ANA DE LA CRUZ|Ana De La Cruz|de la Cruz, Ana");
    means("De la Cruz", "de la cruz");
    means("Jean-Luc Ponty", "jean-luc ponty|JEAN-LUC PONTY");
    means("Sinéad O'Connor", "sinéad o’connor|SINÉAD O'CONNOR");
    means("Vincent d'Arcy", "vincent d'arcy");
    means("Paul McCartney", "paul mccartney|McCartney, Paul");
    means("John Smith III", "john smith iii");
    means("John Smith, Jr.", "john smith, jr.");
    means("Jan DeGaetani", "Jan DeGaetani");
    means("DJ Shadow", "DJ Shadow");
    means("Liszt-Busoni", "liszt-busoni");
    means("周杰伦", " 周杰伦 ");
    means("Ольга Петрова", "ольга ПЕТРОВА|Петрова, Ольга");
    means("", "|   |\u{200B}");
}

#[test]
fn somebody_else_of_a_known_family_name_is_somebody_else() {
    means("Lenny Bach", "lenny bach");
    means("Johann Christoph Friedrich Bach", "Johann Christoph Friedrich Bach");
    means("Bach, Gounod", "Bach, Gounod");
    means("Bach/Gounod", "Bach/Gounod");
    means("Ada Chopin", "ada chopin");
}

/// The lines of the table.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../composers.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The full name that a line of the table gives.
fn full_name(line: &str) -> String {
    let name = line.split('|').next().unwrap_or_default().replacen('/', " ", 1).replace('*', "");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_composer_of_the_table_is_found_by_the_full_name_however_it_is_written() {
    for name in lines().map(full_name) {
        assert_eq!(composer(&name), name);
        assert_eq!(composer(&name.to_uppercase()), name);
        assert_eq!(composer(&fold(&name)), name);
        assert_eq!(composer(&format!(" {} ", name.replace(' ', "  "))), name);
        assert_eq!(composer(&format!("{name}, Op. 1")), name);
        assert_eq!(composer(&name.replace('.', "")), name);
    }
}

#[test]
fn every_spelling_of_the_table_means_a_composer_of_that_spelling() {
    for line in lines() {
        for spelling in line.split('|').nth(1).unwrap().split(',').map(str::trim) {
            let meant = composer(spelling);
            let is_common = spelling.is_empty() || spelling.starts_with('*');
            assert!(
                is_common || lines().any(|line| line.contains(spelling) && full_name(line) == meant),
                "{spelling}: {meant}"
            );
        }
    }
}

#[test]
fn a_name_that_is_no_name_costs_little() {
    for attack in ["Bach ", "a.", "op. 9 ", "op ", ", ", "d'", "\u{301}", "| -", "．", "ﷺ"] {
        let text = attack.repeat(1_000_000 / attack.len());
        assert!(composer(&text).chars().count() <= text.chars().count());
        assert!(composer(&attack.repeat(255 / attack.len())).len() <= 512);
    }
}

/// Pieces of names that make trouble together.
fn troublesome() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "bach",
        "J.",
        "S.",
        "j",
        "o.p.",
        "op",
        "OP.",
        "9",
        "k",
        "K.545",
        "hob",
        "xvi",
        ":",
        ",",
        ", ",
        " ",
        "  ",
        "-",
        ".",
        "'",
        "d'",
        "van",
        "De",
        "mc",
        "(",
        ")",
        "1685-1750",
        "posth",
        "Jr.",
        "iii",
        "SMITH",
        "ß",
        "É",
        "e",
        "\u{301}",
        "İ",
        "|",
        "||",
        "ǆ",
        "ﬁ",
        "Σ",
        "巴赫",
        "·",
        "é",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn putting_a_name_right_twice_changes_nothing(name in prop_oneof!["\\PC*", troublesome(), "[a-zA-Z.,' -]{0,30}"]) {
        let once = composer(&name);
        prop_assert_eq!(composer(&once), once);
    }

    #[test]
    fn spaces_do_not_matter(name in "[a-z]{1,8}( [a-z]{1,8}){0,3}", gap in "[ \t\u{a0}\u{3000}]{1,3}") {
        prop_assert_eq!(composer(&format!("{gap}{}{gap}", name.replace(' ', &gap))), composer(&name));
    }

    #[test]
    fn the_case_of_a_whole_name_does_not_matter(name in "[a-z]{3,8}( [a-z]{3,8}){0,3}") {
        prop_assert_eq!(composer(&name.to_uppercase()), composer(&name));
    }
}
