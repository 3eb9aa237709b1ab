#!/usr/bin/env bash
# Makes standup.mp4 and standup.txt: a short stand-up meeting of three synthetic voices, whose every word is known.
# Needs: apt-get install flite sox ffmpeg fonts-dejavu-core
set -euo pipefail

cd "$(dirname "$0")"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# speaker | voice | speaking rate (1 = the voice's own; greater is slower) | seconds of silence after | text
script() {
  cat <<'LINES'
Anna|slt|1.02|0.6|Good morning everybody. Let us start with the weekly meeting about the new release.
Anna|slt|1.02|0.9|Richard, how is the payment page coming along?
Richard|rms|1.0|0.5|The payment page is finished, but there is still an error when the address is too long.
Richard|rms|1.0|0.8|I will fix the error on the payment page by Friday.
Anna|slt|1.02|0.9|Thank you. Callum, what about the report for the customers?
Callum|awb|1.05|0.6|The report is almost ready. I am only waiting for the numbers from last month.
Callum|awb|1.05|0.9|I will send the report to the customers on Wednesday.
Anna|slt|1.02|0.7|Very good. Then we need to decide when the new version comes out.
Richard|rms|1.0|0.9|I think the first of June is realistic, if the tests are green.
Callum|awb|1.05|0.8|The first of June is fine for me, too.
Anna|slt|1.02|0.8|Then it is decided. We release the new version on the first of June.
Anna|slt|1.02|0.9|Richard, please write the release notes before the end of next week.
Richard|rms|1.0|1.0|Yes, I will write the release notes.
Callum|awb|1.05|0.5|There is one open question. Who is going to pay for the second server?
Anna|slt|1.02|0.6|I do not know yet. I will ask the finance team about the second server tomorrow.
Anna|slt|1.02|0.9|And Callum, could you reserve a meeting room for the review on Monday morning?
Callum|awb|1.05|0.8|Sure, I will reserve the meeting room.
Anna|slt|1.02|0.8|That is everything for today. Thank you, and see you next week.
LINES
}

# Each line as 16 kHz mono at one loudness; what was said when is written down on the way.
count=0 clock=0.8
sox -n -r 16000 -c 1 -b 16 "$scratch/000.wav" trim 0 "$clock"
: >"$scratch/standup.txt"
while IFS='|' read -r speaker voice rate pause text; do
  count=$((count + 1))
  piece="$(printf '%s/%03d' "$scratch" "$count")"
  flite -voice "$voice" --setf duration_stretch="$rate" -t "$text" -o "$piece.flite.wav"
  sox "$piece.flite.wav" -r 16000 -c 1 -b 16 "$piece.line.wav" \
    silence 1 0.01 0.5% reverse silence 1 0.01 0.5% fade 0.02 reverse fade 0.01 norm -4
  seconds="$(soxi -D "$piece.line.wav")"
  sox "$piece.line.wav" "$piece.wav" pad 0 "$pause"
  rm "$piece.flite.wav" "$piece.line.wav"
  awk -v s="$clock" -v d="$seconds" -v who="$speaker" -v text="$text" \
    'BEGIN { printf "%.2f\t%.2f\t%s\t%s\n", s, s + d, who, text }' >>"$scratch/standup.txt"
  clock="$(soxi -D "$piece.wav" | awk -v c="$clock" '{ print c + $1 }')"
done < <(script)
# A room is never digitally silent.
sox "$scratch"/[0-9]*.wav "$scratch/speech.wav"
sox -n -r 16000 -c 1 -b 16 "$scratch/room.wav" synth "$clock" pinknoise vol 0.002
sox -m "$scratch/speech.wav" "$scratch/room.wav" -r 44100 "$scratch/meeting.wav" norm -3

font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
card="drawbox=x=64:y=150:w=6:h=84:color=0xf2b84b:t=fill"
card+=",drawtext=fontfile=$font:text='Weekly stand-up':fontcolor=white:fontsize=44:x=96:y=150"
card+=",drawtext=fontfile=$font:text='Anna, Richard and Callum':fontcolor=0xb8c4d6:fontsize=24:x=96:y=208"
# Index at the end of the file (no faststart), as phones and recorders write it: readers must cope with that.
ffmpeg -hide_banner -loglevel error -y -f lavfi -i "color=c=0x1d2b3f:s=640x360:r=2,$card" -i "$scratch/meeting.wav" \
  -t "$clock" -c:v libx264 -preset veryslow -tune stillimage -crf 28 -pix_fmt yuv420p -g 60 -bf 0 \
  -c:a aac -b:a 64k -ac 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$scratch/standup.mp4"

mv "$scratch/standup.mp4" standup.mp4
{
  printf '# What is said in standup.mp4: start and end in seconds, speaker, words. Made by make-standup.sh.\n'
  cat "$scratch/standup.txt"
} >standup.txt
ls -l standup.mp4 standup.txt
