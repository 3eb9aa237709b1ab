"""Made-up single lines that teach the first stage the verbs and objects that real talks have too few of."""
import random

VERBS = """send|the report to the client|sent
write|the minutes|wrote
call|the supplier|called
ring|the office|rang
check|the numbers|checked
book|the meeting room|booked
order|the spare parts|ordered
ask|marketing for the figures|asked
prepare|the slides|prepared
update|the ticket|updated
review|the contract|reviewed
fix|the login bug|fixed
draft|an agenda|drafted
schedule|a follow-up|scheduled
forward|the mail from legal|forwarded
upload|the recording|uploaded
print|the handouts|printed
test|the new version|tested
set up|the account|set up
talk to|the landlord|talked to
find out|what it costs|found out
look into|the complaint|looked into
get|three quotes|got
bring|the cables|brought
buy|some paper|bought
finish|the chapter|finished
clean up|the data|cleaned up
translate|the manual|translated
pay|the invoice|paid
sign|the form|signed
invite|the neighbours|invited
measure|the room|measured
compare|the two offers|compared
collect|the keys|collected
organise|the transport|organised
tell|the team about the change|told
mail|you the link|mailed
put together|a list of options|put together
confirm|the date with them|confirmed
return|the samples|returned
submit|the application|submitted
read|the paper|read
remove|the old files|removed
document|the process|documented
contact|the insurance|contacted
speak to|the head of sales|spoke to
share|the spreadsheet|shared
make|a backup|made
arrange|a visit|arranged
run|the analysis again|ran
think about|the name|thought about
come up with|a proposal|came up with
work on|the prototype|worked on
give|her the documents|gave""".split("\n")
VERBS = [tuple(v.split("|")) for v in VERBS]
TIMES = ["by Friday", "tomorrow", "this afternoon", "before the next meeting", "by the end of the week", "next week", "on Monday",
         "today", "tonight", "by ten o'clock", "in the morning", "over the weekend", "before the deadline", "after lunch", "as soon as possible",
         "by Wednesday noon", "until the fifteenth", "within two days", "first thing tomorrow", "later today", "", "", "", "", "", ""]
NAMES = ["Anna", "Peter", "Maria", "John", "Sara", "Tom", "Elena", "David", "Fatima", "Chris"]
YES = ["I'll {v} {o} {t}.", "I will {v} {o} {t}.", "I'm going to {v} {o} {t}.", "I can {v} {o} {t}.", "Okay, I'll {v} {o} {t}.",
       "Can you {v} {o} {t}?", "Could you {v} {o} {t}?", "Could you please {v} {o} {t}?", "Would you {v} {o} {t}?", "Please {v} {o} {t}.",
       "{n}, can you {v} {o} {t}?", "{n}, please {v} {o} {t}.", "{n} will {v} {o} {t}.", "{n} is going to {v} {o} {t}.",
       "We need to {v} {o} {t}.", "We have to {v} {o} {t}.", "Somebody needs to {v} {o} {t}.", "Someone should {v} {o} {t}.",
       "Let me {v} {o} {t}.", "I need you to {v} {o} {t}.", "You should {v} {o} {t}, okay?", "Don't forget to {v} {o} {t}.",
       "Remember to {v} {o} {t}.", "Make sure you {v} {o} {t}.", "I'd like you to {v} {o} {t}.", "Then {v} {o} {t}, please.",
       "The action item is to {v} {o} {t}.", "Action for {n}, {v} {o} {t}.", "I have to {v} {o} {t}.", "I need to {v} {o} {t}.",
       "So {n}, you'll {v} {o} {t}.", "You're going to {v} {o} {t}.", "I promised to {v} {o} {t}.", "Who can {v} {o} {t}?",
       "Let's {v} {o} {t}.", "I'd be happy to {v} {o} {t}.", "I'll make sure to {v} {o} {t}.", "We agreed that {n} will {v} {o} {t}."]
NO = ["I {p} {o} yesterday.", "We {p} {o} last week.", "{n} already {p} {o}.", "Did you {v} {o}?", "Have you ever had to {v} {o}?",
      "I used to {v} {o}.", "They {p} {o} in the end.", "He said he would {v} {o}, but he never did.", "You should always {v} {o} first.",
      "If you {v} {o}, it gets easier.", "We don't need to {v} {o}.", "Nobody has to {v} {o} any more.", "I would never {v} {o}.",
      "How do you {v} {o}?", "Why did they {v} {o}?", "You can {v} {o} there, if you like.", "People often {v} {o} too late.",
      "I don't think we should {v} {o}.", "I remember when we {p} {o}.", "She had to {v} {o} every day.", "It was hard to {v} {o}.",
      "In theory you could {v} {o}.", "Usually somebody will {v} {o}.", "When I was young we'd {v} {o}.", "Thank you for offering to {v} {o}.",
      "The system will {v} {o} by itself.", "We've {p} {o} now.", "I just {p} {o} before I came here.", "No need to {v} {o}.",
      "Do they {v} {o} here?", "I might {v} {o} one day.", "I could never {v} {o}.", "You must {v} {o}, that's the rule in chess."]
PLAIN = """I'll be honest with you.|I'll say it again.|I'll have the soup.|I'll never understand that.|Let me think.|Let me see.|Let me share my screen.
Can you hear me?|Can you see my screen?|Could you repeat that?|Can I ask you something?|Would you like some tea?|Could you pass me the milk?|Please sit down.
Please hold the line.|We'll see.|You'll see.|I'll tell you a story.|I need a break.|I have to say, I liked it.|I have to admit that's good.|You have to laugh.
You know what I mean?|You must be tired.|That must have been hard.|We should have known.|It needs salt.|It'll rain tomorrow.|See you on Friday.|See you next week.
The train leaves at nine.|On Monday I was ill.|It was due last week.|Next week is a holiday.|What time is it?|Who wants coffee?|Shall we begin?|Let's begin.|Let's start.
Let's move on.|Let's take a break.|Let's go for lunch.|Let's have a look.|Next slide please.|Please continue.|Go ahead, please.|Could you speak up?|Can we move on?|Let me finish.
Will it be ready?|Is it done?|Who did that?|When was that?|Would you believe it?|I'd rather not.|I would if I could.|If I were you I'd wait.|Somebody told me that.|Someone has to win.
Everybody needs friends.|You have to be patient.|You need a ticket for that.|You can't do that here.|They must be kidding.|He will win.|She is going to be famous.|It is going to be cold.
I'm going to be late for dinner.|I'm going to miss this place.|I will always love it.|I'll miss you.|I'm going to bed.|I can't believe it.|I can imagine.|I can see that.|I need to sneeze.
Do you want me to send it?|Is there anything I need to check?|What should we do?|Should I have called?|That's what I was going to say.|I was going to call you.|I was about to ask.|I should be going.
That was due on Friday.|I asked him to send it, and he did.|Ask me another one.|Call me old-fashioned.|Check this out!|Look at that.|Listen.|Send in the clowns.|Write that down in history.
Thanks for sending the report.|The report was sent on Tuesday.|The meeting is on Thursday.|We meet every Monday.|I'll see you there.|I'll be there.|I'll be right back.|I'll stop here.|I'll be quick.
I will come to that in a minute.|I'll come back to that.|I'll explain in a second.|We will talk about that later in the lecture.|As we'll see, that's wrong.|You'll hear it in a moment.|Let me show you.|Let me explain.""".replace("\n", "|").split("|")

V_DE = """das Angebot|schicken|schicke|geschickt
den Lieferanten|anrufen|rufe an|angerufen
die Zahlen|prüfen|prüfe|geprüft
einen Termin|vereinbaren|vereinbare|vereinbart
das Protokoll|schreiben|schreibe|geschrieben
die Folien|vorbereiten|bereite vor|vorbereitet
den Raum|buchen|buche|gebucht
die Rechnung|bezahlen|bezahle|bezahlt
den Fehler|beheben|behebe|behoben
die Unterlagen|mitbringen|bringe mit|mitgebracht
den Vertrag|lesen|lese|gelesen
das Formular|ausfüllen|fülle aus|ausgefüllt
die Teile|bestellen|bestelle|bestellt
den Kunden|informieren|informiere|informiert
eine Liste|machen|mache|gemacht
die Daten|hochladen|lade hoch|hochgeladen
das Team|einladen|lade ein|eingeladen
den Chef|fragen|frage|gefragt
die Kosten|klären|kläre|geklärt
den Schlüssel|abholen|hole ab|abgeholt
das Ticket|aktualisieren|aktualisiere|aktualisiert
einen Entwurf|erstellen|erstelle|erstellt
die Anmeldung|abschicken|schicke ab|abgeschickt
den Text|übersetzen|übersetze|übersetzt""".split("\n")
V_DE = [tuple(v.split("|")) for v in V_DE]
T_DE = ["bis Freitag", "morgen", "heute noch", "bis Ende der Woche", "nächste Woche", "am Montag", "heute Nachmittag", "bis morgen Mittag",
        "vor der nächsten Sitzung", "bis zum fünfzehnten", "so schnell wie möglich", "gleich", "", "", "", ""]
YES_DE = ["Ich werde {t} {o} {v}.", "Ich kann {t} {o} {v}.", "Kannst du {t} {o} {v}?", "Könntest du bitte {t} {o} {v}?", "Können Sie {t} {o} {v}?",
          "Würden Sie bitte {t} {o} {v}?", "Wir müssen {t} {o} {v}.", "Jemand muss {t} noch {o} {v}.", "Ich muss {t} noch {o} {v}.",
          "{n}, kannst du {t} {o} {v}?", "{n} wird {t} {o} {v}.", "Du musst {t} {o} {v}.", "Sie müssten {t} {o} {v}.", "Vergiss nicht, {o} {t} zu {v}.",
          "Ich kümmere mich darum, {o} zu {v}.", "Bitte {t} {o} {v}.", "Wir sollten {t} {o} {v}.", "Dann müsste {n} {t} {o} {v}.", "Ich würde {t} {o} {v}, okay?",
          "{o} muss {t} jemand {v}.", "Wer kann {t} {o} {v}?"]
NO_DE = ["Ich habe gestern {o} {p}.", "Wir haben {o} letzte Woche {p}.", "{n} hat {o} schon {p}.", "Hast du {o} {p}?", "Haben Sie {o} schon {p}?",
         "Früher musste man {o} noch {v}.", "Man muss immer {o} {v}.", "Wenn man will, kann man {o} {v}.", "Wir müssen {o} nicht mehr {v}.",
         "Warum sollte man {o} {v}?", "Ich wollte {o} nie {v}.", "Das System wird {o} von selbst {v}.", "Damals hat niemand {o} {p}.", "Danke, dass du {o} {p} hast.",
         "Er hätte {o} {v} sollen.", "Muss man {o} {v}?"]
PLAIN_DE = """Könnt ihr mich hören?|Können Sie das wiederholen?|Guten Morgen zusammen.|Bis nächste Woche.|Wir sehen uns am Montag.|Ich würde sagen, das passt.|Das werde ich nie verstehen.
Das muss man sich mal vorstellen.|Da musst du lachen.|Ich muss sagen, es war gut.|Ich komme gleich darauf zurück.|Das zeige ich euch später.|Bitte setzen Sie sich.|Bitte schön.|Wie bitte?|Fangen wir an.
Machen wir weiter.|Machen wir eine Pause.|Morgen ist Feiertag.|Am Freitag war ich krank.|Das war letzte Woche fällig.|Wer möchte Kaffee?|Das wird schon.|Mal sehen.|Ich weiß es nicht.|Das ist noch offen.
Kannst du mir das Salz geben?|Ich hätte gern ein Bier.|Es wird regnen.|Er wird gewinnen.|Das hat er mir gestern geschickt.|Das muss nicht sein.|Ich bin gleich wieder da.|Das mache ich immer so.|Da kann man nichts machen.""".replace("\n", "|").split("|")

# For the model of short talks: people who talk to themselves, and what is done or not known.
MORE_YES = ["{V} {o} {t}.", "{V} {o} {t}, please.", "And {v} {o} {t}.", "Oh, and {v} {o} {t}.", "I've got to {v} {o} {t}.",
            "Somebody still has to {v} {o} {t}.", "She wants me to {v} {o} {t}.", "{n}, {v} {o} {t}."]
MORE_NO = ["It's all done, we {p} {o}.", "{n} {p} {o} this morning, so that's done.", "She told him to {v} {o}, and he laughed.",
           "They will {v} {o} in the spring, the paper says.", "He has to {v} {o} every morning, poor man.", "You should have {p} {o}.",
           "Somebody should have {p} {o}.", "Then we had to {v} {o} after all."]
MORE_PLAIN = """I do not know yet.|I don't know yet.|I don't know.|We don't know yet.|I'm not sure yet.|No idea.|Nobody knows.|That's still open.|Good question.
I have no idea, honestly.|We don't have anything else.|There's nothing left.|Nothing's open.|It's all done.|That's everything for today.""".replace("\n", "|").split("|")
MORE_YES_DE = ["{o} {t} {v}.", "{o} {t} noch {v} lassen."]
MORE_NO_DE = ["{n} hat {o} heute früh {p}, das ist erledigt.", "Meine Frau hat gesagt, ich soll {o} {v}.", "Die Stadt will {o} im Frühjahr {v}."]
MORE_PLAIN_DE = "Das weiß ich noch nicht.|Keine Ahnung.|Wissen wir noch nicht.|Es ist nichts mehr offen.|Alles erledigt.".split("|")


def lines(seed=7, per=22, more=False):
    """Text and label; more of them for the model of short talks."""
    r = random.Random(seed)
    out = []
    yes, no, plain = YES, NO, PLAIN + PLAIN_DE
    yes_de, no_de = YES_DE, NO_DE
    if more:
        yes, no, plain = YES + MORE_YES, NO + MORE_NO, plain + MORE_PLAIN + MORE_PLAIN_DE
        yes_de, no_de = YES_DE + MORE_YES_DE, NO_DE + MORE_NO_DE

    def clean(t):
        t = " ".join(t.split()).replace(" .", ".").replace(" ?", "?").replace(" ,", ",")
        if r.random() < 0.25:
            t = r.choice(["Okay, ", "So ", "Right, ", "And ", "Um, "]) + t[0].lower() + t[1:] if t[:2] != "I'" and t[:2] != "I " else t
        return t
    for frames, label in ((yes, 1), (no, 0)):
        for f in frames:
            for _ in range(per):
                v, o, p = r.choice(VERBS)
                out.append((clean(f.format(v=v, V=v.capitalize(), o=o, p=p, t=r.choice(TIMES), n=r.choice(NAMES))), label))
    for frames, label in ((yes_de, 1), (no_de, 0)):
        for f in frames:
            for _ in range(per):
                o, v, _f, p = r.choice(V_DE)
                t = " ".join(f.format(v=v, o=o, p=p, t=r.choice(T_DE), n=r.choice(NAMES)).split()).replace(" ?", "?").replace(" .", ".")
                out.append((t[0].upper() + t[1:], label))
    out += [(t, 0) for t in plain for _ in range(3)]
    return out
