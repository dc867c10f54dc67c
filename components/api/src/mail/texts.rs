//! What mails say, in every language the app speaks.

use mirubato_web::language::Language;

/// The subject and the text of a mail with a link that signs somebody in.
pub(super) fn link(language: Language, link: &str) -> (&'static str, String) {
    let (subject, before, after) = match language {
        Language::English => (
            "Your link to Mirubato",
            "Open this link to sign in to your practice journal:",
            "It works once, for 15 minutes. If you did not ask for it, there is nothing to do: without it nobody gets in.",
        ),
        Language::Spanish => (
            "Tu enlace a Mirubato",
            "Abre este enlace para entrar en tu diario de estudio:",
            "Funciona una sola vez, durante 15 minutos. Si no lo has pedido, no tienes que hacer nada: sin él no entra nadie.",
        ),
        Language::French => (
            "Votre lien vers Mirubato",
            "Ouvrez ce lien pour accéder à votre journal de travail\u{a0}:",
            "Il fonctionne une seule fois, pendant 15 minutes. Si vous ne l’avez pas demandé, il n’y a rien à faire\u{a0}: sans lui, personne n’entre.",
        ),
        Language::German => (
            "Dein Link zu Mirubato",
            "Öffne diesen Link, um dich in deinem Übetagebuch anzumelden:",
            "Er gilt einmal und 15 Minuten lang. Falls du ihn nicht angefordert hast, ist nichts zu tun: Ohne ihn kommt niemand hinein.",
        ),
        Language::SimplifiedChinese => (
            "您的 Mirubato 登录链接",
            "打开此链接即可登录您的练习日志：",
            "链接只能使用一次，15 分钟内有效。如果不是您本人请求的，无需任何操作：没有此链接，任何人都无法登录。",
        ),
        Language::TraditionalChinese => (
            "您的 Mirubato 登入連結",
            "開啟此連結即可登入您的練習日誌：",
            "連結只能使用一次，15 分鐘內有效。如果不是您本人要求的，無須任何操作：沒有此連結，任何人都無法登入。",
        ),
    };
    (subject, format!("{before}\n\n{link}\n\n{after}\n"))
}
