"""Synthetic speech whose words, times or language are known, from the speech programs that the machine has."""

import random
import shutil
import subprocess

import numpy as np

from speechbench import corpus
from speechbench.engines import Failed

FESTIVAL = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]

ENGLISH = """\
Several small boats were waiting near the harbour when the storm finally passed.
We should order new chairs for the second office before the end of March.
The committee agreed that the report was too long and rather difficult to read.
My sister plays the violin and practises for two hours every single evening.
Could you please check the numbers on page seven before we print the document?
Fresh snow covered the road, so the bus to the airport was almost an hour late.
He wrote a short letter to the landlord and asked about the broken heating.
The bakery on the corner sells the best apple cake in the whole city.
Scientists have measured the height of the mountain with a new satellite.
Before the concert began, the audience was asked to turn off all telephones.
They planted thirty young trees along the river to protect the bank.
The driver stopped the truck because a family of ducks was crossing the street.
Please write the name of the customer in the upper left corner of the form.
After dinner we walked through the old town and looked at the bright windows.
The price of coffee has gone up again, but nobody seems to drink less of it.
A young student found the lost keys under the bench in the garden.""".split("\n")

OTHERS = {
    "de": """\
Der Zug nach Hamburg hat heute leider zwanzig Minuten Verspätung.
Wir treffen uns am Montag um neun Uhr im großen Besprechungsraum.
Meine Schwester arbeitet seit drei Jahren in einem Krankenhaus in Leipzig.
Bitte schicken Sie mir den unterschriebenen Vertrag bis Ende der Woche.
Das Wetter war so schön, dass wir den ganzen Tag im Garten verbracht haben.
Die neue Brücke wird im nächsten Sommer für den Verkehr geöffnet.""".split("\n"),
    "fr": """\
Le train pour Lyon partira avec vingt minutes de retard ce matin.
Nous avons rendez-vous lundi à neuf heures dans la grande salle.
Ma sœur travaille depuis trois ans dans un hôpital près de la mer.
Pouvez-vous m'envoyer le contrat signé avant la fin de la semaine ?
Il faisait si beau que nous avons passé toute la journée dans le jardin.
Le nouveau pont sera ouvert à la circulation l'été prochain.""".split("\n"),
    "es": """\
El tren para Sevilla saldrá esta mañana con veinte minutos de retraso.
Tenemos una reunión el lunes a las nueve en la sala grande.
Mi hermana trabaja desde hace tres años en un hospital cerca del mar.
Por favor, envíeme el contrato firmado antes del fin de semana.
Hacía tan buen tiempo que pasamos todo el día en el jardín.
El nuevo puente se abrirá al tráfico el próximo verano.""".split("\n"),
}

PROGRAM = """\
(voice_{voice})
(set! u (utt.synth (Utterance Text "{text}")))
(utt.save.words u "{stem}.ends")
(utt.save.wave u "{stem}.wav")
(set! out (fopen "{stem}.words" "w"))
(mapcar
  (lambda (word) (format out "%s %f %f\\n" (item.name word) (item.feat word 'word_start) (item.feat word 'word_end)))
  (utt.relation.items u 'Word))
(fclose out)
"""


def require(program, packages):
    """@raise Failed where a program is missing: a part without its recordings would look like one that was measured"""
    if not shutil.which(program):
        raise Failed(f"{program} is missing, whose voices this part listens to (Debian: apt-get install {packages})")


def festival(folder, sentences_each=8):
    """A file of several sentences with pauses for each voice that is there: [(voice, file, [(word, start, end)])]. Ends
    are those that utt.save.words writes; starts come from the same utterance, because that file has none."""
    require("festival", "festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts")
    made = []
    for voice in FESTIVAL:
        chance = random.Random(voice)
        samples, words, at = [], [], 0.0
        for number, sentence in enumerate(chance.sample(ENGLISH, sentences_each)):
            stem = folder / f"{voice}-{number}"
            program = folder / f"{voice}.scm"
            program.write_text(PROGRAM.format(voice=voice, text=sentence, stem=stem))
            subprocess.run(["festival", "-b", str(program)], capture_output=True, check=False)
            if not stem.with_suffix(".words").is_file():
                break
            pause = np.zeros(int(chance.uniform(0.15, 0.9) * corpus.RATE), np.float32)
            heard = corpus.load(stem.with_suffix(".wav"))
            at += len(pause) / corpus.RATE
            for line in stem.with_suffix(".words").read_text().splitlines():
                word, start, end = line.split()
                words.append((word, at + float(start), at + float(end)))
            at += len(heard) / corpus.RATE
            samples += [pause, heard]
        else:
            made.append((voice, corpus.write_wav(folder / f"{voice}.wav", np.concatenate(samples)), words))
    return made


def espeak(folder):
    """[(language, file, text)]"""
    require("espeak-ng", "espeak-ng")
    made = []
    for language, sentences in OTHERS.items():
        for voice in (language, f"{language}+f2"):
            file = folder / f"{voice}.wav"
            command = ["espeak-ng", "-v", voice, "-s", "145", "-w", str(file), " ".join(sentences)]
            subprocess.run(command, check=True)
            made.append((language, corpus.write_wav(file, corpus.load(file)), " ".join(sentences)))
    return made
