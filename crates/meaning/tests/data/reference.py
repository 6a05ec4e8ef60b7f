#!/usr/bin/env python3
"""Writes reference.json: what sentence-transformers makes of some texts.

    python3 -m venv venv && venv/bin/pip install sentence-transformers
    venv/bin/python reference.py MODEL_FOLDER > reference.json
"""
import json
import sys

from sentence_transformers import SentenceTransformer

LETTER = (
    "I am writing because of my mother, who is 71 and has been short of breath since spring. She sleeps on three "
    "pillows now and her ankles are swollen in the evening, more on the left than on the right. Her doctor gave her "
    "water tablets, which helped for some weeks. "
)

TEXTS = [
    "",
    "   \n\t ",
    "hair",
    "Does tea stain teeth?",
    "11s botox my hair is coming out at the front, normal??",
    "My forehead was treated three weeks ago and now my hairline is thinning. Could the injections have caused this?",
    "Is 2.5 mg of lisinopril, twice a day, too much at a blood pressure of 118/76?",
    "HELP!!! my ARM is numb... what do i do???",
    "Après l’opération, ma mâchoire est enflée; dois-je m’inquiéter ? Über drei Wochen schon, señor médico.",
    "cafe\u0301 and cafe\u00e9, na\u00efve, \u017bo\u0142\u0105d\u017a, \u0130stanbul",
    "😀 my tooth hurts 😭😭 👩‍⚕️ any help 🙏🏽",
    "هل يسبب البوتوكس تساقط الشعر؟",
    "肉毒杆菌会导致脱发吗？ 东京",
    "Вызывает ли ботокс выпадение волос?",
    "क्या बोटॉक्स से बाल झड़ते हैं?",
    "\u200b\u200dinvisible\u00ad \u202eright to left\u202c \u0000\u0007 control\ufffd",
    "pneumonoultramicroscopicsilicovolcanoconiosis " + "x" * 150 + " Ⅷ ½ µg ﬁnger",
    "[CLS] what is [MASK] and [SEP] doing in my letter [PAD]?",
    "under_score semi;colon e-mail@example.org https://example.org/a?b=c#d $5 50% <b>bold</b> \"quoted\" (brackets)",
    "1 2 3 4 5 6 7 8 9 10 1,000,000 1e-9 0x1F ١٢٣",
    LETTER,
    LETTER * 8 + "Should she see a heart doctor?",
    "word " * 254,
]

model = SentenceTransformer(sys.argv[1], device="cpu")
vectors = model.encode(TEXTS, batch_size=1)
rows = [
    json.dumps({"text": text, "vector": [round(float(number), 6) for number in vector]})
    for text, vector in zip(TEXTS, vectors)
]
print("[\n" + ",\n".join(rows) + "\n]")
