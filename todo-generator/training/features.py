"""What the line classifier sees. Tokens, TalkFeatures and TalkGate in Java do exactly the same; LineModelTest holds both to one file."""
import math
import re
import unicodedata

BITS = 16
FILLERS = {"um", "umm", "uh", "uhm", "erm", "er", "mm", "hmm", "hm", "mhm", "ah", "eh", "ahm"}
TOKEN = re.compile(r"[a-z0-9']+|[?!]")
DIGITS = re.compile(r"^\d+(st|nd|rd|th)?$")
TIME = set(
    "monday tuesday wednesday thursday friday saturday sunday tomorrow tonight montag dienstag mittwoch donnerstag freitag "
    "samstag sonntag heute ubermorgen morgens nachher spater deadline".split())
UNIT = set("day days week weeks month months morning afternoon evening weekend noon lunch hour hours minutes oclock "
           "woche wochen tag tage tagen monat monate monats mittag nachmittag abend wochenende stunde stunden minuten uhr".split())


def folded(text):
    text = unicodedata.normalize("NFD", text.replace("ß", "ss").replace("’", "'"))
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def tokens(text):
    """Words in lower case without accents and fillers; numbers, days and units are one token each; ? and ! count."""
    out = []
    for token in TOKEN.findall(folded(text)):
        if token in FILLERS:
            continue
        if DIGITS.match(token):
            token = "<0>"
        elif token in TIME:
            out.append("<time>")
        elif token in UNIT:
            out.append("<unit>")
        token = token.strip("'") or token
        out.append(token)
    return out


def grams(words):
    out = []
    padded = ["^"] + words + ["$"]
    for n in (1, 2, 3):
        for i in range(len(padded) - n + 1):
            if n == 1 and i in (0, len(padded) - 1):
                continue
            out.append(" ".join(padded[i:i + n]))
    # Pairs over a gap of up to three words: "could you ... send".
    for i in range(len(padded)):
        for gap in (2, 3, 4):
            if i + gap < len(padded):
                out.append(padded[i] + " ~ " + padded[i + gap])
    return out


def fnv1a(text):
    h = 0x811C9DC5
    for b in text.encode("utf-8"):
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    h ^= h >> 15
    return h & ((1 << BITS) - 1)


def sparse(text):
    """Distinct hashed grams; each has the value 1 / sqrt(number of distinct grams)."""
    return sorted({fnv1a(g) for g in grams(tokens(text))})


YES = set("yes yeah yep sure ok okay will absolutely fine ja klar gut gern gerne mache mach schaffe of course alright right agreed".split())
FIRST = set("i i'll i'm i'd we we'll we're ich wir let".split())
SECOND = set("you you'll you're your du sie ihr dir ihnen euch please bitte".split())
OBLIGE = set("need needs have has must should ought gotta supposed muss mussen musst soll sollen sollte sollten sollst".split())
FUTURE = set("will going gonna i'll we'll you'll he'll she'll they'll it'll shall werde werden wird next then later tomorrow".split())
PAST = set("was were had did didn't wasn't went said told thought came made got been yesterday last ago used war waren hatte hatten "
           "wurde wurden gestern letzte letztes letzten fruher".split())
IF = set("if would could might maybe perhaps wouldn't wenn ware wurde konnte vielleicht".split())


def mean_around(values, reach):
    prefix = [0.0]
    for v in values:
        prefix.append(prefix[-1] + sigmoid(v))
    n = len(values)
    return [(prefix[min(n, i + reach + 1)] - prefix[max(0, i - reach)]) / (min(n, i + reach + 1) - max(0, i - reach))
            for i in range(n)]


def talk_features(lines, heads):
    """Dense features of each line of a talk. lines: [(speaker, text)], heads: first-stage log odds by head."""
    n = len(lines)
    scores = heads["todo"]
    toks = [tokens(t) for _, t in lines]
    sets = [set(t) for t in toks]
    order = sorted(range(n), key=lambda i: -scores[i])
    rank = [0] * n
    for r, i in enumerate(order):
        rank[i] = r
    around = {(head, reach): mean_around(heads[head], reach)
              for head, reach in [(h, r) for h in ("decision", "question", "gist") for r in (3, 15)]
              + [("todo", 3), ("todo", 10), ("todo", 40)]}
    everywhere = sum(sigmoid(s) for s in scores) / max(1, n)
    short = 1.0 - sigmoid(2.0 * (math.log1p(n) - 5.0))
    out = []
    for i in range(n):
        def s(k):
            return scores[i + k] if 0 <= i + k < n else -8.0

        def flag(k, words):
            return 1.0 if 0 <= i + k < n and sets[i + k] & words else 0.0

        def same(k):
            return 1.0 if 0 <= i + k < n and lines[i + k][0] is not None and lines[i + k][0] == lines[i][0] else 0.0
        w = sets[i]
        row = [
            s(0), s(-1), s(1), s(-2), s(2), max(s(-3), s(-4), s(-5)), max(s(3), s(4), s(5)),
            same(-1), same(1),
            math.log1p(len(toks[i])),
            1.0 if "<time>" in w or "<unit>" in w else 0.0,
            1.0 if "?" in w else 0.0,
            flag(0, FIRST), flag(0, SECOND), flag(0, OBLIGE), flag(0, FUTURE), flag(0, PAST), flag(0, IF),
            flag(1, YES) * (1.0 - same(1)), flag(2, YES),
            flag(-1, SECOND) * (1.0 if i > 0 and "?" in sets[i - 1] else 0.0), flag(-1, FUTURE), flag(1, FUTURE),
            1.0 if toks[i] and toks[i][0] in YES else 0.0,
            i / max(1, n - 1), float(min(n - 1 - i, 400)), math.log1p(n),
            math.log1p(rank[i]), around["todo", 10][i], everywhere,
        ]
        for head in ("decision", "question", "gist"):
            row += [heads[head][i], around[head, 3][i], around[head, 15][i]]
        row += [around["todo", 3][i], around["todo", 40][i]]
        # In a short talk words say more and the place says less than in an hour's meeting.
        row += [short * value for value in (row[0], 1.0, row[29], row[28], *row[30:39])]
        out.append(row)
    return out


def gate_features(lines, todo, words_alone):
    """What the third stage sees of a whole talk: its likeliest lines, and whether people talk to each other or one of them tells
    others what to do. todo: second-stage log odds; words_alone: the first stage's."""
    n = len(lines)
    sets = [set(tokens(t)) for _, t in lines]
    likeliest = sorted(todo, reverse=True) + [-8.0]
    clearest = sorted(words_alone, reverse=True) + [-8.0]
    changes = sum(a[0] != b[0] for a, b in zip(lines, lines[1:]))
    alone = len({speaker for speaker, _ in lines}) == 1
    return [
        max(likeliest[0], -8.0), max(likeliest[1], -8.0), clearest[0], clearest[1],
        changes / max(1, n - 1),
        sum(1 for s in sets if s & OBLIGE) / n,
        sum(1 for s in sets if s & SECOND) / n,
        sum(len(tokens(t)) for _, t in lines) / n,
        max([todo[i] for i in range(n) if sets[i] & FIRST], default=-8.0),
        sum(1 for s in sets if s & FUTURE) / n,
        1.0 if alone else 0.0,
        math.log1p(sum(sigmoid(s) for s in words_alone)),
    ]


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))
